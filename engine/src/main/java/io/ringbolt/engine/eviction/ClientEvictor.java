package io.ringbolt.engine.eviction;

import io.ringbolt.config.MemoryParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.Session;

/**
 * Disconnects the clients that take most when all together take more than {@code maxmemory-clients}.
 * Owned by the engine thread.
 */
/*
 * What each client takes is asked only when all buffers of the server together, which is one number, could be too much:
 * asking takes time in proportion to the number of clients. When the answer was that there is room, or that what is too
 * much belongs to clients that may not go, nobody is asked again before that number has grown by the room found, or the
 * next period has begun.
 *
 * Unlike eviction of keys this looks at the buffers as they are and not as an entry tells: who is disconnected depends
 * on the world in any case, and no key changes by it.
 */
public final class ClientEvictor
{
    private static final double PERCENT = 100;

    private final Engine engine;
    private final MemoryAccount memory;
    private long limit;
    private long bytesToAskAt;
    private long evictedCount;

    public ClientEvictor(final Engine engine)
    {
        this.engine = engine;
        this.memory = engine.memory();
    }

    /** A negative limit is a percentage of {@code maxmemory}, and none if that is unlimited. */
    public void onConfig(final ServerConfig config)
    {
        final long configured = config.longValue(MemoryParameters.MAXMEMORY_CLIENTS);
        limit = configured >= 0 ? configured :
            (long)(config.longValue(MemoryParameters.MAXMEMORY) * (-configured / PERCENT));
        bytesToAskAt = limit;
    }

    /**
     * Disconnects clients before a command is executed.
     *
     * @param entry the command: what it takes counts for its client.
     */
    public void beforeCommand(final RingEntry entry)
    {
        if (0 != limit && bytes() + entry.areaLength() > bytesToAskAt)
        {
            check(entry.session(), entry.areaLength());
        }
    }

    /** Looks again, whatever was found before. */
    public void onPeriod()
    {
        bytesToAskAt = limit;
        if (0 != limit && bytes() > limit)
        {
            check(null, 0);
        }
    }

    /** A client is gone, and its buffers with it. */
    public void onClosed(final Session session)
    {
        memory.leaving(-session.leavingBytes());
        session.leavingBytes(0);
    }

    /** @return clients disconnected since the start or the last reset. */
    public long evictedCount()
    {
        return evictedCount;
    }

    public void resetStatistics()
    {
        evictedCount = 0;
    }

    /** @return bytes in use; those that are about to be freed do not count, nor may they hide later ones. */
    private long bytes()
    {
        return memory.clientBytesWith(engine.host().clientBytes()) - memory.leavingBytes();
    }

    private void check(final Session executing, final long executingBytes)
    {
        final Session[] sessions = engine.sessions().snapshot();
        final long[] bytes = new long[sessions.length];
        long sum = 0;
        for (int i = 0; i < sessions.length; i++)
        {
            bytes[i] = mayGo(sessions[i]) ? sessions[i].memory() + (executing == sessions[i] ? executingBytes : 0) : 0;
            sum += bytes[i];
        }
        while (sum > limit)
        {
            final int largest = indexOfLargest(bytes);
            evict(sessions[largest], bytes[largest]);
            sum -= bytes[largest];
            bytes[largest] = 0;
        }
        bytesToAskAt = bytes() + limit - sum;
    }

    private static boolean mayGo(final Session session)
    {
        return !session.isNoEvict() && !session.isClosing() && !session.isMonitor() && !session.isReplica();
    }

    private static int indexOfLargest(final long[] bytes)
    {
        int largest = 0;
        for (int i = 1; i < bytes.length; i++)
        {
            largest = bytes[i] > bytes[largest] ? i : largest;
        }
        return largest;
    }

    private void evict(final Session session, final long bytes)
    {
        engine.host().log("Evicting client: id=" + session.id() + " addr=" + session.channel().remoteAddress() +
            " name=" + session.name() + " tot-mem=" + bytes);
        session.close(false);
        session.leavingBytes(bytes);
        memory.leaving(bytes);
        evictedCount++;
    }
}
