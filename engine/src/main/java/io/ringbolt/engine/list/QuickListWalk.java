package io.ringbolt.engine.list;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.BlockReader;
import io.ringbolt.engine.memory.Scratch;

/**
 * A walk over the nodes of a list in encoding {@code quicklist}, first to last, as a {@link BlockReader} shows it,
 * live or in a view.
 */
public final class QuickListWalk
{
    private final BlockReader blocks;
    private long nodeCount;
    private long nextNode;
    private long data;
    private int plainLength;
    private boolean isPacked;

    public QuickListWalk(final BlockReader blocks)
    {
        this.blocks = blocks;
    }

    /** Begins before the first node. */
    public QuickListWalk wrap(final long list)
    {
        nodeCount = blocks.getLong(list, QuickList.NODE_COUNT_OFFSET);
        nextNode = blocks.getLong(list, QuickList.HEAD_OFFSET);
        return this;
    }

    public long nodeCount()
    {
        return nodeCount;
    }

    /** @return false behind the last node. */
    public boolean next()
    {
        if (Arena.NULL_REF == nextNode)
        {
            return false;
        }
        data = blocks.getLong(nextNode, QuickListNode.DATA_OFFSET);
        plainLength = blocks.getInt(nextNode, QuickListNode.PLAIN_LENGTH_OFFSET);
        isPacked = blocks.getInt(nextNode, QuickListNode.COUNT_OFFSET) < 0;
        nextNode = blocks.getLong(nextNode, QuickListNode.NEXT_OFFSET);
        return true;
    }

    /** @return true if the node is packed, so that {@link #unpack} tells what it holds and not {@link #data()}. */
    public boolean isPacked()
    {
        return isPacked;
    }

    /**
     * Unpacks a packed node.
     *
     * @param packed takes a copy of the packed bytes. @param raw takes the elements' bytes.
     * @return where in {@code raw} they begin.
     */
    public long unpack(final Scratch packed, final Scratch raw)
    {
        final int rawLength = blocks.getInt(data, 0);
        final int length = ListCompression.HEADER_LENGTH + blocks.getInt(data, ListCompression.PACKED_LENGTH_OFFSET);
        ListCompression.unpack(packed.load(blocks, data, length), raw.reserve(rawLength));
        return raw.address();
    }

    /**
     * The block of the node's elements: a listpack, or the bytes of one element where {@link #plainLength()} is not 0.
     */
    public long data()
    {
        return data;
    }

    /** Bytes of the node's only element; 0 where the node holds a listpack. */
    public int plainLength()
    {
        return plainLength;
    }
}
