package io.ringbolt.engine.list;

import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;

/**
 * What can be done with a list, whichever way it is stored: one listpack while small, else nodes. Knows the thresholds.
 * Bytes handed in are copied and must not lie in the list itself; an element handed out is valid until the next change.
 */
public final class Lists
{
    /** What {@code list-max-listpack-size} is by default. */
    public static final int DEFAULT_MAX_LISTPACK_SIZE = -2;

    final Arena arena;
    final QuickList quickList;

    final ListCompression compression;

    final ListLimits limits = new ListLimits(DEFAULT_MAX_LISTPACK_SIZE);
    private final ListCursor cursor;
    private final ListPackElement element = new ListPackElement();

    public Lists(final Arena arena)
    {
        this.arena = arena;
        this.compression = new ListCompression(arena);
        this.quickList = new QuickList(arena, limits, compression);
        this.cursor = new ListCursor(this);
    }

    /** Takes over a new {@code list-max-listpack-size}; lists adapt as they change. */
    public void maxListpackSize(final int size)
    {
        limits.set(size);
    }

    /** Takes over a new {@code list-compress-depth}; lists adapt as they change. */
    public void compressDepth(final int depth)
    {
        compression.depth(depth);
    }

    /** Sets the length from which an element gets a node of its own, whatever the limits of a node say; 0 for none. */
    public void packedThreshold(final long length)
    {
        limits.packedThreshold(length);
    }

    /** Makes {@code out} an empty list. */
    public void create(final ValueRef out)
    {
        out.set(Encoding.LISTPACK, ListPack.create(arena));
    }

    public long count(final ValueRef list)
    {
        return isPack(list) ? ListPack.count(arena.address(list.root())) : quickList.count(list.root());
    }

    public void push(final ValueRef list, final boolean atHead, final long bytesAddress, final int bytesLength)
    {
        beforeGrowing(list, bytesLength);
        if (isPack(list))
        {
            final long address = arena.address(list.root());
            final int offset = atHead && !ListPack.isEmpty(address) ? ListPack.first(address) : ListPack.end(address);
            list.root(ListPack.insert(arena, list.root(), offset, bytesAddress, bytesLength));
        }
        else
        {
            quickList.push(list.root(), atHead, bytesAddress, bytesLength);
        }
    }

    /** @return whether an element of this length is a block of its own, so that {@link #pushBlock} may be used. */
    public boolean isBlock(final int length)
    {
        return limits.isLarge(length);
    }

    /** Adds an element that lies in a block of its own, which is the list's from now on. */
    public void pushBlock(final ValueRef list, final boolean atHead, final long block, final int length)
    {
        beforeGrowing(list, length);
        quickList.pushBlock(list.root(), atHead, block, length);
    }

    /**
     * Reads the element at an index.
     *
     * @param index from 0 to below {@link #count}.
     */
    public void get(final ValueRef list, final long index, final ListPackElement out)
    {
        if (isPack(list))
        {
            final long address = arena.address(list.root());
            ListPack.read(address, ListPack.seek(address, (int)index), out);
        }
        else
        {
            quickList.locate(list.root(), index);
            quickList.read(quickList.foundNode(), quickList.foundIndex(), out);
        }
    }

    /** Replaces the element at an index that exists. */
    public void set(final ValueRef list, final long index, final long bytesAddress, final int bytesLength)
    {
        beforeGrowing(list, bytesLength);
        if (isPack(list))
        {
            final int offset = ListPack.seek(arena.address(list.root()), (int)index);
            list.root(ListPack.replace(arena, list.root(), offset, bytesAddress, bytesLength));
        }
        else
        {
            quickList.set(list.root(), index, bytesAddress, bytesLength);
        }
        afterShrinking(list);
    }

    /**
     * Inserts an element.
     *
     * @param index of the element it comes before, or {@link #count}.
     */
    public void insert(final ValueRef list, final long index, final long bytesAddress, final int bytesLength)
    {
        beforeGrowing(list, bytesLength);
        if (isPack(list))
        {
            final long address = arena.address(list.root());
            final int offset = index == ListPack.count(address) ? ListPack.end(address) :
                ListPack.seek(address, (int)index);
            list.root(ListPack.insert(arena, list.root(), offset, bytesAddress, bytesLength));
        }
        else
        {
            quickList.insert(list.root(), index, bytesAddress, bytesLength);
        }
    }

    /**
     * Removes elements, all of which exist.
     */
    public void removeRange(final ValueRef list, final long index, final long count)
    {
        if (isPack(list))
        {
            final int offset = ListPack.seek(arena.address(list.root()), (int)index);
            list.root(ListPack.remove(arena, list.root(), offset, (int)count));
        }
        else
        {
            quickList.removeRange(list.root(), index, count);
            afterShrinking(list);
        }
    }

    /**
     * Finds the first element of the given text.
     *
     * @return its index, or -1.
     */
    public long indexOf(final ValueRef list, final long bytesAddress, final int bytesLength)
    {
        cursor.wrap(list, 0, true);
        for (long index = 0; cursor.next(element); index++)
        {
            if (element.textEquals(bytesAddress, bytesLength))
            {
                return index;
            }
        }
        return -1;
    }

    /**
     * Removes elements of the given text.
     *
     * @param limit most elements to remove.
     * @param fromHead where to begin.
     * @return the number of elements removed.
     */
    public long removeEqual(
        final ValueRef list, final boolean fromHead, final long limit, final long bytesAddress, final int bytesLength)
    {
        long removed = 0;
        cursor.wrapForRemoval(list, fromHead ? 0 : count(list) - 1, fromHead);
        while (removed < limit && cursor.next(element))
        {
            if (element.textEquals(bytesAddress, bytesLength))
            {
                cursor.removeLast();
                removed++;
            }
        }
        if (!isPack(list))
        {
            cursor.leave();
            afterShrinking(list);
        }
        return removed;
    }

    /** Makes a copy that shares nothing with the list. */
    public long copyOf(final int encoding, final long root)
    {
        return encoding == Encoding.LISTPACK ? ListPack.copyOf(arena, arena.address(root)) : quickList.copyOf(root);
    }

    /**
     * Bytes of a list in the arena.
     *
     * @param sampleCount nodes to look at; the others are reckoned like these.
     */
    public long bytes(final ValueRef list, final long sampleCount)
    {
        return isPack(list) ? arena.usableLength(list.root()) : quickList.bytes(list.root(), sampleCount);
    }

    /**
     * Frees a list in bounded steps.
     *
     * @param budget blocks to free in this call.
     * @return what is left of the budget; the list is gone if that is above 0.
     */
    public int release(final ValueRef list, final int budget)
    {
        if (isPack(list))
        {
            arena.free(list.root());
            return Math.max(1, budget - 1);
        }
        return quickList.release(list.root(), budget);
    }

    /** Frees the places in which packed nodes were looked at; they come back when needed. */
    public void releaseReaders()
    {
        cursor.release();
        quickList.releaseReader();
    }

    boolean isPack(final ValueRef list)
    {
        return list.encoding() == Encoding.LISTPACK;
    }

    /**
     * Turns a listpack into nodes if another element would make it too large.
     */
    public void beforeGrowing(final ValueRef list, final long addedLength)
    {
        if (isPack(list))
        {
            final long address = arena.address(list.root());
            if (!limits.allow(ListPack.length(address) + addedLength, ListPack.count(address) + 1L))
            {
                list.set(Encoding.QUICKLIST, quickList.create(list.root()));
            }
        }
    }

    private void afterShrinking(final ValueRef list)
    {
        if (isPack(list) || quickList.nodeCount(list.root()) != 1)
        {
            return;
        }
        final long node = quickList.head(list.root());
        if (!QuickListNode.isPlain(arena, node) &&
            limits.allowHalf(QuickListNode.dataLength(arena, node), QuickListNode.count(arena, node)))
        {
            list.set(Encoding.LISTPACK, quickList.takeOnlyPack(list.root()));
        }
    }
}
