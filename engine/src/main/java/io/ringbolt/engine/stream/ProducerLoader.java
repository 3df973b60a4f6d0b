package io.ringbolt.engine.stream;

import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.memory.Arena;

/**
 * Gives a stream what it remembers of its producers, as files and payloads hold it. Within a producer the oldest entry
 * comes first.
 */
public final class ProducerLoader
{
    private final Streams streams;
    private final StreamId known = new StreamId();
    private ValueRef stream;
    private long block;
    private long durationS;
    private long maxSize;

    public ProducerLoader(final Streams streams)
    {
        this.streams = streams;
    }

    /** Begins. @return false if a limit is none. */
    public boolean begin(final ValueRef newStream, final long newDurationS, final long newMaxSize)
    {
        stream = newStream;
        block = Arena.NULL_REF;
        durationS = newDurationS;
        maxSize = newMaxSize;
        if (durationS != Producers.DEFAULT_DURATION_S || maxSize != Producers.DEFAULT_MAX_SIZE)
        {
            create();
        }
        return durationS >= 1 && durationS <= Producers.MAX_DURATION_S && maxSize >= 1 &&
            maxSize <= Producers.MAX_SIZE;
    }

    /** A stream without producers, as any is that has come with the usual limits, remembers nothing. */
    private void create()
    {
        if (block == Arena.NULL_REF)
        {
            block = streams.producers.create();
            streams.producersAre(stream, block);
            streams.producers.limits(block, durationS, maxSize);
        }
    }

    /** Remembers an entry that a producer has named. @return false if it has named one so already. */
    public boolean add(
        final long producerAddress, final int producerLength, final long nameAddress, final int nameLength,
        final StreamId id)
    {
        create();
        if (id.timeMs() < 0 || streams.producers.find(
            block, producerAddress, producerLength, nameAddress, nameLength, 0, known))
        {
            return false;
        }
        streams.producers.remember(block, producerAddress, producerLength, nameAddress, nameLength, 0, id);
        return true;
    }

    /** Ends with what has been counted since the stream began. @return false if that is less than none. */
    public boolean end(final long addedCount, final long duplicateCount)
    {
        if (addedCount != 0 || duplicateCount != 0)
        {
            create();
            streams.producers.counts(block, addedCount, duplicateCount);
        }
        return addedCount >= 0 && duplicateCount >= 0;
    }
}
