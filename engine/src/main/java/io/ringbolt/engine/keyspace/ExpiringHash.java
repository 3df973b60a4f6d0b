package io.ringbolt.engine.keyspace;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * The root of a hash some of whose fields may expire: the way to the fields, and the hash's own timer, which rings when
 * the first field is due. It stays at one place for the life of the hash, whatever becomes of fields and key.
 * <pre>
 *   0        8      16            24         32           36
 *  +--------+------+-------------+----------+------------+
 *  | fields | tree | earliest ms | key hash | heap place |
 *  +--------+------+-------------+----------+------------+
 *   fields       listpack or table, as the encoding says; the hash type's own, as is
 *   tree         order of the table's expiring fields by their time; 0 beside a listpack
 *   earliest ms  when the first field expires, Long.MAX_VALUE if none does; never too late
 *   key hash     of the key that holds the hash; it finds the key when the timer rings
 *   heap place   in the database's heap of hashes with timers, counted from 1; 0 outside
 * </pre>
 */
public final class ExpiringHash
{
    public static final int FIELDS_OFFSET = 0;
    public static final int TREE_OFFSET = FIELDS_OFFSET + 8;
    public static final int EARLIEST_OFFSET = TREE_OFFSET + 8;
    public static final int LENGTH = 36;

    static final int KEY_HASH_OFFSET = EARLIEST_OFFSET + 8;
    static final int PLACE_OFFSET = KEY_HASH_OFFSET + 8;

    private ExpiringHash()
    {
    }

    /** Allocates a root whose timer does not run. */
    public static long create(final Arena arena, final long fields, final long tree, final long earliestMs)
    {
        final long root = arena.allocate(LENGTH);
        final long address = arena.writable(root, 0, LENGTH);
        OffHeap.putLong(address + FIELDS_OFFSET, fields);
        OffHeap.putLong(address + TREE_OFFSET, tree);
        OffHeap.putLong(address + EARLIEST_OFFSET, earliestMs);
        OffHeap.putLong(address + KEY_HASH_OFFSET, 0);
        OffHeap.putInt(address + PLACE_OFFSET, 0);
        return root;
    }

    public static long fields(final long address)
    {
        return OffHeap.getLong(address + FIELDS_OFFSET);
    }

    public static long tree(final long address)
    {
        return OffHeap.getLong(address + TREE_OFFSET);
    }

    /** When the first field expires, perhaps too early while a command changes the hash. */
    public static long earliestMs(final long address)
    {
        return OffHeap.getLong(address + EARLIEST_OFFSET);
    }

    /**
     * Notes that a field of a hash that has no key yet expires earlier; {@link Database#fieldExpiry} sets the timer.
     */
    public static void earliestMs(final Arena arena, final long root, final long earliestMs)
    {
        arena.putLong(root, EARLIEST_OFFSET, earliestMs);
    }

    static long keyHash(final long address)
    {
        return OffHeap.getLong(address + KEY_HASH_OFFSET);
    }

    static int place(final long address)
    {
        return OffHeap.getInt(address + PLACE_OFFSET);
    }
}
