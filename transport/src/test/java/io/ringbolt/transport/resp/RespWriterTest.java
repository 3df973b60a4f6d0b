package io.ringbolt.transport.resp;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.transport.buffer.ChunkPool;
import io.ringbolt.transport.buffer.DeferredRegion;
import io.ringbolt.transport.buffer.OutputBuffer;
import io.ringbolt.transport.buffer.OutputChunk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;

class RespWriterTest
{
    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private final ChunkPool pool = new ChunkPool();
    private final DeferredRegion deferred = new DeferredRegion(allocator);
    private final HeaderScratch scratch = new HeaderScratch(allocator);
    private final OutputBuffer output = new OutputBuffer(pool, deferred);
    private final RespWriter writer = new RespWriter(output, scratch);

    @AfterEach
    void shouldLeaveNothingBehind()
    {
        output.drop();
        assertEquals(0, pool.takenCount());
        pool.close();
        deferred.close();
        scratch.close();
        assertEquals(0, pool.liveBytes());
        assertEquals(0, allocator.liveBytes());
    }

    @Test
    void shouldWriteEveryKindInResp2()
    {
        everything();
        assertEquals("+OK~+PONG~-ERR x y~:0~:99~:-7~:9223372036854775807~:-9223372036854775808~$2~hi~$0~~$3~100~" +
            "$3~1.5~:1~:0~$-1~*-1~*2~*4~*3~*1~$4~text~$5~12345~", taken());
    }

    @Test
    void shouldWriteEveryKindInResp3()
    {
        writer.protocol(3);
        everything();
        assertEquals("+OK~+PONG~-ERR x y~:0~:99~:-7~:9223372036854775807~:-9223372036854775808~$2~hi~$0~~$3~100~" +
            ",1.5~#t~#f~_~_~*2~%2~~3~>1~=8~txt:text~(12345~", taken());
    }

    private void everything()
    {
        writer.ok();
        writer.simple("PONG");
        writer.error("ERR x\ny");
        writer.integer(0);
        writer.integer(99);
        writer.integer(-7);
        writer.integer(Long.MAX_VALUE);
        writer.integer(Long.MIN_VALUE);
        writer.bulk("hi");
        writer.bulk(new byte[0]);
        writer.bulkLong(100);
        writer.doubleValue(1.5);
        writer.bool(true);
        writer.bool(false);
        writer.nullValue();
        writer.nullArray();
        writer.array(2);
        writer.map(2);
        writer.set(3);
        writer.push(1);
        writer.verbatim("txt", "text");
        writer.bigNumber("12345");
    }

    /** The texts are redis-server 7.0.15's replies to ZSCORE. */
    @ParameterizedTest
    @CsvSource({"0.1, 0.10000000000000001", "3.14, 3.1400000000000001", "1e16, 10000000000000000", "1e17, 1e+17",
        "123456789012345678, 1.2345678901234568e+17", "1e300, 1.0000000000000001e+300", "1e-5, 1.0000000000000001e-05",
        "0.0001, 0.0001", "1.5e-7, 1.4999999999999999e-07", "1e20, 1e+20", "0.30000000000000004, 0.30000000000000004",
        "12345.678, 12345.678", "5, 5", "9007199254740993, 9007199254740992", "4503599627370497.5, 4503599627370498",
        "-2.5, -2.5", "-0.0, -0", "0, 0"})
    void shouldPrintDoublesAsRedisDoes(final double value, final String expected)
    {
        writer.doubleValue(value);
        assertEquals("$" + expected.length() + "~" + expected + "~", taken());
    }

    @Test
    void shouldCompleteDeferredAggregatesThatNest()
    {
        writer.ok();
        final long outer = writer.deferAggregate();
        writer.integer(1);
        final long inner = writer.deferAggregate();
        writer.bulk("a");
        writer.bulk("b");
        writer.completeMap(inner, 1);
        final long empty = writer.deferAggregate();
        writer.completeSet(empty, 0);
        writer.completeArray(outer, 3);
        assertEquals("+OK~*3~:1~*2~$1~a~$1~b~*0~", taken());
    }

    @Test
    void shouldDropWhatWasNotCommitted()
    {
        writer.ok();
        output.commit(OutputChunk.UNGATED);
        writer.bulk(new byte[100_000]);
        writer.deferAggregate();
        writer.integer(5);
        output.discard();
        writer.integer(6);
        assertEquals("+OK~:6~", taken());
    }

    @Test
    void shouldKeepBytesInOrderWhateverTheirLengths()
    {
        for (long seed = 1; seed <= 50; seed++)
        {
            final Random random = new Random(seed);
            final StringBuilder expected = new StringBuilder();
            final StringBuilder actual = new StringBuilder();
            for (int i = 0; i < 30; i++)
            {
                step(random, expected, actual);
            }
            actual.append(taken());
            assertEquals(expected.toString(), actual.toString(), "seed=" + seed);
        }
    }

    private void step(final Random random, final StringBuilder expected, final StringBuilder actual)
    {
        final int length = random.nextInt(0 == random.nextInt(5) ? 600_000 : 3000);
        final long address = allocator.allocate(length + 1);
        final byte letter = (byte)('a' + random.nextInt(26));
        OffHeap.set(address, length, letter);
        final boolean isDeferred = random.nextBoolean();
        final long handle = isDeferred ? writer.deferAggregate() : 0;
        writer.bulk(address, length);
        if (isDeferred)
        {
            writer.completeArray(handle, 1);
            expected.append("*1~");
        }
        expected.append('$').append(length).append('~').append(String.valueOf((char)letter).repeat(length)).append('~');
        allocator.free(address, length + 1);
        output.commit(OutputChunk.UNGATED);
        if (random.nextBoolean())
        {
            output.handOver();
        }
        if (0 == random.nextInt(4))
        {
            actual.append(read());
        }
    }

    @Test
    void shouldGateChunksThatHoldADurableReply()
    {
        writer.ok();
        output.commit(OutputChunk.UNGATED);
        output.handOver();
        writer.ok();
        output.commit(17);
        output.handOver();
        final OutputChunk first = output.unread();
        assertEquals(OutputChunk.UNGATED, first.gateSequence());
        assertEquals(17, first.next().gateSequence());
    }

    @Test
    void shouldCountErrorsAndRememberTheNewest()
    {
        writer.error("ERR a");
        writer.error("WRONGTYPE b");
        assertEquals(2, writer.errorCount());
        assertEquals("WRONGTYPE b", new String(writer.lastError(), StandardCharsets.US_ASCII));
        output.discard();
    }

    private String taken()
    {
        output.commit(OutputChunk.UNGATED);
        output.handOver();
        final String text = read();
        assertEquals(0, output.unwrittenLength());
        return text;
    }

    private String read()
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (OutputChunk chunk = output.unread(); null != chunk; chunk = output.unread())
        {
            final byte[] piece = new byte[chunk.buffer().remaining()];
            chunk.buffer().get(piece);
            bytes.writeBytes(piece);
            output.onWritten(piece.length);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1).replace("\r\n", "~");
    }
}
