package io.ringbolt.engine.rdb;

import io.ringbolt.engine.index.RefTreeWalk;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.memory.BlockReader;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;
import io.ringbolt.engine.stream.GroupWalk;
import io.ringbolt.engine.stream.ProducerWalk;
import io.ringbolt.engine.stream.StreamId;
import io.ringbolt.engine.stream.StreamWalk;

/**
 * Writes streams: nodes as an id and a listpack each, what the header tells, then consumer groups. An entry that was
 * given back stands among its group's pending ones and is no consumer's, which servers before 8.8 do not know. What
 * producers have named is written by a newer form than asked for where that has no place for it.
 */
final class StreamEncoder implements AutoCloseable
{
    static final int ID_LENGTH = 2 * Long.BYTES;

    private final BlockReader blocks;
    private final Scratch block;
    private final StreamWalk walk;
    private final GroupWalk groups;
    private final ProducerWalk producers;
    private final StreamId id = new StreamId();

    StreamEncoder(
        final BlockReader blocks, final OffHeapAllocator allocator, final RefTreeWalk tree, final Scratch block)
    {
        this.groups = new GroupWalk(blocks, allocator);
        this.producers = new ProducerWalk(blocks, allocator);
        this.blocks = blocks;
        this.block = block;
        this.walk = new StreamWalk(blocks, tree);
    }

    /** The version that a reader must know in order to read a stream. */
    int requiredVersion(final int version, final long root)
    {
        return ProducerWalk.hasProducers(blocks, root) ? Math.max(version, RdbType.VERSION_WITH_PRODUCERS) : version;
    }

    static int rdbType(final int version)
    {
        if (version >= RdbType.VERSION_WITH_RELEASED_ENTRIES)
        {
            return RdbType.STREAM_5;
        }
        if (version >= RdbType.VERSION_WITH_PRODUCERS)
        {
            return RdbType.STREAM_4;
        }
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
        writeGroups(writer, version, root);
        if (version >= RdbType.VERSION_WITH_PRODUCERS)
        {
            writeProducers(writer, root);
        }
    }

    private void writeProducers(final RdbWriter writer, final long root)
    {
        producers.wrap(root);
        writer.writeLength(producers.durationS());
        writer.writeLength(producers.maxSize());
        writer.writeLength(producers.producerCount());
        while (producers.nextProducer())
        {
            writer.writeString(producers.name(), producers.nameLength());
            writer.writeLength(producers.entryCount());
            while (producers.nextEntry())
            {
                writer.writeString(producers.name(), producers.nameLength());
                producers.entryId(id);
                writeId(writer);
            }
        }
        writer.writeLength(producers.addedCount());
        writer.writeLength(producers.duplicateCount());
    }

    private void writeReleased(final RdbWriter writer)
    {
        long count = 0;
        groups.rewindPending();
        while (groups.nextPending())
        {
            count += groups.isReleased() ? 1 : 0;
        }
        writer.writeLength(count);
        groups.rewindPending();
        while (groups.nextPending())
        {
            if (groups.isReleased())
            {
                writePendingId(writer);
            }
        }
    }

    private void writeGroups(final RdbWriter writer, final int version, final long root)
    {
        groups.wrap(root);
        writer.writeLength(groups.groupCount());
        while (groups.nextGroup())
        {
            writer.writeString(groups.name(), groups.nameLength());
            groups.lastId(id);
            writeId(writer);
            if (version >= RdbType.VERSION_WITH_LISTPACKS)
            {
                writer.writeLength(groups.entriesRead());
            }
            writer.writeLength(groups.pendingCount());
            while (groups.nextPending())
            {
                writePendingId(writer);
                writer.writeLong(groups.deliveredAtMs());
                writer.writeLength(groups.deliveries());
            }
            writeConsumers(writer, version);
            if (version >= RdbType.VERSION_WITH_RELEASED_ENTRIES)
            {
                writeReleased(writer);
            }
        }
    }

    private void writeConsumers(final RdbWriter writer, final int version)
    {
        writer.writeLength(groups.consumerCount());
        while (groups.nextConsumer())
        {
            writer.writeString(groups.name(), groups.nameLength());
            writer.writeLong(groups.seenAtMs());
            if (version >= RdbType.VERSION_WITH_PACKED_SETS)
            {
                writer.writeLong(groups.activeAtMs());
            }
            writer.writeLength(groups.ownedCount());
            while (groups.nextOwned())
            {
                writePendingId(writer);
            }
        }
    }

    private void writePendingId(final RdbWriter writer)
    {
        groups.pendingId(id);
        writer.writeLong(Long.reverseBytes(id.timeMs()));
        writer.writeLong(Long.reverseBytes(id.number()));
    }

    private void writeId(final RdbWriter writer)
    {
        writer.writeLength(id.timeMs());
        writer.writeLength(id.number());
    }

    @Override
    public void close()
    {
        groups.close();
        producers.close();
    }
}
