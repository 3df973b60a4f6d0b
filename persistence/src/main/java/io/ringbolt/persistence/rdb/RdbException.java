package io.ringbolt.persistence.rdb;

import java.io.IOException;

/**
 * What makes a file or stream no RDB data that this server can take. Its message says what and, if that helps, where.
 */
public final class RdbException extends IOException
{
    private static final long serialVersionUID = 1L;

    public RdbException(final String message)
    {
        super(message);
    }
}
