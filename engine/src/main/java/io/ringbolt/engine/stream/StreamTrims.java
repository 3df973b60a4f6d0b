package io.ringbolt.engine.stream;

import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.memory.Arena;

/**
 * The removal of a stream's oldest entries: whole nodes at once, and of the last one only what must go.
 */
public final class StreamTrims
{
    private final Streams streams;
    private final Arena arena;
    private final StreamTree trees;
    private final StreamNode nodes;
    private final StreamId edge = new StreamId();

    StreamTrims(final Streams streams)
    {
        this.streams = streams;
        this.arena = streams.arena;
        this.trees = streams.trees;
        this.nodes = streams.nodes;
    }

    /**
     * Removes the oldest entries down to a number of entries.
     *
     * @param isExact    false removes whole nodes only.
     * @param limit      most entries to remove; 0 for any.
     * @return entries removed.
     */
    public long toCount(final ValueRef stream, final long maxCount, final boolean isExact, final long limit)
    {
        long removed = 0;
        while (streams.count(stream) > maxCount)
        {
            final long node = streams.head(stream.root());
            final long live = nodes.liveCount(trees.pack(node));
            if (limit != 0 && removed + live > limit)
            {
                break;
            }
            if (streams.count(stream) - live < maxCount)
            {
                removed += isExact ? deleteOldest(stream, node, streams.count(stream) - maxCount, null) : 0;
                break;
            }
            streams.dropNode(stream, node, live);
            removed += live;
        }
        return afterTrim(stream, removed);
    }

    /**
     * Removes the entries below an id.
     *
     * @param isExact    false removes whole nodes only.
     * @param limit      most entries to remove; 0 for any.
     * @return entries removed.
     */
    public long toId(final ValueRef stream, final StreamId minId, final boolean isExact, final long limit)
    {
        long removed = 0;
        while (streams.count(stream) > 0)
        {
            final long node = streams.head(stream.root());
            final long live = nodes.liveCount(trees.pack(node));
            if (limit != 0 && removed + live > limit)
            {
                break;
            }
            final long address = arena.address(trees.pack(node));
            streams.readEntryId(node, address, nodes.lastEntry(address), edge);
            if (edge.compareTo(minId) >= 0)
            {
                removed += isExact ? deleteOldest(stream, node, Long.MAX_VALUE, minId) : 0;
                break;
            }
            streams.dropNode(stream, node, live);
            removed += live;
        }
        return afterTrim(stream, removed);
    }

    /** Marks entries at a node's beginning as deleted: so many, or those below an id. */
    private long deleteOldest(final ValueRef stream, final long node, final long most, final StreamId minId)
    {
        long deleted = 0;
        long pack = trees.pack(node);
        int offset = nodes.firstEntry(arena.address(pack));
        while (offset != ListPack.NONE && deleted < most)
        {
            final long address = arena.address(pack);
            streams.readEntryId(node, address, offset, edge);
            if (minId != null && edge.compareTo(minId) >= 0)
            {
                break;
            }
            if ((nodes.flags(address, offset) & StreamNode.FLAG_DELETED) == 0)
            {
                final int before = ListPack.length(address);
                pack = nodes.delete(pack, offset);
                trees.pack(node, pack);
                offset += ListPack.length(arena.address(pack)) - before;
                deleted++;
            }
            offset = nodes.nextEntry(arena.address(pack), offset);
        }
        streams.uncount(stream, deleted);
        return deleted;
    }

    private long afterTrim(final ValueRef stream, final long removed)
    {
        if (removed > 0)
        {
            streams.updateFirst(stream);
        }
        return removed;
    }
}
