package io.ringbolt.engine;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.command.CommandTable;

/**
 * The commands of one data type or one subject: it registers its rows and keeps the settings that they need.
 */
public interface CommandFamily
{
    /** Adds the family's rows. Called once, before the server starts. */
    void register(CommandTable table);

    /**
     * Takes the settings it needs into plain fields. Called at the start and after each CONFIG SET, on the
     * engine thread.
     */
    default void onConfig(final ServerConfig config)
    {
    }

    /** Gives off-heap memory of its own back. Called once, by the engine's end. */
    default void close()
    {
    }
}
