package io.ringbolt.engine.rdb;

import io.ringbolt.config.GuardedAccess;
import io.ringbolt.config.SecurityParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.Test;

import java.util.HexFormat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Payloads that redis-server 7.0.15 has made, of every encoding, are taken, mean the same here and come out again
 * byte for byte.
 */
class DumpGoldenTest
{

    private final DumpPayloads payloads = new DumpPayloads();

    @Test
    void shouldRestoreEveryPayloadOfRedisToTheSameValue()
    {
        try (EngineHarness redis = new EngineHarness(withDebug()))
        {
            for (final DumpPayloads.Payload payload : payloads.all())
            {
                restore(redis, payload);
                assertEquals("+" + payload.type(), redis.line("TYPE k"), payload.name());
                assertEquals("*1 +" + payload.digest(), redis.line("DEBUG DIGEST-VALUE k"), payload.name());
            }
            redis.line("DEL k");
        }
    }

    @Test
    void shouldDumpByteForByteWhatRedisDumps()
    {
        int count = 0;
        try (EngineHarness redis = new EngineHarness(withDebug()))
        {
            for (final DumpPayloads.Payload payload : payloads.all())
            {
                restore(redis, payload);
                final boolean isOrdered = !"hashtable".equals(payload.encoding()) || "set-small".equals(payload.name());
                if (isOrdered)
                {
                    assertEquals(HexFormat.of().formatHex(payload.bytes()), dumpInHex(redis), payload.name());
                    count++;
                }
            }
        }
        assertTrue(count > 50, "payloads compared: " + count);
    }

    @Test
    void shouldRestoreItsOwnPayloadsInEveryVersion()
    {
        for (final String version : new String[] {"9", "10", "11", "12"})
        {
            try (EngineHarness redis = new EngineHarness(withDebug()))
            {
                assertEquals("+OK", redis.line("CONFIG SET rdb-version " + version));
                for (final DumpPayloads.Payload payload : payloads.all())
                {
                    restore(redis, payload);
                    final String dump = DumpPayloads.bulk(redis.runRaw("DUMP", "k"));
                    assertEquals("+OK", redis.run("RESTORE", "k", "0", dump, "REPLACE"), payload.name());
                    assertEquals("*1 +" + payload.digest(), redis.line("DEBUG DIGEST-VALUE k"),
                        payload.name() + " version=" + version);
                }
            }
        }
    }

    private static String dumpInHex(final EngineHarness redis)
    {
        return HexFormat.of().formatHex(DumpPayloads.bytes(DumpPayloads.bulk(redis.runRaw("DUMP", "k"))));
    }

    private static void restore(final EngineHarness redis, final DumpPayloads.Payload payload)
    {
        final String reply = redis.run("RESTORE", "k", "0", DumpPayloads.text(payload.bytes()), "REPLACE");
        assertEquals("+OK", reply, payload.name());
    }

    private static ServerConfig withDebug()
    {
        return ServerConfig.defaults().with(SecurityParameters.ENABLE_DEBUG_COMMAND, GuardedAccess.YES);
    }
}
