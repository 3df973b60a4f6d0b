package io.ringbolt.engine.bitmap;

import io.ringbolt.engine.EngineHarness;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.memory.ArenaView;
import org.agrona.BufferUtil;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * BITOP gives what a loop over single bytes gives, whatever the lengths, and also when the target is a source.
 */
class BitopTwinTest
{
    private static final int ROUNDS = 100_000;
    private static final int KEY_COUNT = 5;
    private static final int MAX_LENGTH = 600;
    private static final long SEED = 7;
    private static final String[] OPERATIONS = {"AND", "OR", "XOR", "NOT", "DIFF", "DIFF1", "ANDOR", "ONE"};

    private final Random random = new Random(SEED);
    private final byte[][] values = new byte[KEY_COUNT][0];

    @Test
    void shouldCombineAsALoopOverBytesDoes()
    {
        try (EngineHarness redis = new EngineHarness())
        {
            for (int round = 0; round < ROUNDS; round++)
            {
                change(redis);
                combine(redis, round);
            }
        }
    }

    private void change(final EngineHarness redis)
    {
        final int key = random.nextInt(KEY_COUNT);
        final byte[] value = new byte[random.nextInt(20) == 0 ? random.nextInt(MAX_LENGTH) : random.nextInt(40)];
        random.nextBytes(value);
        final byte[] stored = random.nextInt(6) == 0 ?
            Integer.toString(random.nextInt()).getBytes(StandardCharsets.US_ASCII) : value;
        values[key] = stored;
        redis.runBytes(ascii("SET"), ascii("k" + key), stored);
    }

    private void combine(final EngineHarness redis, final int round)
    {
        final String operation = OPERATIONS[random.nextInt(OPERATIONS.length)];
        final int sourceCount = "NOT".equals(operation) ? 1 : 2 + random.nextInt(4);
        final int target = random.nextInt(KEY_COUNT);
        final int[] sources = random.ints(sourceCount, 0, KEY_COUNT).toArray();
        final byte[][] command = new byte[3 + sourceCount][];
        command[0] = ascii("BITOP");
        command[1] = ascii(operation);
        command[2] = ascii("k" + target);
        for (int i = 0; i < sourceCount; i++)
        {
            command[3 + i] = ascii("k" + sources[i]);
        }
        final byte[] expected = naive(operation, sources);
        final String where = "seed=" + SEED + " round=" + round + " " + operation + " " + target + " " +
            Arrays.toString(sources);
        assertEquals(":" + expected.length + "\r\n", redis.runBytes(command), where);
        values[target] = expected;
        final String text = new String(expected, StandardCharsets.ISO_8859_1);
        assertEquals(0 == expected.length ? "$-1\r\n" : "$" + expected.length + "\r\n" + text + "\r\n",
            redis.runBytes(ascii("GET"), ascii("k" + target)), where);
    }

    private byte[] naive(final String operation, final int[] sources)
    {
        final int length = Arrays.stream(sources).map(source -> values[source].length).max().orElse(0);
        final byte[] result = new byte[length];
        for (int i = 0; i < length; i++)
        {
            result[i] = (byte)naiveByte(operation, sources, i);
        }
        return result;
    }

    private int naiveByte(final String operation, final int[] sources, final int i)
    {
        final int x = at(sources[0], i);
        int and = x;
        int or = x;
        int xor = x;
        int others = 0;
        int once = x;
        int repeated = 0;
        for (int s = 1; s < sources.length; s++)
        {
            final int y = at(sources[s], i);
            and &= y;
            or |= y;
            xor ^= y;
            others |= y;
            repeated |= once & y;
            once |= y;
        }
        return switch (operation)
        {
            case "AND" -> and;
            case "OR" -> or;
            case "XOR" -> xor;
            case "NOT" -> ~x;
            case "DIFF" -> x & ~others;
            case "DIFF1" -> others & ~x;
            case "ANDOR" -> x & others;
            default -> once & ~repeated;
        };
    }

    private int at(final int key, final int i)
    {
        return i < values[key].length ? values[key][i] : 0;
    }

    @Test
    void shouldLeaveAViewWithTheBytesOfBefore()
    {
        try (EngineHarness redis = new EngineHarness())
        {
            redis.line("SETBIT k 7 1");
            final KeyEntry entry = new KeyEntry();
            final ByteBuffer key = ByteBuffer.allocateDirect(1).put(0, (byte)'k');
            redis.engine().keyspace().database(0).find(BufferUtil.address(key), 1, entry);
            final long ref = entry.ref();
            final long offset = entry.stringAddress() - redis.engine().arena().address(ref);
            final ArenaView view = redis.engine().arena().openView();
            redis.line("SETBIT k 0 1");
            redis.line("BITFIELD k SET u2 4 3");
            redis.line("BITOP NOT k k");
            redis.line("DEL k");
            assertEquals(1, view.getByte(ref, offset));
            redis.engine().arena().closeView(view);
        }
    }

    private static byte[] ascii(final String text)
    {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
