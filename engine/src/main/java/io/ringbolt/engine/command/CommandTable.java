package io.ringbolt.engine.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * All commands of one server, found by name in any case of letters.
 * <p>
 * Families register their rows before the server starts; from then on the table is read-only and may be searched by every
 * selector thread.
 */
public final class CommandTable
{
    private final NameIndex index = new NameIndex();
    private final List<Command> topLevel = new ArrayList<>();
    private final List<Command> all = new ArrayList<>();

    /** Adds a row. @param arity the number of arguments with the name; negative: at least that many. */
    public Command command(final String name, final int arity)
    {
        final Command row = newRow(null, name, arity);
        index.put(row.name(), row);
        topLevel.add(row);
        return row;
    }

    /**
     * Finds a command, or of a container the subcommand that {@code argument} names.
     *
     * @return null if there is none; the container itself if it has no such subcommand, whose handler is then null.
     */
    public Command find(
        final long nameAddress, final int nameLength, final boolean hasArgument, final long argAddress, final int argLength)
    {
        final Command command = index.find(nameAddress, nameLength);
        if (null == command || !hasArgument || !command.isContainer())
        {
            return command;
        }
        final Command subcommand = command.findSubcommand(argAddress, argLength);
        return null == subcommand ? command : subcommand;
    }

    /** @return the top-level command of that name, or null. */
    public Command find(final long nameAddress, final int nameLength)
    {
        return index.find(nameAddress, nameLength);
    }

    /** Finds {@code name} or {@code container|name}. For start-up and admin commands. @return null if there is none. */
    public Command find(final String fullName)
    {
        final String wanted = fullName.toLowerCase(Locale.ROOT);
        for (final Command command : all)
        {
            if (command.fullName().equals(wanted))
            {
                return command;
            }
        }
        return null;
    }

    /** @return commands in the order of their registration, without subcommands. */
    public List<Command> commands()
    {
        return topLevel;
    }

    /** @return commands and subcommands; a command's {@link Command#id()} is its index here. */
    public List<Command> allRows()
    {
        return all;
    }

    Command newRow(final Command container, final String name, final int arity)
    {
        final Command row = new Command(this, container, name, arity, all.size());
        all.add(row);
        return row;
    }
}
