package io.ringbolt.engine.stream;

import io.ringbolt.engine.index.RefTreeCursor;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * What can be done with a stream: a tree of nodes, each a listpack of entries in order of their ids. Knows the
 * thresholds.
 * <pre>
 *   0       8          24         40                56              64     72     80       88
 *  +-------+----------+----------+-----------------+---------------+------+------+--------+-----------+
 *  | count | last id  | first id | largest deleted | entries added | tree | tail | groups | producers |
 *  +-------+----------+----------+-----------------+---------------+------+------+--------+-----------+
 * </pre>
 */
public final class Streams
{
    public static final int DEFAULT_NODE_MAX_BYTES = 4096;
    public static final int DEFAULT_NODE_MAX_ENTRIES = 100;

    static final int LAST_OFFSET = 8;
    static final int FIRST_OFFSET = 24;
    static final int LARGEST_DELETED_OFFSET = 40;
    static final int ADDED_OFFSET = 56;
    static final int TREE_OFFSET = 64;
    static final int TAIL_OFFSET = 72;
    static final int GROUPS_OFFSET = 80;
    static final int PRODUCERS_OFFSET = 88;
    static final int HEADER_LENGTH = 96;
    private static final int NODE_LENGTH_LIMIT = 1 << 30;

    final Arena arena;
    final StreamTree trees;
    final StreamNode nodes;
    final ConsumerGroups groups;
    final Producers producers;

    private final StreamTrims trims;
    private final StreamStorage storage;
    private final RefTreeCursor cursor;
    private final StreamId edge = new StreamId();
    private long located;
    private long nodeMaxBytes = DEFAULT_NODE_MAX_BYTES;
    private long nodeMaxEntries = DEFAULT_NODE_MAX_ENTRIES;

    public Streams(final Arena arena)
    {
        this.arena = arena;
        this.trees = new StreamTree(arena);
        this.nodes = new StreamNode(arena);
        this.groups = new ConsumerGroups(arena);
        this.producers = new Producers(arena);
        this.cursor = new RefTreeCursor(trees);
        this.trims = new StreamTrims(this);
        this.storage = new StreamStorage(this);
    }

    /** Takes over new limits of a node; 0 means none. */
    public void limits(final long maxBytes, final long maxEntries)
    {
        nodeMaxBytes = maxBytes == 0 ? NODE_LENGTH_LIMIT : Math.min(maxBytes, NODE_LENGTH_LIMIT);
        nodeMaxEntries = maxEntries;
    }

    public long nodeMaxEntries()
    {
        return nodeMaxEntries;
    }

    /** @return what removes the oldest entries. */
    public StreamTrims trims()
    {
        return trims;
    }

    /** @return what copies, measures and frees whole streams. */
    public StreamStorage storage()
    {
        return storage;
    }

    /** Makes {@code out} an empty stream. */
    public void create(final ValueRef out)
    {
        final long tree = trees.create();
        final long stream = arena.allocate(HEADER_LENGTH);
        arena.fill(stream, 0, HEADER_LENGTH, (byte)0);
        arena.putLong(stream, TREE_OFFSET, tree);
        out.set(Encoding.STREAM, stream);
    }

    public long count(final ValueRef stream)
    {
        return OffHeap.getLong(arena.address(stream.root()));
    }

    public void lastId(final ValueRef stream, final StreamId out)
    {
        readId(stream.root(), LAST_OFFSET, out);
    }

    public void firstId(final ValueRef stream, final StreamId out)
    {
        readId(stream.root(), FIRST_OFFSET, out);
    }

    public void largestDeletedId(final ValueRef stream, final StreamId out)
    {
        readId(stream.root(), LARGEST_DELETED_OFFSET, out);
    }

    /** Entries added in the stream's life. */
    public long addedCount(final ValueRef stream)
    {
        return OffHeap.getLong(arena.address(stream.root()) + ADDED_OFFSET);
    }

    /** Sets the last id, above which the next entry's must be. */
    void lastIdIs(final ValueRef stream, final StreamId id)
    {
        writeId(stream.root(), LAST_OFFSET, id);
    }

    void largestDeletedIdIs(final ValueRef stream, final StreamId id)
    {
        writeId(stream.root(), LARGEST_DELETED_OFFSET, id);
    }

    void addedCountIs(final ValueRef stream, final long count)
    {
        arena.putLong(stream.root(), ADDED_OFFSET, count);
    }

    /** The tree of the consumer groups, or {@link Arena#NULL_REF} if there has never been one. */
    long groupTree(final ValueRef stream)
    {
        return OffHeap.getLong(arena.address(stream.root()) + GROUPS_OFFSET);
    }

    long groupCount(final ValueRef stream)
    {
        final long tree = groupTree(stream);
        return tree == Arena.NULL_REF ? 0 : groups.groups.size(tree);
    }

    /** The tree of the consumer groups, which is made if there is none. */
    long groupTreeForUpdate(final ValueRef stream)
    {
        if (groupTree(stream) == Arena.NULL_REF)
        {
            arena.putLong(stream.root(), GROUPS_OFFSET, groups.groups.create());
        }
        return groupTree(stream);
    }

    /** What the stream remembers of its producers, or {@link Arena#NULL_REF}. */
    long producers(final ValueRef stream)
    {
        return OffHeap.getLong(arena.address(stream.root()) + PRODUCERS_OFFSET);
    }

    void producersAre(final ValueRef stream, final long block)
    {
        arena.putLong(stream.root(), PRODUCERS_OFFSET, block);
    }

    /** Number of nodes, each a listpack. */
    long nodeCount(final ValueRef stream)
    {
        return trees.size(tree(stream.root()));
    }

    /** Says whether there is an entry of that id. */
    boolean exists(final ValueRef stream, final StreamId id)
    {
        return locate(stream, id) != ListPack.NONE;
    }

    /** The id of the last entry that has not been deleted; 0-0 if there is none. */
    void lastEntryId(final ValueRef stream, final StreamId out)
    {
        final long tree = tree(stream.root());
        final long size = trees.size(tree);
        out.set(0, 0);
        if (size == 0)
        {
            return;
        }
        final long node = cursor.wrap(tree, size - 1).block();
        final long address = arena.address(trees.pack(node));
        int offset = nodes.lastEntry(address);
        while ((nodes.flags(address, offset) & StreamNode.FLAG_DELETED) != 0)
        {
            offset = nodes.previousEntry(address, offset);
        }
        readEntryId(node, address, offset, out);
    }

    /**
     * Deletes an entry.
     *
     * @return false if there is none of that id.
     */
    boolean delete(final ValueRef stream, final StreamId id)
    {
        final int offset = locate(stream, id);
        if (offset == ListPack.NONE)
        {
            return false;
        }
        deleteAt(stream, located, offset);
        largestDeletedId(stream, edge);
        if (id.compareTo(edge) > 0)
        {
            largestDeletedIdIs(stream, id);
        }
        firstId(stream, edge);
        if (edge.compareTo(id) == 0 || count(stream) == 0)
        {
            updateFirst(stream);
        }
        return true;
    }

    /** Deletes an entry as trimming does: it is no gap that readers could have missed. */
    void trimOut(final ValueRef stream, final StreamId id)
    {
        final int offset = locate(stream, id);
        deleteAt(stream, located, offset);
    }

    /** Looks up which entry is the first after some have been trimmed. */
    void updateFirst(final ValueRef stream)
    {
        findFirst(stream, edge);
        writeId(stream.root(), FIRST_OFFSET, edge);
    }

    /**
     * Finds where in its listpack an entry begins, whose node is then in {@link #located}.
     *
     * @return {@link ListPack#NONE} if there is no entry of that id.
     */
    private int locate(final ValueRef stream, final StreamId id)
    {
        final long tree = tree(stream.root());
        if (trees.size(tree) == 0)
        {
            return ListPack.NONE;
        }
        located = cursor.wrap(tree, trees.rankOf(tree, id)).block();
        final long address = arena.address(trees.pack(located));
        for (int offset = nodes.firstEntry(address); offset != ListPack.NONE; offset = nodes.nextEntry(address, offset))
        {
            readEntryId(located, address, offset, edge);
            final int order = edge.compareTo(id);
            if (order >= 0)
            {
                return order == 0 && (nodes.flags(address, offset) & StreamNode.FLAG_DELETED) == 0 ?
                    offset : ListPack.NONE;
            }
        }
        return ListPack.NONE;
    }

    /** Marks an entry deleted, and drops its node when nothing else is in it. */
    private void deleteAt(final ValueRef stream, final long node, final int offset)
    {
        if (nodes.liveCount(trees.pack(node)) == 1)
        {
            dropNode(stream, node, 1);
            return;
        }
        trees.pack(node, nodes.delete(trees.pack(node), offset));
        uncount(stream, 1);
    }

    /**
     * Adds an entry.
     *
     * @param id above {@link #lastId}.
     */
    public void append(final ValueRef stream, final StreamId id, final FieldSource fields)
    {
        final long root = stream.root();
        long node = OffHeap.getLong(arena.address(root) + TAIL_OFFSET);
        if (node == Arena.NULL_REF || isFull(node, fields))
        {
            node = trees.createNode(id, nodes.create(fields));
            trees.insert(tree(root), node);
            arena.putLong(root, TAIL_OFFSET, node);
        }
        trees.pack(node, nodes.append(
            trees.pack(node), id.timeMs() - trees.timeMs(node), id.number() - trees.number(node), fields));

        final long count = count(stream) + 1;
        arena.putLong(root, 0, count);
        writeId(root, LAST_OFFSET, id);
        arena.putLong(root, ADDED_OFFSET, addedCount(stream) + 1);
        if (count == 1)
        {
            writeId(root, FIRST_OFFSET, id);
        }
    }

    /**
     * Takes a group out of a stream.
     *
     * @param out becomes a stream of no entries that has this group, which the caller frees.
     */
    void detachGroup(final ValueRef stream, final long group, final ValueRef out)
    {
        groups.groups.remove(groupTree(stream), group);
        create(out);
        groups.groups.insert(groupTreeForUpdate(out), group);
    }

    /**
     * Takes a consumer that has all that is pending with its group out of the group.
     *
     * @param out becomes a stream of no entries that has a group of this consumer, which the caller frees.
     */
    void detachConsumer(final long group, final long consumer, final ValueRef out)
    {
        final long other = groups.splitOff(group, consumer);
        create(out);
        groups.groups.insert(groupTreeForUpdate(out), other);
    }

    /**
     * Takes what is remembered of producers out of a stream.
     *
     * @param out becomes a stream of no entries that has it, which the caller frees.
     */
    void detachProducers(final ValueRef stream, final ValueRef out)
    {
        create(out);
        producersAre(out, producers(stream));
        producersAre(stream, Arena.NULL_REF);
    }

    long tree(final long root)
    {
        return OffHeap.getLong(arena.address(root) + TREE_OFFSET);
    }

    void readEntryId(final long node, final long address, final int offset, final StreamId out)
    {
        out.set(trees.timeMs(node) + nodes.timeDifference(address, offset),
            trees.number(node) + nodes.numberDifference(address, offset));
    }

    private boolean isFull(final long node, final FieldSource fields)
    {
        final long pack = trees.pack(node);
        long added = 0;
        for (int i = 0; i < 2 * fields.fieldCount(); i++)
        {
            added += fields.length(i);
        }
        return ListPack.length(arena.address(pack)) + added >= nodeMaxBytes ||
            nodeMaxEntries != 0 && nodes.liveCount(pack) + nodes.deletedCount(pack) >= nodeMaxEntries;
    }

    /** The node with the oldest entries. */
    long head(final long root)
    {
        return cursor.wrap(tree(root), 0).block();
    }

    /** Removes a node with all its entries. @param live those that were not deleted. */
    void dropNode(final ValueRef stream, final long node, final long live)
    {
        final long root = stream.root();
        final long tree = tree(root);
        trees.remove(tree, node);
        trees.freeNode(node);
        if (OffHeap.getLong(arena.address(root) + TAIL_OFFSET) == node)
        {
            final long size = trees.size(tree);
            arena.putLong(root, TAIL_OFFSET, size == 0 ? Arena.NULL_REF : cursor.wrap(tree, size - 1).block());
        }
        uncount(stream, live);
    }

    /** Lowers the number of entries. */
    void uncount(final ValueRef stream, final long removed)
    {
        arena.putLong(stream.root(), 0, count(stream) - removed);
    }

    private void findFirst(final ValueRef stream, final StreamId out)
    {
        out.set(0, 0);
        if (count(stream) == 0)
        {
            return;
        }
        cursor.wrap(tree(stream.root()), 0);
        for (long node = cursor.block(); node != Arena.NULL_REF; node = cursor.block())
        {
            final long address = arena.address(trees.pack(node));
            for (int offset = nodes.firstEntry(address); offset != ListPack.NONE;
                offset = nodes.nextEntry(address, offset))
            {
                if ((nodes.flags(address, offset) & StreamNode.FLAG_DELETED) == 0)
                {
                    readEntryId(node, address, offset, out);
                    return;
                }
            }
            cursor.forward();
        }
    }

    private void readId(final long root, final int offset, final StreamId out)
    {
        final long address = arena.address(root) + offset;
        out.set(OffHeap.getLong(address), OffHeap.getLong(address + Long.BYTES));
    }

    private void writeId(final long root, final int offset, final StreamId id)
    {
        final long address = arena.writable(root, offset, 2 * Long.BYTES);
        OffHeap.putLong(address, id.timeMs());
        OffHeap.putLong(address + Long.BYTES, id.number());
    }
}
