package io.ringbolt.engine.memory;

/**
 * Pages cut into blocks of one size class each. A class keeps a list of its pages that have room; a block is taken
 * from the first of them, from its free list if there is one, otherwise behind the last one ever handed out. A page in
 * which nothing is used goes back to {@link Chunks}, except the last one of its class, lest a single block that
 * comes and goes moves a page each time.
 */
final class Slabs
{
    private static final int SPARSE_BYTES = Pages.PAGE_LENGTH / 100 * 90;

    private final Arena arena;
    private final Chunks chunks;
    private final int[] headPage = new int[SizeClasses.COUNT];
    private final int[] tailPage = new int[SizeClasses.COUNT];
    private final int[] pageCount = new int[SizeClasses.COUNT];
    private final long[] blockCount = new long[SizeClasses.COUNT];

    Slabs(final Arena arena, final Chunks chunks)
    {
        this.arena = arena;
        this.chunks = chunks;
    }

    long allocate(final int classIndex)
    {
        int page = headPage[classIndex];
        if (0 == page)
        {
            page = addPage(classIndex);
        }
        final long descriptor = chunks.descriptor(page);
        final int freeHead = Pages.freeHead(descriptor);
        final int blockLength = Pages.blockLength(descriptor);
        final int units;
        if (0 != freeHead)
        {
            units = freeHead - 1;
            Pages.freeHead(descriptor, OffHeap.getInt(chunks.pageAddress(page) + ((long)units << 3)));
        }
        else
        {
            final int freshCount = Pages.freshCount(descriptor);
            units = freshCount * (blockLength >>> 3);
            Pages.freshCount(descriptor, freshCount + 1);
        }
        Pages.usedCount(descriptor, Pages.usedCount(descriptor) + 1);
        blockCount[classIndex]++;
        if (isFull(descriptor, blockLength))
        {
            unlink(classIndex, descriptor);
        }
        return ((long)page << Pages.PAGE_UNIT_SHIFT) + units;
    }

    /** Gives a block back and returns its length. */
    int free(final long ref, final long descriptor)
    {
        final int page = (int)(ref >>> Pages.PAGE_UNIT_SHIFT);
        final int units = (int)ref & Pages.PAGE_UNIT_MASK;
        final int blockLength = Pages.blockLength(descriptor);
        final int classIndex = Pages.kind(descriptor) - Pages.KIND_SLAB;
        assert classIndex >= 0 && 0 == units % (blockLength >>> 3) : "not a block: ref=" + ref;
        final boolean wasFull = isFull(descriptor, blockLength);
        OffHeap.putInt(arena.writable(ref, 0, 4), Pages.freeHead(descriptor));
        Pages.freeHead(descriptor, units + 1);
        final int usedCount = Pages.usedCount(descriptor) - 1;
        assert usedCount >= 0 : "freed twice: ref=" + ref;
        Pages.usedCount(descriptor, usedCount);
        blockCount[classIndex]--;
        if (wasFull)
        {
            link(classIndex, page, descriptor);
        }
        if (0 == usedCount && (headPage[classIndex] != page || 0 != Pages.next(descriptor)))
        {
            unlink(classIndex, descriptor);
            pageCount[classIndex]--;
            chunks.freePages(page, 1);
        }
        return blockLength;
    }

    /**
     * @return whether a block lies in a page so empty that the page is worth emptying: not the one from which the next
     *     block of its class is taken.
     */
    boolean isInSparsePage(final long ref)
    {
        final int page = (int)(ref >>> Pages.PAGE_UNIT_SHIFT);
        final long descriptor = chunks.descriptor(page);
        final int classIndex = Pages.kind(descriptor) - Pages.KIND_SLAB;
        if (classIndex < 0 || page == headPage[classIndex])
        {
            return false;
        }
        final int usedBytes = Pages.usedCount(descriptor) * Pages.blockLength(descriptor);
        return usedBytes <= SPARSE_BYTES && 0 != headPage[classIndex];
    }

    /** Returns the pages kept although nothing in them is used. */
    void trim()
    {
        for (int classIndex = 0; classIndex < SizeClasses.COUNT; classIndex++)
        {
            final int page = headPage[classIndex];
            if (0 != page && 0 == Pages.usedCount(chunks.descriptor(page)))
            {
                unlink(classIndex, chunks.descriptor(page));
                pageCount[classIndex]--;
                chunks.freePages(page, 1);
            }
        }
    }

    long blockCount(final int classIndex)
    {
        return blockCount[classIndex];
    }

    int pageCount(final int classIndex)
    {
        return pageCount[classIndex];
    }

    private static boolean isFull(final long descriptor, final int blockLength)
    {
        return 0 == Pages.freeHead(descriptor) &&
            (Pages.freshCount(descriptor) + 1) * blockLength > Pages.PAGE_LENGTH;
    }

    private int addPage(final int classIndex)
    {
        final int page = chunks.allocatePages(1);
        final long descriptor = chunks.descriptor(page);
        Pages.kind(descriptor, Pages.KIND_SLAB + classIndex);
        Pages.freeHead(descriptor, 0);
        Pages.usedCount(descriptor, 0);
        Pages.freshCount(descriptor, 0);
        Pages.blockLength(descriptor, SizeClasses.length(classIndex));
        pageCount[classIndex]++;
        link(classIndex, page, descriptor);
        return page;
    }

    /** Appends a page that has room again, so that it has time to become empty while earlier ones are filled. */
    private void link(final int classIndex, final int page, final long descriptor)
    {
        final int tail = tailPage[classIndex];
        Pages.previous(descriptor, tail);
        Pages.next(descriptor, 0);
        if (0 == tail)
        {
            headPage[classIndex] = page;
        }
        else
        {
            Pages.next(chunks.descriptor(tail), page);
        }
        tailPage[classIndex] = page;
    }

    private void unlink(final int classIndex, final long descriptor)
    {
        final int previous = Pages.previous(descriptor);
        final int next = Pages.next(descriptor);
        if (0 == previous)
        {
            headPage[classIndex] = next;
        }
        else
        {
            Pages.next(chunks.descriptor(previous), next);
        }
        if (0 == next)
        {
            tailPage[classIndex] = previous;
        }
        else
        {
            Pages.previous(chunks.descriptor(next), previous);
        }
    }
}
