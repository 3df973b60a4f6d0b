package io.ringbolt.transport;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Connections that want their selector's attention: they have output, or their end was asked for. Any thread announces,
 * the selector takes all at once. A connection is in it at most once, so it can't overflow and allocates nothing.
 */
final class ConnectionQueue
{
    private static final VarHandle TOP;

    static
    {
        try
        {
            TOP = MethodHandles.lookup().findVarHandle(ConnectionQueue.class, "top", Connection.class);
        }
        catch (final ReflectiveOperationException impossible)
        {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    @SuppressWarnings("unused")
    private Connection top;

    /** Announces a connection; whoever takes it sees what was written before this call. */
    void announce(final Connection connection)
    {
        if (!connection.markAnnounced())
        {
            return;
        }
        Connection seen;
        do
        {
            seen = (Connection)TOP.getAcquire(this);
            connection.nextAnnounced = seen;
        }
        while (!TOP.compareAndSet(this, seen, connection));
    }

    boolean isEmpty()
    {
        return null == (Connection)TOP.getAcquire(this);
    }

    /** @return the connections in the order of their announcement, linked by nextAnnounced; the caller unmarks each. */
    Connection takeAll()
    {
        Connection connection = isEmpty() ? null : (Connection)TOP.getAndSet(this, null);
        Connection first = null;
        while (null != connection)
        {
            final Connection following = connection.nextAnnounced;
            connection.nextAnnounced = first;
            first = connection;
            connection = following;
        }
        return first;
    }
}
