package io.ringbolt.engine;

import io.ringbolt.config.ShutdownOption;

import java.util.Set;

/**
 * How a server is to end, as SHUTDOWN's options say.
 *
 * @param save  whether to write a snapshot first.
 * @param now   skip waiting for replicas.
 * @param force end even if saving fails.
 */
public record ShutdownRequest(Save save, boolean now, boolean force)
{
    /** What a signal asks for. */
    public static ShutdownRequest of(final Set<ShutdownOption> options)
    {
        final Save save = options.contains(ShutdownOption.SAVE) ? Save.ALWAYS :
            options.contains(ShutdownOption.NOSAVE) ? Save.NEVER : Save.BY_CONFIGURATION;
        return new ShutdownRequest(save, options.contains(ShutdownOption.NOW), options.contains(ShutdownOption.FORCE));
    }

    /** Whether a snapshot is written. */
    public enum Save
    {
        /** If save points are configured. */
        BY_CONFIGURATION,
        ALWAYS,
        NEVER
    }
}
