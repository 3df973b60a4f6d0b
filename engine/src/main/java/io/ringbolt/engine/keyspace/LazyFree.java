package io.ringbolt.engine.keyspace;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * What is no longer reachable by any key and waits to be freed, a bounded step at a time: collections and the whole
 * tables of flushed databases. Its bytes count as live until they are freed.
 * <pre>
 *   node 0 next node 8 kind: type + 16 * encoding + ASKED_FOR, or TABLE 16 root word of the value, or the table's root
 *          24 table: bits of the root 32 root index 40 leaf index 48 slot index
 * </pre>
 */
final class LazyFree
{
    private static final int NEXT_OFFSET = 0;
    private static final int KIND_OFFSET = NEXT_OFFSET + 8;
    private static final int ROOT_OFFSET = KIND_OFFSET + 8;
    private static final int ROOT_BITS_OFFSET = ROOT_OFFSET + 8;
    private static final int ROOT_INDEX_OFFSET = ROOT_BITS_OFFSET + 8;
    private static final int LEAF_INDEX_OFFSET = ROOT_INDEX_OFFSET + 8;
    private static final int SLOT_OFFSET = LEAF_INDEX_OFFSET + 8;
    private static final int NODE_LENGTH = SLOT_OFFSET + 8;
    private static final long TABLE = -1;
    /** In the kind: somebody asked for it to be freed later, so it counts when it is. */
    private static final long ASKED_FOR = 1L << 32;
    private static final int STEP_BUDGET = 64;
    /**
     * What a collection counts for in a flushed table: the first step of its own may free {@link #STEP_BUDGET} blocks.
     */
    private static final int COLLECTION_COST = 16;

    private final Arena arena;
    private final ValueReleaser releaser;
    private long headRef;
    private long pendingCount;
    private long freedCount;

    LazyFree(final Arena arena, final ValueReleaser releaser)
    {
        this.arena = arena;
        this.releaser = releaser;
    }

    /** Values and keys of detached tables that wait, where known: what INFO calls lazyfree_pending_objects. */
    long pendingCount()
    {
        return pendingCount;
    }

    /** Values and keys freed so far: what INFO calls lazyfreed_objects. */
    long freedCount()
    {
        return freedCount;
    }

    /** Begins {@link #freedCount()} anew. */
    void resetFreedCount()
    {
        freedCount = 0;
    }

    /**
     * Frees a collection now if that takes few steps; otherwise the rest waits. @param lazy whether that is
     * to be counted.
     */
    void release(final int type, final int encoding, final long root, final boolean lazy)
    {
        final long rest = releaser.release(arena, type, encoding, root, STEP_BUDGET);
        if (ValueReleaser.DONE != rest)
        {
            push(type + ((long)encoding << EntryBlock.ENCODING_SHIFT) + (lazy ? ASKED_FOR : 0), rest);
            pendingCount++;
        }
    }

    /** Takes over a table with all its keys in O(1). */
    void releaseTable(final long rootRef, final int rootBits, final long keyCount)
    {
        push(TABLE, rootRef);
        arena.putLong(headRef, ROOT_BITS_OFFSET, rootBits);
        pendingCount += keyCount;
    }

    private void push(final long kind, final long root)
    {
        final long node = arena.allocate(NODE_LENGTH);
        arena.fill(node, 0, NODE_LENGTH, (byte)0);
        arena.putLong(node, NEXT_OFFSET, headRef);
        arena.putLong(node, KIND_OFFSET, kind);
        arena.putLong(node, ROOT_OFFSET, root);
        headRef = node;
    }

    /**
     * Frees about {@code budget} blocks.
     *
     * @return steps done; 0 when nothing waits.
     */
    int doWork(final int budget)
    {
        int done = 0;
        while (done < budget && Arena.NULL_REF != headRef)
        {
            final long node = headRef;
            final long kind = OffHeap.getLong(arena.address(node) + KIND_OFFSET);
            done += TABLE == kind ? tableStep(node, budget - done) : valueStep(node, kind);
        }
        return done;
    }

    private int valueStep(final long node, final long kind)
    {
        final long root = OffHeap.getLong(arena.address(node) + ROOT_OFFSET);
        final int type = (int)kind & EntryBlock.TYPE_MASK;
        final int encoding = (int)kind >>> EntryBlock.ENCODING_SHIFT;
        final long rest = releaser.release(arena, type, encoding, root, STEP_BUDGET);
        if (ValueReleaser.DONE == rest)
        {
            unlink(node);
            pendingCount--;
            freedCount += 0 == (kind & ASKED_FOR) ? 0 : 1;
        }
        else
        {
            arena.putLong(node, ROOT_OFFSET, rest);
        }
        return STEP_BUDGET;
    }

    private void unlink(final long node)
    {
        assert node == headRef : "only the first is worked on: node=" + node;
        headRef = OffHeap.getLong(arena.address(node) + NEXT_OFFSET);
        arena.free(node);
    }

    /** Frees keys of the current segment, then segment, leaf and root as they are done with. */
    private int tableStep(final long node, final int budget)
    {
        final long address = arena.address(node);
        final long rootRef = OffHeap.getLong(address + ROOT_OFFSET);
        final int rootBits = (int)OffHeap.getLong(address + ROOT_BITS_OFFSET);
        final long rootIndex = OffHeap.getLong(address + ROOT_INDEX_OFFSET);
        if (rootIndex >> rootBits != 0)
        {
            arena.free(rootRef);
            unlink(node);
            return 1;
        }
        final long rootWord = OffHeap.getLong(arena.address(rootRef) + (rootIndex << 3));
        final long leafRef = Directory.leafRef(rootWord);
        final int leafBits = Directory.leafBits(rootWord);
        final long leafIndex = OffHeap.getLong(address + LEAF_INDEX_OFFSET);
        if (leafIndex >> leafBits != 0)
        {
            arena.free(leafRef);
            arena.putLong(node, LEAF_INDEX_OFFSET, 0);
            arena.putLong(node, ROOT_INDEX_OFFSET, rootIndex + (1L << rootBits - Directory.leafDepth(rootWord)));
            return 1;
        }
        final long word = OffHeap.getLong(arena.address(leafRef) + (leafIndex << 3));
        final int spare = Directory.leafDepth(rootWord) + leafBits - Directory.depth(word);
        return segmentStep(node, word, leafIndex + (1L << spare), budget);
    }

    private int segmentStep(final long node, final long word, final long nextLeafIndex, final int budget)
    {
        final long segmentRef = Directory.segmentRef(word);
        final long segment = arena.address(segmentRef);
        final int slotCount = (Directory.lines(word) - 1) * Segment.SLOTS_PER_BUCKET;
        int slot = (int)OffHeap.getLong(arena.address(node) + SLOT_OFFSET);
        int done = 0;
        int keys = 0;
        while (slot < slotCount && done < budget)
        {
            final long bucket = Segment.bucketAddress(segment, slot / Segment.SLOTS_PER_BUCKET);
            if (0 != Segment.fingerprintAt(bucket, slot % Segment.SLOTS_PER_BUCKET))
            {
                done += freeEntry(Segment.refAt(bucket, slot % Segment.SLOTS_PER_BUCKET));
                keys++;
            }
            slot++;
        }
        pendingCount -= keys;
        freedCount += keys;
        arena.putLong(node, SLOT_OFFSET, slot);
        if (slot == slotCount)
        {
            arena.free(OffHeap.getLong(segment + Segment.TIMERS_OFFSET));
            arena.free(segmentRef);
            arena.putLong(node, SLOT_OFFSET, 0);
            arena.putLong(node, LEAF_INDEX_OFFSET, nextLeafIndex);
        }
        return done + 1;
    }

    /** @return what that counts for in the budget. */
    private int freeEntry(final long ref)
    {
        int cost = 1;
        final long address = arena.address(ref);
        final int flags = OffHeap.getByte(address + EntryBlock.FLAGS_OFFSET);
        final int form = EntryBlock.form(flags);
        if (EntryBlock.EXTERNAL == form || EntryBlock.ROOT == form)
        {
            final long value = address + EntryBlock.expiryOffset(address) +
                (0 == (flags & EntryBlock.HAS_EXPIRY) ? 0 : EntryBlock.EXPIRY_LENGTH);
            if (EntryBlock.EXTERNAL == form)
            {
                arena.free(EntryBlock.getRef(value));
            }
            else
            {
                final int head = OffHeap.getInt(address + EntryBlock.HEAD_OFFSET);
                release(head & EntryBlock.TYPE_MASK, head >>> EntryBlock.ENCODING_SHIFT & EntryBlock.TYPE_MASK,
                    OffHeap.getLong(value), false);
                cost = COLLECTION_COST;
            }
        }
        arena.free(ref);
        return cost;
    }
}
