package io.ringbolt.transport.replication;

import java.io.IOException;

/**
 * Something that the other side of a link said or did ends it.
 */
final class LinkException extends IOException
{
    private static final long serialVersionUID = 1;

    private final boolean isRefusal;

    LinkException(final String message)
    {
        this(message, false);
    }

    /** @param isRefusal whether the master has been asked for its stream and does not give it. */
    LinkException(final String message, final boolean isRefusal)
    {
        super(message);
        this.isRefusal = isRefusal;
    }

    boolean isRefusal()
    {
        return isRefusal;
    }
}
