package io.ringbolt.engine.blocking;

import java.util.Comparator;
import java.util.TreeSet;

/**
 * The blocked commands that run again at a time of their own, although no key changes: what they wait for comes by
 * waiting. The next one first.
 */
final class Retries
{
    private static final Comparator<BlockedCommand> BY_TIME =
        Comparator.<BlockedCommand>comparingLong(command -> command.retryAtMs).thenComparingLong(BlockedCommand::order);

    private final TreeSet<BlockedCommand> commands = new TreeSet<>(BY_TIME);

    /** @return the earliest time, or {@link BlockedCommand#NEVER}. */
    long nextMs()
    {
        return commands.isEmpty() ? BlockedCommand.NEVER : commands.first().retryAtMs;
    }

    void add(final BlockedCommand command, final long timeMs)
    {
        remove(command);
        command.retryAtMs = timeMs;
        commands.add(command);
    }

    /** Takes a command out if it is here. */
    void remove(final BlockedCommand command)
    {
        if (BlockedCommand.NEVER != command.retryAtMs)
        {
            commands.remove(command);
            command.retryAtMs = BlockedCommand.NEVER;
        }
    }

    /** @return a command whose time has come, which is here no more, or null. */
    BlockedCommand poll(final long nowMs)
    {
        if (nextMs() > nowMs)
        {
            return null;
        }
        final BlockedCommand command = commands.first();
        remove(command);
        return command;
    }
}
