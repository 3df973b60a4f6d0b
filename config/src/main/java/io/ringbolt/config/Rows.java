package io.ringbolt.config;

/**
 * The first words of a configuration row, one per kind of value.
 */
final class Rows
{
    private static final int MAX_PORT = 65535;

    private Rows()
    {
    }

    static PlainBuilder<Boolean> boolParameter(final String name)
    {
        return new PlainBuilder<>(name, new BooleanType());
    }

    /** A switch that only a file can turn on. @param refusal what CONFIG SET replies instead. */
    static PlainBuilder<Boolean> boolParameter(final String name, final String refusal)
    {
        return new PlainBuilder<>(name, new BooleanType(refusal));
    }

    /** A signed 32-bit number. */
    static NumericBuilder<Integer> intParameter(final String name)
    {
        return new NumericBuilder<>(name, true, value -> (int)value, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    static NumericBuilder<Integer> portParameter(final String name)
    {
        return intParameter(name).range(0, MAX_PORT).defaultsTo(0);
    }

    /** A signed 64-bit number. */
    static NumericBuilder<Long> longParameter(final String name)
    {
        return new NumericBuilder<>(name, true, value -> value, 0, Long.MAX_VALUE);
    }

    /** A number whose bounds are compared, and named in errors, as unsigned 64-bit ones. */
    static NumericBuilder<Long> unsignedParameter(final String name)
    {
        return new NumericBuilder<>(name, false, value -> value, 0, Long.MAX_VALUE);
    }

    static TextBuilder textParameter(final String name)
    {
        return new TextBuilder(name).defaultsTo("");
    }

    static <E extends Enum<E> & ConfigChoice> ChoiceBuilder<E> choiceParameter(final String name, final Class<E> type)
    {
        return new ChoiceBuilder<>(name, type);
    }

    static <T> PlainBuilder<T> parameter(final String name, final ConfigType<T> type)
    {
        return new PlainBuilder<>(name, type);
    }
}
