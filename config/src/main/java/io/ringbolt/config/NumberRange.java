package io.ringbolt.config;

/**
 * Inclusive bounds of a number; the bounds of sizes are compared as unsigned.
 * A negative value under a negative lower bound of a percentage means a percentage, see {@link NumberNotation}.
 */
record NumberRange(long min, long max, boolean isSigned)
{
    void check(final long value, final NumberNotation notation) throws InvalidValueException
    {
        if (!isSigned)
        {
            if (Long.compareUnsigned(value, max) > 0 || Long.compareUnsigned(value, min) < 0)
            {
                throw refusal(NumberNotation.OCTAL == notation);
            }
        }
        else if (NumberNotation.MEMORY_OR_PERCENT == notation && value < 0)
        {
            if (value < min)
            {
                throw new InvalidValueException("percentage argument must be less or equal to " + -min);
            }
        }
        else if (value > max || value < min)
        {
            throw refusal(false);
        }
    }

    private InvalidValueException refusal(final boolean isOctal)
    {
        return new InvalidValueException(
            "argument must be between " + text(min, isOctal) + " and " + text(max, isOctal) + " inclusive");
    }

    private String text(final long bound, final boolean isOctal)
    {
        if (isOctal)
        {
            return Long.toOctalString(bound);
        }
        return isSigned ? Long.toString(bound) : Long.toUnsignedString(bound);
    }
}
