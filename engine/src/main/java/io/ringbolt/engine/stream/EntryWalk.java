package io.ringbolt.engine.stream;

import io.ringbolt.engine.index.RefTreeWalk;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.BlockReader;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;

/**
 * A walk over a stream's entries, as a {@link BlockReader} shows them, live or in a view. What it hands out is valid
 * until the next entry.
 */
public final class EntryWalk implements AutoCloseable
{
    private final BlockReader blocks;
    private final RefTreeWalk tree;
    private final StreamWalk walk;
    private final StreamNode nodes = new StreamNode(null);        // which reads without an arena
    private final Scratch block;
    private final StreamId id = new StreamId();
    private long pack;
    private int offset = ListPack.NONE;
    private int fieldOffset;
    private int valueOffset;
    private int fieldCount;
    private int fieldsLeft;
    private boolean hasSameFields;

    public EntryWalk(final BlockReader blocks, final OffHeapAllocator allocator)
    {
        this.blocks = blocks;
        this.tree = new RefTreeWalk(blocks, allocator);
        this.walk = new StreamWalk(blocks, tree);
        this.block = new Scratch(allocator);
    }

    /** Begins before the first entry. */
    public EntryWalk wrap(final long stream)
    {
        walk.wrap(stream);
        offset = ListPack.NONE;
        return this;
    }

    /** The stream's header. */
    public StreamWalk stream()
    {
        return walk;
    }

    /** @return false behind the last entry. */
    public boolean next()
    {
        do
        {
            if (ListPack.NONE != offset)
            {
                offset = nodes.nextEntry(pack, offset);
            }
            else if (walk.next())
            {
                pack = block.load(blocks, walk.pack(), blocks.getInt(walk.pack(), 0));
                offset = nodes.firstEntry(pack);
            }
            else
            {
                return false;
            }
        }
        while (ListPack.NONE == offset || 0 != (nodes.flags(pack, offset) & StreamNode.FLAG_DELETED));
        onEntry();
        return true;
    }

    public StreamId id()
    {
        return id;
    }

    public int fieldCount()
    {
        return fieldCount;
    }

    /** @return false behind the entry's last field. */
    public boolean nextField(final ListPackElement field, final ListPackElement value)
    {
        if (0 == fieldsLeft)
        {
            return false;
        }
        fieldsLeft--;
        if (!hasSameFields)
        {
            fieldOffset = valueOffset;
            valueOffset = ListPack.next(pack, valueOffset);
        }
        ListPack.read(pack, fieldOffset, field);
        ListPack.read(pack, valueOffset, value);
        fieldOffset = ListPack.next(pack, fieldOffset);
        valueOffset = ListPack.next(pack, valueOffset);
        return true;
    }

    private void onEntry()
    {
        id.set(
            walk.nodeId().timeMs() + nodes.timeDifference(pack, offset),
            walk.nodeId().number() + nodes.numberDifference(pack, offset));
        hasSameFields = 0 != (nodes.flags(pack, offset) & StreamNode.FLAG_SAME_FIELDS);
        valueOffset = nodes.skip(pack, offset, StreamNode.ENTRY_OVERHEAD);
        if (hasSameFields)
        {
            fieldCount = (int)nodes.masterFieldCount(pack);
            fieldOffset = nodes.fieldsOffset(pack);
        }
        else
        {
            fieldCount = (int)nodes.longAt(pack, valueOffset);
            valueOffset = ListPack.next(pack, valueOffset);
        }
        fieldsLeft = fieldCount;
    }

    @Override
    public void close()
    {
        tree.close();
        block.close();
    }
}
