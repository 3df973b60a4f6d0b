package io.ringbolt.engine.keyspace;

import io.ringbolt.engine.memory.ArenaView;

/**
 * All keys as they were at one moment. Opened and closed by the engine thread ({@link Keyspace#openView()}), walked by
 * one other thread through a {@link KeyspaceCursor} while commands go on.
 */
public final class KeyspaceView
{
    private final ArenaView arenaView;
    private final long[] rootRefs;
    private final int[] rootBits;
    private final long[] sizes;
    private final long[] expiresCounts;
    private final boolean hasExpiringFields;

    KeyspaceView(final ArenaView arenaView, final Database[] databases)
    {
        this.arenaView = arenaView;
        rootRefs = new long[databases.length];
        rootBits = new int[databases.length];
        sizes = new long[databases.length];
        expiresCounts = new long[databases.length];
        long expiringHashCount = 0;
        for (int i = 0; i < databases.length; i++)
        {
            final Directory directory = databases[i].directory();
            rootRefs[i] = directory.rootRef();
            rootBits[i] = directory.rootBits();
            sizes[i] = databases[i].size();
            expiresCounts[i] = databases[i].expiresCount();
            expiringHashCount += databases[i].expiringHashCount();
        }
        hasExpiringFields = expiringHashCount > 0;
    }

    /** For reading the blocks that values refer to. */
    public ArenaView arenaView()
    {
        return arenaView;
    }

    public int databaseCount()
    {
        return sizes.length;
    }

    public long size(final int database)
    {
        return sizes[database];
    }

    public long expiresCount(final int database)
    {
        return expiresCounts[database];
    }

    /** Keys in all databases. */
    public long size()
    {
        long size = 0;
        for (final long keyCount : sizes)
        {
            size += keyCount;
        }
        return size;
    }

    /** Whether some hash has fields that expire. */
    public boolean hasExpiringFields()
    {
        return hasExpiringFields;
    }

    long rootRef(final int database)
    {
        return rootRefs[database];
    }

    int rootBits(final int database)
    {
        return rootBits[database];
    }
}
