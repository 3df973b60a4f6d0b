package io.ringbolt.perf.compare;

import java.io.IOException;

/** Something that follows a master, and says how far it has come. */
interface Follower
{
    /** @return what it is, for a table. */
    String name();

    /** Orders it to follow the master on a loopback port, from a full synchronization on. */
    void follow(int port) throws IOException;

    /** @return whether it holds the master's data and receives what changes. */
    boolean isLive() throws IOException;

    /** @return bytes of the master's stream it has worked through, as the master counts them. */
    long offset() throws IOException;

    /** Orders it to follow no longer. */
    void leave() throws IOException;
}
