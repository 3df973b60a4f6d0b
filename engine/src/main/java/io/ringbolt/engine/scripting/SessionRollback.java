package io.ringbolt.engine.scripting;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.KeyFinder;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.ring.RingEntry;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * What a session of the debugger has changed, as it was before: a copy of each key that one of its commands could
 * write, made before the first that could. Nothing is propagated meanwhile. Owned by the engine thread.
 */
/*
 * Others can't read what is to be undone, because no command of theirs that reads data is executed before. Commands
 * whose keys can't be told from their arguments, and those on two databases, are refused. A key that has expired is
 * removed for good first, so that what is kept of it is that it is absent.
 */
final class SessionRollback
{
    private static final String[] TWO_DATABASES = {"MOVE", "SWAPDB", "FLUSHALL", "FLUSHDB", "MIGRATE"};
    private static final int COPY_WITHOUT_OPTIONS = 3;

    private final Engine engine;
    private final Map<ByteBuffer, SavedKey> savedKeys = new HashMap<>();
    private final KeyEntry key = new KeyEntry();

    SessionRollback(final Engine engine)
    {
        this.engine = engine;
    }

    /** Keeps what a command could change. @return false if that can't be done. */
    boolean save(final Command command, final RingEntry entry)
    {
        if (!command.is(CommandFlag.WRITE))
        {
            return true;
        }
        for (final String name : TWO_DATABASES)
        {
            if (name.equalsIgnoreCase(command.fullName()))
            {
                return false;
            }
        }
        if ("COPY".equalsIgnoreCase(command.fullName()) && entry.argumentCount() > COPY_WITHOUT_OPTIONS)
        {
            return false;
        }
        final Database database = engine.keyspace().database(entry.session().databaseIndex());
        return KeyFinder.find(command, entry, 0, (index, spec) ->
            save(database, entry.argumentAddress(index), entry.argumentLength(index))) > 0;
    }

    private void save(final Database database, final long address, final int length)
    {
        final byte[] name = OffHeap.toBytes(address, length);
        final ByteBuffer id = ByteBuffer.allocate(Integer.BYTES + length).putInt(database.index()).put(name).flip();
        if (!savedKeys.containsKey(id))
        {
            engine.lookups().peek(database, address, length, key);
            final boolean isThere = database.find(address, length, key);
            savedKeys.put(id, SavedKey.of(engine, database, name, isThere ? key : null));
        }
    }

    /** Makes all keys what they were. */
    void undo()
    {
        savedKeys.values().forEach(saved -> saved.restore(engine, key));
        savedKeys.clear();
    }
}
