package io.ringbolt.transport.buffer;

import io.ringbolt.engine.memory.OffHeapAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What a client leaves unread lies close together, however little each batch has brought it.
 */
class OutputBufferJoinTest
{
    private static final int MESSAGE_COUNT = 5_000;

    private final ChunkPool pool = new ChunkPool();
    private final DeferredRegion deferred = new DeferredRegion(new OffHeapAllocator());
    private final OutputBuffer output = new OutputBuffer(pool, deferred);

    @AfterEach
    void close()
    {
        output.drop();
        assertEquals(0, pool.takenCount());
        pool.close();
        deferred.close();
    }

    @Test
    void shouldJoinWhatBatchesHaveLeftUnread()
    {
        final StringBuilder expected = new StringBuilder();
        for (int i = 0; i < MESSAGE_COUNT; i++)
        {
            send("message " + i + "\r\n", OutputChunk.UNGATED);
            expected.append("message ").append(i).append("\r\n");
        }
        assertTrue(pool.takenCount() <= output.chunkCount() + 1, "chunks=" + pool.takenCount());
        assertTrue(output.memory() < 2 * output.unwrittenLength(), "memory=" + output.memory());
        assertEquals(expected.toString(), written());
        assertEquals(0, output.memory());
    }

    @Test
    void shouldJoinOnlyWhatWaitsForTheSame()
    {
        send("a", OutputChunk.UNGATED);
        send("b", 7);
        send("c", 7);
        send("d", OutputChunk.UNGATED);
        send("e", 8);
        assertEquals(3, pool.takenCount());
        assertEquals(OutputChunk.UNGATED, output.unread().gateSequence());
        assertEquals(7, output.unread().next().gateSequence());
        assertEquals(8, output.unread().next().next().gateSequence());
        assertEquals("abcde", written());
    }

    private void send(final String text, final long gateSequence)
    {
        output.append(text.getBytes(US_ASCII));
        output.commit(gateSequence);
        output.handOver();
        output.unread();
    }

    private String written()
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (OutputChunk chunk = output.unread(); null != chunk; chunk = output.unread())
        {
            final byte[] piece = new byte[chunk.buffer().remaining()];
            chunk.buffer().get(piece);
            bytes.writeBytes(piece);
            output.onWritten(piece.length);
        }
        return bytes.toString(US_ASCII);
    }
}
