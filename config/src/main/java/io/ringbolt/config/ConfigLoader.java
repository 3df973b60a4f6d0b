package io.ringbolt.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads what a server is started with: {@code [file] [--directive value ...] [-]}. The file comes first, standard
 * input (-) second, directives last, and the last word counts.
 */
public final class ConfigLoader
{
    private static final String COMMAND_LINE = null;
    private static final String STANDARD_INPUT = "standard input";

    private ConfigLoader()
    {
    }

    /**
     * Understands a command line.
     *
     * @param arguments     without the program's name.
     * @param standardInput read to its end if a lone {@code -} asks for it.
     * @return what to do.
     * @throws ConfigException with the text for standard error; the exit status is 1.
     */
    public static LaunchRequest load(final String[] arguments, final InputStream standardInput)
    {
        final LaunchRequest special = LaunchRequest.special(arguments);
        return special != null ? special : LaunchRequest.start(config(arguments, standardInput));
    }

    /** Reads a configuration file alone. */
    public static ServerConfig load(final Path file)
    {
        return config(new String[]{file.toString()}, InputStream.nullInputStream());
    }

    /** Reads the text of a configuration that stands in no file. */
    public static ServerConfig parse(final String text)
    {
        final ServerConfigBuilder builder = ServerConfig.builder();
        new ConfigReader(builder).read(List.of(new ConfigText(null, ByteText.of(text))));
        return builder.build();
    }

    private static ServerConfig config(final String[] arguments, final InputStream standardInput)
    {
        final CommandLine commandLine = CommandLine.parse(arguments);
        final ServerConfigBuilder builder = ServerConfig.builder();
        final Path file = commandLine.file() == null ? null : Path.of(commandLine.file()).toAbsolutePath().normalize();
        builder.file(file);

        final ConfigText fromFile = file == null ? new ConfigText(null, "") : ConfigText.read(file);
        final ConfigText fromInput = new ConfigText(
            STANDARD_INPUT, commandLine.readsStandardInput() ? readAll(standardInput) : "");
        final ConfigText fromOptions = new ConfigText(
            COMMAND_LINE, arguments.length == 0 ? "" : "\n" + commandLine.options());
        new ConfigReader(builder).read(List.of(fromFile, fromInput, fromOptions));
        return builder.build();
    }

    private static String readAll(final InputStream standardInput)
    {
        try
        {
            return ByteText.of(standardInput.readAllBytes());
        }
        catch (final IOException e)
        {
            throw new ConfigException("Fatal error, can't read configuration from standard input: " + e.getMessage());
        }
    }
}
