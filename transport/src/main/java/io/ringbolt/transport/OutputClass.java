package io.ringbolt.transport;

import io.ringbolt.config.OutputBufferLimit;
import io.ringbolt.config.OutputBufferLimits;

/**
 * The kinds of clients whose unread output is limited differently.
 */
enum OutputClass
{
    NORMAL,
    REPLICA,
    PUBSUB;

    OutputBufferLimit limit(final OutputBufferLimits limits)
    {
        return switch (this)
        {
            case NORMAL -> limits.normal();
            case REPLICA -> limits.replica();
            case PUBSUB -> limits.pubsub();
        };
    }
}
