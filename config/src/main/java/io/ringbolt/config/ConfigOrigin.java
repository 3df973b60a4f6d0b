package io.ringbolt.config;

/**
 * The line of a configuration that a value comes from.
 *
 * @param file       the file's path, or what stands for it: standard input, command line; null if there is none.
 * @param lineNumber counted from 1, as Redis counts: standard input and arguments continue the file's numbers.
 * @param line       the text without surrounding blanks.
 */
public record ConfigOrigin(String file, int lineNumber, String line)
{
    /** For values that a Java program gives. */
    public static final ConfigOrigin PROGRAM = new ConfigOrigin(null, 0, "");

    /** An exception that says that this line is wrong. */
    public ConfigException error(final String reason)
    {
        return ConfigException.atLine(this, reason);
    }
}
