package io.ringbolt.transport.replication;

import java.io.IOException;

/**
 * A master's stream is no stream: what came last may be anything, so its data are wanted anew.
 */
final class StreamException extends IOException
{
    private static final long serialVersionUID = 1;

    StreamException(final String message)
    {
        super(message);
    }
}
