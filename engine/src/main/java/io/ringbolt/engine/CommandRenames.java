package io.ringbolt.engine;

import io.ringbolt.config.DirectiveLine;
import io.ringbolt.config.FileParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.command.CommandTable;

/**
 * The {@code rename-command} lines of the configuration: commands that are to be found by another name, or not at all.
 */
final class CommandRenames
{
    private CommandRenames()
    {
    }

    /**
     * @throws io.ringbolt.config.ConfigException if a command is unknown or a name taken, with the line that says so.
     */
    static void apply(final ServerConfig config, final CommandTable commands)
    {
        for (final DirectiveLine line : config.get(FileParameters.RENAME_COMMAND))
        {
            final String name = line.arguments().get(0);
            final String newName = line.arguments().get(1);
            if (!commands.rename(name, newName))
            {
                throw line.origin().error(isKnown(name, commands) ?
                    "Target command name already exists" : "No such command in rename-command");
            }
        }
    }

    private static boolean isKnown(final String name, final CommandTable commands)
    {
        return null != commands.find(name);
    }
}
