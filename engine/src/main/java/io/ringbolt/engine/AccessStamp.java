package io.ringbolt.engine;

/**
 * The {@link AccessClock} as it stood at one moment: what another thread needs in order to say how long ago, or how
 * often, a key of a snapshot had been used.
 *
 * @param kind         what the access bits mean, and whether anybody wants to know.
 * @param seconds      of the clock, modulo 2^24.
 * @param minutes      of the clock, modulo 2^16.
 * @param decayMinutes after how many minutes a use counter loses one; 0 for never.
 */
public record AccessStamp(Kind kind, int seconds, int minutes, int decayMinutes)
{
    /** For data whose use is of no interest, because nothing is evicted by it. */
    public static final AccessStamp NONE = new AccessStamp(Kind.NONE, 0, 0, 0);

    /** What is written of a key's use. */
    public enum Kind
    {
        NONE,
        IDLE_TIME,
        FREQUENCY
    }

    /** @return seconds since a key with these bits was last used. */
    public int idleSeconds(final int access)
    {
        return AccessClock.idleSeconds(seconds, access);
    }

    /** @return the use counter of a key with these bits, decayed to the stamp's moment. */
    public int frequency(final int access)
    {
        return AccessClock.decayed(access, minutes, decayMinutes);
    }
}
