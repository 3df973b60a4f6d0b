package io.ringbolt.engine.rdb;

import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.stream.GroupLoader;
import io.ringbolt.engine.stream.ProducerLoader;
import io.ringbolt.engine.stream.StreamId;
import io.ringbolt.engine.stream.StreamLoader;
import io.ringbolt.engine.stream.Streams;

/**
 * Reads streams in all their forms, which differ in what the header tells.
 */
final class StreamDecoder
{
    private static final int MIN_NODE = 2;
    private static final int MIN_GROUP = 5;
    private static final int MIN_PENDING = 25;
    private static final int MIN_CONSUMER = 10;
    private static final int MIN_PRODUCER = 2;
    private static final int MIN_NAMED = 3;
    private static final long UNKNOWN = -1;

    private final Arena arena;
    private final StreamLoader loader;
    private final GroupLoader groups;
    private final ProducerLoader producers;
    private final PackDecoder packs;
    private final ListPackElement name = new ListPackElement();
    private final ListPackElement entryName = new ListPackElement();
    private final StreamId nodeId = new StreamId();
    private final StreamId lastId = new StreamId();
    private final StreamId firstId = new StreamId();
    private final StreamId largestDeletedId = new StreamId();

    StreamDecoder(final Arena arena, final Streams streams, final PackDecoder packs)
    {
        this.arena = arena;
        this.loader = new StreamLoader(streams);
        this.groups = new GroupLoader(streams);
        this.producers = new ProducerLoader(streams);
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
        final long groupCount = reader.readCount(MIN_GROUP);
        for (long i = 0; i < groupCount && !reader.hasFailed(); i++)
        {
            readGroup(rdbType, reader, out);
        }
        if (rdbType >= RdbType.STREAM_4 && !reader.hasFailed())
        {
            readProducers(reader, out);
        }
    }

    private void readProducers(final RdbReader reader, final ValueRef out)
    {
        final long durationS = reader.readLength();
        final long maxSize = reader.readLength();
        if (reader.hasFailed() || !producers.begin(out, durationS, maxSize))
        {
            reader.fail();
        }
        final long producerCount = reader.readCount(MIN_PRODUCER);
        for (long i = 0; i < producerCount && !reader.hasFailed(); i++)
        {
            reader.readText(RdbReader.FIRST, name);
            final long entryCount = reader.readCount(MIN_NAMED);
            for (long j = 0; j < entryCount && !reader.hasFailed(); j++)
            {
                reader.readText(RdbReader.SECOND, entryName);
                readId(reader, nodeId);
                if (!reader.hasFailed() && !producers.add(name.address(), name.length(),
                    entryName.address(), entryName.length(), nodeId))
                {
                    reader.fail();
                }
            }
        }
        final long addedCount = reader.readLength();
        final long duplicateCount = reader.readLength();
        if (!reader.hasFailed() && !producers.end(addedCount, duplicateCount))
        {
            reader.fail();
        }
    }

    /** Entries that were given back, in that order; none of them is a consumer's. */
    private void readReleased(final RdbReader reader)
    {
        final long count = reader.readCount(StreamEncoder.ID_LENGTH);
        for (long i = 0; i < count && !reader.hasFailed(); i++)
        {
            readPendingId(reader, nodeId);
            if (!reader.hasFailed() && !groups.release(nodeId))
            {
                reader.fail();
            }
        }
    }

    private void readGroup(final int rdbType, final RdbReader reader, final ValueRef out)
    {
        reader.readText(RdbReader.FIRST, name);
        readId(reader, lastId);
        final long entriesRead = RdbType.STREAM == rdbType ? loader.entriesUpTo(out, lastId) : reader.readLength();
        if (reader.hasFailed() || entriesRead < UNKNOWN ||
            !groups.addGroup(out, name.address(), name.length(), lastId, entriesRead))
        {
            reader.fail();
        }
        final long pendingCount = reader.readCount(MIN_PENDING);
        for (long i = 0; i < pendingCount && !reader.hasFailed(); i++)
        {
            readPendingId(reader, nodeId);
            final long deliveredAtMs = reader.readLong();
            final long deliveries = reader.readLength();
            if (!reader.hasFailed() && !groups.addPending(nodeId, deliveredAtMs, deliveries))
            {
                reader.fail();
            }
        }
        final long consumerCount = reader.readCount(MIN_CONSUMER);
        for (long i = 0; i < consumerCount && !reader.hasFailed(); i++)
        {
            readConsumer(rdbType, reader);
        }
        if (RdbType.STREAM_5 == rdbType && !reader.hasFailed())
        {
            readReleased(reader);
        }
    }

    private void readConsumer(final int rdbType, final RdbReader reader)
    {
        reader.readText(RdbReader.FIRST, name);
        final long seenAtMs = reader.readLong();
        final long activeAtMs = rdbType >= RdbType.STREAM_3 ? reader.readLong() : seenAtMs;
        if (reader.hasFailed() || !groups.addConsumer(name.address(), name.length(), seenAtMs, activeAtMs))
        {
            reader.fail();
        }
        final long ownedCount = reader.readCount(StreamEncoder.ID_LENGTH);
        for (long i = 0; i < ownedCount && !reader.hasFailed(); i++)
        {
            readPendingId(reader, nodeId);
            if (!reader.hasFailed() && !groups.own(nodeId))
            {
                reader.fail();
            }
        }
    }

    private static void readPendingId(final RdbReader reader, final StreamId out)
    {
        final long timeMs = Long.reverseBytes(reader.readLong());
        out.set(timeMs, Long.reverseBytes(reader.readLong()));
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
        if (Arena.NULL_REF == pack)
        {
            reader.fail();
        }
        else if (!loader.addNode(out, nodeId, pack))
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
