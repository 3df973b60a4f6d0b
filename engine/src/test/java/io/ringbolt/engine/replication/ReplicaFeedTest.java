package io.ringbolt.engine.replication;

import io.ringbolt.config.ReplicationParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.effect.EffectLog;
import io.ringbolt.engine.effect.EffectReader;
import io.ringbolt.engine.effect.EffectRecord;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ReplicaFeedTest
{
    private static final long SEED = Long.getLong("seed", 7);
    private static final int BACKLOG_SIZE = 16 << 10;
    private static final int MAX_LENGTH = 20_000;
    private static final int MAX_MARK_DISTANCE = BACKLOG_SIZE / 8 + MAX_LENGTH + 100;

    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private final EffectLog log = new EffectLog(allocator, 1 << 14);
    private final ReplicationBacklog backlog = new ReplicationBacklog(log);
    /** The stream as a naive twin keeps it: all of it. */
    private final ByteArrayOutputStream twin = new ByteArrayOutputStream();
    private final Random random = new Random(SEED);
    private int selected = EffectLog.NO_DATABASE;

    @AfterEach
    void shouldReturnAllMemory()
    {
        backlog.close();
        log.close();
        assertEquals(0, allocator.liveBytes());
    }

    @Test
    void shouldFindEveryOffsetOfTheWindowAndNoOther() throws Exception
    {
        open(BACKLOG_SIZE);
        for (int round = 0; round < 60; round++)
        {
            appendSome(40);
            assertEquals(twin.size(), log.streamLength());
            assertTrue(backlog.length() >= Math.min(BACKLOG_SIZE, twin.size()), "seed=" + SEED);
            assertTrue(backlog.length() <= BACKLOG_SIZE + 2 * MAX_MARK_DISTANCE, "length=" + backlog.length());
            assertFalse(backlog.holds(backlog.firstOffset() - 1));
            assertFalse(backlog.holds(log.streamLength() + 1));
            final long offset = backlog.firstOffset() + random.nextInt((int)backlog.length() + 1);
            assertTrue(backlog.holds(offset));
            assertReads(offset);
        }
    }

    @Test
    void shouldKeepYoungChangesBeyondTheDefaultSize()
    {
        backlog.onConfig(ServerConfig.defaults());
        backlog.open();
        append(0, 0, 3 << 20, 1000);
        append(0, 0, 100, 2000);
        append(0, 0, 3 << 20, 3000);
        append(0, 0, 100, 4000);
        assertEquals(twin.size(), backlog.length());

        append(0, 0, 3 << 20, 9000);
        append(0, 0, 100, 9000);

        assertTrue(backlog.length() < twin.size(), "length=" + backlog.length());
        assertTrue(backlog.length() > 3 << 20, "length=" + backlog.length());
    }

    @Test
    void shouldKeepNothingOfTheLogThatHasBeenSent() throws Exception
    {
        final ReplicaFeed feed = new ReplicaFeed(log, log.openReader(), 0, null, true);
        append(0, 0, 100_000, 1);
        assertTrue(feed.unsentLength() >= 100_000);
        assertArrayEquals(twin.toByteArray(), drain(feed));
        assertEquals(0, feed.unsentLength());
        append(EffectRecord.JOURNAL_ONLY, 0, 1000, 1);
        assertEquals(0, drain(feed).length);
        assertEquals(0, feed.unsentLength());
        log.closeReader(feed.reader());
    }

    @Test
    void shouldWaitUntilChangesMayFollow() throws Exception
    {
        final ReplicaFeed feed = new ReplicaFeed(log, log.openReader(), 0, null, false);
        append(0, 0, 10, 1);
        assertFalse(feed.hasBytes());
        feed.stream();
        assertTrue(feed.hasBytes());
        assertArrayEquals(twin.toByteArray(), drain(feed));
        log.closeReader(feed.reader());
    }

    private void open(final long size)
    {
        backlog.onConfig(ServerConfig.builder().set(ReplicationParameters.REPL_BACKLOG_SIZE, size).build());
        backlog.open();
    }

    private void assertReads(final long offset) throws Exception
    {
        final EffectReader reader = log.openReader(backlog.positionBefore(offset));
        final ReplicaFeed feed =
            new ReplicaFeed(log, reader, offset - backlog.offsetBefore(offset), null, true);
        final byte[] all = twin.toByteArray();
        final byte[] expected = java.util.Arrays.copyOfRange(all, (int)offset, all.length);
        assertArrayEquals(expected, drain(feed), "offset=" + offset + " seed=" + SEED);
        log.closeReader(reader);
    }

    /** Reads in pieces of random lengths, of which the socket takes random parts. */
    private byte[] drain(final ReplicaFeed feed) throws Exception
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final int capacity = 1 + random.nextInt(5000);
        final long buffer = allocator.allocate(capacity);
        while (feed.hasBytes())
        {
            final int length = feed.fill(buffer, capacity);
            final int taken = 0 == length ? 0 : 0 == random.nextInt(3) ? random.nextInt(length + 1) : length;
            out.write(OffHeap.toBytes(buffer, taken));
            feed.advance(taken);
        }
        allocator.free(buffer, capacity);
        return out.toByteArray();
    }

    private void appendSome(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            final int flags = 0 == random.nextInt(8) ? EffectRecord.JOURNAL_ONLY :
                0 == random.nextInt(8) ? EffectRecord.STREAM_ONLY :
                0 == random.nextInt(8) ? EffectRecord.VERBATIM : 0;
            append(flags, random.nextInt(3), 1 + random.nextInt(0 == random.nextInt(50) ? MAX_LENGTH : 60), 1);
        }
    }

    private void append(final int flags, final int database, final int length, final long timeMs)
    {
        final byte[] payload = new byte[length];
        random.nextBytes(payload);
        final long address = allocator.allocate(length);
        OffHeap.copyIn(payload, 0, address, length);
        log.append(flags, 1, timeMs, database, database, address, length);
        allocator.free(address, length);
        if (0 == (flags & EffectRecord.JOURNAL_ONLY))
        {
            if (database != selected && 0 == (flags & EffectRecord.VERBATIM))
            {
                twin.writeBytes(("*2\r\n$6\r\nSELECT\r\n$1\r\n" + database + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            }
            selected = database;
            twin.writeBytes(payload);
        }
    }
}
