package io.ringbolt.engine.memory;

/**
 * The arena as it was at one moment, for one other thread to read while the engine goes on writing.
 * <p>
 * Opened and closed by the engine thread ({@link Arena#openView()}, {@link Arena#closeView(ArenaView)}); in between one
 * reader has it, to whom it must be handed over safely, and who must have stopped before it is closed. It reads blocks
 * that were live when it was opened. Every read may throw {@link ViewOverflowException}.
 */
public final class ArenaView implements BlockReader
{
    private final ViewPages pages;
    private final long[] base;
    private final int epoch;
    private volatile boolean overflowed;

    ArenaView(final ViewPages pages, final long[] base, final int epoch)
    {
        this.pages = pages;
        this.base = base;
        this.epoch = epoch;
    }

    int epoch()
    {
        return epoch;
    }

    void overflow()
    {
        overflowed = true;
    }

    /** Whether the view has been lost because the snapshot pool was full. Any thread. */
    public boolean isOverflowed()
    {
        return overflowed;
    }

    /** Copies bytes of a block, as they were, to memory of the reader's. */
    @Override
    public void read(final long ref, final long offset, final long length, final long destination)
    {
        long position = (ref << 3) + offset;
        long target = destination;
        long rest = length;
        while (rest > 0)
        {
            final int within = (int)(position & ViewPages.PAGE_LENGTH - 1);
            final int part = (int)Math.min(rest, ViewPages.PAGE_LENGTH - within);
            readPart(position >>> ViewPages.PAGE_SHIFT, within, part, target);
            position += part;
            target += part;
            rest -= part;
        }
        checkOverflow();
    }

    private void readPart(final long page, final int within, final int length, final long target)
    {
        long copy = pages.copyFor(page, epoch);
        if (OffHeap.NULL_ADDRESS == copy)
        {
            OffHeap.copy(pages.liveAddress(base, page) + within, target, length);
            OffHeap.loadFence();
            copy = pages.copyFor(page, epoch);
        }
        if (OffHeap.NULL_ADDRESS != copy)
        {
            OffHeap.copy(copy + within, target, length);
        }
    }

    @Override
    public byte getByte(final long ref, final long offset)
    {
        final long value = getPart((ref << 3) + offset, Byte.BYTES);
        checkOverflow();
        return (byte)value;
    }

    @Override
    public int getInt(final long ref, final long offset)
    {
        return (int)getBytes((ref << 3) + offset, Integer.BYTES);
    }

    @Override
    public long getLong(final long ref, final long offset)
    {
        return getBytes((ref << 3) + offset, Long.BYTES);
    }

    private long getBytes(final long position, final int length)
    {
        final int within = (int)(position & ViewPages.PAGE_LENGTH - 1);
        long value = 0;
        if (within + length <= ViewPages.PAGE_LENGTH)
        {
            value = getPart(position, length);
        }
        else
        {
            for (int i = 0; i < length; i++)
            {
                value |= (getPart(position + i, Byte.BYTES) & 0xFF) << 8 * i;
            }
        }
        checkOverflow();
        return value;
    }

    private long getPart(final long position, final int length)
    {
        final long page = position >>> ViewPages.PAGE_SHIFT;
        final long within = position & ViewPages.PAGE_LENGTH - 1;
        long copy = pages.copyFor(page, epoch);
        if (OffHeap.NULL_ADDRESS == copy)
        {
            final long value = getValue(pages.liveAddress(base, page) + within, length);
            OffHeap.loadFence();
            copy = pages.copyFor(page, epoch);
            if (OffHeap.NULL_ADDRESS == copy)
            {
                return value;
            }
        }
        return getValue(copy + within, length);
    }

    private static long getValue(final long address, final int length)
    {
        switch (length)
        {
            case Byte.BYTES:
                return OffHeap.getByte(address);
            case Integer.BYTES:
                return OffHeap.getInt(address);
            default:
                return OffHeap.getLong(address);
        }
    }

    private void checkOverflow()
    {
        OffHeap.loadFence();
        if (overflowed)
        {
            throw new ViewOverflowException(pages.poolBytes());
        }
    }
}
