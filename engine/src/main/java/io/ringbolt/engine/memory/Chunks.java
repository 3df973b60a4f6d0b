package io.ringbolt.engine.memory;

import java.util.Arrays;

/**
 * The arena's memory as the operating system gave it: chunks of equal length, numbered from 1, each cut into pages,
 * and dedicated chunks for what is longer, which take as many consecutive numbers as they are chunks long.
 * <p>
 * A chunk's descriptors ({@link Pages}) and its bitmap of free pages live in a block beside it, so that a page which
 * holds nothing is never touched. At most one chunk is kept with nothing in it; others go to the
 * {@link ChunkReleaser}, or wait until no view needs them.
 */
final class Chunks
{
    private static final int ALIGNMENT = 4096;
    private static final int MIN_CHUNK_SHIFT = Pages.PAGE_SHIFT;
    private static final int ADDRESSABLE_SHIFT = 43;
    private static final int MAX_CHUNK_COUNT = 1 << 24;
    private static final int INSIDE_DEDICATED = -1;

    final int chunkShift;
    long[] base = new long[16];

    /** Epoch of the newest open view, 0 when none is open. */
    int currentEpoch;
    /** Epoch of the oldest open view, {@link Integer#MAX_VALUE} when none is open. */
    int oldestEpoch = Integer.MAX_VALUE;

    private final OffHeapAllocator allocator;
    private final ChunkReleaser releaser;
    private final int pagesPerChunk;
    private final int chunkPageShift;
    private final int maxChunkCount;
    private long[] raw = new long[16];
    private long[] descriptors = new long[16];
    private int[] freePageCount = new int[16];
    private int[] longestRun = new int[16];
    private int[] dedicatedPageCount = new int[16];
    private long[] rawLength = new long[16];
    private int[] pinCount = new int[16];
    /** Pages from a chunk's start of which the last has been in use: those behind it have never been touched. */
    private int[] touchedPageCount = new int[16];
    private int[] epochs = new int[16];
    private boolean[] deferred = new boolean[16];
    private int limit = 1;
    private int firstWithRoom = 1;
    private int firstUnused = 1;
    private int emptyCount;
    private boolean anyDeferred;
    private long mappedBytes;
    private long usedPageCount;
    private long residentPageCount;

    Chunks(final OffHeapAllocator allocator, final ChunkReleaser releaser, final long chunkBytes)
    {
        if (Long.bitCount(chunkBytes) != 1 || chunkBytes < Pages.PAGE_LENGTH || chunkBytes > 1L << 30)
        {
            throw new IllegalArgumentException(
                "chunk bytes must be a power of two from 64 KiB to 1 GiB: chunkBytes=" + chunkBytes);
        }
        this.allocator = allocator;
        this.releaser = releaser;
        chunkShift = Long.numberOfTrailingZeros(chunkBytes);
        chunkPageShift = chunkShift - MIN_CHUNK_SHIFT;
        pagesPerChunk = 1 << chunkPageShift;
        maxChunkCount = (int)Math.min(MAX_CHUNK_COUNT, 1L << ADDRESSABLE_SHIFT - chunkShift);
    }

    long pageAddress(final int page)
    {
        return base[page >>> chunkPageShift] + ((long)(page & pagesPerChunk - 1) << Pages.PAGE_SHIFT);
    }

    long descriptor(final int page)
    {
        return descriptors[page >>> chunkPageShift] + ((page & pagesPerChunk - 1) << Pages.DESCRIPTOR_SHIFT);
    }

    boolean isDedicated(final int page)
    {
        return 0 != dedicatedPageCount[page >>> chunkPageShift];
    }

    int dedicatedPageCount(final int page)
    {
        return dedicatedPageCount[page >>> chunkPageShift];
    }

    int pagesPerChunk()
    {
        return pagesPerChunk;
    }

    int limit()
    {
        return limit;
    }

    /** Newest view that needs nothing of the chunk, because it did not exist then. */
    int chunkEpoch(final int chunk)
    {
        return epochs[chunk];
    }

    long mappedBytes()
    {
        return mappedBytes;
    }

    long usedBytes()
    {
        return usedPageCount << Pages.PAGE_SHIFT;
    }

    /** Bytes of pages that are or have been in use, and so may be backed by physical memory. */
    long residentBytes()
    {
        return residentPageCount << Pages.PAGE_SHIFT;
    }

    /** Takes {@code count} consecutive pages of one chunk, which are the caller's to describe. */
    int allocatePages(final int count)
    {
        for (int chunk = firstWithRoom; chunk < limit; chunk++)
        {
            if (longestRun[chunk] >= count)
            {
                final long found = PageBitmap.findRun(bitmapAddress(chunk), pagesPerChunk, count);
                if (found >= 0)
                {
                    return take(chunk, (int)found, count);
                }
                longestRun[chunk] = (int)-found - 1;
            }
        }
        final int chunk = mapChunk();
        firstWithRoom = Math.min(firstWithRoom, chunk);
        return take(chunk, 0, count);
    }

    private int take(final int chunk, final int first, final int count)
    {
        if (freePageCount[chunk] == pagesPerChunk)
        {
            emptyCount--;
        }
        PageBitmap.mark(bitmapAddress(chunk), first, count, false);
        freePageCount[chunk] -= count;
        usedPageCount += count;
        touch(chunk, first + count);
        if (0 == freePageCount[chunk])
        {
            longestRun[chunk] = 0;
        }
        while (firstWithRoom < limit && 0 == freePageCount[firstWithRoom])
        {
            firstWithRoom++;
        }
        final int page = (chunk << chunkPageShift) + first;
        for (int i = 0; i < count && 0 != currentEpoch; i++)
        {
            final long descriptor = descriptor(page + i);
            Pages.epoch(descriptor, Pages.epoch(descriptor) < oldestEpoch ? currentEpoch : 0);
        }
        return page;
    }

    private void touch(final int chunk, final int pageCount)
    {
        if (pageCount > touchedPageCount[chunk])
        {
            residentPageCount += pageCount - touchedPageCount[chunk];
            touchedPageCount[chunk] = pageCount;
        }
    }

    void freePages(final int page, final int count)
    {
        final int chunk = page >>> chunkPageShift;
        final int first = page & pagesPerChunk - 1;
        for (int i = 0; i < count; i++)
        {
            final long descriptor = descriptor(page + i);
            Pages.kind(descriptor, Pages.KIND_FREE);
            Pages.epoch(descriptor, currentEpoch);
        }
        PageBitmap.mark(bitmapAddress(chunk), first, count, true);
        freePageCount[chunk] += count;
        usedPageCount -= count;
        longestRun[chunk] = pagesPerChunk;      // an upper bound, lowered again by the next search that fails
        firstWithRoom = Math.min(firstWithRoom, chunk);
        if (freePageCount[chunk] == pagesPerChunk)
        {
            emptyCount++;
            if (emptyCount > 1 && 0 == currentEpoch)
            {
                unmapChunk(chunk);
            }
        }
    }

    private long bitmapAddress(final int chunk)
    {
        return descriptors[chunk] + ((long)pagesPerChunk << Pages.DESCRIPTOR_SHIFT);
    }

    private int mapChunk()
    {
        final int chunk = reserveNumbers(1);
        final long chunkBytes = 1L << chunkShift;
        rawLength[chunk] = chunkBytes + ALIGNMENT;
        raw[chunk] = allocator.allocate(rawLength[chunk]);
        base[chunk] = align(raw[chunk]);
        descriptors[chunk] = allocator.allocateZeroed(descriptorBytes());
        dedicatedPageCount[chunk] = 0;
        freePageCount[chunk] = pagesPerChunk;
        longestRun[chunk] = pagesPerChunk;
        epochs[chunk] = currentEpoch;
        mappedBytes += chunkBytes;
        emptyCount++;
        PageBitmap.mark(bitmapAddress(chunk), 0, pagesPerChunk, true);
        return chunk;
    }

    private void unmapChunk(final int chunk)
    {
        allocator.free(descriptors[chunk], descriptorBytes());
        releaser.release(raw[chunk], rawLength[chunk]);
        mappedBytes -= 1L << chunkShift;
        emptyCount--;
        forget(chunk, 1);
    }

    /** Maps a chunk of its own for {@code pageCount} pages and returns its first page. */
    int allocateDedicated(final int pageCount)
    {
        final int chunk = reserveNumbers(numberCount(pageCount));
        final long length = ((long)pageCount << Pages.PAGE_SHIFT) + ALIGNMENT;
        final long address = allocator.allocate(length);
        return enterDedicated(chunk, pageCount, address, length, align(address));
    }

    /**
     * Makes a chunk of a block that the allocator has given to somebody else, who hands it over.
     *
     * @param start where the first page begins, inside the block.
     * @return its first page.
     */
    int adoptDedicated(final int pageCount, final long address, final long length, final long start)
    {
        assert start >= address && start + ((long)pageCount << Pages.PAGE_SHIFT) <= address + length;
        return enterDedicated(reserveNumbers(numberCount(pageCount)), pageCount, address, length, start);
    }

    private int enterDedicated(
        final int chunk, final int pageCount, final long address, final long length, final long start)
    {
        raw[chunk] = address;
        rawLength[chunk] = length;
        for (int i = 0; i < numberCount(pageCount); i++)
        {
            base[chunk + i] = start + ((long)i << chunkShift);
            dedicatedPageCount[chunk + i] = 0 == i ? pageCount : INSIDE_DEDICATED;
            freePageCount[chunk + i] = 0;
            longestRun[chunk + i] = 0;
            epochs[chunk + i] = currentEpoch;
        }
        mappedBytes += (long)pageCount << Pages.PAGE_SHIFT;
        usedPageCount += pageCount;
        touch(chunk, pageCount);
        return chunk << chunkPageShift;
    }

    private int numberCount(final int pageCount)
    {
        return pageCount + pagesPerChunk - 1 >>> chunkPageShift;
    }

    /** @return whether a dedicated chunk may be given another length: nobody reads it at its address. */
    boolean mayMove(final int page)
    {
        return 0 == currentEpoch && !isPinned(chunkOf(page));
    }

    /** Gives a dedicated chunk that may move another length, without copying. @return its first page from now on. */
    int resizeDedicated(final int page, final int pageCount)
    {
        final int chunk = chunkOf(page);
        final int oldCount = dedicatedPageCount[chunk];
        final boolean keepsNumbers = numberCount(pageCount) == numberCount(oldCount);
        final int target = keepsNumbers ? chunk : reserveNumbers(numberCount(pageCount));
        final long startOffset = base[chunk] - raw[chunk];
        final long length = startOffset + ((long)pageCount << Pages.PAGE_SHIFT);
        final long address = allocator.reallocate(raw[chunk], rawLength[chunk], length);
        mappedBytes -= (long)oldCount << Pages.PAGE_SHIFT;
        usedPageCount -= oldCount;
        forget(chunk, numberCount(oldCount));
        return enterDedicated(target, pageCount, address, length, address + startOffset);
    }

    int chunkOf(final int page)
    {
        return page >>> chunkPageShift;
    }

    boolean isPinned(final int chunk)
    {
        return 0 != pinCount[chunk];
    }

    void pin(final int chunk)
    {
        pinCount[chunk]++;
    }

    void unpin(final int chunk)
    {
        if (0 == --pinCount[chunk] && deferred[chunk] && 0 == currentEpoch)
        {
            deferred[chunk] = false;
            unmapDedicated(chunk);
        }
    }

    void freeDedicated(final int page)
    {
        final int chunk = page >>> chunkPageShift;
        usedPageCount -= dedicatedPageCount[chunk];
        if (0 != currentEpoch || isPinned(chunk))
        {
            deferred[chunk] = true;
            anyDeferred = true;
        }
        else
        {
            unmapDedicated(chunk);
        }
    }

    private void unmapDedicated(final int chunk)
    {
        final int pageCount = dedicatedPageCount[chunk];
        releaser.release(raw[chunk], rawLength[chunk]);
        mappedBytes -= (long)pageCount << Pages.PAGE_SHIFT;
        forget(chunk, numberCount(pageCount));
    }

    /** Releases what had to wait for views and for nobody else; called when the last one has been closed. */
    void releaseDeferred()
    {
        anyDeferred = false;
        for (int chunk = 1; chunk < limit; chunk++)
        {
            if (deferred[chunk] && isPinned(chunk))
            {
                anyDeferred = true;
            }
            else if (deferred[chunk])
            {
                deferred[chunk] = false;
                unmapDedicated(chunk);
            }
            else if (emptyCount > 1 && freePageCount[chunk] == pagesPerChunk)
            {
                unmapChunk(chunk);
            }
        }
    }

    boolean hasDeferred()
    {
        return anyDeferred || emptyCount > 1;
    }

    private void forget(final int chunk, final int numberCount)
    {
        for (int i = chunk; i < chunk + numberCount; i++)
        {
            residentPageCount -= touchedPageCount[i];
            touchedPageCount[i] = 0;
            raw[i] = 0;
            rawLength[i] = 0;
            base[i] = 0;
            descriptors[i] = 0;
            freePageCount[i] = 0;
            longestRun[i] = 0;
            dedicatedPageCount[i] = 0;
        }
        firstUnused = Math.min(firstUnused, chunk);
    }

    /** Finds consecutive unused chunk numbers; those of chunks that wait for a view still count as used. */
    private int reserveNumbers(final int count)
    {
        int chunk = firstUnused;
        int run = 0;
        while (run < count)
        {
            if (chunk >= maxChunkCount)
            {
                throw new OutOfMemoryError("arena has no chunk numbers left: count=" + count + " max=" + maxChunkCount);
            }
            run = chunk >= base.length || 0 == base[chunk] ? run + 1 : 0;
            chunk++;
        }
        final int first = chunk - count;
        if (first == firstUnused)
        {
            firstUnused = chunk;
        }
        if (chunk > base.length)
        {
            grow(Math.max(chunk, base.length << 1));
        }
        limit = Math.max(limit, chunk);
        return first;
    }

    private void grow(final int capacity)
    {
        base = Arrays.copyOf(base, capacity);
        raw = Arrays.copyOf(raw, capacity);
        descriptors = Arrays.copyOf(descriptors, capacity);
        freePageCount = Arrays.copyOf(freePageCount, capacity);
        longestRun = Arrays.copyOf(longestRun, capacity);
        dedicatedPageCount = Arrays.copyOf(dedicatedPageCount, capacity);
        touchedPageCount = Arrays.copyOf(touchedPageCount, capacity);
        rawLength = Arrays.copyOf(rawLength, capacity);
        pinCount = Arrays.copyOf(pinCount, capacity);
        epochs = Arrays.copyOf(epochs, capacity);
        deferred = Arrays.copyOf(deferred, capacity);
    }

    /** Frees everything at once, used or not. */
    void close()
    {
        for (int chunk = 1; chunk < limit; chunk++)
        {
            if (0 != raw[chunk])
            {
                allocator.free(raw[chunk], rawLength[chunk]);
                allocator.free(descriptors[chunk], descriptorBytes());
                forget(chunk, 1);
            }
        }
        limit = 1;
        mappedBytes = 0;
    }

    private long descriptorBytes()
    {
        return ((long)pagesPerChunk << Pages.DESCRIPTOR_SHIFT) + PageBitmap.length(pagesPerChunk);
    }

    private static long align(final long address)
    {
        return address + ALIGNMENT - 1 & -ALIGNMENT;
    }
}
