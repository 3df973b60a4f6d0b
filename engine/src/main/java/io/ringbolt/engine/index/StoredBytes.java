package io.ringbolt.engine.index;

import io.ringbolt.engine.memory.BlockReader;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;

/**
 * Brings blocks whose length follows from their content to memory of the reader's, step by step. What is read is never
 * past a multiple of eight, which the length of every block is. Owned by one thread.
 */
public final class StoredBytes implements AutoCloseable
{
    private final BlockReader blocks;
    private final Scratch block;
    private long ref;
    private long loaded;

    public StoredBytes(final BlockReader blocks, final OffHeapAllocator allocator)
    {
        this.blocks = blocks;
        this.block = new Scratch(allocator);
    }

    /** Begins with another block, of which nothing has been read. */
    public StoredBytes wrap(final long newRef)
    {
        ref = newRef;
        loaded = 0;
        return this;
    }

    /** Reads the block as far as an offset. @return where it begins here; moves with the next call. */
    public long loadTo(final long length)
    {
        if (length > loaded)
        {
            loaded = length + Long.BYTES - 1 & -Long.BYTES;
            block.load(blocks, ref, loaded);
        }
        return block.address();
    }

    /** Reads the block as far as a number in bytes of seven bits goes that begins at an offset. */
    public long loadNumber(final long offset)
    {
        long length = offset + 1;
        while (OffHeap.getByte(loadTo(length) + length - 1) < 0)
        {
            length++;
        }
        return block.address();
    }

    /** Reads the block as far as bytes with their length before them go that begin at an offset. */
    public long loadBytes(final long offset)
    {
        final long prefix = loadNumber(offset) + offset;
        return loadTo(offset + MemberBlock.prefixLength(MemberBlock.length(prefix)) + MemberBlock.length(prefix));
    }

    /** Gives memory back that is more than usual values need. */
    public void trim()
    {
        block.trim();
    }

    @Override
    public void close()
    {
        block.close();
    }
}
