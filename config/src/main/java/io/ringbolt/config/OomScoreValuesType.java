package io.ringbolt.config;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Three scores for the kernel's out-of-memory killer: of a primary, a replica and a background child.
 */
final class OomScoreValuesType implements ConfigType<List<Integer>>
{
    private static final int VALUE_COUNT = 3;
    private static final int MAX_SCORE = 2000;

    @Override
    public List<Integer> parse(final List<String> arguments, final List<Integer> current, final ValueSource source)
        throws InvalidValueException
    {
        if (arguments.size() != VALUE_COUNT)
        {
            throw new InvalidValueException("wrong number of arguments");
        }
        final List<Integer> values = new ArrayList<>();
        for (final String argument : arguments)
        {
            final OptionalLong value = Numbers.parseLenientDecimal(argument);
            if (value.isEmpty() || value.getAsLong() < -MAX_SCORE || value.getAsLong() > MAX_SCORE)
            {
                throw new InvalidValueException(
                    "Invalid oom-score-adj-values, elements must be between -2000 and 2000.");
            }
            values.add((int)value.getAsLong());
        }
        return List.copyOf(values);
    }

    @Override
    public String format(final List<Integer> value)
    {
        return value.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    @Override
    public boolean takesManyArguments()
    {
        return true;
    }
}
