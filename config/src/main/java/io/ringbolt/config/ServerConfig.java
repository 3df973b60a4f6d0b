package io.ringbolt.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of all configuration rows at one moment. It never changes: CONFIG SET makes the next one, and whoever
 * needs a value often copies it into a field of its own thread.
 */
public final class ServerConfig
{
    private static final ServerConfig DEFAULTS = new ServerConfig(Map.of(), null);

    /** Values that were set; what is not here has its default. */
    private final Map<ConfigParameter<?>, Object> values;
    private final Path file;

    ServerConfig(final Map<ConfigParameter<?>, Object> values, final Path file)
    {
        this.values = Map.copyOf(values);
        this.file = file;
    }

    public static ServerConfig defaults()
    {
        return DEFAULTS;
    }

    public static ServerConfigBuilder builder()
    {
        return new ServerConfigBuilder(DEFAULTS);
    }

    /** A builder that starts from this configuration. */
    public ServerConfigBuilder toBuilder()
    {
        return new ServerConfigBuilder(this);
    }

    /** This configuration with one other value. */
    public <T> ServerConfig with(final ConfigParameter<T> parameter, final T value)
    {
        return toBuilder().set(parameter, value).build();
    }

    @SuppressWarnings("unchecked")
    public <T> T get(final ConfigParameter<T> parameter)
    {
        final Object value = values.get(parameter);
        return value == null ? parameter.defaultValue() : (T)value;
    }

    public boolean booleanValue(final ConfigParameter<Boolean> parameter)
    {
        return get(parameter);
    }

    /** A number as an int; what does not fit becomes the nearest int. */
    public int intValue(final ConfigParameter<? extends Number> parameter)
    {
        return (int)Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, longValue(parameter)));
    }

    public long longValue(final ConfigParameter<? extends Number> parameter)
    {
        return get(parameter).longValue();
    }

    /** Whether a row has its default. */
    public boolean isDefault(final ConfigParameter<?> parameter)
    {
        final Object value = values.get(parameter);
        return value == null || value.equals(parameter.defaultValue());
    }

    /** The value of a row as CONFIG GET shows it. */
    public <T> String format(final ConfigParameter<T> parameter)
    {
        return parameter.format(get(parameter));
    }

    /** The absolute path of the file that this configuration was read from; null if there is none. */
    public Path file()
    {
        return file;
    }

    /** A file name of the configuration as a path: relative ones start from {@code dir}. */
    public Path resolve(final String name)
    {
        return Path.of(ByteText.decode(get(GeneralParameters.DIR))).resolve(ByteText.decode(name));
    }

    /**
     * The rows that CONFIG GET shows for some patterns, in the order of their names.
     *
     * @param patterns names in any case, or glob patterns, which skip hidden rows.
     * @return name and value by turns.
     */
    public List<String> get(final List<String> patterns)
    {
        return ConfigQuery.matching(this, patterns);
    }

    /**
     * What CONFIG SET makes of this configuration: all of the new values, or none.
     *
     * @param namesAndValues name and value by turns.
     * @param caller         what the client may change.
     * @throws ConfigSetException with the error reply, when any of them is refused.
     */
    public ConfigChange trySet(final List<String> namesAndValues, final ConfigSetCaller caller)
    {
        return new ConfigSetter(this, caller).set(namesAndValues);
    }

    Map<ConfigParameter<?>, Object> copyOfValues()
    {
        return new HashMap<>(values);
    }
}
