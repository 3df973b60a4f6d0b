package io.ringbolt.engine.rdb;

import io.ringbolt.config.GuardedAccess;
import io.ringbolt.config.SecurityParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Payloads with flipped, cut and random bytes and a checksum that says they are good: each is refused, with nothing
 * left behind, or becomes a value that can be walked, changed, dumped and removed like any other.
 */
class CorruptPayloadTest
{
    private static final long SEED = 20;
    private static final int ROUNDS = 120_000;
    private static final int RANDOM_ROUNDS = 60_000;
    /** What the key table keeps for its next keys has been taken by then. */
    private static final int WARM_UP_ROUNDS = 2_000;
    private static final int FOOTER_LENGTH = 10;
    private static final int LONGEST = 1_500;
    private static final int[] TYPES =
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 26, 27, 28, 29,
            30, 31, 32, 255};

    /** What there was no server of to make payloads, each as commands that make it at the key k. */
    private static final String[] NEW_VALUES = {
        "HIMPORT PREPARE p one two three;HIMPORT SET k p 1 x zz",
        "HIMPORT PREPARE p one two three;HIMPORT SET k p 1 x " + "y".repeat(80),
        "XADD k IDMP p1 a * f v;XADD k IDMP p1 b * f v;XADD k IDMP p2 a * f v;XGROUP CREATE k g 0;" +
            "XREADGROUP GROUP g c STREAMS k >;XNACK k g FAIL IDS 1 1700000000000-1",
        "ARSET k 0 a b 5;ARSET k 100000 x"};

    private final Random random = new Random(SEED);
    private int refused;
    private int taken;

    @Test
    void shouldRefuseDamagedPayloadsOrTakeThemAsValidValues()
    {
        final List<byte[]> payloads = new ArrayList<>();
        new DumpPayloads().all().stream().map(DumpPayloads.Payload::bytes)
            .filter(bytes -> bytes.length < LONGEST).forEach(payloads::add);
        OldForms.all().forEach(payloads::add);
        try (EngineHarness redis = new EngineHarness(withDebug()))
        {
            uncompressed(redis, payloads);
            long liveBytes = 0;
            for (int round = 0; round < ROUNDS; round++)
            {
                liveBytes = WARM_UP_ROUNDS == round ? liveBytes(redis) : liveBytes;
                check(redis, damaged(payloads.get(random.nextInt(payloads.size()))), round);
            }
            assertEquals(liveBytes, liveBytes(redis), "seed=" + SEED);
        }
        assertTrue(refused > ROUNDS / 4 && taken > ROUNDS / 20, "refused=" + refused + " taken=" + taken);
    }

    @Test
    void shouldSurviveRandomBytes()
    {
        try (EngineHarness redis = new EngineHarness(withDebug()))
        {
            long liveBytes = 0;
            for (int round = 0; round < RANDOM_ROUNDS; round++)
            {
                liveBytes = WARM_UP_ROUNDS == round ? liveBytes(redis) : liveBytes;
                final byte[] bytes = new byte[1 + random.nextInt(60)];
                random.nextBytes(bytes);
                for (int i = 1; i < bytes.length; i++)
                {
                    bytes[i] = random.nextInt(3) == 0 ? bytes[i] : (byte)random.nextInt(4);
                }
                bytes[0] = (byte)TYPES[random.nextInt(TYPES.length)];
                check(redis, framed(bytes), round);
            }
            assertEquals(liveBytes, liveBytes(redis), "seed=" + SEED);
        }
    }

    @Test
    void shouldRefuseEveryPayloadThatIsCut()
    {
        try (EngineHarness redis = new EngineHarness())
        {
            for (final DumpPayloads.Payload payload : new DumpPayloads().all())
            {
                final byte[] body = Arrays.copyOf(payload.bytes(), payload.bytes().length - FOOTER_LENGTH);
                final int step = Math.max(1, body.length / 200);
                for (int length = 0; length < body.length; length += step)
                {
                    final byte[] cut = framed(Arrays.copyOf(body, length));
                    final String reply = redis.run("RESTORE", "k", "0", DumpPayloads.text(cut));
                    assertEquals("-ERR Bad data format", reply, payload.name() + " length=" + length);
                }
            }
        }
    }

    /** Payloads without compression are the ones in which a flipped byte reaches the structures. */
    private static void uncompressed(final EngineHarness redis, final List<byte[]> payloads)
    {
        redis.line("CONFIG SET rdbcompression no");
        for (final String version : new String[] {"9", "11"})
        {
            redis.line("CONFIG SET rdb-version " + version);
            for (final byte[] payload : List.copyOf(payloads))
            {
                redis.run("RESTORE", "k", "0", DumpPayloads.text(payload), "REPLACE");
                payloads.add(DumpPayloads.bytes(DumpPayloads.bulk(redis.runRaw("DUMP", "k"))));
            }
        }
        redis.line("CONFIG SET rdb-version 15");
        for (final String command : NEW_VALUES)
        {
            redis.line("DEL k");
            for (final String part : command.split(";"))
            {
                final String reply = redis.line(part);
                assertFalse(reply.startsWith("-"), part + ": " + reply);
            }
            payloads.add(DumpPayloads.bytes(DumpPayloads.bulk(redis.runRaw("DUMP", "k"))));
        }
        redis.line("DEL k");
        redis.line("HIMPORT DISCARDALL");
        redis.line("CONFIG SET rdb-version 10");
    }

    private byte[] damaged(final byte[] payload)
    {
        byte[] body = Arrays.copyOf(payload, payload.length - FOOTER_LENGTH);
        if (random.nextInt(5) == 0)
        {
            final int cut = random.nextInt(body.length);
            final byte[] spliced = new byte[body.length - 1 + random.nextInt(3)];
            System.arraycopy(body, 0, spliced, 0, Math.min(cut, spliced.length));
            final int rest = Math.min(body.length - cut, spliced.length - cut);
            System.arraycopy(body, body.length - rest, spliced, spliced.length - rest, Math.max(0, rest));
            body = spliced.length == 0 ? body : spliced;
        }
        for (int i = random.nextInt(3); i >= 0; i--)
        {
            final int at = random.nextInt(3) == 0 ? random.nextInt(Math.min(20, body.length)) :
                random.nextInt(body.length);
            body[at] = switch (random.nextInt(4))
            {
                case 0 -> (byte)random.nextInt(256);
                case 1 -> (byte)(body[at] ^ 1 << random.nextInt(8));
                case 2 -> (byte)(body[at] + random.nextInt(5) - 2);
                default -> body[random.nextInt(body.length)];
            };
        }
        return framed(body);
    }

    private static byte[] framed(final byte[] body)
    {
        final byte[] framed = Arrays.copyOf(body, body.length + FOOTER_LENGTH);
        framed[body.length] = DumpPayload.NEWEST_VERSION;
        return framed;
    }

    private void check(final EngineHarness redis, final byte[] payload, final int round)
    {
        final String message = "seed=" + SEED + " round=" + round + " payload=" + Arrays.toString(payload);
        final String reply = redis.run("RESTORE", "k", "0", DumpPayloads.text(payload));
        if ("-ERR Bad data format".equals(reply))
        {
            refused++;
            assertEquals(":0", redis.line("EXISTS k"), message);
            return;
        }
        taken++;
        assertEquals("+OK", reply, message);
        final String digest = redis.line("DEBUG DIGEST-VALUE k");
        assertFalse(digest.startsWith("-"), message);
        final String dump = DumpPayloads.bulk(redis.runRaw("DUMP", "k"));
        assertEquals("+OK", redis.run("RESTORE", "k", "0", dump, "REPLACE"), message);
        assertEquals(digest, redis.line("DEBUG DIGEST-VALUE k"), message);
        for (final String command : commands(redis.line("TYPE k")))
        {
            final String answer = redis.line(command);
            assertFalse(answer.startsWith("-ERR internal") || answer.startsWith("-WRONGTYPE"), message + command);
        }
        redis.line("DEL k");
    }

    private static String[] commands(final String type)
    {
        return switch (type)
        {
            case "+string" -> new String[] {"GET k", "APPEND k x", "STRLEN k"};
            case "+list" -> new String[] {
                "LRANGE k 0 -1", "LSET k 0 y", "LREM k 1 1", "RPUSH k 1", "LPOP k", "RPOP k", "LTRIM k 1 -2"};
            case "+set" -> new String[] {"SMEMBERS k", "SADD k 1 x", "SISMEMBER k 3", "SREM k 1 2 a m1", "SPOP k"};
            case "+hash" -> new String[] {"HGETALL k", "HSET k a 1 zz 2", "HDEL k b 5", "HGET k a",
                "HRANDFIELD k 3 WITHVALUES", "HDEL k one"};
            case "+array" -> new String[] {"ARSCAN k 0 100000 LIMIT 100", "ARSET k 7 x", "ARLEN k", "ARDEL k 0 1 2"};
            case "+zset" -> new String[]
                {"ZRANGE k 0 -1 WITHSCORES", "ZADD k 4 a 5 nn", "ZREM k b 17", "ZCOUNT k 0 3", "ZRANK k e",
                    "ZPOPMIN k"};
            default -> new String[] {
                "XRANGE k - +", "XREVRANGE k + - COUNT 3", "XADD k * f v", "XTRIM k MAXLEN 3", "XLEN k"};
        };
    }

    private static long liveBytes(final EngineHarness redis)
    {
        for (int i = 0; i < 100; i++)
        {
            redis.tick();
        }
        return redis.engine().arena().liveBytes();
    }

    private static ServerConfig withDebug()
    {
        return ServerConfig.defaults().with(SecurityParameters.ENABLE_DEBUG_COMMAND, GuardedAccess.YES);
    }
}
