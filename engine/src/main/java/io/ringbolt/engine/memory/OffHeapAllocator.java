package io.ringbolt.engine.memory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The source of raw memory, which knows how much of it is out. One per server; a test ends with {@link #liveBytes()}
 * where it began. Any thread may allocate and free.
 * <p>
 * A {@link #share()} is for a part of the server whose memory is to be known by itself. What comes from a share goes
 * back to it.
 */
public final class OffHeapAllocator
{
    private final AtomicLong liveBytes = new AtomicLong();
    private final AtomicLong liveCount = new AtomicLong();
    private final OffHeapAllocator whole;

    public OffHeapAllocator()
    {
        this(null);
    }

    private OffHeapAllocator(final OffHeapAllocator whole)
    {
        this.whole = whole;
    }

    /** @return an allocator whose blocks count as this one's too. */
    public OffHeapAllocator share()
    {
        return new OffHeapAllocator(this);
    }

    /**
     * Takes memory from the operating system.
     *
     * @param length in bytes, at least 1. Large lengths cost no physical memory until touched.
     * @return address, aligned to 16 bytes; contents undefined. Owned by the caller until {@link #free(long, long)}.
     * @throws OutOfMemoryError when the operating system refuses.
     */
    public long allocate(final long length)
    {
        if (length < 1)
        {
            throw new IllegalArgumentException("length must be positive: length=" + length);
        }
        final long address = null == whole ? OffHeap.allocateRaw(length) : whole.allocate(length);
        liveBytes.addAndGet(length);
        liveCount.incrementAndGet();
        return address;
    }

    /** As {@link #allocate(long)}, with every byte 0. */
    public long allocateZeroed(final long length)
    {
        final long address = allocate(length);
        OffHeap.set(address, length, (byte)0);
        return address;
    }

    /**
     * Changes a block's length and keeps what fits. The system moves a long block's pages without copying them.
     *
     * @return the block's address from now on.
     * @throws OutOfMemoryError when the operating system refuses; the block is what it was.
     */
    public long reallocate(final long address, final long oldLength, final long newLength)
    {
        final long moved = null == whole ?
            OffHeap.reallocateRaw(address, newLength) : whole.reallocate(address, oldLength, newLength);
        liveBytes.addAndGet(newLength - oldLength);
        return moved;
    }

    /** @return whether blocks of this allocator can become another's: it is its share, or the same. */
    boolean mayHandOver(final OffHeapAllocator taker)
    {
        return this == taker || taker == whole;
    }

    /** Lets a block become another allocator's, which is to free it. */
    void handOver(final long length, final OffHeapAllocator taker)
    {
        assert mayHandOver(taker);
        if (this != taker)
        {
            liveBytes.addAndGet(-length);
            liveCount.decrementAndGet();
        }
    }

    /** Gives memory back; {@code length} is what was asked for. A null address is ignored. */
    public void free(final long address, final long length)
    {
        if (OffHeap.NULL_ADDRESS != address)
        {
            if (null == whole)
            {
                OffHeap.freeRaw(address);
            }
            else
            {
                whole.free(address, length);
            }
            liveBytes.addAndGet(-length);
            liveCount.decrementAndGet();
        }
    }

    /** Bytes allocated and not yet freed. */
    public long liveBytes()
    {
        return liveBytes.get();
    }

    /** Blocks allocated and not yet freed. */
    public long liveCount()
    {
        return liveCount.get();
    }
}
