package io.ringbolt.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random CONFIG SET and GET calls, one after the other, to a running redis-server and to a configuration. */
class ConfigDifferentialTest
{
    private static final long SEED = 20_261_121;
    private static final int CALL_COUNT = 6_000;
    private static final String VERSION = "7.0.15";
    /** Rows that reach for the machine or lock the client out, and those whose rules changed later. */
    private static final Set<String> LEFT_OUT = Set.of(
        "port", "bind", "dir", "tls-port", "tls-replication", "tls-cluster", "maxclients", "appendonly", "requirepass",
        "activedefrag", "watchdog-period", "crash-log-enabled", "oom-score-adj", "oom-score-adj-values", "loglevel",
        "maxmemory-samples", "enable-protected-configs", "maxmemory-policy", "notify-keyspace-events",
        "repl-diskless-load");
    private static final String[] WORDS = {
        "yes", "no", "1", "0", "-1", "7", "00", "0x1", "1kb", "5G", "64", "50%", "900", "normal", "slave", "replica",
        "pubsub", "save", "nosave", "now", "force", "default", "everysec", "swapdb", "local", "ip", "KEA", "Ag$lx", "m",
        "n", "-0", "1e400", "1e-400", "{title}", "{port}", "abc", "a.b-c", "a_b", "/", "99.9", ".5", "1e1",
        "18446744073709551616", "+3", "%", "\\", "\"", "'", "\u00ff", "\t", "lshzxetg$", "d", "2147483648", "1048576"};

    @TempDir
    private Path directory;

    @Test
    void shouldDoWhatRedisDoesCallAfterCall() throws Exception
    {
        final Optional<RedisOracle> oracle = RedisOracle.start(VERSION, directory);
        assertTrue(oracle.isPresent() || null == System.getenv("CI"), "no redis-server " + VERSION);
        assumeTrue(oracle.isPresent(), "no redis-server " + VERSION);
        try (RedisOracle redis = oracle.get())
        {
            compare(redis, SEED);
        }
    }

    private static void compare(final RedisOracle redis, final long seed) throws IOException
    {
        final Random random = new Random(seed);
        final List<String> names = namesKnownTo(redis);
        ServerConfig config = ServerConfig.builder()
            .set(SecurityParameters.ENABLE_PROTECTED_CONFIGS, GuardedAccess.YES)
            .set(SnapshotParameters.SAVE, List.of())
            .build();
        for (int i = 0; i < CALL_COUNT; i++)
        {
            final List<String> arguments = arguments(names, random);
            final String message = "seed " + seed + " CONFIG SET " + arguments;

            String reply = "OK";
            try
            {
                config = config.trySet(arguments, ConfigSetCaller.LOCAL).next();
            }
            catch (final ConfigSetException e)
            {
                reply = e.getMessage();
            }

            assertEquals(redis.call(command("SET", arguments)).get(0), reply, message);
            for (int j = 0; j < arguments.size(); j += 2)
            {
                final List<String> name = List.of(arguments.get(j));
                assertEquals(redis.call(command("GET", name)), config.get(name), message);
            }
        }
    }

    private static List<String> namesKnownTo(final RedisOracle redis) throws IOException
    {
        final List<String> names = new ArrayList<>();
        for (final String name : ConfigParameters.names())
        {
            final ConfigParameter<?> parameter = ConfigParameters.find(name);
            if (!LEFT_OUT.contains(parameter.name()) && !redis.call("CONFIG", "GET", name).isEmpty())
            {
                names.add(name);
            }
        }
        return names;
    }

    private static List<String> arguments(final List<String> names, final Random random)
    {
        final List<String> arguments = new ArrayList<>();
        for (int count = random.nextInt(10) < 8 ? 1 : 1 + random.nextInt(3); count > 0; count--)
        {
            final String name = names.get(random.nextInt(names.size()));
            arguments.add(random.nextInt(8) == 0 ? name.toUpperCase(Locale.ROOT) : name);
            arguments.add(value(random));
        }
        return arguments;
    }

    private static String value(final Random random)
    {
        final StringBuilder value = new StringBuilder(WORDS[random.nextInt(WORDS.length)]);
        while (random.nextInt(3) == 0)
        {
            value.append(random.nextInt(3) == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return random.nextInt(20) == 0 ? "" : value.toString();
    }

    private static String[] command(final String subcommand, final List<String> arguments)
    {
        final List<String> command = new ArrayList<>(List.of("CONFIG", subcommand));
        command.addAll(arguments);
        return command.toArray(new String[0]);
    }
}
