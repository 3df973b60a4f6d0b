package io.ringbolt.engine.server;

import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;

/**
 * What the rows of the server families have in common.
 */
final class ServerRows
{
    static final String NONDETERMINISTIC = "nondeterministic_output";
    static final String NONDETERMINISTIC_ORDER = "nondeterministic_output_order";
    static final String ALL_NODES = "request_policy:all_nodes";
    static final String ALL_SHARDS = "request_policy:all_shards";
    static final String SPECIAL = "response_policy:special";
    static final String SUM = "response_policy:agg_sum";
    static final String ALL_SUCCEEDED = "response_policy:all_succeeded";

    private static final String HELP_SUMMARY = "Returns helpful text about the different subcommands.";

    private ServerRows()
    {
    }

    static Command row(final CommandTable table, final String name, final int arity)
    {
        return table.command(name, arity).group(CommandGroup.SERVER);
    }

    /** A subcommand that only administrators call, also while the data set is loading. */
    static Command admin(final Command container, final String name, final int arity)
    {
        return container.subcommand(name, arity).since(container.since())
            .flags(CommandFlag.ADMIN, CommandFlag.NOSCRIPT, CommandFlag.LOADING, CommandFlag.STALE).complexity("O(1)");
    }

    /** The HELP of a container. */
    static Command help(final Command container)
    {
        return container.subcommand("HELP", 2).flags(CommandFlag.LOADING, CommandFlag.STALE).complexity("O(1)")
            .summary(HELP_SUMMARY);
    }
}
