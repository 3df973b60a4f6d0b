package io.ringbolt.engine.regex;

/**
 * A pattern that is no regular expression, or one that is not supported; the message is for the client.
 */
public final class RegexException extends Exception
{
    private static final long serialVersionUID = 1L;

    RegexException(final String message)
    {
        super(message, null, false, false);
    }

    /** @param detail what POSIX's {@code regerror} says of it. */
    static RegexException invalid(final String detail)
    {
        return new RegexException("invalid regular expression: " + detail);
    }
}
