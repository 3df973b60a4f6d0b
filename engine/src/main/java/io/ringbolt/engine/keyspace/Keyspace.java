package io.ringbolt.engine.keyspace;

import io.ringbolt.engine.memory.Arena;

import java.util.function.IntSupplier;

/**
 * All keys of a server: its numbered databases over one arena, and what waits to be freed. Owned by the engine thread.
 */
public final class Keyspace
{
    private final Arena arena;
    private final Database[] databases;
    private final LazyFree lazyFree;
    private final long hashSeed;
    private final IntSupplier accessOfNewKeys;

    /**
     * @param arena    holds everything; remains the caller's.
     * @param hashSeed a secret of the process, so that clients cannot make keys collide.
     * @param releaser frees collections of every type.
     */
    public Keyspace(final Arena arena, final int databases, final long hashSeed, final ValueReleaser releaser)
    {
        this(arena, databases, hashSeed, releaser, () -> 0);
    }

    /** @param accessOfNewKeys gives the access bits that a new key begins with. */
    public Keyspace(
        final Arena arena,
        final int databases,
        final long hashSeed,
        final ValueReleaser releaser,
        final IntSupplier accessOfNewKeys)
    {
        this.arena = arena;
        lazyFree = new LazyFree(arena, releaser);
        this.hashSeed = hashSeed;
        this.accessOfNewKeys = accessOfNewKeys;
        this.databases = newDatabases(databases);
    }

    /**
     * @return empty databases beside those that clients see, to be filled and either put in their place by
     *     {@link #replace} or cleared.
     */
    public Database[] newDatabases()
    {
        return newDatabases(databases.length);
    }

    private Database[] newDatabases(final int count)
    {
        final Database[] made = new Database[count];
        final GatheredKeys keys = new GatheredKeys();
        for (int index = 0; index < count; index++)
        {
            made[index] = new Database(index, arena, hashSeed, lazyFree, keys, accessOfNewKeys);
        }
        return made;
    }

    /** Puts other databases in the place of the present ones, whose keys are freed in steps. */
    public void replace(final Database[] others)
    {
        clear();
        System.arraycopy(others, 0, databases, 0, databases.length);
    }

    public Arena arena()
    {
        return arena;
    }

    public int databaseCount()
    {
        return databases.length;
    }

    public Database database(final int index)
    {
        return databases[index];
    }

    /** Exchanges what two numbers stand for. */
    public void swap(final int a, final int b)
    {
        final Database database = databases[a];
        databases[a] = databases[b];
        databases[b] = database;
        databases[a].index = a;
        databases[b].index = b;
    }

    /** Keys in all databases. */
    public long size()
    {
        long size = 0;
        for (final Database database : databases)
        {
            size += database.size();
        }
        return size;
    }

    /** Removes all keys in O(databases). */
    public void clear()
    {
        for (final Database database : databases)
        {
            database.clear();
        }
    }

    /**
     * Frees about {@code budget} blocks of what is no longer reachable.
     *
     * @return steps done; 0 when nothing waits.
     */
    public int lazyFree(final int budget)
    {
        return lazyFree.doWork(budget);
    }

    public long lazyFreePendingCount()
    {
        return lazyFree.pendingCount();
    }

    public long lazyFreedCount()
    {
        return lazyFree.freedCount();
    }

    public void resetLazyFreedCount()
    {
        lazyFree.resetFreedCount();
    }

    /** Opens a view of this moment for another thread to walk; costs no more with many keys than with few. */
    public KeyspaceView openView()
    {
        return new KeyspaceView(arena.openView(), databases);
    }

    /** Closes a view whose reader has stopped. */
    public void closeView(final KeyspaceView view)
    {
        arena.closeView(view.arenaView());
    }

    /** Bytes of all key tables. */
    public long tableBytes()
    {
        long bytes = 0;
        for (final Database database : databases)
        {
            bytes += database.tableBytes();
        }
        return bytes;
    }

    /** Earliest expiry in any database, perhaps too early; {@link Long#MAX_VALUE} without any. */
    public long nextExpiryMs()
    {
        long earliest = Long.MAX_VALUE;
        for (final Database database : databases)
        {
            earliest = Math.min(earliest, database.nextExpiryMs());
        }
        return earliest;
    }
}
