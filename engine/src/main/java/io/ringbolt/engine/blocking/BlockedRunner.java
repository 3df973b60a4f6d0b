package io.ringbolt.engine.blocking;

/**
 * Executes blocked commands once more or ends them, as the engine's executor does.
 */
public interface BlockedRunner
{
    /**
     * Runs the command's handler again from its own arguments. @return true if it has been answered, so that it
     * waits no more.
     */
    boolean runAgain(BlockedCommand command);

    /** Answers a command that waits no more and was not served, see {@link BlockedCommand#writeEnd()}. */
    void end(BlockedCommand command);
}
