package io.ringbolt.config;

import java.util.List;

/**
 * Lines that the reader of a file gathers unparsed for those who understand them: users, renamed commands, modules.
 */
final class DirectiveType implements ConfigType<List<DirectiveLine>>
{
    private final int minArgumentCount;
    private final int maxArgumentCount;

    DirectiveType(final int minArgumentCount, final int maxArgumentCount)
    {
        this.minArgumentCount = minArgumentCount;
        this.maxArgumentCount = maxArgumentCount;
    }

    boolean takes(final int argumentCount)
    {
        return argumentCount >= minArgumentCount && argumentCount <= maxArgumentCount;
    }

    @Override
    public List<DirectiveLine> parse(
        final List<String> arguments, final List<DirectiveLine> current, final ValueSource source)
        throws InvalidValueException
    {
        throw new InvalidValueException("Bad directive or wrong number of arguments");
    }

    @Override
    public String format(final List<DirectiveLine> value)
    {
        return value.toString();
    }

    @Override
    public boolean takesManyArguments()
    {
        return true;
    }
}
