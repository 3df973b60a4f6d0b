package io.ringbolt.engine.stream;

import io.ringbolt.engine.index.RefTreeWalk;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.BlockReader;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;

/**
 * A walk over what a stream remembers of its producers, as a {@link BlockReader} shows it, live or in a view: each
 * producer by its name, then the entries that it has named, the oldest first.
 */
public final class ProducerWalk implements AutoCloseable
{
    private final BlockReader blocks;
    private final RefTreeWalk producers;
    private final RefTreeWalk names;
    private final Scratch name;
    private long block;
    private long producer;
    private long entry;
    private int nameLength;

    public ProducerWalk(final BlockReader blocks, final OffHeapAllocator allocator)
    {
        this.blocks = blocks;
        this.producers = new RefTreeWalk(blocks, allocator);
        this.names = new RefTreeWalk(blocks, allocator);
        this.name = new Scratch(allocator);
    }

    /** Whether a stream remembers its producers, or has been told for how long. */
    public static boolean hasProducers(final BlockReader blocks, final long stream)
    {
        return blocks.getLong(stream, Streams.PRODUCERS_OFFSET) != Arena.NULL_REF;
    }

    /** Begins before the first producer. */
    public ProducerWalk wrap(final long stream)
    {
        block = blocks.getLong(stream, Streams.PRODUCERS_OFFSET);
        producer = Arena.NULL_REF;
        entry = Arena.NULL_REF;
        if (block != Arena.NULL_REF)
        {
            producers.wrap(blocks.getLong(block, 0), true);
        }
        return this;
    }

    public long durationS()
    {
        return block == Arena.NULL_REF ? Producers.DEFAULT_DURATION_S :
            blocks.getLong(block, Producers.DURATION_OFFSET);
    }

    public long maxSize()
    {
        return block == Arena.NULL_REF ? Producers.DEFAULT_MAX_SIZE :
            blocks.getLong(block, Producers.MAX_SIZE_OFFSET);
    }

    public long addedCount()
    {
        return block == Arena.NULL_REF ? 0 : blocks.getLong(block, Producers.ADDED_OFFSET);
    }

    public long duplicateCount()
    {
        return block == Arena.NULL_REF ? 0 : blocks.getLong(block, Producers.DUPLICATES_OFFSET);
    }

    public long producerCount()
    {
        return block == Arena.NULL_REF ? 0 : producers.size();
    }

    /** Goes to the next producer, before its first entry. @return false behind the last. */
    public boolean nextProducer()
    {
        producer = block == Arena.NULL_REF ? Arena.NULL_REF : producers.next();
        if (producer == Arena.NULL_REF)
        {
            return false;
        }
        loadName(producer, Producers.PRODUCER_NAME);
        names.wrap(blocks.getLong(producer, 0), true);
        entry = Arena.NULL_REF;
        return true;
    }

    /** Entries that the producer has named. */
    public long entryCount()
    {
        return names.size();
    }

    /** Goes to the producer's next entry. @return false behind the last. */
    public boolean nextEntry()
    {
        entry = entry == Arena.NULL_REF ? blocks.getLong(producer, Producers.PRODUCER_OLDEST) :
            blocks.getLong(entry, Producers.ENTRY_NEWER_OF_PRODUCER);
        if (entry == Arena.NULL_REF)
        {
            return false;
        }
        loadName(entry, Producers.ENTRY_NAME);
        return true;
    }

    public void entryId(final StreamId out)
    {
        out.set(blocks.getLong(entry, 0), blocks.getLong(entry, Long.BYTES));
    }

    /** The name of the producer, or of the entry gone to after it. */
    public long name()
    {
        return name.address();
    }

    public int nameLength()
    {
        return nameLength;
    }

    private void loadName(final long named, final int offset)
    {
        nameLength = blocks.getInt(named, offset);
        final long address = name.reserve(Math.max(1, nameLength));
        if (nameLength > 0)
        {
            blocks.read(named, offset + NameTree.LENGTH_BYTES, nameLength, address);
        }
    }

    @Override
    public void close()
    {
        producers.close();
        names.close();
        name.close();
    }
}
