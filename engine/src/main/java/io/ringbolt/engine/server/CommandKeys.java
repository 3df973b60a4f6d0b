package io.ringbolt.engine.server;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyFinder;
import io.ringbolt.engine.command.KeySpec;
import io.ringbolt.engine.command.KeyUse;
import io.ringbolt.engine.ring.RingEntry;

/**
 * COMMAND GETKEYS and GETKEYSANDFLAGS: the keys among the arguments of another command.
 */
final class CommandKeys
{
    private static final int FIRST_OPERAND = 2;
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
        final Command command = find(entry);
        reply(context, (index, spec) ->
        {
            context.reply().array(2);
            context.reply().bulk(entry.argumentAddress(index), entry.argumentLength(index));
            CommandDescription.keyFlags(context.reply(), KeyUse.of(command, spec, entry, FIRST_OPERAND));
        });
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

    /** @return null also if a container has no such subcommand. */
    private Command find(final RingEntry entry)
    {
        final int argument = FIRST_OPERAND + 1;
        final boolean hasArgument = entry.argumentCount() > argument;
        final Command command = engine.commands().find(
            entry.argumentAddress(FIRST_OPERAND), entry.argumentLength(FIRST_OPERAND), hasArgument,
            hasArgument ? entry.argumentAddress(argument) : 0, hasArgument ? entry.argumentLength(argument) : 0);
        return null != command && hasArgument && command.isContainer() ? null : command;
    }
}
