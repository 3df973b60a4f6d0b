package io.ringbolt.transport;

import io.ringbolt.config.OutputBufferLimit;

/**
 * Whether a client that reads too slowly has to go, by its class's rows of {@code client-output-buffer-limit}. The
 * first 16 KB do not count, as in Redis, where they are the client's fixed reply buffer: so even the smallest limit
 * lets short replies pass, and can be taken back.
 */
final class OutputLimits
{
    private static final long MS_PER_SECOND = 1000;
    private static final long UNCOUNTED_LENGTH = 16 << 10;

    private OutputLimits()
    {
    }

    static boolean isHardLimitBroken(
        final Connection connection, final ConnectionLimits limits, final long unwrittenLength)
    {
        final long limit = connection.outputClass().limit(limits.outputLimits).hardLimitBytes();
        return 0 != limit && unwrittenLength - UNCOUNTED_LENGTH >= limit;
    }

    /** Selector thread; to be called now and then. */
    static boolean isSoftLimitBroken(final Connection connection, final ConnectionLimits limits, final long nowMs)
    {
        final OutputBufferLimit limit = connection.outputClass().limit(limits.outputLimits);
        if (0 == limit.softLimitBytes() ||
            connection.outputLength() - UNCOUNTED_LENGTH < limit.softLimitBytes())
        {
            connection.softLimitSinceMs(0);
            return false;
        }
        if (0 == connection.softLimitSinceMs())
        {
            connection.softLimitSinceMs(nowMs);
        }
        return nowMs - connection.softLimitSinceMs() >= limit.softSeconds() * MS_PER_SECOND;
    }
}
