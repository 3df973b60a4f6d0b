package io.ringbolt.transport.tls;

/**
 * Certificates, keys or settings of which no encrypted connection can be made.
 */
public final class TlsException extends Exception
{
    private static final long serialVersionUID = 1L;

    TlsException(final String message)
    {
        super(message);
    }

    TlsException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
