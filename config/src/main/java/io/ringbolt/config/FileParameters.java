package io.ringbolt.config;

import static io.ringbolt.config.Rows.parameter;

import java.util.List;

/**
 * Instructions of the configuration file itself; CONFIG GET does not show them.
 */
public final class FileParameters
{
    /** Another file to read at this place; wildcards may match several or none. */
    public static final ConfigParameter<List<DirectiveLine>> INCLUDE = parameter("include", new DirectiveType(1, 1))
        .defaultsTo(List.of()).fileOnly();

    /** A new name for a command; an empty one takes the command away. */
    public static final ConfigParameter<List<DirectiveLine>> RENAME_COMMAND =
        parameter("rename-command", new DirectiveType(2, 2))
        .defaultsTo(List.of()).fileOnly();

    /** An ACL user: name and rules. */
    public static final ConfigParameter<List<DirectiveLine>> USER =
        parameter("user", new DirectiveType(1, Integer.MAX_VALUE))
        .defaultsTo(List.of()).fileOnly();

    /** A module to load, with its arguments. Modules are native code for Redis, so there is none to load here. */
    public static final ConfigParameter<List<DirectiveLine>> LOADMODULE =
        parameter("loadmodule", new DirectiveType(1, Integer.MAX_VALUE))
        .defaultsTo(List.of()).fileOnly();

    private FileParameters()
    {
    }
}
