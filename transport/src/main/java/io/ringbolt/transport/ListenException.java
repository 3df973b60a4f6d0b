package io.ringbolt.transport;

/**
 * An address on which the server should listen can't be had.
 */
public final class ListenException extends Exception
{
    private static final long serialVersionUID = 1L;

    ListenException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
