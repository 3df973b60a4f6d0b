package io.ringbolt.config;

import java.util.List;
import java.util.OptionalLong;

/**
 * {@code <class> <hard> <soft> <seconds>}, repeated; classes that are not named keep their limits.
 */
final class OutputBufferLimitsType implements ConfigType<OutputBufferLimits>
{
    private static final int FIELD_COUNT = 4;
    private static final int HARD = 1;
    private static final int SOFT = 2;
    private static final int SECONDS = 3;

    @Override
    public OutputBufferLimits parse(
        final List<String> arguments, final OutputBufferLimits current, final ValueSource source)
        throws InvalidValueException
    {
        if (arguments.size() % FIELD_COUNT != 0)
        {
            throw new InvalidValueException("Wrong number of arguments in buffer limit configuration.");
        }

        OutputBufferLimits limits = current;
        for (int i = 0; i < arguments.size(); i += FIELD_COUNT)
        {
            limits = with(limits, arguments.subList(i, i + FIELD_COUNT));
        }
        return limits;
    }

    @Override
    public String format(final OutputBufferLimits value)
    {
        return "normal " + value.normal() + " slave " + value.replica() + " pubsub " + value.pubsub();
    }

    @Override
    public void rewrite(
        final OutputBufferLimits value, final OutputBufferLimits defaultValue, final RewriteLines lines)
    {
        rewrite("normal", value.normal(), defaultValue.normal(), lines);
        rewrite("replica", value.replica(), defaultValue.replica(), lines);
        rewrite("pubsub", value.pubsub(), defaultValue.pubsub(), lines);
    }

    @Override
    public boolean takesManyArguments()
    {
        return true;
    }

    private static OutputBufferLimits with(final OutputBufferLimits limits, final List<String> fields)
        throws InvalidValueException
    {
        switch (ByteText.toLowerCase(fields.get(0)))
        {
            case "normal":
                return new OutputBufferLimits(limit(fields), limits.replica(), limits.pubsub());

            case "slave":
            case "replica":
                return new OutputBufferLimits(limits.normal(), limit(fields), limits.pubsub());

            case "pubsub":
                return new OutputBufferLimits(limits.normal(), limits.replica(), limit(fields));

            default:
                throw new InvalidValueException("Invalid client class specified in buffer limit configuration.");
        }
    }

    private static OutputBufferLimit limit(final List<String> fields) throws InvalidValueException
    {
        final OptionalLong hard = Numbers.parseMemory(fields.get(HARD));
        final OptionalLong soft = Numbers.parseMemory(fields.get(SOFT));
        final OptionalLong seconds = Numbers.parseLenientDecimal(fields.get(SECONDS));
        if (hard.isEmpty() || soft.isEmpty() || seconds.isEmpty() || (int)seconds.getAsLong() < 0)
        {
            throw new InvalidValueException(
                "Error in hard, soft or soft_seconds setting in buffer limit configuration.");
        }
        return new OutputBufferLimit(hard.getAsLong(), soft.getAsLong(), (int)seconds.getAsLong());
    }

    private static void rewrite(
        final String name,
        final OutputBufferLimit value,
        final OutputBufferLimit defaultValue,
        final RewriteLines lines)
    {
        lines.line(
            name + " " + Numbers.formatMemory(value.hardLimitBytes()) + " " +
                Numbers.formatMemory(value.softLimitBytes()) + " " + value.softSeconds(),
            !value.equals(defaultValue));
    }
}
