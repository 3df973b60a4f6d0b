package io.ringbolt.engine.server;

import io.ringbolt.config.Glob;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * COMMAND LIST: the names of all commands, or of those that a filter lets pass.
 */
final class CommandListing
{
    private static final byte[] FILTERBY = Errors.text("FILTERBY");
    private static final int FILTERED_COUNT = 5;

    private final Engine engine;

    CommandListing(final Engine engine)
    {
        this.engine = engine;
    }

    void execute(final CommandContext context)
    {
        final ArgParser args = context.args();
        Predicate<Command> filter = command -> true;
        boolean isFiltered = false;
        if (args.count() > 2)
        {
            if (FILTERED_COUNT != args.count() || !args.is(2, FILTERBY))
            {
                context.reply().error(Errors.SYNTAX);
                return;
            }
            filter = filter(args);
            isFiltered = true;
        }
        if (args.failed())
        {
            return;
        }
        final List<Command> commands = new ArrayList<>();
        for (final Command command : engine.commands().allRows())
        {
            if (filter.test(command))
            {
                commands.add(command);
            }
        }
        if (isFiltered)
        {
            context.reply().array(commands.size());
        }
        else
        {
            context.reply().set(commands.size());
        }
        commands.forEach(command -> context.reply().bulk(command.fullNameBytes()));
    }

    private static Predicate<Command> filter(final ArgParser args)
    {
        final String operand = args.textAt(4);
        return switch (args.textAt(3).toUpperCase(Locale.ROOT))
        {
            case "MODULE" -> command -> false;
            case "ACLCAT" -> category(operand);
            case "PATTERN" -> command -> Glob.matches(operand, command.fullName());
            default ->
            {
                args.fail(Errors.SYNTAX);
                yield command -> false;
            }
        };
    }

    private static Predicate<Command> category(final String name)
    {
        for (final AclCategory category : AclCategory.values())
        {
            if (category.label().equalsIgnoreCase(name))
            {
                return command -> 0 != (command.categories() & category.bit());
            }
        }
        return command -> false;
    }
}
