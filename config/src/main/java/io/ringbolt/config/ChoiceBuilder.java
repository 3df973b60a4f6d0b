package io.ringbolt.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Builds the row of a choice between words; errors name them in the order of the enum's constants.
 */
final class ChoiceBuilder<E extends Enum<E> & ConfigChoice> extends ParameterBuilder<E, ChoiceBuilder<E>>
{
    private final List<ChoiceType.Word<E>> words = new ArrayList<>();

    ChoiceBuilder(final String name, final Class<E> type)
    {
        super(name);
        for (final E choice : type.getEnumConstants())
        {
            words.add(new ChoiceType.Word<>(choice.label(), choice));
        }
    }

    /** Another word for a choice, named in errors right after it. */
    ChoiceBuilder<E> synonym(final String label, final E choice)
    {
        words.add(choice.ordinal() + 1, new ChoiceType.Word<>(label, choice));
        return this;
    }

    @Override
    ChoiceBuilder<E> self()
    {
        return this;
    }

    @Override
    ConfigType<E> type()
    {
        return new ChoiceType<>(words);
    }
}
