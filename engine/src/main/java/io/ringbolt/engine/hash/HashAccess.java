package io.ringbolt.engine.hash;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.ValueType;

/**
 * The way of a handler to a hash and back, at the time of the command: fields that have expired are not there, and the
 * hash's timer follows what the handler does. Owned by the engine thread.
 */
final class HashAccess
{
    static final int KEY = 1;

    private final CollectionAccess access = new CollectionAccess(ValueType.HASH);
    private final Hashes hashes;
    private final FieldExpiry expiry;
    private Database database;

    HashAccess(final Hashes hashes, final FieldExpiry expiry)
    {
        this.hashes = hashes;
        this.expiry = expiry;
    }

    ValueRef value()
    {
        return access.value();
    }

    /** Looks a hash up for reading; one of which all fields have expired is missing. */
    int lookupRead(final CommandContext context, final int keyIndex)
    {
        enter(context);
        final int outcome = access.lookupRead(context, keyIndex);
        final boolean isGone = outcome == CommandContext.FOUND && hashes.hasExpired(access.value()) &&
            hashes.count(access.value()) == 0;
        return isGone ? CommandContext.MISSING : outcome;
    }

    int lookupWrite(final CommandContext context, final int keyIndex)
    {
        enter(context);
        return access.lookupWrite(context, keyIndex);
    }

    /** Looks a hash up to change it, and makes it if it is missing. @return false if the error has been replied. */
    boolean lookupOrCreate(final CommandContext context, final int keyIndex)
    {
        final int outcome = lookupWrite(context, keyIndex);
        if (outcome == CommandContext.MISSING)
        {
            create(context, keyIndex);
        }
        return outcome != CommandContext.WRONG_TYPE;
    }

    /** Enters an empty hash under a key that is not there. */
    void create(final CommandContext context, final int keyIndex)
    {
        hashes.create(access.value());
        insert(context, keyIndex);
    }

    /** Enters what {@link #value()} has been made under a key that is not there. */
    void insert(final CommandContext context, final int keyIndex)
    {
        access.insert(context, keyIndex);
    }

    /** Removes a field that has expired before the command looks at it, so that replicas have lost it too. */
    void dropExpired(final CommandContext context, final int fieldIndex)
    {
        final long address = context.argAddress(fieldIndex);
        final int length = context.argLength(fieldIndex);
        if (hashes.isExpired(access.value(), address, length))
        {
            expiry.expireField(database, access.entry(), access.value(), address, length);
            store();
        }
    }

    /** Writes what has become of {@link #value()} into the key's entry, and sets its timer. */
    void store()
    {
        hashes.adopt(access.value());
        access.store();
        if (HashForms.isExpiring(access.value()))
        {
            database.fieldExpiry(access.entry(), hashes.earliestMs(access.value()));
        }
    }

    /** Stores {@link #value()}; when no field is left in it removes the key and tells of that. */
    void storeOrRemove(final CommandContext context, final int keyIndex)
    {
        store();
        access.storeOrRemove(context, keyIndex, hashes.storedCount(access.value()));
    }

    /** Removes the key that was looked up, without telling. */
    void remove()
    {
        database.remove(access.entry(), false);
    }

    private void enter(final CommandContext context)
    {
        database = context.database();
        hashes.onTime(context.expiryMs());
    }
}
