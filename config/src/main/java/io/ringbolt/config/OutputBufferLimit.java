package io.ringbolt.config;

/**
 * How many bytes of unread replies a client may let gather before it is disconnected; 0 means no limit.
 *
 * @param hardLimitBytes disconnected as soon as this many bytes wait.
 * @param softLimitBytes disconnected when this many bytes wait for {@code softSeconds} without a break.
 */
public record OutputBufferLimit(long hardLimitBytes, long softLimitBytes, int softSeconds)
{
    @Override
    public String toString()
    {
        return Long.toUnsignedString(hardLimitBytes) + " " + Long.toUnsignedString(softLimitBytes) + " " + softSeconds;
    }
}
