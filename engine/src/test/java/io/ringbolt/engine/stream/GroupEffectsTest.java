package io.ringbolt.engine.stream;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What replicas replay of groups, that it comes to the same there. */
class GroupEffectsTest
{
    private static final long SEED = 23;
    private static final int COMMANDS = 60_000;
    private static final long EFFECT_TIME_MS = EngineHarness.START_MS;

    private final EngineHarness redis = new EngineHarness();

    @BeforeEach
    void begin()
    {
        redis.line("XADD s 1-0 f 1");
        redis.line("XADD s 2-0 f 2");
        redis.line("XGROUP CREATE s g 0");
        redis.recordEffects();
    }

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldReplayWhatReadingHasDelivered()
    {
        redis.line("XREADGROUP GROUP g a COUNT 1 STREAMS s >");
        assertEquals(List.of("MULTI", claim("a", "1-0", 1, "1-0"), "XGROUP SETID s g 1-0 ENTRIESREAD 1", "EXEC"),
            effects());
        redis.line("XREADGROUP GROUP g b NOACK STREAMS s >");
        assertEquals(List.of("MULTI", "XGROUP CREATECONSUMER s g b", "XGROUP SETID s g 2-0 ENTRIESREAD 2", "EXEC"),
            effects());
        redis.line("XREADGROUP GROUP g a STREAMS s >");
        assertEquals(List.of(), effects());
        redis.line("XREADGROUP GROUP g c STREAMS s >");
        assertEquals(List.of("XGROUP CREATECONSUMER s g c"), effects());
        redis.line("XREADGROUP GROUP g a STREAMS s 0");
        assertEquals(List.of(claim("a", "1-0", 2, "2-0")), effects());
    }

    @Test
    void shouldReplayWhatClaimingHasMoved()
    {
        redis.line("XREADGROUP GROUP g a STREAMS s >");
        effects();
        redis.line("XCLAIM s g b 0 1-0 9-0");
        assertEquals(List.of(claim("b", "1-0", 2, "2-0")), effects());
        redis.line("XCLAIM s g b 99999 1-0 LASTID 7-0");
        assertEquals(List.of("XGROUP SETID s g 7-0 ENTRIESREAD 2"), effects());
        redis.line("XDEL s 2-0");
        effects();
        redis.line("XAUTOCLAIM s g b 0 - JUSTID");
        assertEquals(List.of("MULTI", claim("b", "1-0", 2, "7-0"), claim("a", "2-0", 1, "7-0"), "EXEC"), effects());
        redis.line("XNACK s g FAIL IDS 1 1-0");
        redis.line("XDEL s 1-0");
        effects();
        redis.line("XCLAIM s g b 0 1-0");
        assertEquals(List.of("XACK s g 1-0"), effects());
    }

    @Test
    void shouldReplayAnExactTrimmingAndWhatProducersNamed()
    {
        redis.line("XTRIM s MAXLEN ~ 1");
        assertEquals(List.of(), effects());
        redis.line("XADD s NOMKSTREAM MAXLEN ~ 1 LIMIT 10 3-* f 3");
        assertEquals(List.of("XADD s NOMKSTREAM MAXLEN = 3 3-0 f 3"), effects());
        redis.line("XADD s MINID ~ 2 IDMP p n * f 4");
        final String id = redis.nowMs() + "-0";
        assertEquals(List.of("MULTI", "XADD s MINID = 1-0 " + id + " f 4", "XIDMPRECORD s p n " + id, "EXEC"),
            effects());
        redis.line("XADD s IDMP p n * f 4");
        assertEquals(List.of(), effects());
        assertEquals("+OK", redis.line("XIDMPRECORD s p n " + id));
        assertTrue(redis.line("XIDMPRECORD s p n 3-0").startsWith("-ERR"));
    }

    @Test
    void shouldComeToTheSameOnAReplica()
    {
        final Random random = new Random(SEED);
        try (EngineHarness replica = new EngineHarness())
        {
            replica.line("XADD s 1-0 f 1");
            replica.line("XADD s 2-0 f 2");
            replica.line("XGROUP CREATE s g 0");
            for (int i = 1; i <= COMMANDS; i++)
            {
                final int pauseMs = random.nextInt(3);
                redis.advanceMs(pauseMs);
                replica.advanceMs(pauseMs);
                redis.line(command(random, 1 + i / 8));
                redis.replayEffectsOn(replica);
                if (i % 1_000 == 0)
                {
                    assertEquals(state(redis), state(replica), "seed=" + SEED + " command=" + i);
                }
            }
        }
    }

    private List<String> effects()
    {
        return new ArrayList<>(redis.effects());
    }

    private static String claim(final String consumer, final String id, final int count, final String lastId)
    {
        return "XCLAIM s g " + consumer + " 0 " + id + " TIME " + EFFECT_TIME_MS + " RETRYCOUNT " + count +
            " FORCE JUSTID LASTID " + lastId;
    }

    private static String state(final EngineHarness engine)
    {
        return engine.line("XRANGE s - +") + engine.line("XINFO GROUPS s") + engine.line("XPENDING s g - + 100000") +
            engine.line("XPENDING s h - + 100000") + engine.line("XLEN s");
    }

    private static String command(final Random random, final int time)
    {
        final String id = Math.max(1, time - random.nextInt(30)) + "-" + random.nextInt(3);
        final String other = Math.max(1, time - random.nextInt(30)) + "-" + random.nextInt(3);
        final String group = random.nextInt(3) == 0 ? "h" : "g";
        final String consumer = "c" + random.nextInt(4);
        return switch (random.nextInt(24))
        {
            case 0, 1, 2, 3, 4 -> "XADD s " + time + "-* f v";
            case 5 -> "XADD s MAXLEN ~ 200 " + time + "-* f v g w";
            case 6, 7, 8 -> "XREADGROUP GROUP " + group + " " + consumer + " COUNT 3 STREAMS s >";
            case 9 -> "XREADGROUP GROUP " + group + " " + consumer + " NOACK COUNT 1 STREAMS s >";
            case 10 -> "XREADGROUP GROUP " + group + " " + consumer + " COUNT 2 STREAMS s " + id;
            case 11 -> "XREADGROUP GROUP " + group + " " + consumer + " COUNT 2 CLAIM 20 STREAMS s >";
            case 12, 13, 14 -> "XACK s " + group + " " + id + " " + other;
            case 15 -> "XCLAIM s " + group + " " + consumer + " 3 " + id + " " + other;
            case 16 -> "XCLAIM s " + group + " " + consumer + " 0 " + id + " FORCE LASTID " + other;
            case 17 -> "XAUTOCLAIM s " + group + " " + consumer + " 5 - COUNT 3";
            case 18 -> "XDEL s " + id;
            case 19 -> "XTRIM s MAXLEN 120 " + (random.nextBoolean() ? "ACKED" : "DELREF");
            case 20 -> "XNACK s " + group + " SILENT IDS 2 " + id + " " + other +
                (random.nextBoolean() ? " FORCE" : "");
            case 21 -> "XACKDEL s " + group + " ACKED IDS 2 " + id + " " + other;
            case 22 -> random.nextInt(20) == 0 ? "XGROUP DESTROY s h" : "XGROUP CREATE s h " + id;
            default -> random.nextInt(20) == 0 ? "XGROUP DELCONSUMER s " + group + " " + consumer :
                "XDELEX s DELREF IDS 1 " + id;
        };
    }
}
