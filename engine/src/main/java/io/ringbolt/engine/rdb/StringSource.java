package io.ringbolt.engine.rdb;

/**
 * A string that is kept as bytes, to be read in pieces: a {@link io.ringbolt.engine.keyspace.KeyspaceCursor} over a view has
 * such methods.
 */
public interface StringSource
{
    /** The longest piece that is asked for, where a string is not read as a whole. */
    int PIECE_LENGTH = 1 << 16;

    int stringLength();

    /** Copies part of the string. */
    void readString(int offset, int length, long destination);
}
