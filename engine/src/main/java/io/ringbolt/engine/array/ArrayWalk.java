package io.ringbolt.engine.array;

import io.ringbolt.engine.index.StoredBytes;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.BlockReader;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;

/**
 * A walk over all values of an array in the order of their indexes, in the arena as it is or in a view of it, which
 * another thread may do. Owned by one thread.
 */
public final class ArrayWalk implements AutoCloseable
{
    private final BlockReader blocks;
    private final Scratch inline;
    private final StoredBytes bytes;
    private final long[] nodes = new long[ArrayDescriptor.MAX_LEVELS];
    /** By level: slots that are still to be visited. */
    private final long[] rest = new long[ArrayDescriptor.MAX_LEVELS];
    private final int[] positions = new int[ArrayDescriptor.MAX_LEVELS];
    private int levels;
    private int level;
    private long count;
    private long insertIndex;
    private long index;
    private long word;

    public ArrayWalk(final BlockReader blocks, final OffHeapAllocator allocator)
    {
        this.blocks = blocks;
        this.inline = new Scratch(allocator);
        this.bytes = new StoredBytes(blocks, allocator);
    }

    /** Begins before the first value. */
    public void wrap(final long root)
    {
        count = blocks.getLong(root, ArrayDescriptor.COUNT_OFFSET);
        insertIndex = blocks.getLong(root, ArrayDescriptor.INSERT_INDEX_OFFSET);
        levels = blocks.getInt(root, ArrayDescriptor.LEVELS_OFFSET);
        level = levels - 1;
        index = 0;
        final long tree = blocks.getLong(root, ArrayDescriptor.ROOT_OFFSET);
        rest[level] = 0;
        if (Arena.NULL_REF != tree)
        {
            enter(tree);
        }
    }

    public long count()
    {
        return count;
    }

    /** The index of the newest insertion, or {@link SparseArrays#NO_INDEX}. */
    public long insertIndex()
    {
        return insertIndex;
    }

    /** @return false behind the last value. */
    public boolean next()
    {
        while (rest[level] == 0)
        {
            if (++level >= levels)
            {
                level = levels - 1;
                return false;
            }
        }
        while (true)
        {
            final int slot = Long.numberOfTrailingZeros(rest[level]);
            rest[level] &= rest[level] - 1;
            final int shift = level * ArrayNode.SLOT_BITS;
            index = index & ~((long)ArrayNode.SLOT_MASK << shift) | (long)slot << shift;
            final long found = blocks.getLong(nodes[level], ArrayNode.length(positions[level]++));
            if (level == 0)
            {
                word = found;
                return true;
            }
            level--;
            enter(found);
        }
    }

    public long index()
    {
        return index;
    }

    /** Reads the value; its bytes stay in place until the next one is read. */
    public void value(final ListPackElement out)
    {
        if (ArrayValue.isBlock(word))
        {
            bytes.wrap(ArrayValue.block(word));
            final int length = OffHeap.getInt(bytes.loadTo(Integer.BYTES));
            out.set(bytes.loadTo((long)ArrayValue.BYTES_OFFSET + length) + ArrayValue.BYTES_OFFSET, length);
            return;
        }
        final long address = inline.reserve(Long.BYTES);
        OffHeap.putLong(address, word);
        ArrayValue.readInline(address, out);
    }

    private void enter(final long node)
    {
        nodes[level] = node;
        rest[level] = blocks.getLong(node, 0);
        positions[level] = 0;
    }

    @Override
    public void close()
    {
        inline.close();
        bytes.close();
    }
}
