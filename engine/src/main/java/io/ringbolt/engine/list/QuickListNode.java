package io.ringbolt.engine.list;

import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * A node of a list that is too long for one listpack: it links to both neighbours and to its elements, which are one
 * listpack or, for a large element, just its bytes. Either may be packed, see {@link ListCompression}.
 * <pre>
 *   0          8       16     24      28             32
 *  +----------+-------+------+-------+--------------+
 *  | previous | next  | data | count | plain length |     plain length is 0 where data is a listpack;
 *  +----------+-------+------+-------+--------------+     the count's highest bit is set where data is packed
 * </pre>
 */
final class QuickListNode
{
    static final int LENGTH = 32;

    static final int NEXT_OFFSET = 8;
    static final int DATA_OFFSET = 16;
    static final int COUNT_OFFSET = 24;
    static final int PLAIN_LENGTH_OFFSET = 28;
    static final int PACKED_BIT = 1 << 31;

    private QuickListNode()
    {
    }

    static long create(final Arena arena, final long data, final int count, final int plainLength)
    {
        final long node = arena.allocate(LENGTH);
        final long address = arena.writable(node, 0, LENGTH);
        OffHeap.putLong(address, Arena.NULL_REF);
        OffHeap.putLong(address + NEXT_OFFSET, Arena.NULL_REF);
        OffHeap.putLong(address + DATA_OFFSET, data);
        OffHeap.putInt(address + COUNT_OFFSET, count);
        OffHeap.putInt(address + PLAIN_LENGTH_OFFSET, plainLength);
        return node;
    }

    static long previous(final Arena arena, final long node)
    {
        return OffHeap.getLong(arena.address(node));
    }

    static long next(final Arena arena, final long node)
    {
        return OffHeap.getLong(arena.address(node) + NEXT_OFFSET);
    }

    static long data(final Arena arena, final long node)
    {
        return OffHeap.getLong(arena.address(node) + DATA_OFFSET);
    }

    static int count(final Arena arena, final long node)
    {
        return OffHeap.getInt(arena.address(node) + COUNT_OFFSET) & ~PACKED_BIT;
    }

    static int plainLength(final Arena arena, final long node)
    {
        return OffHeap.getInt(arena.address(node) + PLAIN_LENGTH_OFFSET);
    }

    static boolean isPacked(final Arena arena, final long node)
    {
        return OffHeap.getInt(arena.address(node) + COUNT_OFFSET) < 0;
    }

    static boolean isPlain(final Arena arena, final long node)
    {
        return plainLength(arena, node) != 0;
    }

    static void previous(final Arena arena, final long node, final long previous)
    {
        arena.putLong(node, 0, previous);
    }

    static void next(final Arena arena, final long node, final long next)
    {
        arena.putLong(node, NEXT_OFFSET, next);
    }

    static void data(final Arena arena, final long node, final long data, final int count)
    {
        final long address = arena.writable(node, DATA_OFFSET, COUNT_OFFSET + Integer.BYTES - DATA_OFFSET);
        OffHeap.putLong(address, data);
        OffHeap.putInt(address + COUNT_OFFSET - DATA_OFFSET, count);
    }

    /** Puts packed data in the place of the same elements. */
    static void packed(final Arena arena, final long node, final long packed)
    {
        data(arena, node, packed, count(arena, node) | PACKED_BIT);
    }

    static void plain(final Arena arena, final long node, final long data, final int length)
    {
        data(arena, node, data, 1);
        arena.putInt(node, PLAIN_LENGTH_OFFSET, length);
    }

    /** Bytes of the elements as they are stored when not packed. */
    static int dataLength(final Arena arena, final long node)
    {
        final int plainLength = plainLength(arena, node);
        final long address = arena.address(data(arena, node));
        return plainLength != 0 ? plainLength : isPacked(arena, node) ? OffHeap.getInt(address) :
            ListPack.length(address);
    }
}
