package io.ringbolt.engine.hash;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;

import java.util.function.LongSupplier;

import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.KeySpec.key;

/**
 * HRANDFIELD: fields of a hash drawn at random, each equally likely.
 */
final class HashRandomCommand
{
    private static final int KEY = HashAccess.KEY;
    private static final int COUNT = 2;
    private static final int OPTION = 3;
    private static final byte[] WITHVALUES = Errors.text("WITHVALUES");
    private static final byte[] COUNT_OUT_OF_RANGE =
        Errors.text("ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807");

    private final HashAccess hash;
    private final HashSampler sampler;

    HashRandomCommand(final Hashes hashes, final HashAccess hash, final LongSupplier random)
    {
        this.hash = hash;
        this.sampler = new HashSampler(hashes, random);
    }

    void register(final CommandTable table)
    {
        HashCommands.row(table, "HRANDFIELD", -2, READONLY).keys(key(KEY).ro().access()).since("6.2.0")
            .handler(this::hrandfield).complexity("O(N) where N is the number of fields returned")
            .summary("Returns one or more random fields from a hash.").syntax("key [count [WITHVALUES]]")
            .tips("nondeterministic_output");
    }

    private void hrandfield(final CommandContext context)
    {
        final boolean hasCount = context.argCount() > COUNT;
        final boolean isWithValues = context.argCount() > OPTION;
        final long count = hasCount ? parse(context.args(), isWithValues) : 1;
        if (context.args().failed())
        {
            return;
        }
        final int outcome = hash.lookupRead(context, KEY);
        if (outcome == CommandContext.MISSING)
        {
            replyNothing(context, hasCount);
        }
        else if (outcome == CommandContext.FOUND && hasCount)
        {
            sampler.reply(context.reply(), hash.value(), count, isWithValues);
        }
        else if (outcome == CommandContext.FOUND)
        {
            sampler.replyOne(context.reply(), hash.value());
        }
    }

    private static long parse(final ArgParser args, final boolean isWithValues)
    {
        final long count = args.longAt(COUNT);
        if (!args.hasError() && count == Long.MIN_VALUE)
        {
            args.fail(COUNT_OUT_OF_RANGE);
        }
        if (isWithValues && (args.count() > OPTION + 1 || !args.is(OPTION, WITHVALUES)))
        {
            args.fail(Errors.SYNTAX);
        }
        if (isWithValues && (count < -Long.MAX_VALUE / 2 || count > Long.MAX_VALUE / 2))
        {
            args.fail(Errors.OUT_OF_RANGE);
        }
        return count;
    }

    private static void replyNothing(final CommandContext context, final boolean hasCount)
    {
        if (hasCount)
        {
            context.reply().array(0);
        }
        else
        {
            context.reply().nullValue();
        }
    }
}
