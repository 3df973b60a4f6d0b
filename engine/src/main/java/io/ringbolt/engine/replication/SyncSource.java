package io.ringbolt.engine.replication;

import java.io.IOException;

/**
 * A snapshot as one replica is sent it, framing included. Used by the one thread that sends; closed by it, or by the
 * engine thread when the replica has gone and nobody sends any more.
 */
public interface SyncSource extends AutoCloseable
{
    /**
     * Copies what is to be sent next.
     *
     * @return how many bytes; 0 if there are none now.
     * @throws IOException if the snapshot has failed, or can't be read.
     */
    int copy(long address, int capacity) throws IOException;

    /** So many of the bytes that were copied have been sent; the others are copied again. */
    void advance(int length);

    /** @return true when everything has been sent. */
    boolean isDone();

    /** @return true if there is something to copy, or an error to be found; never wrongly false for long. */
    boolean hasBytes();

    @Override
    void close();
}
