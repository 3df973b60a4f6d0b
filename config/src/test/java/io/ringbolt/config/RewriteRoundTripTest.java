package io.ringbolt.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a configuration has become, the file rewritten from it reads as the same. */
class RewriteRoundTripTest
{
    private static final int ROUND_COUNT = 300;
    private static final List<String> USERS = List.of("default on nopass ~* &* +@all");
    private static final List<String> VALUES = List.of(
        "", "0", "1", "7", "64", "100", "1000", "65536", "4294967295", "5gb", "3k", "50%", "yes", "no", "local",
        "always", "allkeys-lru", "debug", "save now", "a \"b\" \\ 'c'", "\u0001\u00ff\n", "1 2 3", "900 1 5 5",
        "normal 1 2 3", "replica 1mb 2mb 5 pubsub 3 2 1", "KEA", "gx", "50 99.5", "127.0.0.1 -::1", "-5", "/tmp",
        "x.y");

    @Test
    void shouldReadAsTheSameAfterARewrite()
    {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        final ServerConfig start = ServerConfig.defaults()
            .with(SecurityParameters.ENABLE_PROTECTED_CONFIGS, GuardedAccess.YES);
        String text = "# mine\n\nhz 12\nsave 1 1\nsave 2 2\nslave-priority 9\n" +
            "client-output-buffer-limit pubsub 1 1 1\n";
        for (int i = 0; i < ROUND_COUNT; i++)
        {
            final ServerConfig config = change(start, random);

            text = ConfigRewriter.rewrite(text, config, USERS);

            final ServerConfig read = ConfigLoader.parse(text);
            assertEquals(config.get(List.of("*")), read.get(List.of("*")), "seed " + seed + " text " + text);
            final String again = ConfigRewriter.rewrite(text, config, USERS);
            assertEquals(again, ConfigRewriter.rewrite(again, config, USERS), "seed " + seed);
        }
    }

    @Test
    void shouldReadAsTheSameAfterARewriteThatWritesDefaultsDown()
    {
        final ServerConfig config = ServerConfig.defaults();
        final String text = ConfigRewriter.rewrite("# mine\nhz 12\n", config, USERS, true);
        assertEquals(config.get(List.of("*")), ConfigLoader.parse(text).get(List.of("*")), text);
        assertTrue(text.contains("\nmaxmemory-samples 5\n"), text);
        assertTrue(text.contains("\nhz 10\n"), text);
    }

    private static ServerConfig change(final ServerConfig start, final Random random)
    {
        ServerConfig config = start;
        final List<ConfigParameter<?>> rows = new ArrayList<>(ConfigParameters.all());
        rows.remove(NetworkParameters.BIND);               // addresses are written unquoted, as Redis writes them
        for (int i = 0; i < 100; i++)
        {
            final String name = rows.get(random.nextInt(rows.size())).name();
            final String value = VALUES.get(random.nextInt(VALUES.size()));
            try
            {
                config = config.trySet(List.of(name, value), ConfigSetCaller.LOCAL).next();
            }
            catch (final ConfigSetException e)
            {
                continue;                              // a value for a row of another kind
            }
        }
        return config;
    }
}
