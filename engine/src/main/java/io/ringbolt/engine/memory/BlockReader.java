package io.ringbolt.engine.memory;

/**
 * Reads arena blocks by reference: as they are now ({@link LiveBlocks}), or as they were when a view was opened
 * ({@link ArenaView}). So one walk over a structure serves commands and snapshots.
 */
public interface BlockReader
{
    /** Copies bytes of a block to memory of the reader's. */
    void read(long ref, long offset, long length, long destination);

    byte getByte(long ref, long offset);

    int getInt(long ref, long offset);

    long getLong(long ref, long offset);
}
