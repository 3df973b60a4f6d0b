package io.ringbolt.transport.tls;

import java.nio.ByteBuffer;

/**
 * Room for encrypted bytes between a socket and an engine, used by one selector for all its connections in turn: an
 * idle
 * connection holds none.
 */
public final class TlsBuffers
{
    /** More than the longest record, so that what is left of one and all of the next have room. */
    private static final int CAPACITY = 48 << 10;

    final ByteBuffer inbound = ByteBuffer.allocate(CAPACITY);
    final ByteBuffer outbound = ByteBuffer.allocate(CAPACITY);
}
