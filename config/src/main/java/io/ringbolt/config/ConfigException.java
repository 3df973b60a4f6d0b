package io.ringbolt.config;

/**
 * A configuration with which no server can start. The message is what the operator reads on standard error before the
 * process ends with status 1.
 */
public final class ConfigException extends RuntimeException
{
    private static final long serialVersionUID = 1L;
    private static final String HEADER =
        "\n*** FATAL CONFIG FILE ERROR (Redis " + RedisCompatibility.VERSION + ") ***\n";

    public ConfigException(final String message)
    {
        super(message);
    }

    /** An error in one line; the block has Redis's form with one line more, which names the file. */
    static ConfigException atLine(final ConfigOrigin origin, final String reason)
    {
        if (ConfigOrigin.PROGRAM == origin)
        {
            return new ConfigException(reason);
        }
        final String file = origin.file() == null ? "" : "In " + origin.file() + "\n";
        return new ConfigException(
            HEADER + "Reading the configuration file, at line " + origin.lineNumber() + "\n" +
            ">>> '" + origin.line() + "'\n" + file + reason);
    }

    /** An error that only the whole configuration shows. */
    static ConfigException ofWhole(final String reason)
    {
        return new ConfigException(HEADER + reason);
    }
}
