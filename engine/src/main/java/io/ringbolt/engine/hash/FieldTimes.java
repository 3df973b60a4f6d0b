package io.ringbolt.engine.hash;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;

/**
 * Gives fields of a hash that has been looked up a time, or takes it from them, and tells of it: one field after the
 * other, then the end. A time that is not in the future removes the field at once.
 */
final class FieldTimes
{
    /** What becomes of a field, as HEXPIRE and HPERSIST reply it. */
    static final int NO_FIELD = -2;
    static final int NO_TIME = -1;
    static final int CONDITION_NOT_MET = 0;
    static final int CHANGED = 1;
    static final int REMOVED = 2;

    /** On which fields' times there is a condition. */
    enum Condition
    {
        NONE, NX, XX, GT, LT
    }

    private static final int KEY = HashAccess.KEY;
    private static final byte[] HDEL = Errors.text("HDEL");
    private static final byte[] HPEXPIREAT = Errors.text("HPEXPIREAT");
    private static final byte[] HPERSIST = Errors.text("HPERSIST");

    private final FieldArguments fields;
    private final Hashes hashes;
    private final HashAccess hash;

    FieldTimes(final FieldArguments fields, final Hashes hashes, final HashAccess hash)
    {
        this.fields = fields;
        this.hashes = hashes;
        this.hash = hash;
    }

    /** Gives the field at an argument a time. @return what has become of it. */
    int expire(final CommandContext context, final int index, final long expiresAtMs, final Condition condition)
    {
        final long address = context.argAddress(index);
        final int length = context.argLength(index);
        if (!hashes.contains(hash.value(), address, length))
        {
            return NO_FIELD;
        }
        if (!isMet(condition, expiresAtMs))
        {
            return CONDITION_NOT_MET;
        }
        fields.choose(index);
        if (isPast(context, expiresAtMs))
        {
            hashes.remove(hash.value(), address, length);
            return REMOVED;
        }
        hashes.expire(hash.value(), address, length, expiresAtMs);
        return CHANGED;
    }

    static boolean isPast(final CommandContext context, final long expiresAtMs)
    {
        return expiresAtMs <= context.expiryMs();
    }

    /** A field without time counts as one that expires later than any other. */
    private boolean isMet(final Condition condition, final long expiresAtMs)
    {
        final boolean hasExpiry = hashes.hasFoundExpiry();
        return switch (condition)
        {
            case NONE -> true;
            case NX -> !hasExpiry;
            case XX -> hasExpiry;
            case GT -> hasExpiry && hashes.foundExpiresAtMs() < expiresAtMs;
            case LT -> !hasExpiry || hashes.foundExpiresAtMs() > expiresAtMs;
        };
    }

    /** Tells of what {@link #expire} has done to all fields, which have been given the same time. */
    void endExpire(final CommandContext context, final long expiresAtMs)
    {
        if (fields.chosenCount() == 0)
        {
            return;
        }
        final boolean isRemoved = isPast(context, expiresAtMs);
        if (isRemoved)
        {
            propagateRemoval(context);
            context.engine().lookups().fieldsExpired(fields.chosenCount());
        }
        else
        {
            fields.propagateChosen(context, context.propagate(5 + fields.chosenCount()).argument(HPEXPIREAT)
                .argument(context.argAddress(KEY), context.argLength(KEY)).argument(expiresAtMs));
        }
        final KeyspaceEvent event = isRemoved ? KeyspaceEvent.HDEL : KeyspaceEvent.HEXPIRE;
        fields.tellChosen(context, event);
        CollectionAccess.modified(context, KEY, event, fields.chosenCount());
        hash.storeOrRemove(context, KEY);
    }

    /** Has the chosen fields removed by replicas. */
    void propagateRemoval(final CommandContext context)
    {
        fields.propagateNames(context, context.propagate(2 + fields.chosenCount()).argument(HDEL)
            .argument(context.argAddress(KEY), context.argLength(KEY)));
    }

    /** Takes the time from the field at an argument. @return what has become of it. */
    int persist(final CommandContext context, final int index)
    {
        final long address = context.argAddress(index);
        final int length = context.argLength(index);
        if (!hashes.contains(hash.value(), address, length))
        {
            return NO_FIELD;
        }
        if (!hashes.hasFoundExpiry())
        {
            return NO_TIME;
        }
        fields.choose(index);
        hashes.expire(hash.value(), address, length, FieldBlock.NEVER);
        return CHANGED;
    }

    /** Tells of what {@link #persist} has done to all fields. */
    void endPersist(final CommandContext context)
    {
        if (fields.chosenCount() > 0)
        {
            hash.store();
            fields.tellChosen(context, KeyspaceEvent.HPERSIST);
            context.modified(KEY, KeyspaceEvent.HPERSIST);
            fields.propagateChosen(context, context.propagate(4 + fields.chosenCount()).argument(HPERSIST)
                .argument(context.argAddress(KEY), context.argLength(KEY)));
        }
    }
}
