package io.ringbolt.engine.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All commands of one server, found by name in any case of letters.
 * <p>
 * Families register their rows before the server starts; from then on the table is read-only and may be searched by
 * every selector thread.
 */
public final class CommandTable
{
    private NameIndex index = new NameIndex();
    private final List<Command> topLevel = new ArrayList<>();
    private final List<Command> all = new ArrayList<>();
    private final Map<Command, String> names = new LinkedHashMap<>();

    /** Adds a row. @param arity the number of arguments with the name; negative: at least that many. */
    public Command command(final String name, final int arity)
    {
        final Command row = newRow(null, name, arity);
        index.put(row.name(), row);
        names.put(row, row.name());
        topLevel.add(row);
        return row;
    }

    /**
     * Finds a command, or of a container the subcommand that {@code argument} names.
     *
     * @return null if there is none; the container itself if it has no such subcommand, whose handler is then null.
     */
    public Command find(
        final long nameAddress, final int nameLength, final boolean hasArgument, final long argAddress,
        final int argLength)
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

    /**
     * Finds {@code name} or {@code container|name} by what commands are called in the table, whatever
     * {@code rename-command} says. For start-up and ACL rules. @return null if there is none.
     */
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

    /**
     * Finds {@code name} or {@code container|name} by what clients call the command or container. For admin commands.
     *
     * @return null if there is none.
     */
    public Command findCalled(final String fullName)
    {
        final int bar = fullName.indexOf('|');
        final Command command = findTopLevel(bar < 0 ? fullName : fullName.substring(0, bar));
        if (null == command || bar < 0)
        {
            return command;
        }
        final String wanted = fullName.substring(bar + 1);
        for (final Command subcommand : command.subcommands())
        {
            if (subcommand.name().equalsIgnoreCase(wanted))
            {
                return subcommand;
            }
        }
        return null;
    }

    /**
     * Lets a command be found by another name only, as {@code rename-command} asks. Before the table is handed on.
     *
     * @param newName empty to take the command away.
     * @return false if there is no such command or the new name is taken; nothing has then changed.
     */
    public boolean rename(final String name, final String newName)
    {
        final Command command = findTopLevel(name);
        if (null == command || !newName.isEmpty() && isTaken(newName))
        {
            return false;
        }
        names.remove(command);
        if (newName.isEmpty())
        {
            topLevel.remove(command);
        }
        else
        {
            names.put(command, newName.toLowerCase(Locale.ROOT));
        }
        index = new NameIndex();
        names.forEach((row, rowName) -> index.put(rowName, row));
        return true;
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

    private Command findTopLevel(final String name)
    {
        for (final Map.Entry<Command, String> entry : names.entrySet())
        {
            if (entry.getValue().equalsIgnoreCase(name))
            {
                return entry.getKey();
            }
        }
        return null;
    }

    private boolean isTaken(final String name)
    {
        return null != findTopLevel(name);
    }

    Command newRow(final Command container, final String name, final int arity)
    {
        final Command row = new Command(this, container, name, arity, all.size());
        all.add(row);
        return row;
    }
}
