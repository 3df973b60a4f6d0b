package io.ringbolt.transport.replication;

import java.io.IOException;

/**
 * Something that the other side of a link said or did ends it.
 */
final class LinkException extends IOException
{
    private static final long serialVersionUID = 1;

    LinkException(final String message)
    {
        super(message);
    }
}
