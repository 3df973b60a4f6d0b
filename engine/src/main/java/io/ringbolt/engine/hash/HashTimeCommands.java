package io.ringbolt.engine.hash;

import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;

import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.KeySpec.key;

/**
 * The commands that tell when fields of a hash expire.
 */
final class HashTimeCommands
{
    private static final int KEY = HashAccess.KEY;
    private static final int KEYWORD = 2;
    private static final long MS_PER_SECOND = 1000;

    private final FieldArguments fields = new FieldArguments();
    private final Hashes hashes;
    private final HashAccess hash;

    HashTimeCommands(final Hashes hashes, final HashAccess hash)
    {
        this.hashes = hashes;
        this.hash = hash;
    }

    void register(final CommandTable table)
    {
        row(table, "HTTL").handler(context -> tell(context, context.nowMs(), MS_PER_SECOND))
            .summary("Returns in how many seconds fields of a hash expire.").tips("nondeterministic_output");
        row(table, "HPTTL").handler(context -> tell(context, context.nowMs(), 1))
            .summary("Returns in how many milliseconds fields of a hash expire.").tips("nondeterministic_output");
        row(table, "HEXPIRETIME").handler(context -> tell(context, 0, MS_PER_SECOND))
            .summary("Returns at which Unix time, in seconds, fields of a hash expire.");
        row(table, "HPEXPIRETIME").handler(context -> tell(context, 0, 1))
            .summary("Returns at which Unix time, in milliseconds, fields of a hash expire.");
    }

    private static Command row(final CommandTable table, final String name)
    {
        return HashCommands.row(table, name, -5, READONLY, FAST).keys(key(KEY).ro().access()).since("7.4.0")
            .complexity("O(N) where N is the number of specified fields")
            .syntax("key FIELDS numfields field [field ...]");
    }

    private void tell(final CommandContext context, final long baseMs, final long unitMs)
    {
        final int outcome = hash.lookupRead(context, KEY);
        if (outcome == CommandContext.WRONG_TYPE)
        {
            return;
        }
        fields.parse(context.args(), KEYWORD, FieldArguments.NOT_POSITIVE);
        if (context.args().failed())
        {
            return;
        }

        context.reply().array(context.argCount() - fields.first());
        for (int i = fields.first(); i < context.argCount(); i++)
        {
            context.reply().integer(time(context, outcome, i, baseMs, unitMs));
        }
    }

    /** Seconds are rounded up. */
    private long time(
        final CommandContext context, final int outcome, final int index, final long baseMs, final long unitMs)
    {
        if (outcome == CommandContext.MISSING ||
            !hashes.contains(hash.value(), context.argAddress(index), context.argLength(index)))
        {
            return FieldTimes.NO_FIELD;
        }
        return hashes.hasFoundExpiry() ? (hashes.foundExpiresAtMs() - baseMs + unitMs - 1) / unitMs :
            FieldTimes.NO_TIME;
    }
}
