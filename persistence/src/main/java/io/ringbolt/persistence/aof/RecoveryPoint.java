package io.ringbolt.persistence.aof;

import java.time.DateTimeException;
import java.time.Instant;

/**
 * Up to where an append-only file is loaded.
 *
 * @param sequence of the last unit that is to be there.
 * @param timeMs   after which nothing is to be there, in ms since the epoch.
 */
public record RecoveryPoint(long sequence, long timeMs)
{
    public static final RecoveryPoint END = new RecoveryPoint(Long.MAX_VALUE, Long.MAX_VALUE);

    private static final String SEQUENCE = "sequence:";
    private static final String TIME = "time:";
    private static final int MS_DIGITS = 12;
    private static final long MS_PER_SECOND = 1000;

    /**
     * Reads {@code sequence:N}, or {@code time:T} with T in seconds or ms since the epoch or as 2026-11-21T13:00:00Z.
     *
     * @throws IllegalArgumentException if it is neither.
     */
    public static RecoveryPoint parse(final String text)
    {
        try
        {
            if (text.startsWith(SEQUENCE))
            {
                return new RecoveryPoint(Long.parseLong(text.substring(SEQUENCE.length())), Long.MAX_VALUE);
            }
            if (text.startsWith(TIME))
            {
                return new RecoveryPoint(Long.MAX_VALUE, time(text.substring(TIME.length())));
            }
        }
        catch (final NumberFormatException | DateTimeException none)
        {
            throw new IllegalArgumentException("not a point to recover to: " + text, none);
        }
        throw new IllegalArgumentException("not a point to recover to: " + text);
    }

    boolean isPassedBy(final long unitSequence, final long unitTimeMs)
    {
        return unitSequence > sequence || unitTimeMs > timeMs;
    }

    boolean isEnd()
    {
        return END.equals(this);
    }

    private static long time(final String text)
    {
        if (text.contains("T"))
        {
            return Instant.parse(text).toEpochMilli();
        }
        final long number = Long.parseLong(text);
        return text.length() >= MS_DIGITS ? number : number * MS_PER_SECOND + MS_PER_SECOND - 1;
    }
}
