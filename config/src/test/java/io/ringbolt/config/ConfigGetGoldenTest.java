package io.ringbolt.config;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** CONFIG GET against the answers of a redis-server with its defaults. */
class ConfigGetGoldenTest
{
    private static final Set<String> LEFT_OUT = Set.of("port", "bind", "dir", "enable-protected-configs");

    @Test
    void shouldShowEveryDefaultAsRedisShowsIt()
    {
        final List<Executable> checks = new ArrayList<>();
        for (final List<List<String>> row : GoldenFile.rows("config-get"))
        {
            final String name = row.get(0).get(0);
            checks.add(() -> assertEquals(
                List.of(name, row.get(1).get(0)), ServerConfig.defaults().get(List.of(name)), name));
        }
        assertFalse(checks.isEmpty());
        assertAll(checks);
    }

    @Test
    void shouldMatchTheSameNamesForAPattern()
    {
        final Set<String> redisNames = new HashSet<>(LEFT_OUT);
        GoldenFile.rows("config-get").forEach(row -> redisNames.add(row.get(0).get(0)));
        final List<Executable> checks = new ArrayList<>();
        for (final List<List<String>> row : GoldenFile.rows("config-get-patterns"))
        {
            final String pattern = row.get(0).get(0);
            checks.add(() -> assertEquals(
                new TreeSet<>(row.get(1)), namesFor(pattern, redisNames::contains), "pattern " + pattern));
        }
        assertAll(checks);
    }

    @Test
    void shouldShowEachNameOnceWhenSeveralPatternsMatchIt()
    {
        assertEquals(
            List.of("maxmemory", "0"),
            ServerConfig.defaults().get(List.of("maxmemor[y]", "maxmemor?", "MAXMEMORY")));
        assertEquals(
            List.of("MAXMEMORY", "0"), ServerConfig.defaults().get(List.of("MAXMEMORY", "maxmemory", "maxmemor?")));
    }

    @Test
    void shouldHideDelaysAndFileInstructionsFromPatterns()
    {
        final List<String> all = ServerConfig.defaults().get(List.of("*"));

        assertFalse(all.contains("key-load-delay"));
        assertFalse(all.contains("rename-command"));
        assertEquals(List.of(), ServerConfig.defaults().get(List.of("include", "user")));
    }

    /** Rows that Redis 7.0.15 lacks are left out, unless the client names them exactly. */
    private static Set<String> namesFor(final String pattern, final Function<String, Boolean> isKnown)
    {
        final Set<String> names = new TreeSet<>();
        final List<String> namesAndValues = ServerConfig.defaults().get(List.of(pattern));
        for (int i = 0; i < namesAndValues.size(); i += 2)
        {
            if (isKnown.apply(ByteText.toLowerCase(namesAndValues.get(i))))
            {
                names.add(namesAndValues.get(i));
            }
        }
        return names;
    }
}
