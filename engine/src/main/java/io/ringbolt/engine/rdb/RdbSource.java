package io.ringbolt.engine.rdb;

/**
 * Where an {@link RdbReader} gets its bytes from, if not from memory: a file, a socket.
 */
public interface RdbSource
{
    /** Most bytes that can still come; {@link Long#MAX_VALUE} if that is not known. */
    long remaining();

    /**
     * Reads some bytes, waiting for the first of them.
     *
     * @param maxLength at least 1.
     * @return how many, at least 1; 0 or less at the end.
     */
    int read(long destination, int maxLength);
}
