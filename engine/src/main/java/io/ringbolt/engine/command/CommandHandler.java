package io.ringbolt.engine.command;

/**
 * What a command does. Runs on the engine thread, in one order: parse, reject, look up, change, tell, reply.
 */
@FunctionalInterface
public interface CommandHandler
{
    void execute(CommandContext context);
}
