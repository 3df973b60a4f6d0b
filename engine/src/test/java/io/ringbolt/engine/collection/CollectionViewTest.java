package io.ringbolt.engine.collection;

import io.ringbolt.engine.EngineHarness;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.ArenaView;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import org.junit.jupiter.api.Test;

import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Every write of a collection must go through the arena, or a view that is open would see it.
 */
class CollectionViewTest
{
    private static final long SEED = 8;
    /** Length of the harness's chunks, the first of which has number 1. */
    private static final long CHUNK_BYTES = 1 << 20;
    private static final int STEP_LENGTH = 512;
    private static final int ROUNDS = 12;
    private static final int COMMANDS = 3_000;

    private final Random random = new Random(SEED);

    @Test
    void shouldLeaveAnOpenViewAsItWas()
    {
        final OffHeapAllocator allocator = new OffHeapAllocator();
        try (EngineHarness redis = new EngineHarness())
        {
            final Arena arena = redis.engine().arena();
            mutate(redis);
            for (int round = 0; round < ROUNDS; round++)
            {
                final long end = arena.allocate(STEP_LENGTH);
                final int length = (int)(Math.min(end << 3, 2 * CHUNK_BYTES) - CHUNK_BYTES);
                final long before = allocator.allocate(length);
                final long after = allocator.allocate(length);
                OffHeap.copy(arena.address(CHUNK_BYTES >> 3), before, length);
                final ArenaView view = arena.openView();
                mutate(redis);
                for (int offset = 0; offset < length; offset += STEP_LENGTH)
                {
                    final int step = Math.min(STEP_LENGTH, length - offset);
                    view.read(CHUNK_BYTES + offset >> 3, 0, step, after + offset);
                }
                assertEquals(-1, firstDifference(before, after, length), "seed=" + SEED + " round=" + round);
                arena.closeView(view);
                allocator.free(before, length);
                allocator.free(after, length);
                arena.free(end);
            }
        }
        assertEquals(0, allocator.liveBytes());
    }

    private static int firstDifference(final long a, final long b, final int length)
    {
        for (int offset = 0; offset < length; offset++)
        {
            if (OffHeap.getByte(a + offset) != OffHeap.getByte(b + offset))
            {
                return offset;
            }
        }
        return -1;
    }

    private void mutate(final EngineHarness redis)
    {
        for (int i = 0; i < COMMANDS; i++)
        {
            redis.line(command());
        }
    }

    private String command()
    {
        final int number = random.nextInt(400);
        final String text = random.nextBoolean() ? Integer.toString(number) : "v".repeat(1 + number / 4) + number;
        return switch (random.nextInt(38))
        {
            case 0 -> "LPUSH l " + text;
            case 1 -> "RPUSH l " + text;
            case 2 -> "LPOP l";
            case 3 -> "LSET l 0 " + text;
            case 4 -> "LINSERT l BEFORE " + number + " " + text;
            case 5 -> "LTRIM l 0 300";
            case 6, 7 -> "SADD s " + text;
            case 8 -> "SPOP s";
            case 9 -> "SREM s " + text;
            case 10, 11 -> "HSET h " + number + " " + text;
            case 12 -> "HDEL h " + number;
            case 13, 14 -> "ZADD z " + random.nextInt(50) / 4.0 + " " + text;
            case 15 -> "ZREM z " + text;
            case 17 -> "SMOVE s s2 " + text;
            case 18 -> "SUNIONSTORE s s s2";
            case 19 -> "SINTERSTORE s2 s s2";
            case 20 -> "SDIFFSTORE s3 s s2";
            case 21 -> "ZUNIONSTORE z 2 z s WEIGHTS 1 0.5";
            case 22 -> "ZINTERSTORE z2 2 z s";
            case 23 -> "ZRANGESTORE z3 z 10 200";
            case 24 -> "ZREMRANGEBYSCORE z 3 3.25";
            case 16 -> random.nextInt(40) == 0 ? "DEL l s h z x s2 z2 a" : "ZPOPMIN z";
            case 25 -> "XREADGROUP GROUP g c" + number % 3 + " COUNT 3 STREAMS x >";
            case 26 -> "XAUTOCLAIM x g c" + number % 4 + " 0 - COUNT 2";
            case 27 -> "XACK x g " + EngineHarness.START_MS + "-" + number;
            case 28 -> number % 9 == 0 ? "XGROUP DELCONSUMER x g c1" : "XGROUP CREATE x g 0 MKSTREAM";
            case 31 -> "ARSET a " + number + " " + text;
            case 32 -> "ARSET a " + (long)number * number * number * 1000 + " " + text;
            case 33 -> "ARDEL a " + number;
            case 34 -> "ARDELRANGE a " + number + " " + (number + random.nextInt(20));
            case 35 -> "ARRING a " + (1 + random.nextInt(100)) + " " + text;
            case 36 -> "ARINSERT a " + text;
            default -> "XADD x MAXLEN 400 * f " + text + (random.nextInt(5) == 0 ? " g 1" : "");
        };
    }
}
