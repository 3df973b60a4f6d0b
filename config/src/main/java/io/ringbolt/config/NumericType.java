package io.ringbolt.config;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/**
 * A whole number within a range, in one of several notations.
 */
final class NumericType<N extends Number> implements ConfigType<N>
{
    private final NumberNotation notation;
    private final NumberRange range;
    private final long clampMin;
    private final long clampMax;
    private final boolean isPowerOfTwo;
    private final LongFunction<N> box;

    NumericType(
        final NumberNotation notation,
        final NumberRange range,
        final long clampMin,
        final long clampMax,
        final boolean isPowerOfTwo,
        final LongFunction<N> box)
    {
        this.notation = notation;
        this.range = range;
        this.clampMin = clampMin;
        this.clampMax = clampMax;
        this.isPowerOfTwo = isPowerOfTwo;
        this.box = box;
    }

    @Override
    public N parse(final List<String> arguments, final N current, final ValueSource source)
        throws InvalidValueException
    {
        final OptionalLong number = number(arguments.get(0));
        if (number.isEmpty())
        {
            throw new InvalidValueException(notation.refusal());
        }
        check(number.getAsLong());
        return box.apply(Math.max(clampMin, Math.min(clampMax, number.getAsLong())));
    }

    @Override
    public void check(final N value) throws InvalidValueException
    {
        check(value.longValue());
    }

    @Override
    public String format(final N value)
    {
        final long number = value.longValue();
        switch (notation)
        {
            case OCTAL:
                return Long.toOctalString(number);

            case MEMORY_OR_PERCENT:
                return number < 0 ? -number + "%" : Long.toString(number);

            case MEMORY:
                return Long.toUnsignedString(number);

            default:
                return Long.toString(number);
        }
    }

    @Override
    public void rewrite(final N value, final N defaultValue, final RewriteLines lines)
    {
        final long number = value.longValue();
        final boolean isPercent = NumberNotation.MEMORY_OR_PERCENT == notation && number < 0;
        final String text = notation.isMemory() && !isPercent ? Numbers.formatMemory(number) : format(value);
        lines.line(text, !value.equals(defaultValue));
    }

    private OptionalLong number(final String text)
    {
        switch (notation)
        {
            case OCTAL:
                return Numbers.parseOctal(text);

            case MEMORY:
                return Numbers.parseMemory(text);

            case MEMORY_OR_PERCENT:
                final OptionalLong length = Numbers.parseMemory(text);
                return length.isPresent() ? length : percent(text);

            default:
                return Numbers.parseDecimal(text);
        }
    }

    private static OptionalLong percent(final String text)
    {
        if (text.length() < 2 || text.charAt(text.length() - 1) != '%')
        {
            return OptionalLong.empty();
        }
        final OptionalLong percent = Numbers.parseDecimal(text.substring(0, text.length() - 1));
        return percent.isPresent() && percent.getAsLong() >= 0 ?
            OptionalLong.of(-percent.getAsLong()) : OptionalLong.empty();
    }

    private void check(final long value) throws InvalidValueException
    {
        range.check(value, notation);
        if (isPowerOfTwo && Long.bitCount(value) != 1)
        {
            throw new InvalidValueException("argument must be a power of two");
        }
    }
}
