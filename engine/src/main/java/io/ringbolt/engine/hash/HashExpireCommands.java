package io.ringbolt.engine.hash;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;

import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;

/**
 * The commands that say when fields of a hash expire, or that they do not.
 */
final class HashExpireCommands
{
    private static final int KEY = HashAccess.KEY;
    private static final int TIME = 2;
    private static final int CONDITION = 3;
    private static final int PERSISTED_FIELDS = 2;
    private static final long MS_PER_SECOND = 1000;
    private static final byte[] COUNT_NOT_POSITIVE = Errors.text("ERR Parameter `numFields` should be greater than 0");
    private static final FieldTimes.Condition[] CONDITIONS = FieldTimes.Condition.values();
    private static final byte[][] CONDITION_NAMES =
        {null, Errors.text("NX"), Errors.text("XX"), Errors.text("GT"), Errors.text("LT")};
    private static final String FIELDS = " FIELDS numfields field [field ...]";
    private static final String CONDITIONS_AND_FIELDS = " [NX | XX | GT | LT]" + FIELDS;
    private static final String COMPLEXITY = "O(N) where N is the number of specified fields";

    private final FieldArguments fields = new FieldArguments();
    private final HashAccess hash;
    private final FieldTimes times;

    HashExpireCommands(final Hashes hashes, final HashAccess hash)
    {
        this.hash = hash;
        this.times = new FieldTimes(fields, hashes, hash);
    }

    void register(final CommandTable table)
    {
        HashCommands.row(table, "HEXPIRE", -6, WRITE, DENYOOM, FAST).keys(key(KEY).rw().update()).since("7.4.0")
            .handler(context -> expire(context, context.nowMs(), MS_PER_SECOND)).complexity(COMPLEXITY)
            .summary("Sets in how many seconds fields of a hash expire.")
            .syntax("key seconds" + CONDITIONS_AND_FIELDS);
        HashCommands.row(table, "HPEXPIRE", -6, WRITE, DENYOOM, FAST).keys(key(KEY).rw().update()).since("7.4.0")
            .handler(context -> expire(context, context.nowMs(), 1)).complexity(COMPLEXITY)
            .summary("Sets in how many milliseconds fields of a hash expire.")
            .syntax("key milliseconds" + CONDITIONS_AND_FIELDS);
        HashCommands.row(table, "HEXPIREAT", -6, WRITE, DENYOOM, FAST).keys(key(KEY).rw().update()).since("7.4.0")
            .handler(context -> expire(context, 0, MS_PER_SECOND)).complexity(COMPLEXITY)
            .summary("Sets at which Unix time, in seconds, fields of a hash expire.")
            .syntax("key unix-time-seconds" + CONDITIONS_AND_FIELDS);
        HashCommands.row(table, "HPEXPIREAT", -6, WRITE, DENYOOM, FAST).keys(key(KEY).rw().update()).since("7.4.0")
            .handler(context -> expire(context, 0, 1)).complexity(COMPLEXITY)
            .summary("Sets at which Unix time, in milliseconds, fields of a hash expire.")
            .syntax("key unix-time-milliseconds" + CONDITIONS_AND_FIELDS);
        HashCommands.row(table, "HPERSIST", -5, WRITE, FAST).keys(key(KEY).rw().update()).since("7.4.0")
            .handler(this::persist).complexity(COMPLEXITY)
            .summary("Takes the expiry from fields of a hash.").syntax("key" + FIELDS);
    }

    private void expire(final CommandContext context, final long baseMs, final long unitMs)
    {
        final int outcome = hash.lookupWrite(context, KEY);
        if (outcome == CommandContext.WRONG_TYPE)
        {
            return;
        }
        final ArgParser args = context.args();
        final long expiresAtMs = FieldArguments.expiresAtMs(context, TIME, baseMs, unitMs);
        final FieldTimes.Condition condition = condition(args);
        fields.parse(args, condition == FieldTimes.Condition.NONE ? CONDITION : CONDITION + 1, COUNT_NOT_POSITIVE);
        if (args.failed())
        {
            return;
        }

        context.reply().array(context.argCount() - fields.first());
        for (int i = fields.first(); i < context.argCount(); i++)
        {
            context.reply().integer(outcome == CommandContext.MISSING ? FieldTimes.NO_FIELD :
                times.expire(context, i, expiresAtMs, condition));
        }
        times.endExpire(context, expiresAtMs);
    }

    private static FieldTimes.Condition condition(final ArgParser args)
    {
        for (int i = 1; i < CONDITIONS.length; i++)
        {
            if (args.is(CONDITION, CONDITION_NAMES[i]))
            {
                return CONDITIONS[i];
            }
        }
        return FieldTimes.Condition.NONE;
    }

    private void persist(final CommandContext context)
    {
        final int outcome = hash.lookupWrite(context, KEY);
        if (outcome == CommandContext.WRONG_TYPE)
        {
            return;
        }
        fields.parse(context.args(), PERSISTED_FIELDS, FieldArguments.NOT_POSITIVE);
        if (context.args().failed())
        {
            return;
        }

        context.reply().array(context.argCount() - fields.first());
        for (int i = fields.first(); i < context.argCount(); i++)
        {
            context.reply().integer(
                outcome == CommandContext.MISSING ? FieldTimes.NO_FIELD : times.persist(context, i));
        }
        times.endPersist(context);
    }
}
