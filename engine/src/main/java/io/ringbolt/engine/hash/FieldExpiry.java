package io.ringbolt.engine.hash;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.FieldExpirer;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.effect.Effects;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.listpack.ListPackElement;

/**
 * The end of fields whose time has come: removes them, tells of it, and has an HDEL replayed. Owned by the
 * engine thread.
 */
final class FieldExpiry implements FieldExpirer
{
    private static final byte[] HDEL = Errors.text("HDEL");

    private final Engine engine;
    private final Hashes hashes;
    private final ValueRef value = new ValueRef();
    private final ListPackElement field = new ListPackElement();

    FieldExpiry(final Engine engine, final Hashes hashes)
    {
        this.engine = engine;
        this.hashes = hashes;
    }

    @Override
    public boolean expire(final Database database, final KeyEntry entry, final long nowMs, final int budget)
    {
        value.set(entry.encoding(), entry.root());
        hashes.onTime(nowMs);
        final int count = (int)Math.min(budget, hashes.expiredCount(value));
        if (count > 0)
        {
            final Effects effects = engine.effects().command(database.index(), 2 + count).argument(HDEL)
                .argument(entry.keyAddress(), entry.keyLength());
            for (int i = 0; i < count; i++)
            {
                hashes.firstExpiring(value, field);
                effects.argument(field.address(), field.length());
                name(field.address(), field.length());
                hashes.remove(value, field.address(), field.length());
            }
            tell(database, entry, count);
        }
        if (hashes.storedCount(value) == 0)
        {
            engine.changes().removed(database, entry.keyAddress(), entry.keyLength(), KeyspaceEvent.DEL);
            database.remove(entry, false);
            return false;
        }
        database.fieldExpiry(entry, hashes.earliestMs(value));
        return true;
    }

    /** Removes one field that has expired, of a hash that somebody is about to change, and keeps the key. */
    void expireField(
        final Database database, final KeyEntry entry, final ValueRef hash, final long fieldAddress,
        final int fieldLength)
    {
        engine.effects().command(database.index(), 3).argument(HDEL)
            .argument(entry.keyAddress(), entry.keyLength()).argument(fieldAddress, fieldLength);
        name(fieldAddress, fieldLength);
        hashes.remove(hash, fieldAddress, fieldLength);
        tell(database, entry, 1);
    }

    private void name(final long fieldAddress, final int fieldLength)
    {
        if (engine.changes().tellsSubkeys(KeyspaceEvent.HEXPIRED))
        {
            engine.changes().subkey(fieldAddress, fieldLength);
        }
    }

    private void tell(final Database database, final KeyEntry entry, final int count)
    {
        engine.lookups().fieldsExpired(count);
        engine.changes().removed(database, entry.keyAddress(), entry.keyLength(), KeyspaceEvent.HEXPIRED);
    }
}
