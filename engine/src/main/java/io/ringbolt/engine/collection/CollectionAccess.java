package io.ringbolt.engine.collection;

import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.listpack.ListPackElement;

/**
 * The way of a handler to a collection and back: from the key's entry to the value that a type API works on, and what
 * has become of it into the entry again. One type of value; owned by the engine thread.
 */
public final class CollectionAccess
{
    private final KeyEntry entry = new KeyEntry();
    private final ValueRef value = new ValueRef();
    private final int type;

    /**
     * @param type of the values, see {@link io.ringbolt.engine.keyspace.ValueType}.
     */
    public CollectionAccess(final int type)
    {
        this.type = type;
    }

    /** The collection that was looked up, or the place for one to be created. */
    public ValueRef value()
    {
        return value;
    }

    public KeyEntry entry()
    {
        return entry;
    }

    /**
     * Looks a collection up for reading.
     *
     * @return {@link CommandContext#FOUND}, {@link CommandContext#MISSING} or, replied, {@link
     * CommandContext#WRONG_TYPE}.
     */
    public int lookupRead(final CommandContext context, final int keyIndex)
    {
        return load(context.lookupRead(keyIndex, type, entry));
    }

    /** As {@link #lookupRead}, in order to change it. */
    public int lookupWrite(final CommandContext context, final int keyIndex)
    {
        return load(context.lookupWrite(keyIndex, type, entry));
    }

    /**
     * Looks a collection up for reading.
     *
     * @param empty what the command says of a collection that is not there.
     * @return true if it is there; otherwise {@code empty} or the error of a wrong type has been replied, and the
     *         handler returns.
     */
    public boolean findRead(final CommandContext context, final int keyIndex, final EmptyReply empty)
    {
        return isFound(context, lookupRead(context, keyIndex), empty);
    }

    /** As {@link #findRead}, in order to change it. */
    public boolean findWrite(final CommandContext context, final int keyIndex, final EmptyReply empty)
    {
        return isFound(context, lookupWrite(context, keyIndex), empty);
    }

    private static boolean isFound(final CommandContext context, final int outcome, final EmptyReply empty)
    {
        if (outcome == CommandContext.MISSING)
        {
            empty.write(context.reply());
        }
        return outcome == CommandContext.FOUND;
    }

    /** Enters {@link #value()} under a key that is not there. */
    public void insert(final CommandContext context, final int keyIndex)
    {
        final long keyAddress = context.argAddress(keyIndex);
        final int keyLength = context.argLength(keyIndex);
        context.database().insert(keyAddress, keyLength, type, value.encoding(), value.root(), entry);
        context.modified(context.database(), keyAddress, keyLength, KeyspaceEvent.NEW, 0);
    }

    /** Writes what has become of {@link #value()} into the key's entry. */
    public void store()
    {
        if (value.root() != entry.root())
        {
            entry.root(value.root());
        }
        if (value.encoding() != entry.encoding())
        {
            entry.encoding(value.encoding());
        }
    }

    /** Stores {@link #value()}; when nothing is left in it removes the key and tells of that. */
    public void storeOrRemove(final CommandContext context, final int keyIndex, final long count)
    {
        store();
        if (count == 0)
        {
            context.database().remove(entry, false);
            context.modified(
                context.database(), context.argAddress(keyIndex), context.argLength(keyIndex), KeyspaceEvent.DEL, 0);
        }
    }

    /** Tells of changes to the key at an argument, {@code count} elements at once. */
    public static void modified(
        final CommandContext context, final int keyIndex, final KeyspaceEvent event, final long count)
    {
        context.modified(context.database(), context.argAddress(keyIndex), context.argLength(keyIndex), event,
            (int)Math.min(count, Integer.MAX_VALUE));
    }

    /** Replies an element as a bulk string. */
    public static void reply(final ReplyWriter reply, final ListPackElement element)
    {
        if (element.isInteger())
        {
            reply.bulkLong(element.longValue());
        }
        else
        {
            reply.bulk(element.address(), element.length());
        }
    }

    private int load(final int outcome)
    {
        if (outcome == CommandContext.FOUND)
        {
            value.set(entry.encoding(), entry.root());
        }
        return outcome;
    }
}
