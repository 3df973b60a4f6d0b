package io.ringbolt.engine.list;

import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * A list of any length: nodes linked in both directions, each a listpack of bounded size or one large element.
 * <pre>
 *   0       8            16     24     32
 *  +-------+------------+------+------+
 *  | count | node count | head | tail |     the header; its reference stays the same for the list's life
 *  +-------+------------+------+------+
 * </pre>
 */
final class QuickList
{
    /** Bytes that Redis reckons for the frame of one more element, when it asks whether a node has room. */
    static final int ELEMENT_OVERHEAD = 8;

    static final int NODE_COUNT_OFFSET = 8;
    static final int HEAD_OFFSET = 16;
    static final int TAIL_OFFSET = 24;
    private static final int HEADER_LENGTH = 32;

    private final Arena arena;
    private final ListLimits limits;
    private final ListCompression compression;
    private final UnpackedNode unpacked;
    private long foundNode;
    private int foundIndex;

    QuickList(final Arena arena, final ListLimits limits, final ListCompression compression)
    {
        this.arena = arena;
        this.limits = limits;
        this.compression = compression;
        this.unpacked = new UnpackedNode(arena, compression);
    }

    /**
     * Makes a list of a listpack, which it owns from now on.
     */
    long create(final long pack)
    {
        final long list = createEmpty();
        final int count = ListPack.count(arena.address(pack));
        if (count == 0)
        {
            arena.free(pack);
        }
        else
        {
            link(list, QuickListNode.create(arena, pack, count, 0), Arena.NULL_REF, Arena.NULL_REF);
            addCount(list, count);
        }
        return list;
    }

    long createEmpty()
    {
        final long list = arena.allocate(HEADER_LENGTH);
        OffHeap.set(arena.writable(list, 0, HEADER_LENGTH), HEADER_LENGTH, (byte)0);
        return list;
    }

    long count(final long list)
    {
        return OffHeap.getLong(arena.address(list));
    }

    long nodeCount(final long list)
    {
        return OffHeap.getLong(arena.address(list) + NODE_COUNT_OFFSET);
    }

    long head(final long list)
    {
        return OffHeap.getLong(arena.address(list) + HEAD_OFFSET);
    }

    long tail(final long list)
    {
        return OffHeap.getLong(arena.address(list) + TAIL_OFFSET);
    }

    void push(final long list, final boolean atHead, final long bytesAddress, final int bytesLength)
    {
        final long node = atHead ? head(list) : tail(list);
        if (node != Arena.NULL_REF)
        {
            insertAt(list, node, atHead ? 0 : QuickListNode.count(arena, node), bytesAddress, bytesLength);
            compression.settle(list, Arena.NULL_REF);
        }
        else
        {
            link(list, newNode(bytesAddress, bytesLength), Arena.NULL_REF, Arena.NULL_REF);
            addCount(list, 1);
        }
    }

    /** Adds an element that lies in a block of its own, which is the list's from now on. */
    void pushBlock(final long list, final boolean atHead, final long block, final int length)
    {
        final long node = QuickListNode.create(arena, block, 1, length);
        link(list, node, atHead ? Arena.NULL_REF : tail(list), atHead ? head(list) : Arena.NULL_REF);
        addCount(list, 1);
        compression.settle(list, Arena.NULL_REF);
    }

    /**
     * Finds an element and remembers its node and index in it.
     *
     * @param index from 0 to below {@link #count}.
     */
    void locate(final long list, final long index)
    {
        final long count = count(list);
        if (index <= count >> 1)
        {
            long rest = index;
            long node = head(list);
            for (int size = QuickListNode.count(arena, node); rest >= size; size = QuickListNode.count(arena, node))
            {
                rest -= size;
                node = QuickListNode.next(arena, node);
            }
            foundNode = node;
            foundIndex = (int)rest;
        }
        else
        {
            long rest = count - 1 - index;
            long node = tail(list);
            for (int size = QuickListNode.count(arena, node); rest >= size; size = QuickListNode.count(arena, node))
            {
                rest -= size;
                node = QuickListNode.previous(arena, node);
            }
            foundNode = node;
            foundIndex = QuickListNode.count(arena, node) - 1 - (int)rest;
        }
    }

    long foundNode()
    {
        return foundNode;
    }

    int foundIndex()
    {
        return foundIndex;
    }

    void read(final long node, final int index, final ListPackElement out)
    {
        final long address = arena.address(unpacked.blockOf(node));
        final int plainLength = QuickListNode.plainLength(arena, node);
        if (plainLength != 0)
        {
            out.set(address, plainLength);
        }
        else
        {
            ListPack.read(address, ListPack.seek(address, index), out);
        }
    }

    void set(final long list, final long index, final long bytesAddress, final int bytesLength)
    {
        locate(list, index);
        final long node = foundNode;
        compression.unpack(node);
        final boolean isPlain = QuickListNode.isPlain(arena, node);
        final boolean isLarge = limits.isLarge(bytesLength);
        if (isPlain && isLarge)
        {
            arena.free(QuickListNode.data(arena, node));
            QuickListNode.plain(arena, node, plainBlock(bytesAddress, bytesLength), bytesLength);
        }
        else if (!isPlain && !isLarge)
        {
            final long pack = QuickListNode.data(arena, node);
            final int offset = ListPack.seek(arena.address(pack), foundIndex);
            QuickListNode.data(arena, node, ListPack.replace(arena, pack, offset, bytesAddress, bytesLength),
                QuickListNode.count(arena, node));
        }
        else
        {
            insertAt(list, node, foundIndex, bytesAddress, bytesLength);
            removeRange(list, index + 1, 1);
        }
        settleAround(list, index);
    }

    void insert(final long list, final long index, final long bytesAddress, final int bytesLength)
    {
        if (index == count(list))
        {
            push(list, false, bytesAddress, bytesLength);
        }
        else
        {
            locate(list, index);
            insertAt(list, foundNode, foundIndex, bytesAddress, bytesLength);
            settleAround(list, index);
        }
    }

    /**
     * Removes elements, all of which exist.
     */
    void removeRange(final long list, final long index, final long count)
    {
        long rest = count;
        if (rest > 0)
        {
            locate(list, index);
        }
        long node = foundNode;
        int from = foundIndex;
        while (rest > 0)
        {
            final long next = QuickListNode.next(arena, node);
            final int size = QuickListNode.count(arena, node);
            final int removed = (int)Math.min(rest, size - from);
            removeFromNode(list, node, from, removed);
            rest -= removed;
            if (removed < size)
            {
                compression.settle(list, node);
            }
            node = next;
            from = 0;
        }
        compression.settle(list, Arena.NULL_REF);
    }

    /**
     * Packs the nodes around a changed element again: what was inserted may have gone to a neighbour of its own node.
     */
    private void settleAround(final long list, final long index)
    {
        if (compression.isUsed())
        {
            locate(list, index);
            final long node = foundNode;
            compression.settle(list, node);
            compression.settle(list, QuickListNode.previous(arena, node));
            final long next = QuickListNode.next(arena, node);
            compression.settle(list, next);
            if (next != Arena.NULL_REF)
            {
                compression.settle(list, QuickListNode.next(arena, next));
            }
        }
    }

    /**
     * Removes elements of one node, and the node with its last.
     */
    void removeFromNode(final long list, final long node, final int index, final int count)
    {
        final int left = QuickListNode.count(arena, node) - count;
        addCount(list, -count);
        if (left == 0)
        {
            unlink(list, node);
            return;
        }
        compression.unpack(node);
        final long pack = QuickListNode.data(arena, node);
        final int offset = ListPack.seek(arena.address(pack), index);
        QuickListNode.data(arena, node, ListPack.remove(arena, pack, offset, count), left);
    }

    /**
     * Removes the element at an offset of a node, which is ignored where the node is one large element.
     *
     * @return true if the node is gone with it.
     */
    boolean removeFromNodeAt(final long list, final long node, final int offset)
    {
        final int left = QuickListNode.count(arena, node) - 1;
        addCount(list, -1);
        if (left == 0)
        {
            unlink(list, node);
            return true;
        }
        compression.unpack(node);
        QuickListNode.data(arena, node, ListPack.remove(arena, QuickListNode.data(arena, node), offset, 1), left);
        return false;
    }

    /** Joins each node from one on with its follower, as far as the limits allow. */
    void compact(final long list, final long firstNode, final int maxNodes)
    {
        long node = firstNode;
        for (int i = 0; i < maxNodes && node != Arena.NULL_REF; i++)
        {
            final long next = QuickListNode.next(arena, node);
            if (next == Arena.NULL_REF || !joins(node, next))
            {
                node = next;
            }
            else
            {
                join(list, node, next);
            }
        }
    }

    /** Makes a copy that shares nothing with the list. */
    long copyOf(final long list)
    {
        final long copy = createEmpty();
        for (long node = head(list); node != Arena.NULL_REF; node = QuickListNode.next(arena, node))
        {
            final int count = QuickListNode.count(arena, node);
            final int plainLength = QuickListNode.plainLength(arena, node);
            final long twin = QuickListNode.create(arena, copyOfData(node), count, plainLength);
            if (QuickListNode.isPacked(arena, node))
            {
                QuickListNode.packed(arena, twin, QuickListNode.data(arena, twin));
            }
            link(copy, twin, tail(copy), Arena.NULL_REF);
        }
        addCount(copy, count(list));
        return copy;
    }

    private long copyOfData(final long node)
    {
        final long data = QuickListNode.data(arena, node);
        if (QuickListNode.isPacked(arena, node))
        {
            return compression.copyOf(data);
        }
        final int plainLength = QuickListNode.plainLength(arena, node);
        return plainLength != 0 ?
            plainBlock(arena.address(data), plainLength) : ListPack.copyOf(arena, arena.address(data));
    }

    /**
     * Bytes of the header, the nodes and what they hold.
     *
     * @param sampleCount nodes to look at; the others are reckoned like these.
     */
    long bytes(final long list, final long sampleCount)
    {
        long sum = 0;
        long seen = 0;
        for (
            long node = head(list);
            node != Arena.NULL_REF && seen < sampleCount;
            node = QuickListNode.next(arena, node))
        {
            sum += arena.usableLength(node) + arena.usableLength(QuickListNode.data(arena, node));
            seen++;
        }
        final long nodes = nodeCount(list);
        return arena.usableLength(list) + (seen == nodes ? sum : (long)((double)sum / seen * nodes));
    }

    /**
     * Frees nodes, and at last the list, in bounded steps.
     *
     * @param budget nodes to free in this call.
     * @return what is left of the budget; the list is gone if that is above 0.
     */
    int release(final long list, final int budget)
    {
        for (int rest = budget; rest > 0; rest--)
        {
            final long node = head(list);
            if (node == Arena.NULL_REF)
            {
                arena.free(list);
                return rest;
            }
            unlink(list, node);
        }
        return 0;
    }

    void releaseReader()
    {
        unpacked.release();
    }

    /** Gives the only node's listpack away and frees everything else. */
    long takeOnlyPack(final long list)
    {
        final long node = head(list);
        compression.unpack(node);
        final long pack = QuickListNode.data(arena, node);
        arena.free(node);
        arena.free(list);
        return pack;
    }

    private void insertAt(
        final long list, final long node, final int index, final long bytesAddress, final int bytesLength)
    {
        final int nodeCount = QuickListNode.count(arena, node);
        addCount(list, 1);
        if (hasRoom(node, bytesLength))
        {
            insertIntoPack(node, index, bytesAddress, bytesLength);
            return;
        }
        final long previous = QuickListNode.previous(arena, node);
        final long next = QuickListNode.next(arena, node);
        if (index == 0 && previous != Arena.NULL_REF && hasRoom(previous, bytesLength))
        {
            insertIntoPack(previous, QuickListNode.count(arena, previous), bytesAddress, bytesLength);
        }
        else if (index == nodeCount && next != Arena.NULL_REF && hasRoom(next, bytesLength))
        {
            insertIntoPack(next, 0, bytesAddress, bytesLength);
        }
        else if (index == 0)
        {
            link(list, newNode(bytesAddress, bytesLength), previous, node);
        }
        else if (index == nodeCount)
        {
            link(list, newNode(bytesAddress, bytesLength), node, next);
        }
        else
        {
            final long right = split(list, node, index);
            final long middle = newNode(bytesAddress, bytesLength);
            link(list, middle, node, right);
            compact(list, node, 3);
        }
    }

    private boolean hasRoom(final long node, final int bytesLength)
    {
        if (QuickListNode.isPlain(arena, node) || limits.isLarge(bytesLength))
        {
            return false;
        }
        final long length = (long)QuickListNode.dataLength(arena, node) + bytesLength;
        return limits.allow(length + ELEMENT_OVERHEAD, QuickListNode.count(arena, node) + 1);
    }

    private void insertIntoPack(final long node, final int index, final long bytesAddress, final int bytesLength)
    {
        compression.unpack(node);
        final int count = QuickListNode.count(arena, node);
        final long pack = QuickListNode.data(arena, node);
        final long address = arena.address(pack);
        final int offset = index == count ? ListPack.end(address) : ListPack.seek(address, index);
        QuickListNode.data(arena, node, ListPack.insert(arena, pack, offset, bytesAddress, bytesLength), count + 1);
    }

    private long newNode(final long bytesAddress, final int bytesLength)
    {
        if (limits.isLarge(bytesLength))
        {
            return QuickListNode.create(arena, plainBlock(bytesAddress, bytesLength), 1, bytesLength);
        }
        final long pack = ListPack.append(arena, ListPack.create(arena), bytesAddress, bytesLength);
        return QuickListNode.create(arena, pack, 1, 0);
    }

    long plainBlock(final long bytesAddress, final int bytesLength)
    {
        final long block = arena.allocate(bytesLength);
        arena.copyIn(block, 0, bytesAddress, bytesLength);
        return block;
    }

    /** Moves the elements of a listpack node from an index on into a new node behind it. */
    private long split(final long list, final long node, final int index)
    {
        compression.unpack(node);
        final long pack = QuickListNode.data(arena, node);
        final int count = QuickListNode.count(arena, node);
        final int offset = ListPack.seek(arena.address(pack), index);
        final long moved = ListPack.appendAll(arena, ListPack.create(arena), pack, offset, count - index);
        final long right = QuickListNode.create(arena, moved, count - index, 0);
        final long rest = ListPack.removeRange(arena, pack, offset, ListPack.end(arena.address(pack)), count - index);
        QuickListNode.data(arena, node, rest, index);
        link(list, right, node, QuickListNode.next(arena, node));
        return right;
    }

    private boolean joins(final long node, final long next)
    {
        return !QuickListNode.isPlain(arena, node) && !QuickListNode.isPlain(arena, next) && limits.allow(
            (long)QuickListNode.dataLength(arena, node) + QuickListNode.dataLength(arena, next),
            (long)QuickListNode.count(arena, node) + QuickListNode.count(arena, next));
    }

    private void join(final long list, final long node, final long next)
    {
        compression.unpack(node);
        compression.unpack(next);
        final int moved = QuickListNode.count(arena, next);
        final long other = QuickListNode.data(arena, next);
        final long pack = ListPack.appendAll(
            arena, QuickListNode.data(arena, node), other, ListPack.first(arena.address(other)), moved);
        QuickListNode.data(arena, node, pack, QuickListNode.count(arena, node) + moved);
        unlink(list, next);
    }

    void link(final long list, final long node, final long previous, final long next)
    {
        QuickListNode.previous(arena, node, previous);
        QuickListNode.next(arena, node, next);
        if (previous == Arena.NULL_REF)
        {
            arena.putLong(list, HEAD_OFFSET, node);
        }
        else
        {
            QuickListNode.next(arena, previous, node);
        }
        if (next == Arena.NULL_REF)
        {
            arena.putLong(list, TAIL_OFFSET, node);
        }
        else
        {
            QuickListNode.previous(arena, next, node);
        }
        arena.putLong(list, NODE_COUNT_OFFSET, nodeCount(list) + 1);
    }

    private void unlink(final long list, final long node)
    {
        final long previous = QuickListNode.previous(arena, node);
        final long next = QuickListNode.next(arena, node);
        if (previous == Arena.NULL_REF)
        {
            arena.putLong(list, HEAD_OFFSET, next);
        }
        else
        {
            QuickListNode.next(arena, previous, next);
        }
        if (next == Arena.NULL_REF)
        {
            arena.putLong(list, TAIL_OFFSET, previous);
        }
        else
        {
            QuickListNode.previous(arena, next, previous);
        }
        arena.putLong(list, NODE_COUNT_OFFSET, nodeCount(list) - 1);
        arena.free(QuickListNode.data(arena, node));
        arena.free(node);
    }

    void addCount(final long list, final long delta)
    {
        arena.putLong(list, 0, count(list) + delta);
    }
}
