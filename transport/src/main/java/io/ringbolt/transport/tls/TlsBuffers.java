package io.ringbolt.transport.tls;

import java.nio.ByteBuffer;

/**
 * Room for encrypted bytes between a socket and an engine, used by one thread for all its connections in turn: an idle
 * connection holds none.
 */
public final class TlsBuffers
{
    /** What any record, with header and padding, fits into. */
    static final int LONGEST_RECORD = 17 << 10;
    /**
     * The longest rest of a record and more behind it, but not four records: what they hold must fit into 64 KiB, of
     * which the engine wants more free than a record needs.
     */
    private static final int INBOUND_CAPACITY = 48 << 10;
    /** Several long records, so that they leave by one writing. */
    private static final int OUTBOUND_CAPACITY = 4 * LONGEST_RECORD;

    final ByteBuffer inbound = ByteBuffer.allocate(INBOUND_CAPACITY);
    final ByteBuffer outbound = ByteBuffer.allocate(OUTBOUND_CAPACITY);
}
