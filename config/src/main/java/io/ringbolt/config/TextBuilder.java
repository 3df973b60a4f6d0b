package io.ringbolt.config;

/**
 * Builds the row of a text.
 */
final class TextBuilder extends ParameterBuilder<String, TextBuilder>
{
    private boolean isUnsetWhenEmpty;
    private TextRule rule = text -> null;

    TextBuilder(final String name)
    {
        super(name);
    }

    /** Empty text means that there is no value, and a rewritten file then does not mention the directive. */
    TextBuilder unsetWhenEmpty()
    {
        isUnsetWhenEmpty = true;
        return this;
    }

    TextBuilder obeys(final TextRule rule)
    {
        this.rule = rule;
        return this;
    }

    @Override
    TextBuilder self()
    {
        return this;
    }

    @Override
    ConfigType<String> type()
    {
        return new TextType(isUnsetWhenEmpty, rule);
    }
}
