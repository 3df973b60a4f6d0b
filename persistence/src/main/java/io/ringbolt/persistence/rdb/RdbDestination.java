package io.ringbolt.persistence.rdb;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.keyspace.Database;

import java.util.List;

/**
 * Where the keys and libraries of an RDB stream go. Owned by the engine thread.
 */
public interface RdbDestination
{
    int databaseCount();

    Database database(int index);

    /** Takes the source of a library. @return null, or why it can't be loaded. */
    String function(byte[] source, boolean isReplacing);

    /** @return the data that clients see. */
    static RdbDestination of(final Engine engine)
    {
        return new RdbDestination()
        {
            @Override
            public int databaseCount()
            {
                return engine.keyspace().databaseCount();
            }

            @Override
            public Database database(final int index)
            {
                return engine.keyspace().database(index);
            }

            @Override
            public String function(final byte[] source, final boolean isReplacing)
            {
                return engine.durability().libraries().load(source, isReplacing);
            }
        };
    }

    /** @return data that are to take the place of those that clients see. */
    static RdbDestination beside(final Database[] databases, final List<byte[]> libraries)
    {
        return new RdbDestination()
        {
            @Override
            public int databaseCount()
            {
                return databases.length;
            }

            @Override
            public Database database(final int index)
            {
                return databases[index];
            }

            @Override
            public String function(final byte[] source, final boolean isReplacing)
            {
                libraries.add(source);
                return null;
            }
        };
    }
}
