package io.ringbolt.config;

import java.util.List;
import java.util.OptionalLong;

/**
 * {@code <host> <port>}, or {@code no one}.
 */
final class PrimaryAddressType implements ConfigType<PrimaryAddress>
{
    private static final int MAX_PORT = 65535;

    @Override
    public PrimaryAddress parse(
        final List<String> arguments, final PrimaryAddress current, final ValueSource source)
        throws InvalidValueException
    {
        if (arguments.size() != 2)
        {
            throw new InvalidValueException("wrong number of arguments");
        }
        if (arguments.get(0).equalsIgnoreCase("no") && arguments.get(1).equalsIgnoreCase("one"))
        {
            return PrimaryAddress.NONE;
        }
        final OptionalLong port = Numbers.parseLenientDecimal(arguments.get(1));
        if (port.isEmpty() || port.getAsLong() < 0 || port.getAsLong() > MAX_PORT)
        {
            throw new InvalidValueException("Invalid master port");
        }
        return new PrimaryAddress(arguments.get(0), (int)port.getAsLong());
    }

    @Override
    public String format(final PrimaryAddress value)
    {
        return value.toString();
    }

    @Override
    public void rewrite(final PrimaryAddress value, final PrimaryAddress defaultValue, final RewriteLines lines)
    {
        if (!value.isNone())
        {
            lines.line(value.toString(), true);
        }
    }

    @Override
    public boolean takesManyArguments()
    {
        return true;
    }
}
