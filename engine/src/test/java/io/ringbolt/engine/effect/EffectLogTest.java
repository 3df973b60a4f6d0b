package io.ringbolt.engine.effect;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class EffectLogTest
{
    private static final int SEGMENT_LENGTH = 4096;

    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private final EffectLog log = new EffectLog(allocator, SEGMENT_LENGTH);
    private final EffectRecord record = new EffectRecord();

    @AfterEach
    void shouldReturnAllMemory()
    {
        log.close();
        assertEquals(0, allocator.liveBytes());
    }

    @Test
    void shouldReadBackRecordsOfEveryLengthAcrossSegments()
    {
        final EffectReader reader = log.openReader();
        long position = reader.position();
        for (int length = 1; length < 3 * SEGMENT_LENGTH; length += 61)
        {
            append(length, length, length);
            record.wrap(log, position);
            assertEquals(length, record.payloadLength());
            assertEquals(length, record.sequence());
            assertEquals(-length, record.timeMs());
            assertEquals(3, record.firstDatabase());
            assertEquals(5, record.lastDatabase());
            assertPayload(record, length);
            position = record.nextPosition();
            assertEquals(position, log.committedPosition());
            reader.position(position);
        }
        assertTrue(log.memory() <= 5L * SEGMENT_LENGTH, "memory=" + log.memory());
    }

    @Test
    void shouldHandSegmentsOverRatherThanFreeThemWhenTheSlowestReaderEnds()
    {
        final long[] released = new long[1];
        final EffectLog handing = new EffectLog(
            allocator,
            (address, length) ->
            {
                released[0] += length;
                allocator.free(address, length);
            },
            SEGMENT_LENGTH);
        final EffectReader slow = handing.openReader();
        final int payloadLength = 100 * SEGMENT_LENGTH;
        final long payload = allocator.allocate(payloadLength);
        handing.append(1, 1, 0, 0, payload, payloadLength);
        allocator.free(payload, payloadLength);

        handing.closeReader(slow);

        assertEquals(99L * SEGMENT_LENGTH, released[0]);      // all but the one kept as a spare
        handing.close();
    }

    @Test
    void shouldGiveUpALongUnitWhenReadersHaveLeftIt()
    {
        final EffectReader reader = log.openReader();
        final int payloadLength = 100 * SEGMENT_LENGTH;
        final long payload = allocator.allocate(payloadLength);
        log.append(1, 1, 0, 0, payload, payloadLength);
        allocator.free(payload, payloadLength);

        log.trim();
        assertTrue(log.memory() >= payloadLength, "memory=" + log.memory());
        reader.position(log.committedPosition());
        log.trim();
        assertTrue(log.memory() <= 2L * SEGMENT_LENGTH, "memory=" + log.memory());
        append(2, 100, 2);
        assertPayload(record.wrap(log, reader.position()), 2);
    }

    @Test
    void shouldKeepEverythingFromTheRetainedPositionWhileTheDirectoryGrows()
    {
        final long start = log.openReader().position();
        final int count = 5000;
        for (int i = 0; i < count; i++)
        {
            append(i, 100 + i % 50, i);
        }
        long position = start;
        for (int i = 0; i < count; i++)
        {
            record.wrap(log, position);
            assertEquals(i, record.sequence());
            assertPayload(record, i);
            position = record.nextPosition();
        }
        assertEquals(log.committedPosition(), position);
    }

    @Test
    void shouldHandRecordsToAReaderOnAnotherThread() throws InterruptedException
    {
        final int count = 200_000;
        final EffectReader place = log.openReader();
        final Throwable[] failure = new Throwable[1];
        final Thread reader = new Thread(() -> read(place, count, failure));
        reader.start();
        for (int i = 0; i < count; i++)
        {
            append(i, 1 + i % 300, i);
        }
        reader.join(30_000);
        assertNull(failure[0]);
        assertEquals(log.committedPosition(), place.position());
    }

    @Test
    void shouldForgetEverythingWhenTheLastReaderCloses()
    {
        final EffectReader first = log.openReader();
        append(1, 10, 1);
        final EffectReader second = log.openReader();
        append(1, 10, 1);
        log.closeReader(first);
        assertEquals(second.position(), log.retainedPosition());
        log.closeReader(second);
        assertEquals(log.committedPosition(), log.retainedPosition());
        assertTrue(!log.isActive());
    }

    @Test
    void shouldSelectADatabaseInTheStreamWhereTheRecordBeforeItLeftAnother()
    {
        long position = log.openReader().position();
        final String[] prefixes = new String[6];
        final long payload = allocator.allocate(1);
        OffHeap.putByte(payload, (byte)'x');
        log.append(0, 1, 1, 12, 12, payload, 1);
        log.append(EffectRecord.JOURNAL_ONLY, 2, 1, 0, 0, payload, 1);
        log.append(0, 3, 1, 12, 3, payload, 1);
        log.append(EffectRecord.VERBATIM, 4, 1, 7, 7, payload, 1);
        log.append(0, 5, 1, 7, 7, payload, 1);
        log.selectedDatabase(EffectLog.NO_DATABASE);
        log.append(0, 6, 1, 7, 7, payload, 1);
        allocator.free(payload, 1);
        for (int i = 0; i < prefixes.length; i++)
        {
            record.wrap(log, position);
            prefixes[i] = new String(
                OffHeap.toBytes(log.address(record.streamPosition()), record.prefixLength()),
                StandardCharsets.US_ASCII);
            assertEquals('x', OffHeap.getByte(log.address(record.payloadPosition())));
            position = record.nextPosition();
        }

        assertEquals("*2\r\n$6\r\nSELECT\r\n$2\r\n12\r\n", prefixes[0]);
        assertEquals("*2\r\n$6\r\nSELECT\r\n$1\r\n7\r\n", prefixes[5]);
        assertEquals("", prefixes[1] + prefixes[2] + prefixes[3] + prefixes[4]);
        assertEquals(prefixes[0].length() + prefixes[5].length() + 5, log.streamLength());
    }

    private void read(final EffectReader place, final int count, final Throwable[] failure)
    {
        try
        {
            final EffectRecord mine = new EffectRecord();
            long position = place.position();
            for (int i = 0; i < count; i++)
            {
                while (log.committedPosition() == position)
                {
                    Thread.onSpinWait();
                }
                mine.wrap(log, position);
                assertEquals(i, mine.sequence());
                assertEquals(1 + i % 300, mine.payloadLength());
                assertPayload(mine, i);
                position = mine.nextPosition();
                place.position(position);
            }
        }
        catch (final Throwable thrown)
        {
            failure[0] = thrown;
        }
    }

    private void append(final long sequence, final int length, final int seed)
    {
        final long address = allocator.allocate(length);
        final byte[] payload = payload(length, seed);
        OffHeap.copyIn(payload, 0, address, length);
        log.append(sequence, -sequence, 3, 5, address, length);
        allocator.free(address, length);
    }

    private void assertPayload(final EffectRecord read, final int seed)
    {
        final byte[] expected = payload((int)read.payloadLength(), seed);
        long position = read.payloadPosition();
        int done = 0;
        while (done < expected.length)
        {
            final int piece = Math.min(expected.length - done, log.contiguousLength(position));
            final long address = log.address(position);
            for (int i = 0; i < piece; i++)
            {
                assertEquals(expected[done + i], OffHeap.getByte(address + i), "seed=" + seed + " index=" + (done + i));
            }
            done += piece;
            position += piece;
        }
    }

    private static byte[] payload(final int length, final int seed)
    {
        final byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
