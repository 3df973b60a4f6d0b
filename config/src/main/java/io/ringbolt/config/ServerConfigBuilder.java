package io.ringbolt.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Gathers values for a {@link ServerConfig}.
 */
public final class ServerConfigBuilder
{
    private final Map<ConfigParameter<?>, Object> values;
    private Path file;

    ServerConfigBuilder(final ServerConfig start)
    {
        values = start.copyOfValues();
        file = start.file();
    }

    /**
     * Sets a value.
     *
     * @throws ConfigException naming the row, if the value is out of its range.
     */
    public <T> ServerConfigBuilder set(final ConfigParameter<T> parameter, final T value)
    {
        try
        {
            parameter.type().check(value);
        }
        catch (final InvalidValueException e)
        {
            throw new ConfigException(parameter.name() + " " + value + ": " + e.getMessage());
        }
        values.put(parameter, value);
        return this;
    }

    /**
     * Sets a value as a configuration file would write it: {@code set("maxmemory", "1gb")}.
     *
     * @throws ConfigException naming the directive, if it is unknown or refuses the value.
     */
    public ServerConfigBuilder set(final String name, final String... arguments)
    {
        final ConfigParameter<?> parameter = ConfigParameters.find(name);
        if (parameter == null || parameter.isFileOnly())
        {
            throw new ConfigException(name + ": Bad directive or wrong number of arguments");
        }
        try
        {
            parse(parameter, List.of(arguments), ValueSource.CONFIG_SET);
        }
        catch (final InvalidValueException e)
        {
            throw new ConfigException(name + " " + String.join(" ", arguments) + ": " + e.getMessage());
        }
        return this;
    }

    /** The file that CONFIG REWRITE rewrites. */
    public ServerConfigBuilder file(final Path file)
    {
        this.file = file == null ? null : file.toAbsolutePath();
        return this;
    }

    public ServerConfig build()
    {
        return new ServerConfig(values, file);
    }

    <T> void parse(final ConfigParameter<T> parameter, final List<String> arguments, final ValueSource source)
        throws InvalidValueException
    {
        if (!parameter.takesManyArguments() && arguments.size() != 1)
        {
            throw new InvalidValueException("wrong number of arguments");
        }
        values.put(parameter, parameter.type().parse(arguments, get(parameter), source));
    }

    @SuppressWarnings("unchecked")
    <T> T get(final ConfigParameter<T> parameter)
    {
        final Object value = values.get(parameter);
        return value == null ? parameter.defaultValue() : (T)value;
    }
}
