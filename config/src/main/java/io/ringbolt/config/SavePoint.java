package io.ringbolt.config;

/**
 * A rule for taking snapshots: one is due when so many changes have gathered and so many seconds passed since the last.
 */
public record SavePoint(long seconds, int changes)
{
    public SavePoint
    {
        if (seconds < 1)
        {
            throw new IllegalArgumentException("seconds=" + seconds);
        }
    }

    @Override
    public String toString()
    {
        return seconds + " " + changes;
    }
}
