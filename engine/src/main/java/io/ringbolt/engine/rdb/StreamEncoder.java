package io.ringbolt.engine.rdb;

import io.ringbolt.engine.index.RefTreeWalk;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.memory.BlockReader;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.Scratch;
import io.ringbolt.engine.stream.StreamId;
import io.ringbolt.engine.stream.StreamWalk;

/**
 * Writes streams: nodes as an id and a listpack each, then what the header tells.
 */
final class StreamEncoder
{
    static final int ID_LENGTH = 2 * Long.BYTES;

    private final BlockReader blocks;
    private final Scratch block;
    private final StreamWalk walk;
    private final StreamId id = new StreamId();

    StreamEncoder(final BlockReader blocks, final RefTreeWalk tree, final Scratch block)
    {
        this.blocks = blocks;
        this.block = block;
        this.walk = new StreamWalk(blocks, tree);
    }

    static int rdbType(final int version)
    {
        if (version >= RdbType.VERSION_WITH_PACKED_SETS)
        {
            return RdbType.STREAM_3;
        }
        return version >= RdbType.VERSION_WITH_LISTPACKS ? RdbType.STREAM_2 : RdbType.STREAM;
    }

    void write(final RdbWriter writer, final int version, final long root)
    {
        walk.wrap(root);
        writer.writeLength(walk.nodeCount());
        while (walk.next())
        {
            final long key = block.reserve(ID_LENGTH);
            OffHeap.putLong(key, Long.reverseBytes(walk.nodeId().timeMs()));
            OffHeap.putLong(key + Long.BYTES, Long.reverseBytes(walk.nodeId().number()));
            writer.writeString(key, ID_LENGTH);
            final int length = blocks.getInt(walk.pack(), 0);
            final long pack = block.load(blocks, walk.pack(), length);
            writer.writeBlob(pack, ListPack.length(pack));
        }
        writer.writeLength(walk.count());
        walk.lastId(id);
        writeId(writer);
        if (version >= RdbType.VERSION_WITH_LISTPACKS)
        {
            walk.firstId(id);
            writeId(writer);
            walk.largestDeletedId(id);
            writeId(writer);
            writer.writeLength(walk.addedCount());
        }
        writer.writeLength(0);
    }

    private void writeId(final RdbWriter writer)
    {
        writer.writeLength(id.timeMs());
        writer.writeLength(id.number());
    }
}
