package io.ringbolt.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One word out of a few.
 */
final class ChoiceType<E extends Enum<E> & ConfigChoice> implements ConfigType<E>
{
    private final List<Word<E>> words;

    ChoiceType(final List<Word<E>> words)
    {
        this.words = List.copyOf(words);
    }

    @Override
    public E parse(final List<String> arguments, final E current, final ValueSource source)
        throws InvalidValueException
    {
        final E choice = find(words, arguments.get(0));
        if (choice == null)
        {
            throw refusal(words);
        }
        return choice;
    }

    @Override
    public String format(final E value)
    {
        return value.label();
    }

    static <E> E find(final List<Word<E>> words, final String label)
    {
        for (final Word<E> word : words)
        {
            if (word.label().equalsIgnoreCase(label))
            {
                return word.choice();
            }
        }
        return null;
    }

    static <E> InvalidValueException refusal(final List<Word<E>> words)
    {
        return new InvalidValueException("argument(s) must be one of the following: " +
            words.stream().map(Word::label).collect(Collectors.joining(", ")));
    }

    /** A word and what it stands for. */
    record Word<E>(String label, E choice)
    {
    }
}
