package io.ringbolt.config;

/**
 * Builds a row whose type needs no words of its own.
 */
final class PlainBuilder<T> extends ParameterBuilder<T, PlainBuilder<T>>
{
    private final ConfigType<T> type;

    PlainBuilder(final String name, final ConfigType<T> type)
    {
        super(name);
        this.type = type;
    }

    @Override
    PlainBuilder<T> self()
    {
        return this;
    }

    @Override
    ConfigType<T> type()
    {
        return type;
    }
}
