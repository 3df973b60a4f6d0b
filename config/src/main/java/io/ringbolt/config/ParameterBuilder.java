package io.ringbolt.config;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Writes down one configuration row, word by word; {@link #mutable()} or {@link #immutable()} ends it.
 *
 * @param <T> the Java type of its values.
 * @param <B> the builder itself, so that the words of a type can be mixed with the common ones.
 */
abstract class ParameterBuilder<T, B extends ParameterBuilder<T, B>>
{
    private final String name;
    private final List<String> aliases = new ArrayList<>();
    private final Set<ParameterFlag> flags = EnumSet.noneOf(ParameterFlag.class);
    private T defaultValue;

    ParameterBuilder(final String name)
    {
        this.name = name;
    }

    abstract B self();

    abstract ConfigType<T> type();

    final B alias(final String alias)
    {
        aliases.add(alias);
        return self();
    }

    final B defaultsTo(final T value)
    {
        defaultValue = value;
        return self();
    }

    final B hidden()
    {
        return flag(ParameterFlag.HIDDEN);
    }

    final B sensitive()
    {
        return flag(ParameterFlag.SENSITIVE);
    }

    final B guarded()
    {
        return flag(ParameterFlag.PROTECTED);
    }

    final B deniedWhileLoading()
    {
        return flag(ParameterFlag.DENY_LOADING);
    }

    final B reloadable()
    {
        return flag(ParameterFlag.VOLATILE);
    }

    final B debug()
    {
        return flag(ParameterFlag.DEBUG);
    }

    final ConfigParameter<T> mutable()
    {
        return build();
    }

    final ConfigParameter<T> immutable()
    {
        flag(ParameterFlag.IMMUTABLE);
        return build();
    }

    final ConfigParameter<T> fileOnly()
    {
        flag(ParameterFlag.FILE_ONLY);
        return immutable();
    }

    private B flag(final ParameterFlag flag)
    {
        flags.add(flag);
        return self();
    }

    private ConfigParameter<T> build()
    {
        final ConfigType<T> type = type();
        try
        {
            type.check(defaultValue);
        }
        catch (final InvalidValueException e)
        {
            throw new IllegalArgumentException(name + ": default " + defaultValue + ": " + e.getMessage());
        }
        return new ConfigParameter<>(name, aliases, type, defaultValue, flags);
    }
}
