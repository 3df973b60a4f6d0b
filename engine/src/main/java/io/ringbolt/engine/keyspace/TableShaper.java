package io.ringbolt.engine.keyspace;

import java.util.Arrays;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * Gives a table's segments the size that their keys need: grows, splits, shrinks and merges them, one at a time.
 */
final class TableShaper
{
    private static final int MIN_LINES = 2;
    private static final int FINE_LINES = 32;
    private static final int LINES_STEP = 4;
    private static final int MAX_LOAD_PERCENT = 93;
    private static final int REBUILD_LOAD_PERCENT = 80;
    private static final int MERGE_COUNT = 120;
    private static final int MERGED_COUNT = 200;
    private static final int MERGE_CHECK_MASK = 15;
    private static final int MERGE_TRIES = 3;
    private static final int NO_FIT = 0;
    /**
     * Keys that a segment made in advance gets on average, at most: two deviations below what the largest one takes.
     */
    private static final int PRESIZED_COUNT = 540;
    private static final int MAX_PRESIZED_DEPTH = 22;
    private static final int DEPTH_COUNT = Directory.MAX_DEPTH + 1;

    private static final int COMPACTED_COUNT = 8;

    private final KeyTable table;
    private final Arena arena;
    private final Directory directory;
    private final TimerIndex timers;
    private final GatheredKeys keys;
    private final int[] segmentsByDepth = new int[DEPTH_COUNT];
    private long builtRef;
    private long compactedHash;
    private long segmentBytes;
    private long segmentCount;

    TableShaper(final KeyTable table, final GatheredKeys keys)
    {
        this.table = table;
        this.keys = keys;
        arena = table.arena;
        directory = table.directory;
        timers = table.timers;
    }

    static int maxCount(final int lines)
    {
        return (lines - 1) * Segment.SLOTS_PER_BUCKET * MAX_LOAD_PERCENT / 100;
    }

    static int linesFor(final int count)
    {
        int lines = MIN_LINES;
        while (lines < Segment.MAX_LINES && maxCount(lines) < count)
        {
            lines = nextLines(lines);
        }
        return lines;
    }

    private static int nextLines(final int lines)
    {
        return lines < FINE_LINES ? lines << 1 : lines + LINES_STEP;
    }

    long segmentBytes()
    {
        return segmentBytes;
    }

    long segmentCount()
    {
        return segmentCount;
    }

    /** Most hash bits by which segments are told apart. */
    int maxDepth()
    {
        int depth = DEPTH_COUNT - 1;
        while (depth > 0 && 0 == segmentsByDepth[depth])
        {
            depth--;
        }
        return depth;
    }

    void start()
    {
        final long ref = Segment.allocate(arena, MIN_LINES, 0);
        directory.put(0, ref, 0, MIN_LINES);
        account(0, MIN_LINES, 1);
    }

    /** Makes segments for so many keys in an empty table, of the size that most of them will need. */
    void start(final long keyCount)
    {
        int depth = 0;
        while (depth < MAX_PRESIZED_DEPTH && keyCount >>> depth > PRESIZED_COUNT)
        {
            depth++;
        }
        final double mean = (double)keyCount / (1L << depth);
        final int lines = linesFor((int)(mean + Math.sqrt(mean)));
        directory.put(0, Arena.NULL_REF, 0, 0);
        for (long i = 0; i < 1L << depth; i++)
        {
            final long prefix = 0 == depth ? 0 : i << 64 - depth;
            directory.deepen(prefix, depth);
            directory.put(prefix, Segment.allocate(arena, lines, prefix), depth, lines);
            account(depth, lines, 1);
        }
    }

    /** Makes room in the segment of a hash: by a larger size, by rebuilding what is in disorder, or by a split. */
    void grow(final long hash, final long word, final boolean mayRebuild)
    {
        final int lines = Directory.lines(word);
        final int count = Segment.count(arena.address(Directory.segmentRef(word)));
        keys.gather(table, word, 0);
        final int slotCount = (lines - 1) * Segment.SLOTS_PER_BUCKET;
        final boolean disordered = mayRebuild && count * 100 < slotCount * REBUILD_LOAD_PERCENT && lines >= FINE_LINES;
        int target = disordered ? lines : nextLines(lines);
        while (target <= Segment.MAX_LINES && !resize(hash, word, target))
        {
            target = nextLines(target);
        }
        if (target > Segment.MAX_LINES)
        {
            split(hash, word);
        }
        compact();
    }

    /**
     * Looks at the next few segments, in the order of their hashes, and moves those that keep a page which has little
     * else. Segments leave their pages in no order when they grow, and pages of half a dozen sizes would remain half
     * empty.
     */
    private void compact()
    {
        for (int i = 0; i < COMPACTED_COUNT; i++)
        {
            final long word = directory.find(compactedHash);
            if (arena.isWorthMoving(Directory.segmentRef(word)))
            {
                move(compactedHash, word);
            }
            final int depth = Directory.depth(word);
            compactedHash = 0 == depth ? 0 : (compactedHash >>> 64 - depth) + 1 << 64 - depth;
        }
    }

    private void move(final long hash, final long word)
    {
        final long oldRef = Directory.segmentRef(word);
        final int length = Directory.lines(word) * Segment.BUCKET_LENGTH;
        final long ref = arena.allocate(length);
        arena.copyIn(ref, 0, arena.address(oldRef), length);
        directory.put(hash, ref, Directory.depth(word), Directory.lines(word));
        timers.moved(ref);
        arena.free(oldRef);
        table.slotsMoved();
    }

    /** Looks whether a segment that has lost a key should be smaller. */
    void removed(final long hash, final int count)
    {
        if (0 == table.size())
        {
            return;
        }
        final long word = directory.find(hash);
        final int lines = Directory.lines(word);
        if (lines > MIN_LINES && count * 2 < (lines - 1) * Segment.SLOTS_PER_BUCKET)
        {
            if (count > MERGE_COUNT && 0 != (count & MERGE_CHECK_MASK))
            {
                return;     // what did not fit a smaller size a moment ago hardly does so one key later
            }
            final int target = linesFor(count + (count >> 2) + 1);
            if (target < lines)
            {
                keys.gather(table, word, 0);
                resize(hash, word, target);
            }
        }
        else if (count < MERGE_COUNT && 0 == (count & MERGE_CHECK_MASK))
        {
            merge(hash, word);
        }
    }

    /** Builds a segment of the gathered keys from {@code from} to {@code to}; null if they do not fit. */
    private long build(final long prefix, final int depth, final int lines, final int from, final int to)
    {
        final long ref = Segment.allocate(arena, lines, prefix);
        keys.orderByHome(depth, lines - 1, from, to);
        for (int k = 0; k < to - from; k++)
        {
            final int i = keys.order[k];
            final int slot = Segment.place(arena, ref, depth, lines - 1, keys.hashes[i], keys.refs[i]);
            if (slot < 0)
            {
                arena.free(ref);
                return Arena.NULL_REF;
            }
            keys.slots[i] = slot;
        }
        arena.putInt(ref, Segment.COUNT_OFFSET, to - from);
        return ref;
    }

    private boolean resize(final long hash, final long word, final int lines)
    {
        final int depth = Directory.depth(word);
        final long oldRef = Directory.segmentRef(word);
        final long ref = build(prefix(hash, depth), depth, lines, 0, keys.count);
        if (Arena.NULL_REF == ref)
        {
            return false;
        }
        directory.put(hash, ref, depth, lines);
        final long old = arena.address(oldRef);
        final long list = OffHeap.getLong(old + Segment.TIMERS_OFFSET);
        if (Arena.NULL_REF != list)
        {
            for (int i = 0; i < keys.count; i++)
            {
                final long timerWord = keys.timerWords[i];
                if (timerWord >= 0)
                {
                    arena.putLong(list, (timerWord & EntryBlock.TIMER_INDEX_MASK) << 3,
                        timerWord & ~EntryBlock.TIMER_INDEX_MASK | keys.slots[i]);
                }
            }
            arena.putLong(ref, Segment.TIMERS_OFFSET, list);
            arena.putInt(ref, Segment.TIMER_COUNT_OFFSET, OffHeap.getInt(old + Segment.TIMER_COUNT_OFFSET));
            arena.putInt(ref, Segment.TIMER_CAPACITY_OFFSET, OffHeap.getInt(old + Segment.TIMER_CAPACITY_OFFSET));
            arena.putInt(ref, Segment.HEAP_INDEX_OFFSET, OffHeap.getInt(old + Segment.HEAP_INDEX_OFFSET));
            timers.moved(ref);
        }
        arena.free(oldRef);
        account(depth, Directory.lines(word), -1);
        account(depth, lines, 1);
        table.slotsMoved();
        return true;
    }

    private void split(final long hash, final long word)
    {
        final int depth = Directory.depth(word);
        directory.deepen(hash, depth + 1);
        final long bit = Long.MIN_VALUE >>> depth;
        final int middle = keys.partition(bit);
        release(word);
        buildAndPut(prefix(hash, depth), depth + 1, 0, middle);
        buildAndPut(prefix(hash, depth) | bit, depth + 1, middle, keys.count);
        table.slotsMoved();
    }

    private void buildAndPut(final long prefix, final int depth, final int from, final int to)
    {
        final int lines = buildSmallest(prefix, depth, from, to, Segment.MAX_LINES);
        if (NO_FIT == lines)
        {
            throw new IllegalStateException("half a segment does not fit a whole one: count=" + (to - from));
        }
        put(prefix, depth, lines, from, to);
    }

    /** Builds the smallest segment that takes the keys. @return its lines, or {@link #NO_FIT} if no size tried does. */
    private int buildSmallest(final long prefix, final int depth, final int from, final int to, final int maxTries)
    {
        int lines = linesFor(to - from);
        for (int i = 0; i < maxTries && lines <= Segment.MAX_LINES; i++, lines = nextLines(lines))
        {
            builtRef = build(prefix, depth, lines, from, to);
            if (Arena.NULL_REF != builtRef)
            {
                return lines;
            }
        }
        return NO_FIT;
    }

    /** Puts the segment that was built last in place of the one that has been released. */
    private void put(final long prefix, final int depth, final int lines, final int from, final int to)
    {
        directory.put(prefix, builtRef, depth, lines);
        account(depth, lines, 1);
        rebuildTimers(builtRef, from, to);
    }

    private void rebuildTimers(final long segmentRef, final int from, final int to)
    {
        int count = 0;
        for (int i = from; i < to; i++)
        {
            count += keys.timerWords[i] >= 0 ? 1 : 0;
        }
        if (0 == count)
        {
            return;
        }
        final long list = timers.newList(segmentRef, count);
        int place = 0;
        for (int i = from; i < to; i++)
        {
            final long timerWord = keys.timerWords[i];
            if (timerWord >= 0)
            {
                final long ms = timerWord & ~EntryBlock.TIMER_INDEX_MASK;
                arena.putLong(list, (long)place << 3, ms | keys.slots[i]);
                if ((ms | place) != timerWord)
                {
                    final long ref = keys.refs[i];
                    arena.putLong(ref, EntryBlock.expiryOffset(arena.address(ref)), ms | place);
                }
                place++;
            }
        }
        timers.attach(segmentRef);
    }

    /**
     * Makes one segment of two that have few keys. Keys that were removed in the order of their hashes, as by a SCAN,
     * leave the others in so narrow a part of the range that they may not fit; then both stay, until there are fewer.
     */
    private void merge(final long hash, final long word)
    {
        final int depth = Directory.depth(word);
        if (0 == depth || !directory.mayMerge(hash, depth))
        {
            return;
        }
        final long buddyHash = hash ^ Long.MIN_VALUE >>> depth - 1;
        final long buddy = directory.find(buddyHash);
        if (Directory.depth(buddy) != depth ||
            Segment.count(arena.address(Directory.segmentRef(word))) +
            Segment.count(arena.address(Directory.segmentRef(buddy))) > MERGED_COUNT)
        {
            return;
        }
        keys.gather(table, word, 0);
        keys.gather(table, buddy, keys.count);
        final int lines = buildSmallest(prefix(hash, depth - 1), depth - 1, 0, keys.count, MERGE_TRIES);
        if (NO_FIT != lines)
        {
            release(word);
            release(buddy);
            put(prefix(hash, depth - 1), depth - 1, lines, 0, keys.count);
            table.slotsMoved();
        }
    }

    private void release(final long word)
    {
        timers.detach(Directory.segmentRef(word));
        arena.free(Directory.segmentRef(word));
        account(Directory.depth(word), Directory.lines(word), -1);
    }

    private void account(final int depth, final int lines, final int sign)
    {
        segmentsByDepth[depth] += sign;
        segmentCount += sign;
        segmentBytes += (long)sign * lines * Segment.BUCKET_LENGTH;
    }

    private static long prefix(final long hash, final int depth)
    {
        return 0 == depth ? 0 : hash & -1L << 64 - depth;
    }

    void detach()
    {
        Arrays.fill(segmentsByDepth, 0);
        segmentBytes = 0;
        segmentCount = 0;
    }
}
