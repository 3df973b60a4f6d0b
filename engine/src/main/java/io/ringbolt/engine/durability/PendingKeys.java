package io.ringbolt.engine.durability;

import io.ringbolt.engine.memory.OffHeap;

import java.util.Arrays;

/**
 * Which keys have been changed by entries that may not be durable yet, so that a reply which shows such a change waits for the
 * disk as the change's own does, and every other read does not wait. Owned by the engine thread.
 */
/*
 * A table of sequences by the key's hash: the newest entry that changed a key of that hash. Two keys in one place make a reader wait
 * for a change that is none of its business, never the other way round. While nothing waits for the disk nothing is noted.
 */
public final class PendingKeys
{
    /** Nothing to wait for. */
    public static final long NONE = -1;

    private static final int LENGTH = 1 << 13;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final int SHIFT = 64 - 13;

    private final long[] sequences = new long[LENGTH];
    private boolean isActive;
    private long sequence;
    private long everywhere = NONE;
    private long newest = NONE;
    private long seen = NONE;

    public PendingKeys()
    {
        Arrays.fill(sequences, NONE);
    }

    /** Says whether replies wait for the disk. */
    public void active(final boolean active)
    {
        isActive = active;
    }

    /** Begins an entry. */
    public void onEntry(final long entrySequence)
    {
        sequence = entrySequence;
        seen = NONE;
    }

    /** The entry changes a key. */
    public void changed(final long keyAddress, final int keyLength)
    {
        if (isActive)
        {
            sequences[place(keyAddress, keyLength)] = sequence;
            newest = sequence;
        }
    }

    /** The entry changes keys that are not named. */
    public void changedAll()
    {
        if (isActive)
        {
            everywhere = sequence;
            newest = sequence;
        }
    }

    /** The entry looks at a key. */
    public void seen(final long keyAddress, final int keyLength)
    {
        if (isActive)
        {
            seen = Math.max(seen, Math.max(everywhere, sequences[place(keyAddress, keyLength)]));
        }
    }

    /** The entry looks at keys that are not named. */
    public void seenAll()
    {
        if (isActive)
        {
            seen = newest;
        }
    }

    /** @return the sequence whose durability a reply to the entry has to wait for, and forgets it; {@link #NONE} for none. */
    public long take()
    {
        final long taken = seen;
        seen = NONE;
        return taken;
    }

    private static int place(final long keyAddress, final int keyLength)
    {
        long hash = keyLength;
        int i = 0;
        for (; i + Long.BYTES <= keyLength; i += Long.BYTES)
        {
            hash = (hash ^ OffHeap.getLong(keyAddress + i)) * MULTIPLIER;
            hash ^= hash >>> 32;
        }
        for (; i < keyLength; i++)
        {
            hash = (hash ^ OffHeap.getUnsignedByte(keyAddress + i)) * MULTIPLIER;
            hash ^= hash >>> 32;
        }
        return (int)(hash * MULTIPLIER >>> SHIFT);
    }
}
