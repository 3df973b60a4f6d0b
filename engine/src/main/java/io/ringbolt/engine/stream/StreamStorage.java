package io.ringbolt.engine.stream;

import io.ringbolt.engine.index.RefTreeCursor;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * Whole streams as memory, groups and producers included: copied, measured and freed.
 */
public final class StreamStorage
{
    private final Streams streams;
    private final Arena arena;
    private final StreamTree trees;
    private final Producers producers;
    private final GroupStorage groupStorage;
    private final RefTreeCursor cursor;
    private final StreamId edge = new StreamId();

    StreamStorage(final Streams streams)
    {
        this.streams = streams;
        this.arena = streams.arena;
        this.trees = streams.trees;
        this.producers = streams.producers;
        this.groupStorage = new GroupStorage(streams.arena, streams.groups);
        this.cursor = new RefTreeCursor(trees);
    }

    /** Makes a copy that shares nothing with the stream. */
    public long copyOf(final long root)
    {
        final long tree = trees.create();
        long tail = Arena.NULL_REF;
        cursor.wrap(streams.tree(root), 0);
        for (long node = cursor.block(); node != Arena.NULL_REF; node = cursor.block())
        {
            edge.set(trees.timeMs(node), trees.number(node));
            tail = trees.createNode(edge, ListPack.copyOf(arena, arena.address(trees.pack(node))));
            trees.insert(tree, tail);
            cursor.forward();
        }
        final long copy = arena.allocate(Streams.HEADER_LENGTH);
        arena.copyIn(copy, 0, arena.address(root), Streams.HEADER_LENGTH);
        arena.putLong(copy, Streams.TREE_OFFSET, tree);
        arena.putLong(copy, Streams.TAIL_OFFSET, tail);
        final long groupTree = OffHeap.getLong(arena.address(root) + Streams.GROUPS_OFFSET);
        if (groupTree != Arena.NULL_REF)
        {
            arena.putLong(copy, Streams.GROUPS_OFFSET, groupStorage.copyOf(groupTree));
        }
        final long remembered = OffHeap.getLong(arena.address(root) + Streams.PRODUCERS_OFFSET);
        if (remembered != Arena.NULL_REF)
        {
            arena.putLong(copy, Streams.PRODUCERS_OFFSET, producers.copyOf(remembered));
        }
        return copy;
    }

    /**
     * Bytes of a stream in the arena.
     *
     * @param sampleCount nodes to look at; the others are reckoned like these.
     */
    public long bytes(final ValueRef stream, final long sampleCount)
    {
        final long root = stream.root();
        final long tree = streams.tree(root);
        final long size = trees.size(tree);
        final RefTreeCursor cursor = new RefTreeCursor(trees).wrap(tree, 0);
        long sum = 0;
        long seen = 0;
        for (; seen < Math.min(size, sampleCount); seen++)
        {
            final long node = cursor.block();
            sum += arena.usableLength(node) + arena.usableLength(trees.pack(node));
            cursor.forward();
        }
        final long groupTree = streams.groupTree(stream);
        final long others = (groupTree == Arena.NULL_REF ? 0 : groupStorage.bytes(groupTree, sampleCount)) +
            producers.bytes(streams.producers(stream));
        return arena.usableLength(root) + others + trees.bytes(tree, sampleCount) +
            (seen == size ? sum : (long)((double)sum / seen * size));
    }

    /**
     * Frees a stream in bounded steps.
     *
     * @param budget nodes to free in this call, more or less.
     * @return what is left of the budget; the stream is gone if that is above 0.
     */
    public int release(final ValueRef stream, final int budget)
    {
        final long root = stream.root();
        final long tree = streams.tree(root);
        for (int rest = releaseGroups(stream, budget); rest > 0; rest--)
        {
            if (trees.size(tree) == 0)
            {
                trees.release(tree, Integer.MAX_VALUE);
                arena.free(root);
                return rest;
            }
            final long node = streams.head(root);
            trees.remove(tree, node);
            trees.freeNode(node);
        }
        return 0;
    }

    private int releaseGroups(final ValueRef stream, final int budget)
    {
        int rest = budget;
        if (streams.groupTree(stream) != Arena.NULL_REF)
        {
            rest = groupStorage.release(streams.groupTree(stream), rest);
            if (rest > 0)
            {
                arena.putLong(stream.root(), Streams.GROUPS_OFFSET, Arena.NULL_REF);
            }
        }
        if (rest > 0 && streams.producers(stream) != Arena.NULL_REF)
        {
            rest = producers.release(streams.producers(stream), rest);
            if (rest > 0)
            {
                streams.producersAre(stream, Arena.NULL_REF);
            }
        }
        return rest;
    }
}
