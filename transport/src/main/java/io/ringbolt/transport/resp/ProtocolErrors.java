package io.ringbolt.transport.resp;

/**
 * What a client is told when its bytes are no commands, in Redis's words.
 */
final class ProtocolErrors
{
    static final String BIG_MULTIBULK_HEADER = protocolError("too big mbulk count string");
    static final String BIG_BULK_HEADER = protocolError("too big bulk count string");
    static final String BIG_INLINE = protocolError("too big inline request");
    static final String MULTIBULK_LENGTH = protocolError("invalid multibulk length");
    static final String UNAUTHENTICATED_MULTIBULK_LENGTH = protocolError("unauthenticated multibulk length");
    static final String BULK_LENGTH = protocolError("invalid bulk length");
    static final String UNAUTHENTICATED_BULK_LENGTH = protocolError("unauthenticated bulk length");
    static final String UNBALANCED_QUOTES = protocolError("unbalanced quotes in request");

    private ProtocolErrors()
    {
    }

    static String expectedBulk(final int found)
    {
        return protocolError("expected '$', got '" + (char)found + "'");
    }

    private static String protocolError(final String reason)
    {
        return "ERR Protocol error: " + reason;
    }
}
