package io.ringbolt.transport.replication;

import java.io.IOException;

/**
 * Where a master's data go as they come. Used by the link's thread.
 */
interface TransferSink
{
    /** Takes the first bytes of a buffer, which remain there. @return how many of them; 0 if there is no room now. */
    int take(LinkBuffer buffer, int length) throws IOException;

    /** All data have come. */
    void end() throws IOException;

    /** No more data will come. Does nothing after the end. */
    void fail(String reason);
}
