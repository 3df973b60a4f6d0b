package io.ringbolt.engine.stream;

import io.ringbolt.engine.index.RefTreeCursor;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;

/**
 * A walk over the entries of a stream between two ids, in either direction; the stream does not change meanwhile.
 */
public final class StreamCursor
{
    private final Streams streams;
    private final StreamNode nodes;
    private final Arena arena;
    private final RefTreeCursor cursor;
    private final StreamId first = new StreamId();
    private final StreamId last = new StreamId();
    private final StreamId id = new StreamId();
    private boolean isForward;
    private long node;
    private long pack;
    private int offset;
    private boolean hasSameFields;
    private int fieldCount;
    private int fieldOffset;
    private int valueOffset;

    public StreamCursor(final Streams streams)
    {
        this.streams = streams;
        this.nodes = streams.nodes;
        this.arena = streams.arena;
        this.cursor = new RefTreeCursor(streams.trees);
    }

    /**
     * Places the cursor before the first entry in the direction.
     *
     * @param firstId lowest id.
     * @param lastId  highest id.
     */
    public StreamCursor wrap(
        final ValueRef stream, final StreamId firstId, final StreamId lastId, final boolean forward)
    {
        first.set(firstId);
        last.set(lastId);
        isForward = forward;
        final long tree = streams.tree(stream.root());
        cursor.wrap(tree, streams.trees.size(tree) == 0 ? 0 : streams.trees.rankOf(tree, forward ? first : last));
        onNode();
        return this;
    }

    /**
     * @return false behind the last entry.
     */
    public boolean next()
    {
        while (node != Arena.NULL_REF)
        {
            while (offset != ListPack.NONE)
            {
                final long address = arena.address(pack);
                final int entry = offset;
                offset = isForward ? nodes.nextEntry(address, entry) : nodes.previousEntry(address, entry);
                streams.readEntryId(node, address, entry, id);
                if (isForward ? id.compareTo(last) > 0 : id.compareTo(first) < 0)
                {
                    node = Arena.NULL_REF;
                    return false;
                }
                final long flags = nodes.flags(address, entry);
                final boolean isInside = isForward ? id.compareTo(first) >= 0 : id.compareTo(last) <= 0;
                if (isInside && (flags & StreamNode.FLAG_DELETED) == 0)
                {
                    onEntry(address, entry, (flags & StreamNode.FLAG_SAME_FIELDS) != 0);
                    return true;
                }
            }
            if (isForward)
            {
                cursor.forward();
            }
            else
            {
                cursor.backward();
            }
            onNode();
        }
        return false;
    }

    /** The entry's id. */
    public StreamId id()
    {
        return id;
    }

    /** The entry's fields, each to be read by {@link #nextField}. */
    public int fieldCount()
    {
        return fieldCount;
    }

    /** Reads the entry's next field and its value; one exists. */
    public void nextField(final ListPackElement field, final ListPackElement value)
    {
        final long address = arena.address(pack);
        if (hasSameFields)
        {
            ListPack.read(address, fieldOffset, field);
            ListPack.read(address, valueOffset, value);
            fieldOffset = ListPack.next(address, fieldOffset);
            valueOffset = ListPack.next(address, valueOffset);
        }
        else
        {
            ListPack.read(address, valueOffset, field);
            valueOffset = ListPack.next(address, valueOffset);
            ListPack.read(address, valueOffset, value);
            valueOffset = ListPack.next(address, valueOffset);
        }
    }

    private void onNode()
    {
        node = cursor.block();
        if (node != Arena.NULL_REF)
        {
            pack = streams.trees.pack(node);
            final long address = arena.address(pack);
            offset = isForward ? nodes.firstEntry(address) : nodes.lastEntry(address);
        }
    }

    private void onEntry(final long address, final int entry, final boolean isSame)
    {
        hasSameFields = isSame;
        valueOffset = nodes.skip(address, entry, StreamNode.ENTRY_OVERHEAD);
        if (isSame)
        {
            fieldCount = (int)nodes.masterFieldCount(address);
            fieldOffset = nodes.fieldsOffset(address);
        }
        else
        {
            fieldCount = (int)nodes.longAt(address, valueOffset);
            valueOffset = ListPack.next(address, valueOffset);
        }
    }
}
