package io.ringbolt.engine.memory;

import java.util.concurrent.atomic.AtomicLongArray;


/**
 * The old pages that open views need: copies of 512 bytes in a bounded pool, found by page. It lives from the first
 * view's opening to the last one's closing. The engine thread writes it, readers of views look things up in it.
 * <pre>
 *   chunk directory   one int a page of 64 KiB: its table, as 8-byte units in the pool, 0 none
 *   table             one int a page of 512 bytes: its newest copy, likewise
 *   copy              0 valid to    4 valid after    8 next older copy    16 the 512 bytes
 * </pre>
 */
/*
 * Views are numbered by epoch, rising. A page that is about to be written for the first time since the newest view was
 * opened is copied; the copy is what every view sees whose epoch is in (valid after, valid to]. A view whose epoch is
 * above the newest copy's sees the live page.
 *
 * Memory order. The writer: copy the page, fence, publish the copy in the table, fence, write the page. The reader:
 * look for a copy; if none, read the live page, fence, look again; if there is one now, read it instead. If the reader
 * has seen anything of the write, the publication came before it and the second look finds the copy; if it finds none,
 * it has read nothing new. The fences are StoreStore and LoadLoad (free on x86). Copies never change and are not reused
 * before all views are closed, so reading one needs no second look. Directories and tables are published likewise,
 * after they have been zeroed.
 *
 * A full pool fails all open views: their flag is set before the page is written, and each read looks at the flag after
 * having read. The writer never waits. The pool is emptied when the last view is closed and not before: views that
 * overlap without end would fill it, but snapshots are taken one after the other.
 *
 * Pages that no view can know are not copied: those of chunks mapped, and of pages of 64 KiB taken into use, after the
 * newest view was opened, unless they were given back while a view was open that may still read them.
 */
final class ViewPages
{
    static final int PAGE_SHIFT = 9;
    static final int PAGE_LENGTH = 1 << PAGE_SHIFT;

    private static final int VALID_TO_OFFSET = 0;
    private static final int VALID_AFTER_OFFSET = VALID_TO_OFFSET + 4;
    private static final int NEXT_OFFSET = VALID_AFTER_OFFSET + 4;
    private static final int BYTES_OFFSET = 16;
    private static final int COPY_LENGTH = BYTES_OFFSET + PAGE_LENGTH;
    private static final int SLAB_SHIFT = Pages.PAGE_SHIFT - PAGE_SHIFT;
    private static final int SLAB_MASK = (1 << SLAB_SHIFT) - 1;
    private static final int TABLE_LENGTH = Integer.BYTES << SLAB_SHIFT;
    private static final int NONE = 0;

    private final Chunks chunks;
    private final OffHeapAllocator allocator;
    private final long poolAddress;
    private final long poolBytes;
    private final int chunkPageShift;
    private final int directoryLength;
    private volatile AtomicLongArray directories;
    private long used = 8;
    private long copyCount;

    /** Epoch of the newest view that has not failed; 0 when there is none. */
    private int currentEpoch;

    ViewPages(final Chunks chunks, final OffHeapAllocator allocator, final long poolBytes)
    {
        this.chunks = chunks;
        this.allocator = allocator;
        this.poolBytes = poolBytes;
        poolAddress = allocator.allocate(poolBytes);
        chunkPageShift = chunks.chunkShift - PAGE_SHIFT;
        directoryLength = Math.max(8, Integer.BYTES * chunks.pagesPerChunk());
        directories = new AtomicLongArray(chunks.base.length);
    }

    void currentEpoch(final int epoch)
    {
        currentEpoch = epoch;
    }

    long usedBytes()
    {
        return used;
    }

    long copyCount()
    {
        return copyCount;
    }

    long poolBytes()
    {
        return poolBytes;
    }

    /**
     * Keeps what open views need of a range that is about to be written.
     *
     * @return whether it has been kept; if not, every view must be told before the write.
     */
    boolean preserve(final long position, final long length)
    {
        final long last = position + length - 1 >>> PAGE_SHIFT;
        for (long page = position >>> PAGE_SHIFT; page <= last; page++)
        {
            if (!preservePage(page))
            {
                return false;
            }
        }
        return true;
    }

    private boolean preservePage(final long page)
    {
        final int newest = newestCopy(page);
        final int validTo = NONE == newest ? 0 : OffHeap.getInt(at(newest) + VALID_TO_OFFSET);
        if (validTo >= currentEpoch || isUnknownToViews(page))
        {
            return true;
        }
        final long entry = entryAddress(page);
        if (NONE == entry || used + COPY_LENGTH > poolBytes)
        {
            return false;
        }
        final long copy = poolAddress + used;
        OffHeap.putInt(copy + VALID_TO_OFFSET, currentEpoch);
        OffHeap.putInt(copy + VALID_AFTER_OFFSET, validTo);
        OffHeap.putInt(copy + NEXT_OFFSET, newest);
        OffHeap.copy(liveAddress(chunks.base, page), copy + BYTES_OFFSET, PAGE_LENGTH);
        OffHeap.storeFence();
        OffHeap.putInt(entry, (int)(used >>> 3));
        OffHeap.storeFence();
        used += COPY_LENGTH;
        copyCount++;
        return true;
    }

    private boolean isUnknownToViews(final long page)
    {
        final int chunk = (int)(page >>> chunkPageShift);
        final int slab = (int)(page >>> SLAB_SHIFT);
        return chunks.chunkEpoch(chunk) >= currentEpoch ||
            !chunks.isDedicated(slab) && Pages.epoch(chunks.descriptor(slab)) >= currentEpoch;
    }

    /** Where a page's newest copy is noted, making directory and table if need be; 0 when the pool is full. */
    private long entryAddress(final long page)
    {
        final int chunk = (int)(page >>> chunkPageShift);
        if (chunk >= directories.length())
        {
            growDirectories();
        }
        long directory = directories.get(chunk);
        if (OffHeap.NULL_ADDRESS == directory)
        {
            directory = allocateZeroed(directoryLength);
            if (OffHeap.NULL_ADDRESS == directory)
            {
                return NONE;
            }
            directories.setRelease(chunk, directory);
        }
        final long link = directory + directoryIndex(page);
        int table = OffHeap.getInt(link);
        if (NONE == table)
        {
            final long address = allocateZeroed(TABLE_LENGTH);
            if (OffHeap.NULL_ADDRESS == address)
            {
                return NONE;
            }
            table = (int)(address - poolAddress >>> 3);
            OffHeap.storeFence();
            OffHeap.putInt(link, table);
        }
        return at(table) + ((page & SLAB_MASK) << 2);
    }

    private long allocateZeroed(final int length)
    {
        if (used + length > poolBytes)
        {
            return OffHeap.NULL_ADDRESS;
        }
        final long address = poolAddress + used;
        OffHeap.set(address, length, (byte)0);
        used += length;
        return address;
    }

    private void growDirectories()
    {
        final AtomicLongArray grown = new AtomicLongArray(chunks.base.length);
        for (int i = 0; i < directories.length(); i++)
        {
            grown.setPlain(i, directories.get(i));
        }
        directories = grown;
    }

    /** Newest copy of a page as 8-byte units in the pool; 0 for none. Any thread. */
    private int newestCopy(final long page)
    {
        final AtomicLongArray array = directories;
        final int chunk = (int)(page >>> chunkPageShift);
        if (chunk >= array.length())
        {
            return NONE;
        }
        final long directory = array.getAcquire(chunk);
        if (OffHeap.NULL_ADDRESS == directory)
        {
            return NONE;
        }
        final int table = OffHeap.getIntAcquire(directory + directoryIndex(page));
        return NONE == table ? NONE : OffHeap.getIntAcquire(at(table) + ((page & SLAB_MASK) << 2));
    }

    /** Where a view finds a page's old bytes; {@link OffHeap#NULL_ADDRESS} if the live page is right. Any thread. */
    long copyFor(final long page, final int epoch)
    {
        int copy = newestCopy(page);
        while (NONE != copy)
        {
            final long address = at(copy);
            if (OffHeap.getInt(address + VALID_TO_OFFSET) < epoch)
            {
                return OffHeap.NULL_ADDRESS;
            }
            if (OffHeap.getInt(address + VALID_AFTER_OFFSET) < epoch)
            {
                return address + BYTES_OFFSET;
            }
            copy = OffHeap.getInt(address + NEXT_OFFSET);
        }
        return OffHeap.NULL_ADDRESS;
    }

    long liveAddress(final long[] base, final long page)
    {
        return base[(int)(page >>> chunkPageShift)] + ((page & (1L << chunkPageShift) - 1) << PAGE_SHIFT);
    }

    private long directoryIndex(final long page)
    {
        return (page >>> SLAB_SHIFT & chunks.pagesPerChunk() - 1) << 2;
    }

    private long at(final int units)
    {
        return poolAddress + ((units & 0xFFFF_FFFFL) << 3);
    }

    void release(final ChunkReleaser releaser)
    {
        releaser.release(poolAddress, poolBytes);
    }
}
