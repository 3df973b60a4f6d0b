package io.ringbolt.engine.bitmap;

import io.ringbolt.engine.command.Errors;

/**
 * What BITOP does with the bits of its sources, the first of which is X and the others Y.
 */
enum BitOperation
{
    AND(1), OR(1), XOR(1), NOT(1),
    /** X and none of Y. */
    DIFF(2),
    /** One of Y and not X. */
    DIFF1(2),
    /** X and one of Y. */
    ANDOR(2),
    /** Set in exactly one source. */
    ONE(1);

    private final byte[] keyword = Errors.text(name());
    private final int minSources;

    BitOperation(final int minSources)
    {
        this.minSources = minSources;
    }

    byte[] keyword()
    {
        return keyword;
    }

    int minSources()
    {
        return minSources;
    }

    /** @return whether the Y are gathered by OR, and X joins at the end. */
    boolean keepsFirstApart()
    {
        return DIFF == this || DIFF1 == this || ANDOR == this;
    }
}
