package io.ringbolt.engine.keyspace;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * Keeps the expiry in a key's block and its timer in step.
 */
final class KeyExpiry
{
    private static final int MAX_DRAWS = 4096;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final Arena arena;
    private final KeyTable table;
    private final EntryWriter writer;
    private final TimerIndex timers;
    private long farCount;

    KeyExpiry(final Arena arena, final KeyTable table, final EntryWriter writer)
    {
        this.arena = arena;
        this.table = table;
        this.writer = writer;
        timers = table.timers;
    }

    long count()
    {
        return timers.count() + farCount;
    }

    void expireAt(final KeyEntry entry, final long expiresAtMs)
    {
        table.locate(entry);
        if (entry.hasExpiry())
        {
            forget(entry);
        }
        else
        {
            writer.reshapeExpiry(entry, true);
        }
        final boolean far = expiresAtMs >= EntryBlock.FAR_MS;
        final int flags = entry.flags() & ~EntryBlock.FAR_EXPIRY | (far ? EntryBlock.FAR_EXPIRY : 0);
        long word = expiresAtMs;
        if (far)
        {
            farCount++;
        }
        else
        {
            final int place = timers.add(entry.segmentRef, entry.slotIndex, expiresAtMs);
            word = expiresAtMs << EntryBlock.TIMER_INDEX_BITS | place;
        }
        arena.putByte(entry.ref, EntryBlock.FLAGS_OFFSET, (byte)flags);
        arena.putLong(entry.ref, entry.expiryOffset(), word);
        entry.wrapBlock(entry.ref);
    }

    /** Removes a key's timer; its block still says that it has an expiry. */
    void forget(final KeyEntry entry)
    {
        if (entry.hasTimer())
        {
            table.locate(entry);
            timers.remove(entry.segmentRef, (int)(entry.expiryWord() & EntryBlock.TIMER_INDEX_MASK));
        }
        else if (entry.hasExpiry())
        {
            farCount--;
        }
    }

    boolean persist(final KeyEntry entry)
    {
        if (!entry.hasExpiry())
        {
            return false;
        }
        forget(entry);
        writer.reshapeExpiry(entry, false);
        return true;
    }

    boolean pollExpired(final long nowMs, final KeyEntry out)
    {
        if (timers.lowerBoundMs() >= nowMs || !timers.settleTop() || timers.lowerBoundMs() >= nowMs)
        {
            return false;
        }
        final int slotIndex = (int)(timers.heap().word(0) & EntryBlock.TIMER_INDEX_MASK);
        table.wrap(timers.heap().segmentRef(0), slotIndex, out);
        return true;
    }

    /** Finds the key that expires first of those with a timer; just after many removals, one of the first. */
    boolean first(final KeyEntry out)
    {
        final boolean isExact = timers.settleTop();
        if (0 == timers.heap().size())
        {
            return false;
        }
        final long segmentRef = timers.heap().segmentRef(0);
        final long word = isExact ? timers.heap().word(0) : timers.leastWord(arena.address(segmentRef));
        table.wrap(segmentRef, (int)(word & EntryBlock.TIMER_INDEX_MASK), out);
        return true;
    }

    boolean random(final long randomBits, final KeyEntry out)
    {
        final TimerHeap heap = timers.heap();
        if (0 == heap.size())
        {
            return false;
        }
        long state = randomBits;
        for (int draw = 0; draw < MAX_DRAWS; draw++)
        {
            state += GOLDEN;
            final long bits = state * GOLDEN ^ state >>> 29;
            final long segmentRef = heap.segmentRef((int)((bits >>> 32) * heap.size() >>> 32));
            final int place = (int)((bits * GOLDEN >>> 32) * Segment.MAX_SLOTS >>> 32);
            if (place < OffHeap.getInt(arena.address(segmentRef) + Segment.TIMER_COUNT_OFFSET))
            {
                wrapTimer(segmentRef, place, out);
                return true;
            }
        }
        wrapTimer(heap.segmentRef(0), 0, out);
        return true;
    }

    private void wrapTimer(final long segmentRef, final int place, final KeyEntry out)
    {
        final long list = OffHeap.getLong(arena.address(segmentRef) + Segment.TIMERS_OFFSET);
        final long word = OffHeap.getLong(arena.address(list) + ((long)place << 3));
        table.wrap(segmentRef, (int)(word & EntryBlock.TIMER_INDEX_MASK), out);
    }

    void clear()
    {
        farCount = 0;
    }
}
