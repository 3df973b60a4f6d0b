package io.ringbolt.engine.rdb;

import io.ringbolt.engine.EngineHarness;
import io.ringbolt.engine.TestReleasers;
import io.ringbolt.engine.collection.CollectionSeeds;
import io.ringbolt.engine.keyspace.KeyspaceCursor;
import io.ringbolt.engine.keyspace.KeyspaceView;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.LiveBlocks;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Keys are written from a view as they were when it was opened, whatever has become of them since; and what was written
 * is read again as it comes, in pieces of any length.
 */
class KeyEncoderTest
{
    private static final long SEED = 77;
    private static final long CHUNK_BYTES = 1 << 20;
    private static final int ROUNDS = 10;
    private static final int VERSION = 12;
    private static final int FOOTER_LENGTH = 10;
    private static final int EXPIRES_AT_MS = 0xFC;

    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private final Random random = new Random(SEED);

    @Test
    void shouldWriteFromAViewWhatWasThereWhenItWasOpened() throws InterruptedException
    {
        try (EngineHarness redis = new EngineHarness())
        {
            redis.line("CONFIG SET rdb-version " + VERSION);
            final Map<String, String> dumps = fill(redis);
            final KeyspaceView view = redis.engine().keyspace().openView();
            final Map<String, String> written = new TreeMap<>();
            final Thread reader = new Thread(() -> written.putAll(writeAll(view)));
            reader.start();
            change(redis, dumps);
            reader.join();
            assertEquals(dumps, written, "seed=" + SEED);
            redis.engine().keyspace().closeView(view);
        }
        assertEquals(0, allocator.liveBytes());
    }

    @Test
    void shouldReadWhatItHasWrittenInPiecesOfAnyLength()
    {
        try (EngineHarness redis = new EngineHarness(); MemorySink sink = new MemorySink(allocator);
            RdbWriter writer = new RdbWriter(allocator))
        {
            redis.line("CONFIG SET rdb-version " + VERSION);
            final Map<String, String> dumps = fill(redis);
            final KeyspaceView view = redis.engine().keyspace().openView();
            writer.wrap(sink, true);
            try (KeyEncoder encoder = new KeyEncoder(view, allocator, writer, VERSION);
                KeyspaceCursor cursor = new KeyspaceCursor(view, allocator).database(0))
            {
                while (cursor.next())
                {
                    encoder.write(cursor);
                }
            }
            final long checksum = writer.flush();
            redis.engine().keyspace().closeView(view);
            readAll(sink, checksum, dumps.size());
            readCut(sink);
        }
        assertEquals(0, allocator.liveBytes());
    }

    private Map<String, String> fill(final EngineHarness redis)
    {
        final Map<String, String> dumps = new TreeMap<>();
        for (final DumpPayloads.Payload payload : new DumpPayloads().all())
        {
            redis.run("RESTORE", payload.name(), random.nextBoolean() ? "0" : "1000000",
                DumpPayloads.text(payload.bytes()));
        }
        for (int i = 0; i < 3_000; i++)
        {
            redis.line("HSET big-hash field" + i + " " + i);
            redis.line("ZADD big-zset " + random.nextInt(100) + " member" + i);
            redis.line("SADD big-set member" + i);
        }
        redis.run("SET", "long", "x".repeat(200_000));
        final String[] keys = redis.line("KEYS *").split(" ");
        for (int i = 2; i < keys.length; i += 2)
        {
            final String dump = DumpPayloads.bulk(redis.runRaw("DUMP", keys[i]));
            dumps.put(keys[i], dump.substring(0, dump.length() - FOOTER_LENGTH));
        }
        return dumps;
    }

    private Map<String, String> writeAll(final KeyspaceView view)
    {
        final Map<String, String> written = new TreeMap<>();
        try (MemorySink sink = new MemorySink(allocator); RdbWriter writer = new RdbWriter(allocator);
            KeyEncoder encoder = new KeyEncoder(view, allocator, writer, VERSION);
            ValueEncoder types = new ValueEncoder(view.arenaView(), allocator);
            KeyspaceCursor cursor = new KeyspaceCursor(view, allocator).database(0))
        {
            types.wrap(writer, VERSION);
            while (cursor.next())
            {
                writer.wrap(sink, true);
                writer.writeByte(types.rdbType(cursor.type(), cursor.encoding(), cursor.root()));
                encoder.writeValue(cursor);
                writer.flush();
                written.put(DumpPayloads.text(OffHeap.toBytes(cursor.keyAddress(), cursor.keyLength())),
                    DumpPayloads.text(OffHeap.toBytes(sink.address(), (int)sink.length())));
                sink.clear();
            }
        }
        return written;
    }

    private void change(final EngineHarness redis, final Map<String, String> keys)
    {
        for (int i = 0; i < 3_000; i++)
        {
            redis.line("HSET big-hash field" + random.nextInt(6_000) + " changed" + i);
            redis.line("HDEL big-hash field" + random.nextInt(3_000));
            redis.line("ZADD big-zset " + random.nextInt(100) + " member" + random.nextInt(6_000));
            redis.line("ZREM big-zset member" + random.nextInt(3_000));
            redis.line("SREM big-set member" + random.nextInt(3_000));
            redis.line("RPUSH list-600 more" + i);
            redis.line("XADD stream-250 * f " + i);
        }
        keys.keySet().forEach(key -> redis.line("DEL " + key));
        redis.line("SET other value");
        redis.tick();
    }

    private void readAll(final MemorySink sink, final long checksum, final int keyCount)
    {
        try (Arena arena = new Arena(CHUNK_BYTES); RdbReader reader = new RdbReader(allocator);
            ValueDecoder decoder = decoder(arena);
            ValueEncoder encoder = new ValueEncoder(new LiveBlocks(arena), allocator))
        {
            long liveBytes = 0;
            for (int round = 0; round < ROUNDS; round++)
            {
                reader.wrap(new Pieces(sink.address(), sink.length(), sink.length()));
                for (int i = 0; i < keyCount; i++)
                {
                    readKey(reader, decoder, encoder);
                }
                assertEquals(0, reader.remaining());
                assertEquals(checksum, reader.checksum(), "seed=" + SEED);
                liveBytes = 0 == round ? arena.liveBytes() : liveBytes;
                assertEquals(liveBytes, arena.liveBytes(), "seed=" + SEED + " round=" + round);
            }
        }
    }

    private void readKey(final RdbReader reader, final ValueDecoder decoder, final ValueEncoder encoder)
    {
        final ListPackElement key = new ListPackElement();
        final DecodedValue value = new DecodedValue();
        int type = reader.readByte();
        if (EXPIRES_AT_MS == type)
        {
            reader.readLong();
            type = reader.readByte();
        }
        reader.readText(RdbReader.FIRST, key);
        final String name = key.toString();
        assertTrue(decoder.read(type, reader, value), "seed=" + SEED + " key=" + name);
        if (ValueType.STRING != value.type())
        {
            try (MemorySink again = new MemorySink(allocator); RdbWriter writer = new RdbWriter(allocator))
            {
                encoder.wrap(writer.wrap(again, true), VERSION);
                encoder.write(value.type(), value.collection.encoding(), value.collection.root());
                writer.flush();
                assertTrue(again.length() > 0, name);
            }
        }
        decoder.release(value);
    }

    /** A source that ends before its time is noticed, whatever lengths have been promised. */
    private void readCut(final MemorySink sink)
    {
        final DecodedValue value = new DecodedValue();
        try (Arena arena = new Arena(CHUNK_BYTES); RdbReader reader = new RdbReader(allocator);
            ValueDecoder decoder = decoder(arena))
        {
            for (int round = 0; round < 500; round++)
            {
                reader.wrap(new Pieces(sink.address() + random.nextInt((int)sink.length() - 100), 50, Long.MAX_VALUE));
                if (decoder.read(random.nextInt(26), reader, value))
                {
                    decoder.release(value);
                }
            }
            reader.wrap(new Pieces(sink.address(), 0, Long.MAX_VALUE));
            assertEquals(0, reader.readByte());
            assertTrue(reader.hasFailed());
            assertFalse(decoder.read(RdbType.SET, reader, value));
        }
    }

    private ValueDecoder decoder(final Arena arena)
    {
        return new ValueDecoder(arena, allocator, new CollectionSeeds(1, 2, 3), TestReleasers.create());
    }

    /** Memory that is read in pieces of random length. */
    private final class Pieces implements RdbSource
    {
        private long address;
        private long rest;
        private final long claimed;

        Pieces(final long address, final long length, final long claimed)
        {
            this.address = address;
            this.rest = length;
            this.claimed = claimed;
        }

        @Override
        public long remaining()
        {
            return Long.MAX_VALUE == claimed ? claimed : rest;
        }

        @Override
        public int read(final long destination, final int maxLength)
        {
            final int length = (int)Math.min(
                Math.min(maxLength, rest), 1 + random.nextInt(random.nextBoolean() ? 20 : 70_000));
            OffHeap.copy(address, destination, length);
            address += length;
            rest -= length;
            return length;
        }
    }
}
