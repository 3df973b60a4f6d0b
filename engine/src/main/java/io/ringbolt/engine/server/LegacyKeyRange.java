package io.ringbolt.engine.server;

import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.KeySpec;

/**
 * First key, last key and step, as clients older than key specs read them: the largest range that the specs make up
 * without a gap. All zero if there is none.
 *
 * @param last negative counts from the end of the arguments.
 */
record LegacyKeyRange(int first, int last, int step)
{
    private static final LegacyKeyRange NONE = new LegacyKeyRange(0, 0, 0);

    static LegacyKeyRange of(final Command command)
    {
        final KeySpec[] specs = command.keySpecs();
        if (1 == specs.length && isRange(specs[0]))
        {
            return new LegacyKeyRange(specs[0].beginIndex(), last(specs[0]), specs[0].step());
        }
        int first = 0;
        int last = 0;
        for (final KeySpec spec : specs)
        {
            final boolean isAdjacent = 0 == last || spec.beginIndex() == last + 1;
            if (isRange(spec) && 1 == spec.step() && isAdjacent)
            {
                first = 0 == first ? spec.beginIndex() : Math.min(first, spec.beginIndex());
                last = Integer.compareUnsigned(last(spec), last) > 0 ? last(spec) : last;
            }
        }
        return 0 == first ? NONE : new LegacyKeyRange(first, last, 1);
    }

    private static boolean isRange(final KeySpec spec)
    {
        return null == spec.keyword() && !spec.isCounted() && !spec.isUnknown();
    }

    private static int last(final KeySpec spec)
    {
        return spec.lastKey() >= 0 ? spec.beginIndex() + spec.lastKey() : spec.lastKey();
    }
}
