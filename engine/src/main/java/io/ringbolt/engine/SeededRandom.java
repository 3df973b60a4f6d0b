package io.ringbolt.engine;

/**
 * The engine's only source of chance: SplitMix64 (Steele, Lea and Flood, 2014) from a seed that is part of the engine's
 * input, so that the same entries give the same state. Owned by the engine thread.
 */
public final class SeededRandom
{
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final long MIX_1 = 0xBF58476D1CE4E5B9L;
    private static final long MIX_2 = 0x94D049BB133111EBL;
    private static final double DOUBLE_UNIT = 0x1.0p-53;

    private long state;

    public SeededRandom(final long seed)
    {
        this.state = seed;
    }

    /** @return 64 random bits. */
    public long next()
    {
        state += GOLDEN_GAMMA;
        long bits = state;
        bits = (bits ^ bits >>> 30) * MIX_1;
        bits = (bits ^ bits >>> 27) * MIX_2;
        return bits ^ bits >>> 31;
    }

    /**
     * @param bound exclusive and positive. @return a uniform value from 0; the bias is below 2^-32 for
     * bounds below 2^31.
     */
    public long nextBelow(final long bound)
    {
        return Math.floorMod(next() >>> 1, bound);
    }

    /** @return a uniform value in [0, 1). */
    public double nextDouble()
    {
        return (next() >>> 11) * DOUBLE_UNIT;
    }
}
