package io.ringbolt.engine.generic;

import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.keyspace.KeyEntry;

import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.KeySpec.key;
import static io.ringbolt.engine.generic.GenericCommands.row;

/**
 * The commands that tell when a key expires.
 */
final class TimeToLiveCommands
{
    private static final int KEY = 1;
    private static final long NO_KEY = -2;
    private static final long NO_EXPIRY = -1;
    private static final long MS_PER_SECOND = 1000;
    private static final long HALF_SECOND_MS = MS_PER_SECOND / 2;

    private final KeyEntry entry = new KeyEntry();

    void register(final CommandTable table)
    {
        row(table, "TTL", 2, READONLY, FAST)
            .keys(key(KEY).ro().access()).since("1.0.0").complexity("O(1)").tips("nondeterministic_output")
            .handler(context -> reply(context, true, true))
            .summary("Returns in how many seconds a key expires.").syntax("key")
            .history("2.8.0", "Replies -2 where there is no key.");
        row(table, "PTTL", 2, READONLY, FAST)
            .keys(key(KEY).ro().access()).since("2.6.0").complexity("O(1)").tips("nondeterministic_output")
            .handler(context -> reply(context, true, false))
            .summary("Returns in how many milliseconds a key expires.").syntax("key")
            .history("2.8.0", "Replies -2 where there is no key.");
        row(table, "EXPIRETIME", 2, READONLY, FAST)
            .keys(key(KEY).ro().access()).since("7.0.0").complexity("O(1)")
            .handler(context -> reply(context, false, true))
            .summary("Returns at which Unix time, in seconds, a key expires.").syntax("key");
        row(table, "PEXPIRETIME", 2, READONLY, FAST)
            .keys(key(KEY).ro().access()).since("7.0.0").complexity("O(1)")
            .handler(context -> reply(context, false, false))
            .summary("Returns at which Unix time, in milliseconds, a key expires.").syntax("key");
    }

    private void reply(final CommandContext context, final boolean isRelative, final boolean isSeconds)
    {
        if (!InspectionCommands.lookupUntouched(context, KEY, entry))
        {
            context.reply().integer(NO_KEY);
            return;
        }
        if (!entry.hasExpiry())
        {
            context.reply().integer(NO_EXPIRY);
            return;
        }
        final long ms = isRelative ? Math.max(0, entry.expiresAtMs() - context.nowMs()) : entry.expiresAtMs();
        context.reply().integer(isSeconds ? Long.divideUnsigned(ms + HALF_SECOND_MS, MS_PER_SECOND) : ms);
    }
}
