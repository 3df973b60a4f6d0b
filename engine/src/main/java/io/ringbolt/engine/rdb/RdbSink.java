package io.ringbolt.engine.rdb;

/**
 * Takes what an {@link RdbWriter} has written, piece by piece: a file, a socket, memory.
 */
@FunctionalInterface
public interface RdbSink
{
    /** Takes bytes, which are valid during the call only. */
    void accept(long address, int length);
}
