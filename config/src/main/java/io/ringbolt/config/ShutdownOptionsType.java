package io.ringbolt.config;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Any combination of {@link ShutdownOption}s that does not contradict itself; {@code default} for none.
 */
final class ShutdownOptionsType implements ConfigType<Set<ShutdownOption>>
{
    private static final String NONE = "default";
    private static final List<ChoiceType.Word<ShutdownOption>> WORDS = words();

    @Override
    public Set<ShutdownOption> parse(
        final List<String> arguments, final Set<ShutdownOption> current, final ValueSource source)
        throws InvalidValueException
    {
        final Set<ShutdownOption> options = EnumSet.noneOf(ShutdownOption.class);
        for (final String argument : arguments)
        {
            final ShutdownOption option = ChoiceType.find(WORDS, argument);
            if (option != null)
            {
                options.add(option);
            }
            else if (!NONE.equalsIgnoreCase(argument))
            {
                throw ChoiceType.refusal(WORDS);
            }
        }
        if (arguments.isEmpty())
        {
            throw ChoiceType.refusal(WORDS);
        }
        check(options);
        return Set.copyOf(options);
    }

    @Override
    public void check(final Set<ShutdownOption> value) throws InvalidValueException
    {
        if (value.contains(ShutdownOption.SAVE) && value.contains(ShutdownOption.NOSAVE))
        {
            throw new InvalidValueException("shutdown options SAVE and NOSAVE can't be used simultaneously");
        }
    }

    @Override
    public String format(final Set<ShutdownOption> value)
    {
        return value.isEmpty() ? NONE :
            value.stream().sorted().map(ShutdownOption::label).collect(Collectors.joining(" "));
    }

    @Override
    public boolean takesManyArguments()
    {
        return true;
    }

    private static List<ChoiceType.Word<ShutdownOption>> words()
    {
        final List<ChoiceType.Word<ShutdownOption>> words = new ArrayList<>();
        words.add(new ChoiceType.Word<>(NONE, null));
        for (final ShutdownOption option : ShutdownOption.values())
        {
            words.add(new ChoiceType.Word<>(option.label(), option));
        }
        return words;
    }
}
