package io.ringbolt.config;

import java.util.Arrays;
import java.util.List;

/**
 * What a command line asks for.
 *
 * @param kind      usually {@link Kind#START}.
 * @param config    the configuration to start with; the defaults for the other kinds.
 * @param arguments what follows an option such as {@code --test-memory}.
 */
public record LaunchRequest(Kind kind, ServerConfig config, List<String> arguments)
{
    private static final String SENTINEL = "--sentinel";

    /** The things that the program can be asked for. */
    public enum Kind
    {
        START,
        VERSION,
        HELP,
        TEST_MEMORY,
        CHECK_SYSTEM
    }

    static LaunchRequest start(final ServerConfig config)
    {
        return new LaunchRequest(Kind.START, config, List.of());
    }

    /** Recognizes the options that count only in first place; null if a server is to be started. */
    static LaunchRequest special(final String[] arguments)
    {
        if (Arrays.asList(arguments).contains(SENTINEL))
        {
            throw new ConfigException("Sentinel mode is not available: redis-sentinel can watch this server.");
        }
        final Kind kind = kind(arguments.length == 0 ? "" : arguments[0]);
        if (Kind.START == kind)
        {
            return null;
        }
        if (Kind.TEST_MEMORY == kind && arguments.length != 2)
        {
            throw new ConfigException("Please specify the amount of memory to test in megabytes.\n" +
                "Example: bin/ringbolt-server --test-memory 4096\n");
        }
        return new LaunchRequest(
            kind, ServerConfig.defaults(), List.of(arguments).subList(1, arguments.length));
    }

    private static Kind kind(final String option)
    {
        switch (option)
        {
            case "-v":
            case "--version":
                return Kind.VERSION;

            case "-h":
            case "--help":
                return Kind.HELP;

            case "--test-memory":
                return Kind.TEST_MEMORY;

            case "--check-system":
                return Kind.CHECK_SYSTEM;

            default:
                return Kind.START;
        }
    }
}
