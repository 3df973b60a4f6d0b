package io.ringbolt.engine.session;

import org.agrona.collections.Long2ObjectHashMap;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The client list: every session between its opening and its end. Owned by the engine thread.
 */
public final class Sessions
{
    private final Long2ObjectHashMap<Session> byId = new Long2ObjectHashMap<>();
    private int monitorCount;

    public void add(final Session session)
    {
        byId.put(session.id(), session);
    }

    public void remove(final Session session)
    {
        if (null != byId.remove(session.id()) && session.isMonitor())
        {
            monitorCount--;
        }
    }

    /** @return the session, or null. */
    public Session byId(final long id)
    {
        return byId.get(id);
    }

    public int count()
    {
        return byId.size();
    }

    public int monitorCount()
    {
        return monitorCount;
    }

    public void monitor(final Session session, final boolean isMonitor)
    {
        if (session.isMonitor() != isMonitor)
        {
            session.monitor(isMonitor);
            monitorCount += isMonitor ? 1 : -1;
        }
    }

    /** @return bytes that all clients take. */
    public long memory()
    {
        long sum = 0;
        for (final Session session : byId.values())
        {
            sum += session.memory();
        }
        return sum;
    }

    /** @return sessions in the order of their ids; a copy, for admin commands. */
    public Session[] snapshot()
    {
        final Session[] sessions = byId.values().toArray(new Session[0]);
        Arrays.sort(sessions, Comparator.comparingLong(Session::id));
        return sessions;
    }
}
