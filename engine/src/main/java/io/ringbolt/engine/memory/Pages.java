package io.ringbolt.engine.memory;

/**
 * The descriptor of one page of 64 KiB: who uses it and what is still free in it. It lives outside the page.
 * <pre>
 *   0       4            8             12            16         20     24      28
 *  +-------+------------+-------------+-------------+----------+------+-------+--------------+
 *  | kind  | free head  | used count  | fresh count | previous | next | epoch | block length |
 *  +-------+------------+-------------+-------------+----------+------+-------+--------------+
 * </pre>
 * <ul>
 * <li>kind: 0 free, 1 head of a run, 2 inside a run, 3 + size class for a slab.</li>
 * <li>free head: block given back last, as 8-byte units from the start of the page, plus 1; 0 is none. Each free block
 *     holds the next one's in its first four bytes.</li>
 * <li>used count: blocks in use in a slab; pages of a run in its head.</li>
 * <li>fresh count: blocks ever handed out; what lies behind them has not been touched.</li>
 * <li>previous, next: neighbours in the size class's list of slabs with room, as page numbers; 0 is none.</li>
 * <li>epoch: see {@link ViewPages}; while free, when it was freed; while used, the newest view that needs nothing
 *     of it.</li>
 * </ul>
 */
final class Pages
{
    static final int PAGE_SHIFT = 16;
    static final int PAGE_LENGTH = 1 << PAGE_SHIFT;
    static final int PAGE_UNIT_SHIFT = PAGE_SHIFT - 3;
    static final int PAGE_UNIT_MASK = (1 << PAGE_UNIT_SHIFT) - 1;

    static final int KIND_FREE = 0;
    static final int KIND_RUN = 1;
    static final int KIND_INSIDE_RUN = 2;
    static final int KIND_SLAB = 3;

    static final int KIND_OFFSET = 0;
    static final int FREE_HEAD_OFFSET = KIND_OFFSET + 4;
    static final int USED_COUNT_OFFSET = FREE_HEAD_OFFSET + 4;
    static final int FRESH_COUNT_OFFSET = USED_COUNT_OFFSET + 4;
    static final int PREVIOUS_OFFSET = FRESH_COUNT_OFFSET + 4;
    static final int NEXT_OFFSET = PREVIOUS_OFFSET + 4;
    static final int EPOCH_OFFSET = NEXT_OFFSET + 4;
    static final int BLOCK_LENGTH_OFFSET = EPOCH_OFFSET + 4;
    static final int DESCRIPTOR_SHIFT = 5;
    static final int DESCRIPTOR_LENGTH = 1 << DESCRIPTOR_SHIFT;

    private Pages()
    {
    }

    static int kind(final long descriptor)
    {
        return OffHeap.getInt(descriptor + KIND_OFFSET);
    }

    static void kind(final long descriptor, final int kind)
    {
        OffHeap.putInt(descriptor + KIND_OFFSET, kind);
    }

    static int freeHead(final long descriptor)
    {
        return OffHeap.getInt(descriptor + FREE_HEAD_OFFSET);
    }

    static void freeHead(final long descriptor, final int unitsPlusOne)
    {
        OffHeap.putInt(descriptor + FREE_HEAD_OFFSET, unitsPlusOne);
    }

    static int usedCount(final long descriptor)
    {
        return OffHeap.getInt(descriptor + USED_COUNT_OFFSET);
    }

    static void usedCount(final long descriptor, final int count)
    {
        OffHeap.putInt(descriptor + USED_COUNT_OFFSET, count);
    }

    static int freshCount(final long descriptor)
    {
        return OffHeap.getInt(descriptor + FRESH_COUNT_OFFSET);
    }

    static void freshCount(final long descriptor, final int count)
    {
        OffHeap.putInt(descriptor + FRESH_COUNT_OFFSET, count);
    }

    static int previous(final long descriptor)
    {
        return OffHeap.getInt(descriptor + PREVIOUS_OFFSET);
    }

    static void previous(final long descriptor, final int page)
    {
        OffHeap.putInt(descriptor + PREVIOUS_OFFSET, page);
    }

    static int next(final long descriptor)
    {
        return OffHeap.getInt(descriptor + NEXT_OFFSET);
    }

    static void next(final long descriptor, final int page)
    {
        OffHeap.putInt(descriptor + NEXT_OFFSET, page);
    }

    static int epoch(final long descriptor)
    {
        return OffHeap.getInt(descriptor + EPOCH_OFFSET);
    }

    static void epoch(final long descriptor, final int epoch)
    {
        OffHeap.putInt(descriptor + EPOCH_OFFSET, epoch);
    }

    static int blockLength(final long descriptor)
    {
        return OffHeap.getInt(descriptor + BLOCK_LENGTH_OFFSET);
    }

    static void blockLength(final long descriptor, final int length)
    {
        OffHeap.putInt(descriptor + BLOCK_LENGTH_OFFSET, length);
    }
}
