package io.ringbolt.perf.compare;

import java.io.IOException;
import java.util.List;

/** A server that is made a replica, and applies all it receives. */
final class ServerFollower implements Follower
{
    private static final int STATE = 3;
    private static final int OFFSET = 4;

    private final String name;
    private final RespConnection connection;

    /** @param connection to the server, its owner's. */
    ServerFollower(final String name, final RespConnection connection)
    {
        this.name = name;
        this.connection = connection;
    }

    @Override
    public String name()
    {
        return name;
    }

    @Override
    public void follow(final int port) throws IOException
    {
        connection.call("REPLICAOF", "127.0.0.1", Integer.toString(port));
    }

    @Override
    public boolean isLive() throws IOException
    {
        return "connected".equals(role().get(STATE));
    }

    @Override
    public long offset() throws IOException
    {
        return (Long)role().get(OFFSET);
    }

    @Override
    public void leave() throws IOException
    {
        connection.call("REPLICAOF", "NO", "ONE");
    }

    private List<?> role() throws IOException
    {
        return (List<?>)connection.call("ROLE");
    }
}
