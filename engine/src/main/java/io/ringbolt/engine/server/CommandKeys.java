package io.ringbolt.engine.server;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyFinder;
import io.ringbolt.engine.command.KeySpec;
import io.ringbolt.engine.ring.RingEntry;

/**
 * COMMAND GETKEYS and GETKEYSANDFLAGS: the keys among the arguments of another command.
 */
final class CommandKeys
{
    private static final int FIRST_OPERAND = 2;
    private static final int FIRST_SET_OPTION = 3;
    private static final int FIRST_BITFIELD_OPERATION = 2;
    private static final int GET_OPERAND_COUNT = 2;
    private static final byte[] OVERFLOW = Errors.text("OVERFLOW");
    private static final byte[] GET = Errors.text("GET");
    private static final byte[] INVALID_COMMAND = Errors.text("ERR Invalid command specified");
    private static final byte[] NO_KEYS = Errors.text("ERR The command has no key arguments");
    private static final byte[] BAD_COUNT = Errors.text("ERR Invalid number of arguments specified for command");
    private static final byte[] BAD_ARGUMENTS = Errors.text("ERR Invalid arguments specified for command");

    private final Engine engine;

    CommandKeys(final Engine engine)
    {
        this.engine = engine;
    }

    void keys(final CommandContext context)
    {
        final RingEntry entry = context.entry();
        reply(context, (index, spec) ->
            context.reply().bulk(entry.argumentAddress(index), entry.argumentLength(index)));
    }

    void keysAndFlags(final CommandContext context)
    {
        final RingEntry entry = context.entry();
        reply(context, (index, spec) ->
        {
            context.reply().array(2);
            context.reply().bulk(entry.argumentAddress(index), entry.argumentLength(index));
            CommandDescription.keyFlags(context.reply(), effective(context, spec));
        });
    }

    /**
     * What a key of varying use is used for by these very arguments: SET reads the old value, BITFIELD may only read.
     */
    private KeySpec effective(final CommandContext context, final KeySpec spec)
    {
        if (!spec.has(KeySpec.Flag.VARIABLE_FLAGS))
        {
            return spec;
        }
        return switch (find(context.entry()).name())
        {
            case "set" -> set(context);
            case "bitfield" -> bitfield(context);
            default -> spec;
        };
    }

    private static KeySpec bitfield(final CommandContext context)
    {
        int index = FIRST_OPERAND + FIRST_BITFIELD_OPERATION;
        while (index < context.argCount())
        {
            final boolean isGet = context.args().is(index, GET);
            final int operandCount = isGet ? GET_OPERAND_COUNT : 1;
            if (!isGet && !context.args().is(index, OVERFLOW) || context.argCount() - index - 1 < operandCount)
            {
                return KeySpec.key(1).rw().access().update();
            }
            index += 1 + operandCount;
        }
        return KeySpec.key(1).ro().access();
    }

    private static KeySpec set(final CommandContext context)
    {
        for (int i = FIRST_OPERAND + FIRST_SET_OPTION; i < context.argCount(); i++)
        {
            if (context.args().is(i, GET))
            {
                return KeySpec.key(1).rw().access().update();
            }
        }
        return KeySpec.key(1).ow().update();
    }

    private void reply(final CommandContext context, final KeyFinder.Visitor visitor)
    {
        final Command command = find(context.entry());
        if (null == command)
        {
            context.reply().error(INVALID_COMMAND);
            return;
        }
        if (!hasKeys(command))
        {
            context.reply().error(NO_KEYS);
            return;
        }
        if (!command.acceptsArgumentCount(context.argCount() - FIRST_OPERAND))
        {
            context.reply().error(BAD_COUNT);
            return;
        }
        final int count = KeyFinder.find(command, context.entry(), FIRST_OPERAND, (index, spec) -> { });
        if (count < 0 || 0 == count && !command.is(CommandFlag.NO_MANDATORY_KEYS))
        {
            context.reply().error(BAD_ARGUMENTS);
            return;
        }
        context.reply().array(count);
        KeyFinder.find(command, context.entry(), FIRST_OPERAND, visitor);
    }

    private static boolean hasKeys(final Command command)
    {
        for (final KeySpec spec : command.keySpecs())
        {
            if (!spec.has(KeySpec.Flag.NOT_KEY))
            {
                return true;
            }
        }
        return false;
    }

    private Command find(final RingEntry entry)
    {
        final int argument = FIRST_OPERAND + 1;
        final boolean hasArgument = entry.argumentCount() > argument;
        return engine.commands().find(
            entry.argumentAddress(FIRST_OPERAND), entry.argumentLength(FIRST_OPERAND), hasArgument,
            hasArgument ? entry.argumentAddress(argument) : 0, hasArgument ? entry.argumentLength(argument) : 0);
    }
}
