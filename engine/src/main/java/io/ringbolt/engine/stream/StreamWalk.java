package io.ringbolt.engine.stream;

import io.ringbolt.engine.index.RefTreeWalk;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.BlockReader;

/**
 * A stream's header and a walk over its nodes, as a {@link BlockReader} shows them, live or in a view.
 */
public final class StreamWalk
{
    private final BlockReader blocks;
    private final RefTreeWalk tree;
    private final StreamId nodeId = new StreamId();
    private long root;
    private long node;

    public StreamWalk(final BlockReader blocks, final RefTreeWalk tree)
    {
        this.blocks = blocks;
        this.tree = tree;
    }

    /** Begins before the first node. */
    public StreamWalk wrap(final long stream)
    {
        root = stream;
        tree.wrap(blocks.getLong(stream, Streams.TREE_OFFSET), true);
        return this;
    }

    public long nodeCount()
    {
        return tree.size();
    }

    /** @return false behind the last node. */
    public boolean next()
    {
        node = tree.next();
        if (Arena.NULL_REF == node)
        {
            return false;
        }
        nodeId.set(blocks.getLong(node, 0), blocks.getLong(node, StreamTree.NUMBER_OFFSET));
        return true;
    }

    /** The id from which the node's entries count. */
    public StreamId nodeId()
    {
        return nodeId;
    }

    /** The listpack of the node's entries. */
    public long pack()
    {
        return blocks.getLong(node, StreamTree.PACK_OFFSET);
    }

    /** Entries in the stream. */
    public long count()
    {
        return blocks.getLong(root, 0);
    }

    public void lastId(final StreamId out)
    {
        readId(Streams.LAST_OFFSET, out);
    }

    public void firstId(final StreamId out)
    {
        readId(Streams.FIRST_OFFSET, out);
    }

    public void largestDeletedId(final StreamId out)
    {
        readId(Streams.LARGEST_DELETED_OFFSET, out);
    }

    public long addedCount()
    {
        return blocks.getLong(root, Streams.ADDED_OFFSET);
    }

    private void readId(final int offset, final StreamId out)
    {
        out.set(blocks.getLong(root, offset), blocks.getLong(root, offset + Long.BYTES));
    }
}
