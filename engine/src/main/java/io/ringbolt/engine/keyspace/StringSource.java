package io.ringbolt.engine.keyspace;

/**
 * A string that is kept as bytes, to be read in pieces.
 */
public interface StringSource
{
    /** The longest piece that is asked for, where a string is not read as a whole. */
    int PIECE_LENGTH = 1 << 16;

    int stringLength();

    /** Copies part of the string. */
    void readString(int offset, int length, long destination);
}
