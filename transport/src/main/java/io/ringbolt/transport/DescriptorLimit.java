package io.ringbolt.transport;

import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.ServerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many files and sockets the operating system lets this process open, and so how many clients it can have. Without
 * this a client beyond the limit would wait for an answer that never comes, instead of being told.
 */
final class DescriptorLimit
{
    /** Descriptors for everything but clients: the JVM, selectors, listeners, logs and persistence. */
    static final int RESERVED = 64;

    private static final Logger LOGGER = LoggerFactory.getLogger(DescriptorLimit.class);

    private DescriptorLimit()
    {
    }

    /**
     * Lowers {@code maxclients} to what the limit leaves room for, in Redis's words.
     *
     * @param maxDescriptors of the process; 0 if unknown.
     * @return the configuration that fits; null if not a single client would.
     */
    static ServerConfig fit(final ServerConfig config, final long maxDescriptors)
    {
        final long wanted = config.longValue(NetworkParameters.MAXCLIENTS);
        if (0 == maxDescriptors || wanted + RESERVED <= maxDescriptors)
        {
            return config;
        }
        if (maxDescriptors <= RESERVED)
        {
            LOGGER.warn("Your current 'ulimit -n' of {} is not enough for the server to start. Please increase your " +
                "open file limit to at least {}. Exiting.", maxDescriptors, wanted + RESERVED);
            return null;
        }
        final long possible = maxDescriptors - RESERVED;
        LOGGER.warn("You requested maxclients of {} requiring at least {} max file descriptors.", wanted,
            wanted + RESERVED);
        LOGGER.warn("Current maximum open files is {}. maxclients has been reduced to {} to compensate for low " +
            "ulimit. If you need higher maxclients increase 'ulimit -n'.", maxDescriptors, possible);
        return config.with(NetworkParameters.MAXCLIENTS, possible);
    }
}
