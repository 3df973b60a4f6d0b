package io.ringbolt.config;

import java.util.List;

/**
 * A switch: {@code yes} or {@code no}.
 */
final class BooleanType implements ConfigType<Boolean>
{
    @Override
    public Boolean parse(final List<String> arguments, final Boolean current, final ValueSource source)
        throws InvalidValueException
    {
        final String argument = arguments.get(0);
        if (argument.equalsIgnoreCase("yes"))
        {
            return Boolean.TRUE;
        }
        if (argument.equalsIgnoreCase("no"))
        {
            return Boolean.FALSE;
        }
        throw new InvalidValueException("argument must be 'yes' or 'no'");
    }

    @Override
    public String format(final Boolean value)
    {
        return value ? "yes" : "no";
    }
}
