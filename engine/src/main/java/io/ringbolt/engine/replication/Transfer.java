package io.ringbolt.engine.replication;

import io.ringbolt.engine.durability.DataLoader;
import io.ringbolt.engine.keyspace.Database;

import java.io.IOException;
import java.util.List;

/**
 * A master's data on their way into the engine: a file that is there, or bytes that are still coming.
 */
public interface Transfer
{
    /**
     * Opens them, once.
     *
     * @param target the databases to fill, which are empty.
     * @param libraries takes the sources of function libraries, which are not loaded otherwise.
     * @return to be owned and closed by the caller.
     */
    DataLoader open(Database[] target, List<byte[]> libraries) throws IOException;

    /** @return the database that is selected where the data end and the stream begins. After the end of loading. */
    int streamDatabase();

    /** The data are loaded: what there is beside them, a file, may go if the configuration says so. */
    void onLoaded();

    /** Gives them up if they have not been opened. */
    void discard();
}
