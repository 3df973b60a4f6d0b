package io.ringbolt.engine.collection;

import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.KeyEntry;

/**
 * The last step of a command that stores what it has computed: the result, complete by now, takes the place of whatever
 * the key held, and its expiry goes too. So a key may be both destination and source.
 */
public final class ResultStore
{
    private final KeyEntry entry = new KeyEntry();
    private final int type;

    /**
     * @param type of the results, see {@link io.ringbolt.engine.keyspace.ValueType}.
     */
    public ResultStore(final int type)
    {
        this.type = type;
    }

    /** Stores a result that is not empty under the key at an argument; the keyspace owns it from now on. */
    public void put(
        final CommandContext context, final int keyIndex, final ValueRef result, final KeyspaceEvent event)
    {
        final Database database = context.database();
        if (context.lookupWrite(keyIndex, entry))
        {
            final int oldType = entry.type();
            database.persist(entry);
            database.replaceRoot(entry, type, result.encoding(), result.root());
            context.overwritten(keyIndex, oldType, type);
        }
        else
        {
            final long keyAddress = context.argAddress(keyIndex);
            final int keyLength = context.argLength(keyIndex);
            database.insert(keyAddress, keyLength, type, result.encoding(), result.root(), entry);
            context.modified(database, keyAddress, keyLength, KeyspaceEvent.NEW, 0);
        }
        context.modified(keyIndex, event);
    }

    /** Stores an empty result, that is, removes the key if it is there. */
    public void clear(final CommandContext context, final int keyIndex)
    {
        if (context.lookupWrite(keyIndex, entry))
        {
            context.database().remove(entry, false);
            context.modified(keyIndex, KeyspaceEvent.DEL);
        }
    }
}
