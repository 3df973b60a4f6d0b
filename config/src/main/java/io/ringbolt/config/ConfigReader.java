package io.ringbolt.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the grammar of redis.conf into a {@link ServerConfigBuilder}: a directive per line, comments, included files.
 */
final class ConfigReader
{
    private static final int MAX_INCLUDE_DEPTH = 64;
    /** Directives of old that say nothing any more, each with one value. */
    private static final Set<String> IGNORED =
        Set.of("list-max-ziplist-entries", "list-max-ziplist-value", "lua-replicate-commands");

    private final ServerConfigBuilder builder;
    private final Set<ConfigParameter<?>> seen = new HashSet<>();
    private int includeDepth;

    ConfigReader(final ServerConfigBuilder builder)
    {
        this.builder = builder;
    }

    /**
     * Reads texts that follow each other without a break, so that a line may begin in one and end in the next.
     *
     * @throws ConfigException naming the first line that is wrong.
     */
    void read(final List<ConfigText> texts)
    {
        final List<ConfigOrigin> lines = ConfigLines.split(texts);
        for (final ConfigOrigin line : lines)
        {
            if (!line.line().isEmpty() && line.line().charAt(0) != '#')
            {
                readLine(line);
            }
        }
        checkWhole();
    }

    private void readLine(final ConfigOrigin origin)
    {
        final List<String> words = Quoting.split(origin.line());
        if (words == null)
        {
            throw origin.error("Unbalanced quotes in configuration line");
        }
        if (words.isEmpty())
        {
            return;
        }

        final String name = ByteText.toLowerCase(words.get(0));
        final List<String> arguments = words.subList(1, words.size());
        final ConfigParameter<?> parameter = ConfigParameters.find(name);
        if (parameter == null)
        {
            readForeign(name, arguments, origin);
        }
        else if (parameter.isFileOnly())
        {
            readInstruction(parameter, arguments, origin);
        }
        else
        {
            readValue(parameter, arguments, origin);
        }
    }

    private void readValue(
        final ConfigParameter<?> parameter, final List<String> arguments, final ConfigOrigin origin)
    {
        try
        {
            builder.parse(parameter, spread(parameter, arguments), source(parameter));
            seen.add(parameter);
        }
        catch (final InvalidValueException e)
        {
            throw origin.error(e.getMessage());
        }
    }

    /** Several values may also come as one that is quoted as a whole: {@code save "900 1 300 10"}. */
    private static List<String> spread(final ConfigParameter<?> parameter, final List<String> arguments)
    {
        if (!parameter.takesManyArguments() || arguments.size() != 1 || arguments.get(0).isEmpty())
        {
            return arguments;
        }
        final List<String> words = Quoting.split(arguments.get(0));
        return words == null ? List.of() : words;
    }

    private ValueSource source(final ConfigParameter<?> parameter)
    {
        return seen.contains(parameter) ? ValueSource.LATER_LINE : ValueSource.FIRST_LINE;
    }

    private void readInstruction(
        final ConfigParameter<?> parameter, final List<String> arguments, final ConfigOrigin origin)
    {
        if (parameter.type() instanceof DirectiveType type && !type.takes(arguments.size()))
        {
            throw origin.error("Bad directive or wrong number of arguments");
        }
        if (FileParameters.INCLUDE == parameter)
        {
            include(arguments.get(0), origin);
        }
        append(parameter, new DirectiveLine(arguments, origin));
    }

    @SuppressWarnings("unchecked")
    private void append(final ConfigParameter<?> parameter, final DirectiveLine line)
    {
        final ConfigParameter<List<DirectiveLine>> instruction = (ConfigParameter<List<DirectiveLine>>)parameter;
        final List<DirectiveLine> lines = new ArrayList<>(builder.get(instruction));
        lines.add(line);
        builder.set(instruction, List.copyOf(lines));
    }

    private void include(final String pattern, final ConfigOrigin origin)
    {
        if (includeDepth == MAX_INCLUDE_DEPTH)
        {
            throw origin.error("Too many nested include directives");
        }
        includeDepth++;
        for (final Path file : IncludePattern.files(builder.build().resolve(""), ByteText.decode(pattern)))
        {
            read(List.of(ConfigText.read(file)));
        }
        includeDepth--;
    }

    private static void readForeign(final String name, final List<String> arguments, final ConfigOrigin origin)
    {
        if (IGNORED.contains(name) && arguments.size() == 1)
        {
            return;
        }
        if (name.indexOf('.') >= 0)
        {
            throw origin.error(arguments.isEmpty() ? "Module config specified without value" :
                "Module Configuration detected without loadmodule directive or no ApplyConfig call: aborting");
        }
        if ("sentinel".equals(name))
        {
            throw origin.error("sentinel directive while not in sentinel mode");
        }
        throw origin.error("Bad directive or wrong number of arguments");
    }

    private void checkWhole()
    {
        checkLogFile(builder.build());
        if (builder.get(ClusterParameters.CLUSTER_ENABLED))
        {
            if (!builder.get(ReplicationParameters.REPLICAOF).isNone())
            {
                throw ConfigException.ofWhole("replicaof directive not allowed in cluster mode");
            }
            builder.set(GeneralParameters.DATABASES, 1);
        }
    }

    /** A log that cannot be written is found while there is still a terminal to complain to. */
    private static void checkLogFile(final ServerConfig config)
    {
        if (config.get(LoggingParameters.LOGFILE).isEmpty())
        {
            return;
        }
        final Path file = config.resolve(config.get(LoggingParameters.LOGFILE));
        try
        {
            Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
        }
        catch (final IOException e)
        {
            throw ConfigException.ofWhole("Can't open the log file: " + FileErrors.reason(file, e));
        }
    }
}
