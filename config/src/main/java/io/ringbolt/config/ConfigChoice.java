package io.ringbolt.config;

import java.util.Locale;

/**
 * One of the words that a directive accepts; the constant's name in lower case with hyphens unless it says otherwise.
 */
public interface ConfigChoice
{
    String name();

    /** The word as configuration files write it. */
    default String label()
    {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
