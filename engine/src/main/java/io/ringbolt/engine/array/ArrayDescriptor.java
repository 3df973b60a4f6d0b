package io.ringbolt.engine.array;

/**
 * Where the fields of an array's header are.
 * <pre>
 *   0        8               16     24         28       32
 *  +--------+---------------+------+----------+--------+-------------+
 *  | values | insert index  | root | levels   |        | slices      |
 *  +--------+---------------+------+----------+--------+-------------+
 * </pre>
 * The insert index is that of the newest insertion; all ones before the first. A slice is what is below one node above
 * the leaves: 4096 slots.
 */
final class ArrayDescriptor
{
    static final int COUNT_OFFSET = 0;
    static final int INSERT_INDEX_OFFSET = 8;
    static final int ROOT_OFFSET = 16;
    static final int LEVELS_OFFSET = 24;
    static final int SLICES_OFFSET = 32;
    static final int LENGTH = 40;

    /** Leaves and their parents are always there, so that slices can be counted. */
    static final int MIN_LEVELS = 2;
    static final int MAX_LEVELS = 11;
    static final int SLICE_LEVEL = 1;

    private ArrayDescriptor()
    {
    }

    /** @return true if a tree of so many levels has a slot for the index. */
    static boolean reaches(final int levels, final long index)
    {
        return levels == MAX_LEVELS || index >>> levels * ArrayNode.SLOT_BITS == 0;
    }
}
