package io.ringbolt.config;

/**
 * What decides whether a client may change guarded rows.
 *
 * @param isLocal   whether its connection comes from this machine.
 * @param isLoading whether the server is loading a data set at the moment.
 */
public record ConfigSetCaller(boolean isLocal, boolean isLoading)
{
    public static final ConfigSetCaller LOCAL = new ConfigSetCaller(true, false);
    public static final ConfigSetCaller REMOTE = new ConfigSetCaller(false, false);
}
