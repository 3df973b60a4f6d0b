package io.ringbolt.engine.stream;

import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;

/**
 * Builds a stream node by node, as files and payloads hold it, and looks at every entry before a node is believed.
 */
public final class StreamLoader
{
    private final ReadProgress progress;
    private final Streams streams;
    private final Arena arena;
    private final ListPackElement element = new ListPackElement();
    private final StreamId last = new StreamId();
    private final StreamId firstLive = new StreamId();
    private final StreamId entryId = new StreamId();
    private long count;
    private boolean hasEntries;
    private boolean isSound;
    private long address;
    private int offset;

    public StreamLoader(final Streams streams)
    {
        this.progress = new ReadProgress(streams);
        this.streams = streams;
        this.arena = streams.arena;
    }

    /** Makes {@code out} an empty stream. */
    public void begin(final ValueRef out)
    {
        streams.create(out);
        count = 0;
        hasEntries = false;
        last.set(0, 0);
        firstLive.set(0, 0);
    }

    /**
     * Adds a node.
     *
     * @param id   from which its entries count.
     * @param pack a well-formed listpack; owned by the stream from now on, or still by the caller if refused.
     * @return false if it does not hold entries in ascending order, above those of the nodes before.
     */
    public boolean addNode(final ValueRef stream, final StreamId id, final long pack)
    {
        if (!isSound(id, arena.address(pack)))
        {
            return false;
        }
        final long root = stream.root();
        final long node = streams.trees.createNode(id, pack);
        streams.trees.insert(streams.tree(root), node);
        arena.putLong(root, Streams.TAIL_OFFSET, node);
        return true;
    }

    /**
     * Gives the stream what its header tells.
     *
     * @param claimedCount entries, which must be as many as have been found.
     * @param lastId       not below the last entry's.
     * @return false if that contradicts the nodes.
     */
    public boolean end(
        final ValueRef stream,
        final long claimedCount,
        final StreamId lastId,
        final StreamId firstId,
        final StreamId largestDeletedId,
        final long addedCount)
    {
        final boolean isTrue = claimedCount == count && lastId.compareTo(last) >= 0 &&
            (0 == count || firstId.compareTo(firstLive) == 0) && largestDeletedId.compareTo(lastId) <= 0;
        final long root = stream.root();
        arena.putLong(root, 0, count);
        putId(root, Streams.LAST_OFFSET, lastId);
        putId(root, Streams.FIRST_OFFSET, firstId);
        putId(root, Streams.LARGEST_DELETED_OFFSET, largestDeletedId);
        arena.putLong(root, Streams.ADDED_OFFSET, addedCount);
        return isTrue;
    }

    /** Entries ever added to a stream up to an id, for files that do not tell; -1 if that is not known. */
    public long entriesUpTo(final ValueRef stream, final StreamId id)
    {
        return progress.countUpTo(stream, id);
    }

    /** Entries found so far. */
    public long count()
    {
        return count;
    }

    /** The first entry that is not deleted; 0-0 if there is none. */
    public StreamId firstLive()
    {
        return firstLive;
    }

    private void putId(final long root, final int at, final StreamId id)
    {
        arena.putLong(root, at, id.timeMs());
        arena.putLong(root, at + Long.BYTES, id.number());
    }

    /** Walks a node as a reader would, but believes nothing. */
    private boolean isSound(final StreamId nodeId, final long pack)
    {
        address = pack;
        offset = ListPack.first(pack);
        isSound = true;
        long live = nextLong();
        long deleted = nextLong();
        final long fieldCount = nextLong();
        final int elementCount = ListPack.count(pack);
        if (!isSound || live < 0 || deleted < 0 || fieldCount < 0 || fieldCount > elementCount)
        {
            return false;
        }
        skip(fieldCount);
        if (0 != nextLong() || ListPack.NONE == offset)
        {
            return false;
        }
        while (isSound && ListPack.NONE != offset)
        {
            final long flags = nextLong();
            entryId.set(nodeId.timeMs() + nextLong(), nodeId.number() + nextLong());
            isSound &= 0 == (flags & -4L);
            final boolean isSame = 0 != (flags & StreamNode.FLAG_SAME_FIELDS);
            final long fields = isSame ? fieldCount : nextLong();
            if (!isSound || fields < 0 || fields > elementCount || !isNext(nodeId))
            {
                return false;
            }
            final long values = isSame ? fields : 2 * fields;
            skip(values);
            isSound &= nextLong() == StreamNode.ENTRY_OVERHEAD + values + (isSame ? 0 : 1);
            if (0 == (flags & StreamNode.FLAG_DELETED))
            {
                live--;
                onLive();
            }
            else
            {
                deleted--;
            }
        }
        return isSound && 0 == live && 0 == deleted;
    }

    private boolean isNext(final StreamId nodeId)
    {
        final boolean isAbove = !hasEntries || entryId.compareTo(last) > 0;
        last.set(entryId);
        hasEntries = true;
        return isAbove && entryId.compareTo(nodeId) >= 0 && !entryId.isZero();
    }

    private void onLive()
    {
        if (0 == count++)
        {
            firstLive.set(entryId);
        }
    }

    private void skip(final long elements)
    {
        for (long i = 0; i < elements && ListPack.NONE != offset; i++)
        {
            offset = ListPack.next(address, offset);
        }
    }

    private long nextLong()
    {
        if (ListPack.NONE == offset)
        {
            isSound = false;
            return 0;
        }
        ListPack.read(address, offset, element);
        offset = ListPack.next(address, offset);
        isSound &= element.isInteger();
        return element.isInteger() ? element.longValue() : 0;
    }
}
