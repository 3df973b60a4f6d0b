package io.ringbolt.config;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** CONFIG SET against the replies of a redis-server, and against the values that it had afterwards. */
class ConfigSetGoldenTest
{
    /** Redis 7.2 added a log level, 7.4 an upper bound for samples; Ringbolt follows them. */
    private static final Set<String> LATER_RULES = Set.of("loglevel", "maxmemory-samples");
    private static final ServerConfig START =
        ServerConfig.defaults().with(SecurityParameters.ENABLE_PROTECTED_CONFIGS, GuardedAccess.YES);

    /** The last of the policies that redis-server 7.0.15 names, and those that came later. */
    private static final String POLICIES = "allkeys-random, noeviction";
    private static final String ALL_POLICIES = POLICIES + ", volatile-lrm, allkeys-lrm";
    /** Likewise of the ways to load what a master sends. */
    private static final String LOADS = "on-empty-db, swapdb";
    private static final String ALL_LOADS = LOADS + ", flush-before-load";

    @Test
    void shouldReplyAndRememberAsRedisDoes()
    {
        final List<Executable> checks = new ArrayList<>();
        for (final List<List<String>> row : GoldenFile.rows("config-set"))
        {
            final String name = row.get(0).get(0);
            final String value = row.get(1).get(0);
            final String reply = row.get(2).get(0);
            checks.add(() -> check(name, value, reply, row.get(3).get(0)));
        }
        assertTrue(checks.size() > 1000);
        assertAll(checks);
    }

    @Test
    void shouldReplyAsRedisDoesToSeveralPairs()
    {
        final List<Executable> checks = new ArrayList<>();
        for (final List<List<String>> row : GoldenFile.rows("config-set-many"))
        {
            checks.add(() -> assertEquals(row.get(1).get(0), reply(row.get(0)), row.get(0).toString()));
        }
        assertAll(checks);
    }

    private static void check(final String name, final String value, final String reply, final String shown)
    {
        final String call = "CONFIG SET " + name + " " + Quoting.quote(value);
        if (LATER_RULES.contains(name))
        {
            return;
        }
        final String expected = reply.replace(POLICIES, ALL_POLICIES).replace(LOADS, ALL_LOADS);
        assertEquals(expected, reply(List.of(name, value)), call);
        if ("OK".equals(reply) && !"dir".equals(name))
        {
            final ServerConfig next = START.trySet(List.of(name, value), ConfigSetCaller.LOCAL).next();
            assertEquals(shown, next.get(List.of(name)).get(1), "CONFIG GET after " + call);
        }
    }

    private static String reply(final List<String> namesAndValues)
    {
        try
        {
            START.trySet(namesAndValues, ConfigSetCaller.LOCAL);
            return "OK";
        }
        catch (final ConfigSetException e)
        {
            return e.getMessage();
        }
    }
}
