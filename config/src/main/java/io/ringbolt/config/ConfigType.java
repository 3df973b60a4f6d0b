package io.ringbolt.config;

import java.util.List;

/**
 * How a directive's values are read, checked, shown by CONFIG GET and written by CONFIG REWRITE.
 * Text is a string of bytes: one character from 0 to 255 per byte, see {@link ByteText}.
 *
 * @param <T> what the value is in Java; immutable.
 */
interface ConfigType<T>
{
    /**
     * Reads a value.
     *
     * @param arguments what follows the directive's name; exactly one unless {@link #takesManyArguments()}.
     * @param current   the value so far, for directives that change only a part of it.
     * @param source    decides whether the value replaces the current one or adds to it.
     * @return the value to use from now on.
     * @throws InvalidValueException with Redis's reason; nothing has changed then.
     */
    T parse(List<String> arguments, T current, ValueSource source) throws InvalidValueException;

    /**
     * Checks a value that was not parsed but given by a Java program.
     *
     * @throws InvalidValueException with the reason.
     */
    default void check(final T value) throws InvalidValueException
    {
    }

    /** The value as CONFIG GET shows it. */
    String format(T value);

    /** Adds the lines for a rewritten configuration file; none means that existing lines are to disappear. */
    default void rewrite(final T value, final T defaultValue, final RewriteLines lines)
    {
        lines.line(format(value), !value.equals(defaultValue));
    }

    default boolean takesManyArguments()
    {
        return false;
    }
}
