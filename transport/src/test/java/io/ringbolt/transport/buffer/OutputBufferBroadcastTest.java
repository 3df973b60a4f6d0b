package io.ringbolt.transport.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;

/**
 * Replies and broadcasts reach a client in the order in which the engine made them, whenever each is handed over,
 * fetched and written.
 */
class OutputBufferBroadcastTest
{
    private static final int STEP_COUNT = 60_000;
    private static final int MAX_LENGTH = 400;
    private static final int LONG_LENGTH = 40_000;
    private static final int PERCENT_LONG = 1;
    private static final byte FIRST = '>';

    private record Message(long number, long address, int length)
    {
    }

    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private final ByteArrayOutputStream expected = new ByteArrayOutputStream();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Queue<Message> queued = new ArrayDeque<>();
    private long number;
    private long visible;
    private long passed;
    private byte next;
    private int joinedCount;
    private int separateCount;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldKeepTheEnginesOrder(final long seed)
    {
        final Random random = new Random(seed);
        try (ChunkPool pool = new ChunkPool(); ChunkPool own = new ChunkPool();
            DeferredRegion deferred = new DeferredRegion(allocator))
        {
            final OutputBuffer output = new OutputBuffer(pool, deferred);
            for (int step = 0; step < STEP_COUNT; step++)
            {
                play(output, own, random);
                if (0 == step % 1000)
                {
                    settle(output, own, "seed=" + seed + " step=" + step);
                }
            }
            settle(output, own, "seed=" + seed);
            assertTrue(joinedCount > 0 && separateCount > 0, "joined=" + joinedCount + " separate=" + separateCount);
            output.drop();
            assertEquals(0, pool.takenCount(), "seed=" + seed);
            assertEquals(0, own.takenCount(), "seed=" + seed);
        }
        assertEquals(0, allocator.liveBytes());
    }

    private void play(final OutputBuffer output, final ChunkPool own, final Random random)
    {
        switch (random.nextInt(9))
        {
            case 0, 1 -> reply(output, random, false);
            case 2 -> reply(output, random, true);
            case 3, 4 -> broadcast(random);
            case 5 ->
            {
                output.handOver();
                visible = number;
            }
            case 6 -> deliverOne(output, own);
            case 7 -> deliverSeveral(output, own, 1 + random.nextInt(20));
            default -> write(output, random.nextInt(MAX_LENGTH * 4));
        }
    }

    private void settle(final OutputBuffer output, final ChunkPool own, final String where)
    {
        output.handOver();
        visible = number;
        while (!queued.isEmpty())
        {
            deliverOne(output, own);
        }
        passed = visible;
        write(output, Integer.MAX_VALUE);
        assertEquals(expected.size(), written.size(), where);
        assertEquals(0, Arrays.compare(expected.toByteArray(), written.toByteArray()), where);
        assertEquals(0, output.unwrittenLength(), where);
        assertEquals(0, output.memory(), where);
        expected.reset();
        written.reset();
    }

    private void reply(final OutputBuffer output, final Random random, final boolean isDiscarded)
    {
        final byte[] bytes = bytes(random);
        if (isDiscarded)
        {
            output.append(bytes);
            output.discard();
            return;
        }
        output.append(bytes);
        expected.writeBytes(bytes);
        output.commit(OutputChunk.UNGATED, number);
    }

    private void broadcast(final Random random)
    {
        final byte[] bytes = bytes(random);
        final long address = allocator.allocate(bytes.length);
        OffHeap.copyIn(bytes, 0, address, bytes.length);
        queued.add(new Message(++number, address, bytes.length));
        bytes[0] = FIRST;
        expected.writeBytes(bytes);
    }

    private void deliverOne(final OutputBuffer output, final ChunkPool own)
    {
        final Message message = queued.peek();
        if (null == message || message.number > visible)
        {
            passed = visible;
            return;
        }
        queued.remove();
        output.appendBroadcast(own, message.number, message.address, message.length, FIRST);
        allocator.free(message.address, message.length);
        passed = message.number;
    }

    private void deliverSeveral(final OutputBuffer output, final ChunkPool own, final int count)
    {
        final List<Message> run = queued.stream().filter(message -> message.number <= visible).limit(count).toList();
        if (run.isEmpty())
        {
            passed = visible;
            return;
        }
        final int length = run.stream().mapToInt(Message::length).sum();
        final long joined = allocator.allocate(length);
        long end = joined;
        for (final Message message : run)
        {
            OffHeap.copy(message.address, end, message.length);
            OffHeap.putByte(end, FIRST);
            end += message.length;
        }
        final boolean isJoined = output.appendBroadcasts(
            own, run.get(0).number, run.get(run.size() - 1).number, joined, length);
        allocator.free(joined, length);
        for (final Message message : run)
        {
            if (isJoined)
            {
                allocator.free(queued.remove().address, message.length);
                passed = message.number;
                joinedCount++;
            }
            else
            {
                deliverOne(output, own);
                separateCount++;
            }
        }
    }

    private void write(final OutputBuffer output, final int limit)
    {
        int room = limit;
        OutputChunk chunk = output.unread(passed);
        while (null != chunk && room > 0)
        {
            final byte[] bytes = new byte[Math.min(room, chunk.buffer().remaining())];
            chunk.buffer().get(bytes);
            written.writeBytes(bytes);
            room -= bytes.length;
            output.onWritten(bytes.length);
            chunk = output.unread(passed);
        }
    }

    private byte[] bytes(final Random random)
    {
        final boolean isLong = random.nextInt(100) < PERCENT_LONG;
        final byte[] bytes = new byte[1 + random.nextInt(isLong ? LONG_LENGTH : MAX_LENGTH)];
        for (int i = 0; i < bytes.length; i++)
        {
            bytes[i] = next++;
        }
        return bytes;
    }
}
