package io.ringbolt.engine.rdb;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;

/**
 * A sink that gathers everything in one piece of off-heap memory. Owned by one thread.
 */
public final class MemorySink implements RdbSink, AutoCloseable
{
    private final Scratch scratch;
    private long length;

    public MemorySink(final OffHeapAllocator allocator)
    {
        this.scratch = new Scratch(allocator);
    }

    @Override
    public void accept(final long address, final int pieceLength)
    {
        scratch.reserve(length + pieceLength, length);
        OffHeap.copy(address, scratch.address() + length, pieceLength);
        length += pieceLength;
    }

    /** Where the gathered bytes begin; moves when more come. */
    public long address()
    {
        return scratch.address();
    }

    public long length()
    {
        return length;
    }

    /** Forgets what was gathered. */
    public void clear()
    {
        length = 0;
        scratch.trim();
    }

    @Override
    public void close()
    {
        scratch.close();
    }
}
