package io.ringbolt.engine.list;

import io.ringbolt.engine.lzf.LzfCompressor;
import io.ringbolt.engine.lzf.LzfDecompressor;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * Packs the inner nodes of long lists in LZF, as {@code list-compress-depth} asks: all but so many at each end.
 * <pre>
 *   0            4               8
 *  +------------+---------------+-------
 *  | raw length | packed length | LZF        the data of a packed node
 *  +------------+---------------+-------
 * </pre>
 * A packed node is read from a copy, so that looking at a list changes nothing; it is unpacked in place before it
 * changes, and packed again afterwards. The node at either end is never packed. Nodes of more than 64 KiB stay as they
 * are: packing them would take too long for one step.
 */
final class ListCompression
{
    private static final int MIN_LENGTH = 48;
    private static final int MAX_LENGTH = 64 << 10;
    private static final int MIN_GAIN = 8;
    static final int PACKED_LENGTH_OFFSET = 4;
    static final int HEADER_LENGTH = 8;

    private final Arena arena;
    private LzfCompressor compressor;
    private int depth;
    private boolean isUsed;

    ListCompression(final Arena arena)
    {
        this.arena = arena;
    }

    /** @param nodes at each end that are not packed; 0 packs none. */
    void depth(final int nodes)
    {
        depth = nodes;
        if (depth > 0)
        {
            // from now on packed nodes may be met, even after a change back to 0
            isUsed = true;
        }
    }

    /** @return false as long as no node can have been packed, so that nothing need be settled. */
    boolean isUsed()
    {
        return isUsed;
    }

    /**
     * Unpacks the nodes at the ends and packs inner ones: the first behind each end, and the given one.
     *
     * @param changed a node of the list, or {@link Arena#NULL_REF}.
     */
    void settle(final long list, final long changed)
    {
        if (!isUsed)
        {
            return;
        }
        long forward = OffHeap.getLong(arena.address(list) + QuickList.HEAD_OFFSET);
        long backward = OffHeap.getLong(arena.address(list) + QuickList.TAIL_OFFSET);
        boolean isInner = changed != Arena.NULL_REF;
        for (int i = 0; i < Math.max(1, depth); i++)
        {
            if (forward == Arena.NULL_REF)
            {
                return;
            }
            unpack(forward);
            unpack(backward);
            isInner &= forward != changed && backward != changed;
            if (forward == backward || QuickListNode.next(arena, forward) == backward)
            {
                return;
            }
            forward = QuickListNode.next(arena, forward);
            backward = QuickListNode.previous(arena, backward);
        }
        if (depth > 0)
        {
            pack(forward);
            pack(backward);
            if (isInner)
            {
                pack(changed);
            }
        }
    }

    /** Packs a node again that was unpacked for a change, if it is an inner one; touches no other. */
    void repack(final long list, final long node)
    {
        if (0 == depth || node == Arena.NULL_REF)
        {
            return;
        }
        long forward = OffHeap.getLong(arena.address(list) + QuickList.HEAD_OFFSET);
        long backward = OffHeap.getLong(arena.address(list) + QuickList.TAIL_OFFSET);
        for (int i = 0; i < depth; i++)
        {
            if (forward == Arena.NULL_REF || forward == node || backward == node)
            {
                return;
            }
            forward = QuickListNode.next(arena, forward);
            backward = QuickListNode.previous(arena, backward);
        }
        pack(node);
    }

    /** Makes a node's data its elements again, for a change. */
    void unpack(final long node)
    {
        if (QuickListNode.isPacked(arena, node))
        {
            final long packed = QuickListNode.data(arena, node);
            final int length = rawLength(packed);
            final long raw = arena.allocate(length);
            unpack(arena.address(packed), arena.writable(raw, 0, length));
            QuickListNode.data(arena, node, raw, QuickListNode.count(arena, node));
            arena.free(packed);
        }
    }

    /** Unpacks a node's data to a place that has room for its {@link #rawLength}. */
    void copyTo(final long node, final long target)
    {
        unpack(arena.address(QuickListNode.data(arena, node)), target);
    }

    /** @return bytes of a packed node's elements once unpacked. */
    int rawLength(final long packed)
    {
        return OffHeap.getInt(arena.address(packed));
    }

    /** @return a block with the same packed bytes. */
    long copyOf(final long packed)
    {
        final long address = arena.address(packed);
        final int length = HEADER_LENGTH + OffHeap.getInt(address + PACKED_LENGTH_OFFSET);
        final long copy = arena.allocate(length);
        arena.copyIn(copy, 0, address, length);
        return copy;
    }

    /** Unpacks what lies at an address to a place that has room for it. */
    static void unpack(final long address, final long target)
    {
        final int length = OffHeap.getInt(address);
        final int unpacked = LzfDecompressor.decompress(
            address + HEADER_LENGTH, OffHeap.getInt(address + PACKED_LENGTH_OFFSET), target, length);
        if (unpacked != length)
        {
            throw new IllegalStateException(
                "packed node is damaged: rawLength=" + length + " unpacked=" + unpacked);
        }
    }

    private void pack(final long node)
    {
        final int length = QuickListNode.isPacked(arena, node) ? 0 : QuickListNode.dataLength(arena, node);
        if (length < MIN_LENGTH || length > MAX_LENGTH)
        {
            return;
        }
        if (null == compressor)
        {
            compressor = new LzfCompressor();
        }
        final long raw = QuickListNode.data(arena, node);
        final int room = length - MIN_GAIN;
        final long draft = arena.allocate(room);
        final int packedLength = compressor.compress(arena.address(raw), length, arena.writable(draft, 0, room), room);
        if (packedLength > 0)
        {
            final long packed = arena.allocate(HEADER_LENGTH + packedLength);
            final long header = arena.writable(packed, 0, HEADER_LENGTH);
            OffHeap.putInt(header, length);
            OffHeap.putInt(header + PACKED_LENGTH_OFFSET, packedLength);
            arena.copyIn(packed, HEADER_LENGTH, arena.address(draft), packedLength);
            QuickListNode.packed(arena, node, packed);
            arena.free(raw);
        }
        arena.free(draft);
    }
}
