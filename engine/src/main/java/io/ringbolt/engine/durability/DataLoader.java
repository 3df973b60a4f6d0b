package io.ringbolt.engine.durability;

import java.io.IOException;

/**
 * Brings data from disk or from a master into the engine, piece by piece, on the engine thread. Between two pieces the
 * engine answers clients.
 */
public interface DataLoader extends AutoCloseable
{
    /**
     * Loads a piece: a few milliseconds' worth, or one value if that takes longer.
     *
     * @return true while there is more.
     * @throws IOException if the data can't be read or are no data; what has been loaded so far must not be served.
     */
    boolean load() throws IOException;

    /** @return false while it would have to wait for bytes that have not come yet. */
    default boolean isReady()
    {
        return true;
    }

    /** @return bytes to be read in all. */
    long totalBytes();

    long loadedBytes();

    /** @return bytes that the data took where they were written; 0 if that is not known. */
    long usedMemoryThen();

    /** Frees what it holds. Called once, by the engine thread, however loading has ended. */
    @Override
    void close();
}
