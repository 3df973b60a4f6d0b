package io.ringbolt.engine.durability;

import java.util.function.Consumer;

/**
 * The server's RDB file, as {@code dir} and {@code dbfilename} name it. Implemented where files are; called by the
 * engine thread. Whatever goes wrong is logged where it happens.
 */
public interface RdbFiles
{
    /** Writes all data to the file and waits for the end. @return whether that has succeeded. */
    boolean save();

    /**
     * Begins to write the data of this moment to the file.
     *
     * @param onEnded told of the end on the engine thread, within a later entry.
     * @return null if there is no memory for a snapshot; nothing has begun then.
     */
    JobProgress saveInBackground(Consumer<JobOutcome> onEnded);

    /**
     * Loads the file over what is there, and waits for the end.
     *
     * @param isReplacing whether keys that are there already may be replaced; otherwise they are a fault.
     * @return whether that has succeeded.
     */
    boolean load(boolean isReplacing);

    /** Says whether files are believed whatever their checksum. */
    void skipChecksums(boolean isSkipping);
}
