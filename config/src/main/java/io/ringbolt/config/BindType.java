package io.ringbolt.config;

import java.util.List;

/**
 * Addresses to listen on. A leading minus means that an address the machine lacks is passed over; an empty text means
 * no address at all.
 */
final class BindType implements ConfigType<List<String>>
{
    private static final int MAX_ADDRESS_COUNT = 16;

    @Override
    public List<String> parse(final List<String> arguments, final List<String> current, final ValueSource source)
        throws InvalidValueException
    {
        if (arguments.size() == 1 && arguments.get(0).isEmpty())
        {
            return List.of();
        }
        check(arguments);
        return List.copyOf(arguments);
    }

    @Override
    public void check(final List<String> value) throws InvalidValueException
    {
        if (value.size() > MAX_ADDRESS_COUNT)
        {
            throw new InvalidValueException("Too many bind addresses specified.");
        }
    }

    @Override
    public String format(final List<String> value)
    {
        return String.join(" ", value);
    }

    @Override
    public void rewrite(final List<String> value, final List<String> defaultValue, final RewriteLines lines)
    {
        if (!value.equals(defaultValue))
        {
            lines.line(value.isEmpty() ? "\"\"" : format(value), true);
        }
    }

    @Override
    public boolean takesManyArguments()
    {
        return true;
    }
}
