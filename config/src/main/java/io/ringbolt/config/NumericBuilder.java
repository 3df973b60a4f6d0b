package io.ringbolt.config;

import java.util.function.LongFunction;

/**
 * Builds the row of a number: its range, and whether it is written as memory, percentage or octal digits.
 */
final class NumericBuilder<N extends Number> extends ParameterBuilder<N, NumericBuilder<N>>
{
    private final boolean isSigned;
    private final LongFunction<N> box;
    private NumberNotation notation = NumberNotation.DECIMAL;
    private long min;
    private long max;
    private long clampMin = Long.MIN_VALUE;
    private long clampMax = Long.MAX_VALUE;
    private boolean isPowerOfTwo;

    NumericBuilder(
        final String name, final boolean isSigned, final LongFunction<N> box, final long min, final long max)
    {
        super(name);
        this.isSigned = isSigned;
        this.box = box;
        this.min = min;
        this.max = max;
    }

    /** Inclusive bounds; a value beyond them is refused. */
    NumericBuilder<N> range(final long min, final long max)
    {
        this.min = min;
        this.max = max;
        return this;
    }

    /** Inclusive bounds to which a value within the range is silently moved. */
    NumericBuilder<N> clampTo(final long min, final long max)
    {
        clampMin = min;
        clampMax = max;
        return this;
    }

    /** Written with a unit: {@code 1gb}. */
    NumericBuilder<N> memory()
    {
        notation = NumberNotation.MEMORY;
        return this;
    }

    /** Written with a unit, or as a percentage, which is kept as a negative number. */
    NumericBuilder<N> memoryOrPercent()
    {
        notation = NumberNotation.MEMORY_OR_PERCENT;
        return this;
    }

    NumericBuilder<N> octal()
    {
        notation = NumberNotation.OCTAL;
        return this;
    }

    NumericBuilder<N> powerOfTwo()
    {
        isPowerOfTwo = true;
        return this;
    }

    @Override
    NumericBuilder<N> self()
    {
        return this;
    }

    @Override
    ConfigType<N> type()
    {
        return new NumericType<>(notation, new NumberRange(min, max, isSigned), clampMin, clampMax, isPowerOfTwo, box);
    }
}
