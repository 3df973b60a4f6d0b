package io.ringbolt.persistence.aof;

import java.io.IOException;

/**
 * An append-only file that can't be what it should be. The message names file and offset where there is one.
 */
public final class AofException extends IOException
{
    private static final long serialVersionUID = 1;

    public AofException(final String message)
    {
        super(message);
    }

    public AofException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
