package io.ringbolt.engine.rdb;

import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.stream.StreamId;
import io.ringbolt.engine.stream.StreamLoader;
import io.ringbolt.engine.stream.Streams;

/**
 * Reads streams in all their forms, which differ in what the header tells.
 */
final class StreamDecoder
{
    private static final int MIN_NODE = 2;

    private final Arena arena;
    private final StreamLoader loader;
    private final PackDecoder packs;
    private final StreamId nodeId = new StreamId();
    private final StreamId lastId = new StreamId();
    private final StreamId firstId = new StreamId();
    private final StreamId largestDeletedId = new StreamId();

    StreamDecoder(final Arena arena, final Streams streams, final PackDecoder packs)
    {
        this.arena = arena;
        this.loader = new StreamLoader(streams);
        this.packs = packs;
    }

    /** Reads a stream; after a fault {@code out} holds what there is, to be released. */
    void read(final int rdbType, final RdbReader reader, final ValueRef out)
    {
        loader.begin(out);
        final long nodeCount = reader.readCount(MIN_NODE);
        for (long i = 0; i < nodeCount && !reader.hasFailed(); i++)
        {
            readNode(reader, out);
        }
        if (!reader.hasFailed())
        {
            readHeader(rdbType, reader, out);
        }
        if (!reader.hasFailed() && 0 != reader.readLength())
        {
            reader.fail();
        }
    }

    private void readNode(final RdbReader reader, final ValueRef out)
    {
        if (StreamEncoder.ID_LENGTH != reader.readBlob(RdbReader.FIRST))
        {
            reader.fail();
            return;
        }
        nodeId.set(Long.reverseBytes(OffHeap.getLong(reader.blob())),
            Long.reverseBytes(OffHeap.getLong(reader.blob() + Long.BYTES)));
        final long pack = packs.readListPackAsIs(reader);
        if (!reader.hasFailed() && !loader.addNode(out, nodeId, pack))
        {
            arena.free(pack);
            reader.fail();
        }
    }

    private void readHeader(final int rdbType, final RdbReader reader, final ValueRef out)
    {
        final long count = reader.readLength();
        readId(reader, lastId);
        firstId.set(loader.firstLive());
        largestDeletedId.set(0, 0);
        long addedCount = count;
        if (RdbType.STREAM != rdbType)
        {
            readId(reader, firstId);
            readId(reader, largestDeletedId);
            addedCount = reader.readLength();
        }
        if (!reader.hasFailed() && !loader.end(out, count, lastId, firstId, largestDeletedId, addedCount))
        {
            reader.fail();
        }
    }

    private static void readId(final RdbReader reader, final StreamId out)
    {
        final long timeMs = reader.readLength();
        out.set(timeMs, reader.readLength());
    }
}
