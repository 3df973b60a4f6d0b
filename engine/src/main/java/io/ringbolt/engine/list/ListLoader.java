package io.ringbolt.engine.list;

import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.memory.Arena;

/**
 * Builds a list node by node, as files and payloads hold it; nodes keep the sizes they come with.
 */
public final class ListLoader
{
    private final Lists lists;
    private final Arena arena;
    private final QuickList quickList;

    public ListLoader(final Lists lists)
    {
        this.lists = lists;
        this.arena = lists.arena;
        this.quickList = lists.quickList;
    }

    /** Makes {@code out} a list of no nodes. */
    public void begin(final ValueRef out)
    {
        out.set(Encoding.QUICKLIST, quickList.createEmpty());
    }

    /** Adds a node. @param pack a listpack that is not empty, owned by the list from now on. */
    public void addPack(final ValueRef list, final long pack)
    {
        add(list.root(), pack, ListPack.count(arena.address(pack)), 0);
    }

    /** Adds a node of one element, whose bytes are copied; there is at least one. */
    public void addPlain(final ValueRef list, final long bytesAddress, final int bytesLength)
    {
        add(list.root(), quickList.plainBlock(bytesAddress, bytesLength), 1, bytesLength);
    }

    /** Makes the list a listpack if it has one node that is small enough. */
    public void end(final ValueRef list)
    {
        final long head = quickList.head(list.root());
        if (1 == quickList.nodeCount(list.root()) && !QuickListNode.isPlain(arena, head) &&
            lists.limits.allow(QuickListNode.dataLength(arena, head), QuickListNode.count(arena, head)))
        {
            list.set(Encoding.LISTPACK, quickList.takeOnlyPack(list.root()));
        }
    }

    private void add(final long list, final long data, final int count, final int plainLength)
    {
        final long node = QuickListNode.create(arena, data, count, plainLength);
        quickList.link(list, node, quickList.tail(list), Arena.NULL_REF);
        quickList.addCount(list, count);
    }
}
