package io.ringbolt.transport;

import io.ringbolt.config.AppendFsync;
import io.ringbolt.config.AppendOnlyParameters;
import io.ringbolt.config.GeneralParameters;
import io.ringbolt.config.LoggingParameters;
import io.ringbolt.config.ServerConfigBuilder;
import io.ringbolt.config.ThreadingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static io.ringbolt.transport.TestServers.await;
import static io.ringbolt.transport.TestServers.config;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Times of commands from socket to socket, as clients ask for them.
 */
class StagesSystemTest
{
    private static final int COMMANDS = 200;
    private static final int PATIENCE_MS = 60_000;

    /** LATENCY STAGES as a map from stage to a map of figures. */
    private static Map<String, Map<String, Long>> stages(final Jedis jedis, final String... command)
    {
        final String[] arguments = new String[1 + command.length];
        arguments[0] = "STAGES";
        System.arraycopy(command, 0, arguments, 1, command.length);
        final Map<String, Map<String, Long>> stages = new HashMap<>();
        final List<?> reply = (List<?>)jedis.sendCommand(() -> bytes("LATENCY"), arguments);
        for (int i = 0; i < reply.size(); i += 2)
        {
            final List<?> figures = (List<?>)reply.get(i + 1);
            final Map<String, Long> byName = new HashMap<>();
            for (int j = 0; j < figures.size(); j += 2)
            {
                byName.put(text(figures.get(j)), (Long)figures.get(j + 1));
            }
            stages.put(text(reply.get(i)), byName);
        }
        return stages;
    }

    private static String text(final Object bulk)
    {
        return new String((byte[])bulk, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(final String text)
    {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void set(final Jedis jedis)
    {
        try (Pipeline pipeline = jedis.pipelined())
        {
            for (int i = 0; i < COMMANDS; i++)
            {
                pipeline.set("key" + i, "value");
            }
            pipeline.sync();
        }
    }

    private static ServerConfigBuilder all(final ThreadingMode mode)
    {
        return config(mode).set(LoggingParameters.LATENCY_STAGES_SAMPLING, 1);
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldTellWhereTheTimeOfEachCommandGoes(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(all(mode).build());
            Jedis jedis = new Jedis("127.0.0.1", server.port(), PATIENCE_MS))
        {
            set(jedis);
            await("all are counted", () -> stages(jedis, "set").get("total").get("count") == COMMANDS);

            final Map<String, Map<String, Long>> ofSet = stages(jedis, "set");
            for (final String stage : List.of("decode", "ring", "execute", "reply", "total"))
            {
                assertEquals(COMMANDS, ofSet.get(stage).get("count"), stage);
                assertTrue(ofSet.get(stage).get("p50") <= ofSet.get(stage).get("p99"), stage);
            }
            assertFalse(ofSet.containsKey("journal"), "nothing waits for a disk");
            assertTrue(ofSet.get("total").get("max") >= ofSet.get("execute").get("max"));
            assertTrue(stages(jedis).get("total").get("count") > COMMANDS);
            assertTrue(jedis.info("stages").contains("latency_stage_total_usec:p50="));
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldTellHowLongRepliesWaitForTheDisk(final ThreadingMode mode, @TempDir final Path folder) throws Exception
    {
        try (Server server = Server.start(all(mode)
                .set(AppendOnlyParameters.APPENDONLY, true)
                .set(AppendOnlyParameters.APPENDFSYNC, AppendFsync.ALWAYS)
                .set(GeneralParameters.DIR, folder.toString()).build());
            Jedis jedis = new Jedis("127.0.0.1", server.port(), PATIENCE_MS))
        {
            set(jedis);
            await("all are counted", () -> stages(jedis, "set").get("total").get("count") == COMMANDS);

            assertEquals(COMMANDS, stages(jedis, "set").get("journal").get("count"));
        }
    }

    @Test
    void shouldShowTheSlowestCommandsWithoutSecrets() throws Exception
    {
        try (Server server = Server.start(all(ThreadingMode.SHARED).build());
            Jedis jedis = new Jedis("127.0.0.1", server.port(), PATIENCE_MS))
        {
            jedis.set("a-key", "a-value");
            jedis.aclSetUser("someone", ">hidden");
            jedis.auth("default", "anything");
            final StringBuilder shown = new StringBuilder();
            for (final Object sample : (List<?>)jedis.sendCommand(() -> bytes("LATENCY"), "STAGES-WORST"))
            {
                shown.append(text(((List<?>)sample).get(3))).append('\n');
            }

            assertTrue(shown.toString().contains("SET a-key a-value"), shown.toString());
            assertTrue(shown.toString().contains("AUTH (redacted)"), shown.toString());
            assertFalse(shown.toString().contains("hidden") || shown.toString().contains("anything"),
                shown.toString());
        }
    }

    @Test
    void shouldLookAtNothingWhenSwitchedOffAndForgetOnRequest() throws Exception
    {
        try (Server server = Server.start(all(ThreadingMode.SHARED).build());
            Jedis jedis = new Jedis("127.0.0.1", server.port(), PATIENCE_MS))
        {
            jedis.configSet("latency-stages-sampling", "0");
            jedis.ping();
            jedis.sendCommand(() -> bytes("LATENCY"), "STAGES-RESET");
            set(jedis);

            assertEquals(Map.of(), stages(jedis));
        }
    }

    @Test
    void shouldLookAtAboutOneOfSoMany() throws Exception
    {
        try (Server server = Server.start(
                config(ThreadingMode.SHARED).set(LoggingParameters.LATENCY_STAGES_SAMPLING, 10).build());
            Jedis jedis = new Jedis("127.0.0.1", server.port(), PATIENCE_MS))
        {
            for (int i = 0; i < 10; i++)
            {
                set(jedis);
            }
            final long count = stages(jedis).get("total").get("count");

            assertTrue(count > COMMANDS / 2 && count < 2 * COMMANDS, "of " + 10 * COMMANDS + ": " + count);
        }
    }
}
