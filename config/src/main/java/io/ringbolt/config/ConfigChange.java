package io.ringbolt.config;

import java.util.List;

/**
 * What a successful CONFIG SET asks its host to take over.
 *
 * @param next    the configuration from now on.
 * @param changed the rows whose values differ, or that want to be applied anew, in the order in which they were given.
 */
public record ConfigChange(ServerConfig next, List<ConfigParameter<?>> changed)
{
    public ConfigChange
    {
        changed = List.copyOf(changed);
    }

    public boolean touches(final ConfigParameter<?> parameter)
    {
        return changed.contains(parameter);
    }
}
