package io.ringbolt.engine.memory;

/**
 * The off-heap memory of one engine: blocks named by compact references, written through methods that keep open views
 * consistent. Owned by the engine thread; only {@link ArenaView}s are read by others.
 * <p>
 * A reference is a block's place in units of 8 bytes, in 40 bits: 8 TiB. It stays the same for the block's life, as
 * does the address; both end with {@link #free(long)}. A block has no header, and its length is known to its page.
 */
/*
 * Three kinds of block. Up to 32 KiB: a slab page's size class (Slabs). Longer, up to a chunk: consecutive pages of
 * 64 KiB (a run). Longer still: a chunk of its own. Allocation and release are O(1) but for runs, which search the
 * bitmaps of chunks whose longest run may suffice.
 *
 * Every write to a block, the allocator's own links in free blocks included, goes through writable(). With no view open
 * that is one test of a field.
 */
public final class Arena implements AutoCloseable
{
    public static final long NULL_REF = 0L;
    public static final long DEFAULT_CHUNK_BYTES = 64L << 20;
    public static final long DEFAULT_SNAPSHOT_POOL_BYTES = 256L << 20;
    public static final long MAX_LENGTH = 4L << 30;
    /** Shortest value that is taken over with the region it came in, see {@link #adopt}; copying it takes 2 ms. */
    public static final int ADOPTABLE_LENGTH = 4 << 20;
    /** Bytes that a region needs behind a value for it to be taken over: a block consists of whole pages. */
    public static final int ADOPTION_MARGIN = Pages.PAGE_LENGTH;

    /** Of a region that is taken over, all but this part is the value. */
    private static final int WASTE_SHIFT = 3;

    private final Chunks chunks;
    private final Slabs slabs;
    private final Views views;
    private final Pins pins;
    private final OffHeapAllocator allocator;
    private final int unitShift;
    private final long unitMask;
    /** Null when no view is open, which is what writes test for. */
    private ViewPages viewPages;
    private long liveBytes;
    private long liveCount;

    /** An arena over an allocator of its own, which returns chunks on the spot. */
    public Arena(final long chunkBytes)
    {
        this(new OffHeapAllocator(), chunkBytes);
    }

    public Arena(final OffHeapAllocator allocator, final long chunkBytes)
    {
        this(allocator, chunkBytes, DEFAULT_SNAPSHOT_POOL_BYTES, allocator::free);
    }

    /**
     * @param chunkBytes        a power of two from 64 KiB to 1 GiB; what is taken from the operating system at a time.
     * @param snapshotPoolBytes most memory that views may use for old pages; taken while a view is open.
     * @param releaser          takes over chunks that are no longer used.
     */
    public Arena(
        final OffHeapAllocator allocator,
        final long chunkBytes,
        final long snapshotPoolBytes,
        final ChunkReleaser releaser)
    {
        chunks = new Chunks(allocator, releaser, chunkBytes);
        slabs = new Slabs(this, chunks);
        views = new Views(chunks, allocator, snapshotPoolBytes, releaser);
        pins = new Pins(chunks);
        this.allocator = allocator;
        unitShift = chunks.chunkShift - 3;
        unitMask = (1L << unitShift) - 1;
    }

    /**
     * Takes a block.
     *
     * @param length in bytes, from 1 to {@link #MAX_LENGTH}.
     * @return its reference; contents undefined.
     * @throws OutOfMemoryError when the operating system gives no more; nothing has changed.
     */
    public long allocate(final long length)
    {
        if (length <= SizeClasses.MAX_LENGTH)
        {
            assert length > 0 : "length=" + length;
            final int classIndex = SizeClasses.classOf((int)length);
            final long ref = slabs.allocate(classIndex);
            liveBytes += SizeClasses.length(classIndex);
            liveCount++;
            return ref;
        }
        return allocateRun(length);
    }

    private long allocateRun(final long length)
    {
        if (length > MAX_LENGTH)
        {
            throw new IllegalArgumentException("block too long: length=" + length + " max=" + MAX_LENGTH);
        }
        final int count = (int)(length + Pages.PAGE_LENGTH - 1 >>> Pages.PAGE_SHIFT);
        final int page;
        if (count > chunks.pagesPerChunk())
        {
            page = chunks.allocateDedicated(count);
        }
        else
        {
            page = chunks.allocatePages(count);
            for (int i = 1; i < count; i++)
            {
                Pages.kind(chunks.descriptor(page + i), Pages.KIND_INSIDE_RUN);
            }
            Pages.kind(chunks.descriptor(page), Pages.KIND_RUN);
            Pages.usedCount(chunks.descriptor(page), count);
        }
        liveBytes += (long)count << Pages.PAGE_SHIFT;
        liveCount++;
        return (long)page << Pages.PAGE_UNIT_SHIFT;
    }

    /**
     * Takes a region over in which a long value lies, instead of copying it.
     *
     * @param owner        what the region came from.
     * @param region       where it begins.
     * @param regionLength bytes that were allocated.
     * @return reference of a block that begins with the value, and the region is the arena's; or {@link #NULL_REF} if
     *     the region does not fit, and remains its owner's.
     */
    public long adopt(
        final OffHeapAllocator owner,
        final long region,
        final long regionLength,
        final long valueAddress,
        final int valueLength)
    {
        final long room = region + regionLength - valueAddress & -Pages.PAGE_LENGTH;
        if (valueLength < ADOPTABLE_LENGTH || room < valueLength ||
            regionLength - valueLength > valueLength >>> WASTE_SHIFT || !owner.mayHandOver(allocator))
        {
            return NULL_REF;
        }
        final int count = (int)(room >>> Pages.PAGE_SHIFT);
        final int page = chunks.adoptDedicated(count, region, regionLength, valueAddress);
        owner.handOver(regionLength, allocator);
        liveBytes += room;
        liveCount++;
        return (long)page << Pages.PAGE_UNIT_SHIFT;
    }

    /** @return whether a block may be pinned: it has a chunk of its own. */
    public boolean canPin(final long ref)
    {
        return chunks.isDedicated((int)(ref >>> Pages.PAGE_UNIT_SHIFT));
    }

    /** Claims a block's bytes as they are, for others to read; who would change them must then move the block. */
    public BlockPin pin(final long ref)
    {
        return pins.pin((int)(ref >>> Pages.PAGE_UNIT_SHIFT));
    }

    /** @return whether somebody still reads a block. */
    public boolean isPinned(final long ref)
    {
        return canPin(ref) && pins.isPinned((int)(ref >>> Pages.PAGE_UNIT_SHIFT));
    }

    /** Takes note of the claims that have ended, so that freed blocks which had to wait for them go. */
    public void settlePins()
    {
        pins.settle();
    }

    /** @return whether moving a block elsewhere helps to win back its page, and disturbs no view. */
    public boolean isWorthMoving(final long ref)
    {
        return null == viewPages && slabs.isInSparsePage(ref);
    }

    /** Gives a block back. {@link #NULL_REF} is ignored. */
    public void free(final long ref)
    {
        if (NULL_REF == ref)
        {
            return;
        }
        liveCount--;
        final int page = (int)(ref >>> Pages.PAGE_UNIT_SHIFT);
        if (chunks.isDedicated(page))
        {
            liveBytes -= usableLength(ref);
            chunks.freeDedicated(page);
            return;
        }
        final long descriptor = chunks.descriptor(page);
        if (Pages.KIND_RUN == Pages.kind(descriptor))
        {
            final int count = Pages.usedCount(descriptor);
            liveBytes -= (long)count << Pages.PAGE_SHIFT;
            chunks.freePages(page, count);
        }
        else
        {
            liveBytes -= slabs.free(ref, descriptor);
        }
    }

    /** Where a block begins, for reading and at once; {@link OffHeap#NULL_ADDRESS} for {@link #NULL_REF}. */
    public long address(final long ref)
    {
        return chunks.base[(int)(ref >>> unitShift)] + ((ref & unitMask) << 3);
    }

    /** Bytes that may be used in a block, at least those asked for. */
    public long usableLength(final long ref)
    {
        final int page = (int)(ref >>> Pages.PAGE_UNIT_SHIFT);
        if (chunks.isDedicated(page))
        {
            return (long)chunks.dedicatedPageCount(page) << Pages.PAGE_SHIFT;
        }
        final long descriptor = chunks.descriptor(page);
        return Pages.KIND_RUN == Pages.kind(descriptor) ?
            (long)Pages.usedCount(descriptor) << Pages.PAGE_SHIFT : Pages.blockLength(descriptor);
    }

    /** Bytes that a block of {@code length} will really take. */
    public static long blockLength(final long length)
    {
        return length <= SizeClasses.MAX_LENGTH ?
            SizeClasses.length(SizeClasses.classOf((int)length)) : length + Pages.PAGE_LENGTH - 1 & -Pages.PAGE_LENGTH;
    }

    /**
     * Where to write {@code length} bytes, at least 1, at {@code offset} of a block. To be called before any write and
     * again after a view has been opened; keeps what the views need of the pages touched.
     */
    public long writable(final long ref, final long offset, final long length)
    {
        if (null != viewPages)
        {
            preserve((ref << 3) + offset, length);
        }
        return address(ref) + offset;
    }

    private void preserve(final long position, final long length)
    {
        if (!viewPages.preserve(position, length))
        {
            views.overflow();
        }
    }

    /**
     * Opens a view of this moment, for another thread to read.
     *
     * @return view to be closed by {@link #closeView(ArenaView)}.
     */
    public ArenaView openView()
    {
        final ArenaView view = views.open();
        viewPages = views.pages();
        return view;
    }

    /** Closes a view whose reader has stopped; with the last one, what was kept for views is released. */
    public void closeView(final ArenaView view)
    {
        views.close(view);
        viewPages = views.pages();
    }

    public int openViewCount()
    {
        return views.openCount();
    }

    /** @param poolBytes most memory for old pages, from the next view on that is opened while none is. */
    public void snapshotPoolBytes(final long poolBytes)
    {
        views.poolBytes(poolBytes);
    }

    /** Bytes of the snapshot pool in use; 0 when no view is open. */
    public long snapshotPoolUsedBytes()
    {
        return null == viewPages ? 0 : viewPages.usedBytes();
    }

    /** Bytes that the snapshot pool has room for; 0 when no view is open. */
    public long snapshotPoolCapacity()
    {
        return null == viewPages ? 0 : viewPages.poolBytes();
    }

    /** Pages copied since the first of the open views was opened. */
    public long snapshotCopyCount()
    {
        return null == viewPages ? 0 : viewPages.copyCount();
    }

    public void putByte(final long ref, final long offset, final byte value)
    {
        OffHeap.putByte(writable(ref, offset, 1), value);
    }

    public void putShort(final long ref, final long offset, final short value)
    {
        OffHeap.putShort(writable(ref, offset, 2), value);
    }

    public void putInt(final long ref, final long offset, final int value)
    {
        OffHeap.putInt(writable(ref, offset, 4), value);
    }

    public void putLong(final long ref, final long offset, final long value)
    {
        OffHeap.putLong(writable(ref, offset, 8), value);
    }

    /** Copies bytes from anywhere into a block. */
    public void copyIn(final long ref, final long offset, final long sourceAddress, final long length)
    {
        if (length > 0)
        {
            OffHeap.copy(sourceAddress, writable(ref, offset, length), length);
        }
    }

    /** Moves bytes inside a block; the ranges may overlap. */
    public void copyWithin(final long ref, final long fromOffset, final long toOffset, final long length)
    {
        if (length > 0)
        {
            OffHeap.copy(address(ref) + fromOffset, writable(ref, toOffset, length), length);
        }
    }

    public void fill(final long ref, final long offset, final long length, final byte value)
    {
        if (length > 0)
        {
            OffHeap.set(writable(ref, offset, length), length, value);
        }
    }

    /**
     * Changes a block's length, in place when the new one takes the same room.
     *
     * @param oldLength bytes in use, which are kept as far as {@code newLength} goes.
     * @return the block's reference from now on.
     */
    public long reallocate(final long ref, final long oldLength, final long newLength)
    {
        if (NULL_REF == ref)
        {
            return allocate(newLength);
        }
        if (blockLength(newLength) == usableLength(ref))
        {
            return ref;
        }
        final int page = (int)(ref >>> Pages.PAGE_UNIT_SHIFT);
        final long newCount = newLength + Pages.PAGE_LENGTH - 1 >>> Pages.PAGE_SHIFT;
        if (chunks.isDedicated(page) && newCount > chunks.pagesPerChunk() && newLength <= MAX_LENGTH &&
            !isPinned(ref) && chunks.mayMove(page))
        {
            final long added = (newCount << Pages.PAGE_SHIFT) - usableLength(ref);
            final int resized = chunks.resizeDedicated(page, (int)newCount);
            liveBytes += added;
            return (long)resized << Pages.PAGE_UNIT_SHIFT;
        }
        final long moved = allocate(newLength);
        copyIn(moved, 0, address(ref), Math.min(oldLength, newLength));
        free(ref);
        return moved;
    }

    /** Returns to the operating system what is kept only for speed. */
    public void trim()
    {
        slabs.trim();
    }

    /** Exact sum of {@link #usableLength(long)} over all blocks. */
    public long liveBytes()
    {
        return liveBytes;
    }

    public long liveCount()
    {
        return liveCount;
    }

    /** Bytes of the pages in use, so {@link #liveBytes()} and what is free between blocks. */
    public long allocatedBytes()
    {
        return chunks.usedBytes();
    }

    /** Bytes that are or have been in use and are not returned: what the operating system had to back with memory. */
    public long residentBytes()
    {
        return chunks.residentBytes();
    }

    /** {@link #residentBytes()} as a multiple of {@link #allocatedBytes()}; 1 when nothing is allocated. */
    public double residentRatio()
    {
        return 0 == allocatedBytes() ? 1.0 : (double)residentBytes() / allocatedBytes();
    }

    /** Bytes taken from the operating system, touched or not. */
    public long mappedBytes()
    {
        return chunks.mappedBytes();
    }

    /** {@link #allocatedBytes()} as a multiple of {@link #liveBytes()}; 1 when nothing is live. */
    public double fragmentationRatio()
    {
        return 0 == liveBytes ? 1.0 : (double)allocatedBytes() / liveBytes;
    }

    public static int classCount()
    {
        return SizeClasses.COUNT;
    }

    public static int classLength(final int classIndex)
    {
        return SizeClasses.length(classIndex);
    }

    public long classBlockCount(final int classIndex)
    {
        return slabs.blockCount(classIndex);
    }

    public int classPageCount(final int classIndex)
    {
        return slabs.pageCount(classIndex);
    }

    /** Frees all memory, with every block still in it; readers of views must have stopped. */
    @Override
    public void close()
    {
        views.closeAll();
        viewPages = null;
        chunks.close();
        liveBytes = 0;
        liveCount = 0;
    }
}
