package io.ringbolt.engine.scripting.lua;

/** The linear congruential generator of 48 bits that Redis gives scripts in place of the C library's. */
public final class Random48
{
    /** The greatest value that {@link #next} can return. */
    public static final int MAX = Integer.MAX_VALUE;

    private static final long MULTIPLIER = 0x5_DEEC_E66DL;
    private static final long INCREMENT = 0xB;
    private static final long MASK = (1L << 48) - 1;
    private static final int SEED_SHIFT = 16;
    private static final long LOW_SEED = 0x330E;
    private static final long FIRST_STATE = 0x1234_ABCD_330EL;
    private static final int DROPPED_BITS = 17;

    private long state = FIRST_STATE;

    public void seed(final int seed)
    {
        state = (seed & 0xFFFF_FFFFL) << SEED_SHIFT | LOW_SEED;
    }

    /** The upper 31 bits of the next state. */
    public int next()
    {
        state = state * MULTIPLIER + INCREMENT & MASK;
        return (int)(state >>> DROPPED_BITS);
    }
}
