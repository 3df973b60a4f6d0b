package io.ringbolt.engine.list;

import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;

/**
 * A walk over a list in one direction, which touches each listpack once. Only {@link #removeLast} may change the list
 * meanwhile.
 */
public final class ListCursor
{
    private final Lists lists;
    private final Arena arena;
    private UnpackedNode unpacked;
    /** Holds the element returned last, while the cursor stands in the next node already. */
    private UnpackedNode unpackedBefore;
    private ValueRef list;
    private boolean isForward;
    private long node;
    private long pack;
    private int offset;
    private int plainLength;
    private int lastOffset;
    private long lastNode;
    private boolean isRemoving;
    private long leftNode;

    public ListCursor(final Lists lists)
    {
        this.lists = lists;
        this.arena = lists.arena;
        this.unpacked = new UnpackedNode(arena, lists.compression);
        this.unpackedBefore = new UnpackedNode(arena, lists.compression);
    }

    /**
     * Places the cursor before an element.
     *
     * @param index of the element that {@link #next} returns first.
     */
    public ListCursor wrap(final ValueRef value, final long index, final boolean forward)
    {
        isRemoving = false;
        return place(value, index, forward);
    }

    /** As {@link #wrap}, for {@link #removeLast}: nodes are unpacked while the cursor is in them. */
    void wrapForRemoval(final ValueRef value, final long index, final boolean forward)
    {
        isRemoving = true;
        leftNode = Arena.NULL_REF;
        place(value, index, forward);
    }

    private ListCursor place(final ValueRef value, final long index, final boolean forward)
    {
        list = value;
        isForward = forward;
        if (index < 0 || index >= lists.count(value))
        {
            pack = Arena.NULL_REF;
        }
        else if (lists.isPack(value))
        {
            node = Arena.NULL_REF;
            pack = value.root();
            plainLength = 0;
            offset = ListPack.seek(arena.address(pack), (int)index);
        }
        else
        {
            lists.quickList.locate(value.root(), index);
            onNode(lists.quickList.foundNode());
            if (plainLength == 0)
            {
                offset = ListPack.seek(arena.address(pack), lists.quickList.foundIndex());
            }
        }
        return this;
    }

    /**
     * @return false behind the last element in the direction; {@code out} is unchanged then.
     */
    public boolean next(final ListPackElement out)
    {
        if (pack == Arena.NULL_REF)
        {
            return false;
        }
        final long address = arena.address(pack);
        lastNode = node;
        lastOffset = offset;
        if (plainLength != 0)
        {
            out.set(address, plainLength);
            offset = ListPack.NONE;
        }
        else
        {
            ListPack.read(address, offset, out);
            offset = isForward ? ListPack.next(address, offset) : ListPack.previous(address, offset);
        }
        if (offset == ListPack.NONE)
        {
            leaveNode();
        }
        return true;
    }

    /**
     * Removes the element that {@link #next} has returned last.
     */
    void removeLast()
    {
        final boolean isSamePack = node == lastNode && pack != Arena.NULL_REF;
        if (lastNode == Arena.NULL_REF)
        {
            list.root(ListPack.remove(arena, list.root(), lastOffset, 1));
            pack = isSamePack ? list.root() : Arena.NULL_REF;
        }
        else
        {
            if (lists.quickList.removeFromNodeAt(list.root(), lastNode, lastOffset) && leftNode == lastNode)
            {
                leftNode = Arena.NULL_REF;
            }
            if (isSamePack)
            {
                pack = QuickListNode.data(arena, node);
            }
        }
        if (isSamePack && isForward)
        {
            offset = lastOffset;
        }
    }

    /** Ends a walk that removes from a list of nodes. */
    void leave()
    {
        lists.compression.repack(list.root(), leftNode);
        lists.compression.repack(list.root(), node);
        lists.compression.settle(list.root(), Arena.NULL_REF);
        pack = Arena.NULL_REF;
    }

    /** Frees the place for packed nodes; only for a cursor that is not kept. */
    public void release()
    {
        unpacked.release();
        unpackedBefore.release();
    }

    private void leaveNode()
    {
        if (node == Arena.NULL_REF)
        {
            pack = Arena.NULL_REF;
            return;
        }
        final long nextNode = isForward ? QuickListNode.next(arena, node) : QuickListNode.previous(arena, node);
        if (isRemoving)
        {
            lists.compression.repack(list.root(), leftNode);
            leftNode = node;                          // its last element may yet be removed
        }
        onNode(nextNode);
        if (pack != Arena.NULL_REF && plainLength == 0)
        {
            final long address = arena.address(pack);
            offset = isForward ? ListPack.first(address) : ListPack.last(address);
        }
    }

    private void onNode(final long nextNode)
    {
        node = nextNode;
        pack = nextNode == Arena.NULL_REF ? Arena.NULL_REF : dataOf(nextNode);
        plainLength = nextNode == Arena.NULL_REF ? 0 : QuickListNode.plainLength(arena, nextNode);
    }

    private long dataOf(final long nextNode)
    {
        if (isRemoving)
        {
            lists.compression.unpack(nextNode);
        }
        final UnpackedNode free = unpackedBefore;
        unpackedBefore = unpacked;
        unpacked = free;
        return free.blockOf(nextNode);
    }
}
