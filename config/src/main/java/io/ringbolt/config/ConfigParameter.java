package io.ringbolt.config;

import java.util.List;
import java.util.Set;

/**
 * One row of the configuration: a directive's name, type, default and how it may be changed.
 * Rows are the constants of the {@code *Parameters} classes; values live in {@link ServerConfig}.
 *
 * @param <T> the Java type of its values.
 */
public final class ConfigParameter<T>
{
    private final String name;
    private final List<String> aliases;
    private final ConfigType<T> type;
    private final T defaultValue;
    private final Set<ParameterFlag> flags;

    ConfigParameter(
        final String name,
        final List<String> aliases,
        final ConfigType<T> type,
        final T defaultValue,
        final Set<ParameterFlag> flags)
    {
        this.name = name;
        this.aliases = List.copyOf(aliases);
        this.type = type;
        this.defaultValue = defaultValue;
        this.flags = Set.copyOf(flags);
    }

    public String name()
    {
        return name;
    }

    /** Older names under which the same row is read, set and listed. */
    public List<String> aliases()
    {
        return aliases;
    }

    public T defaultValue()
    {
        return defaultValue;
    }

    /** Whether CONFIG SET may change it while the server runs. */
    public boolean isMutable()
    {
        return !flags.contains(ParameterFlag.IMMUTABLE);
    }

    /** Whether patterns skip it, so that CONFIG GET shows it under its exact name only. */
    public boolean isHidden()
    {
        return flags.contains(ParameterFlag.HIDDEN);
    }

    /** Whether its value must not appear in logs, the slow log or MONITOR. */
    public boolean isSensitive()
    {
        return flags.contains(ParameterFlag.SENSITIVE);
    }

    /** Whether CONFIG SET needs {@code enable-protected-configs}. */
    public boolean isProtected()
    {
        return flags.contains(ParameterFlag.PROTECTED);
    }

    /** Whether it cannot change while a data set is being loaded. */
    public boolean isDeniedWhileLoading()
    {
        return flags.contains(ParameterFlag.DENY_LOADING);
    }

    /** Whether setting the same value again has an effect, as with a certificate file that has been renewed. */
    public boolean isVolatile()
    {
        return flags.contains(ParameterFlag.VOLATILE);
    }

    /** Whether a crash report shows it. */
    public boolean isDebug()
    {
        return flags.contains(ParameterFlag.DEBUG);
    }

    /** Whether it is an instruction of the file's grammar (include, user, ...) that CONFIG GET and SET do not know. */
    public boolean isFileOnly()
    {
        return flags.contains(ParameterFlag.FILE_ONLY);
    }

    /** Whether it takes several arguments. */
    public boolean takesManyArguments()
    {
        return type.takesManyArguments();
    }

    /** A value as CONFIG GET shows it. */
    public String format(final T value)
    {
        return type.format(value);
    }

    ConfigType<T> type()
    {
        return type;
    }

    @Override
    public String toString()
    {
        return name;
    }
}
