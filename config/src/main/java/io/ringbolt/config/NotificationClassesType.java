package io.ringbolt.config;

import java.util.List;

/**
 * Letters that name classes of keyspace notifications, kept as the bits of {@link NotificationClasses}.
 */
final class NotificationClassesType implements ConfigType<Integer>
{
    @Override
    public Integer parse(final List<String> arguments, final Integer current, final ValueSource source)
        throws InvalidValueException
    {
        final int classes = NotificationClasses.parse(arguments.get(0));
        if (classes < 0)
        {
            throw new InvalidValueException("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
        }
        return classes;
    }

    @Override
    public String format(final Integer value)
    {
        return NotificationClasses.format(value);
    }

    @Override
    public void rewrite(final Integer value, final Integer defaultValue, final RewriteLines lines)
    {
        lines.line(Quoting.quote(format(value)), !value.equals(defaultValue));
    }
}
