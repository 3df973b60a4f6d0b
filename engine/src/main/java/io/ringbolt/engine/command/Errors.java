package io.ringbolt.engine.command;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Error replies in Redis's own wording, encoded once; clients match on them. Families keep texts that only they use.
 */
public final class Errors
{
    public static final byte[] SYNTAX = text("ERR syntax error");
    public static final byte[] WRONG_TYPE =
        text("WRONGTYPE Operation against a key holding the wrong kind of value");
    public static final byte[] NOT_AN_INTEGER = text("ERR value is not an integer or out of range");
    public static final byte[] NOT_A_FLOAT = text("ERR value is not a valid float");
    public static final byte[] OUT_OF_RANGE = text("ERR value is out of range");
    public static final byte[] MUST_BE_POSITIVE = text("ERR value is out of range, must be positive");
    public static final byte[] NO_SUCH_KEY = text("ERR no such key");
    public static final byte[] INDEX_OUT_OF_RANGE = text("ERR index out of range");
    public static final byte[] INVALID_CURSOR = text("ERR invalid cursor");
    public static final byte[] DB_INDEX_OUT_OF_RANGE = text("ERR DB index is out of range");
    public static final byte[] INVALID_DB_INDEX = text("ERR invalid DB index");
    public static final byte[] INCREMENT_OVERFLOW = text("ERR increment or decrement would overflow");
    public static final byte[] NO_AUTH = text("NOAUTH Authentication required.");
    public static final byte[] OUT_OF_MEMORY =
        text("OOM command not allowed when used memory > 'maxmemory'.");
    /** To a connection in MONITOR, which Redis counts among the replicas. */
    public static final byte[] MONITOR_ON_KEYSPACE = text("ERR Replica can't interact with the keyspace");
    public static final byte[] TIMEOUT_NOT_A_FLOAT = text("ERR timeout is not a float or out of range");
    public static final byte[] TIMEOUT_NOT_AN_INTEGER = text("ERR timeout is not an integer or out of range");
    public static final byte[] TIMEOUT_NEGATIVE = text("ERR timeout is negative");
    public static final byte[] TIMEOUT_OUT_OF_RANGE = text("ERR timeout is out of range");
    public static final byte[] INTERNAL = text("ERR internal error; the server's log tells more");
    public static final byte[] STRING_TOO_LONG =
        text("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
    public static final byte[] TOO_FEW_REPLICAS = text("NOREPLICAS Not enough good replicas to write.");
    public static final byte[] LOADING = text("LOADING Redis is loading the dataset in memory");

    /** To clients of a replica that may not change anything. */
    public static final byte[] READ_ONLY_REPLICA = text("READONLY You can't write against a read only replica.");
    /** To clients of a replica that does not know what its master has been doing. */
    public static final byte[] MASTER_DOWN =
        text("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.");

    private Errors()
    {
    }

    /** @return the text in ASCII, for a constant. */
    public static byte[] text(final String text)
    {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Redis's reply to a command called with too few or too many arguments. */
    public static String wrongArgumentCount(final String commandName)
    {
        return "ERR wrong number of arguments for '" + commandName + "' command";
    }

    /**
     * Redis's reply to a subcommand that looks at the number of its arguments itself. @param subcommand as
     * it was written.
     */
    public static String wrongSubcommandArguments(final String subcommand, final String container)
    {
        return "ERR unknown subcommand or wrong number of arguments for '" + subcommand + "'. Try " +
            container.toUpperCase(Locale.ROOT) + " HELP.";
    }

    /** Redis's reply to a container called with a subcommand that it does not have. */
    public static String unknownSubcommand(final String subcommand, final String container)
    {
        return "ERR unknown subcommand '" + subcommand + "'. Try " + container.toUpperCase(Locale.ROOT) + " HELP.";
    }
}
