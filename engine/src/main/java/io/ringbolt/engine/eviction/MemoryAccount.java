package io.ringbolt.engine.eviction;

import io.ringbolt.engine.effect.EffectLog;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.pubsub.PubSub;
import io.ringbolt.engine.session.Session;
import io.ringbolt.engine.session.Sessions;
import io.ringbolt.engine.tracking.Tracking;
import io.ringbolt.engine.transaction.WatchedKeys;

/**
 * What is in use, as {@code maxmemory} and INFO reckon it: live bytes of the arena, not its half-filled pages; what the
 * engine keeps beside it; and what clients' buffers take, as the newest entry tells. Every part is at hand, so asking
 * is cheap. Owned by the engine thread.
 */
public final class MemoryAccount
{
    private final Arena arena;
    private final OffHeapAllocator own;
    private final EffectLog effectLog;
    private final Sessions sessions;
    private final PubSub pubSub;
    private final WatchedKeys watched;
    private final Tracking tracking;
    private long clientBytes;
    private long leavingBytes;

    /** @param own the share from which the engine takes everything but the arena and the log. */
    public MemoryAccount(
        final Arena arena,
        final OffHeapAllocator own,
        final EffectLog effectLog,
        final Sessions sessions,
        final PubSub pubSub,
        final WatchedKeys watched,
        final Tracking tracking)
    {
        this.arena = arena;
        this.own = own;
        this.effectLog = effectLog;
        this.sessions = sessions;
        this.pubSub = pubSub;
        this.watched = watched;
        this.tracking = tracking;
    }

    /**
     * Bytes more, or fewer, are about to be freed, because their client is being disconnected: nothing else need go.
     */
    void leaving(final long bytes)
    {
        leavingBytes += bytes;
    }

    /** @return bytes of clients that are being disconnected. */
    long leavingBytes()
    {
        return leavingBytes;
    }

    /** Takes note of the bytes that clients' buffers take outside the engine. */
    public void clientBytes(final long bytes)
    {
        this.clientBytes = bytes;
    }

    /** @return bytes of keys and values. */
    public long dataBytes()
    {
        return arena.liveBytes();
    }

    /**
     * @param buffers bytes of clients' buffers outside the engine.
     * @return bytes that clients account for, and what the server takes when nobody is connected.
     */
    long clientBytesWith(final long buffers)
    {
        return buffers + own.liveBytes() + (long)sessions.count() * Session.OVERHEAD_LENGTH + pubSub.memory() +
            watched.memory() + tracking.memory();
    }

    /** @return bytes that count against {@code maxmemory}. */
    public long countedBytes()
    {
        return dataBytes() + Math.max(0, clientBytesWith(clientBytes) - leavingBytes);
    }

    /**
     * @return bytes that eviction could not win back: of the effect log, which replicas read, and of pages
     *     kept for snapshots.
     */
    public long uncountedBytes()
    {
        return effectLog.memory() + arena.snapshotPoolUsedBytes();
    }

    /** @return all of it. */
    public long usedBytes()
    {
        return countedBytes() + uncountedBytes();
    }
}
