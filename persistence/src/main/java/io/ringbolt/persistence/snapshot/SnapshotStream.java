package io.ringbolt.persistence.snapshot;

import io.ringbolt.engine.rdb.RdbSink;

/**
 * A snapshot on its way to a sink, in some format, piece by piece. Owned by the snapshot's reader.
 */
public interface SnapshotStream extends AutoCloseable
{
    /**
     * Writes a piece: at least one key a call.
     *
     * @param maxKeys  write no more keys than these,
     * @param maxBytes nor begin another one when so many bytes have been written.
     * @return true while there is more.
     */
    boolean write(int maxKeys, long maxBytes);

    /** @return keys written so far. */
    long keyCount();

    @Override
    void close();

    /** A format in which snapshots are written. */
    @FunctionalInterface
    interface Format
    {
        /** @param sink takes the bytes; what it throws passes through. */
        SnapshotStream open(Snapshot snapshot, RdbSink sink);
    }
}
