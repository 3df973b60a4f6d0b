package io.ringbolt.config;

import java.util.List;

/**
 * A text of any bytes that obeys a rule.
 */
final class TextType implements ConfigType<String>
{
    private final boolean isUnsetWhenEmpty;
    private final TextRule rule;

    TextType(final boolean isUnsetWhenEmpty, final TextRule rule)
    {
        this.isUnsetWhenEmpty = isUnsetWhenEmpty;
        this.rule = rule;
    }

    @Override
    public String parse(final List<String> arguments, final String current, final ValueSource source)
        throws InvalidValueException
    {
        check(arguments.get(0));
        return arguments.get(0);
    }

    @Override
    public void check(final String value) throws InvalidValueException
    {
        final String refusal = rule.refusal(value);
        if (refusal != null)
        {
            throw new InvalidValueException(refusal);
        }
    }

    @Override
    public String format(final String value)
    {
        return value;
    }

    @Override
    public void rewrite(final String value, final String defaultValue, final RewriteLines lines)
    {
        if (!isUnsetWhenEmpty || !value.isEmpty())
        {
            lines.line(Quoting.quote(value), !value.equals(defaultValue));
        }
    }
}
