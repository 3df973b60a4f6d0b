package io.ringbolt.config;

import java.util.List;

/**
 * A switch: {@code yes} or {@code no}. One that has nothing to act on here can't be turned on at run time; a file that
 * has served another server may say so.
 */
final class BooleanType implements ConfigType<Boolean>
{
    private final String refusal;

    BooleanType()
    {
        this(null);
    }

    /** @param refusal why CONFIG SET can't turn it on; null if it can. */
    BooleanType(final String refusal)
    {
        this.refusal = refusal;
    }

    @Override
    public Boolean parse(final List<String> arguments, final Boolean current, final ValueSource source)
        throws InvalidValueException
    {
        final String argument = arguments.get(0);
        if (argument.equalsIgnoreCase("yes"))
        {
            if (null != refusal && ValueSource.CONFIG_SET == source)
            {
                throw new InvalidValueException(refusal);
            }
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
