package io.ringbolt.engine;

import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.effect.Effects;
import io.ringbolt.engine.durability.PendingKeys;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.KeyEntry;

import java.nio.charset.StandardCharsets;

/**
 * The way from a key to its entry with the rules of expiry, of hit and miss counting and of the access clock.
 * <p>
 * A key whose time has come is not there: the look-up removes it, tells of it as expired and has a DEL replayed. So it
 * is with the fields of a hash. Owned by the engine thread.
 */
public final class KeyLookups
{
    private static final byte[] DEL = "DEL".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNLINK = "UNLINK".getBytes(StandardCharsets.US_ASCII);

    /** Fields that a look-up removes at most; more than that are passed over, and left to the next tick. */
    private static final int FIELDS_PER_LOOKUP = 64;

    private final KeyChanges changes;
    private final Effects effects;
    private final AccessClock accessClock;
    private final PendingKeys pending;
    private long nowMs;
    private boolean isLazyExpire;
    private boolean isRemoving = true;
    private long hits;
    private long misses;
    private long expired;
    private long expiredFields;
    private FieldExpirer fieldExpirer;

    KeyLookups(
        final KeyChanges changes, final Effects effects, final AccessClock accessClock, final PendingKeys pending)
    {
        this.pending = pending;
        this.changes = changes;
        this.effects = effects;
        this.accessClock = accessClock;
    }

    /** Sets the time by which keys expire, that of the entry being executed. */
    void onEntry(final long nowMs)
    {
        this.nowMs = nowMs;
        accessClock.onEntry(nowMs);
    }

    /** Has no key expire until the next entry: commands are replayed that know nothing of the present. */
    public void onReplay()
    {
        this.nowMs = 0;
    }

    /**
     * @param lazyExpire whether the values of expired keys are freed in steps and their removal is replayed as UNLINK.
     */
    void lazyExpire(final boolean lazyExpire)
    {
        this.isLazyExpire = lazyExpire;
    }

    /** @param removing false while what is expired is passed over only, because somebody else will say when it goes. */
    public void removing(final boolean removing)
    {
        this.isRemoving = removing;
    }

    /** @return whether a look-up removes what is expired. */
    public boolean isRemoving()
    {
        return isRemoving;
    }

    /** @param expirer removes fields of hashes whose time has come. */
    public void fieldExpirer(final FieldExpirer expirer)
    {
        this.fieldExpirer = expirer;
    }

    /** Looks up for reading: counts, and touches unless {@code isNoTouch}. */
    public boolean read(
        final Database database, final long keyAddress, final int keyLength, final boolean isNoTouch,
        final KeyEntry out)
    {
        if (!findLive(database, keyAddress, keyLength, out))
        {
            misses++;
            changes.tell(database, keyAddress, keyLength, KeyspaceEvent.KEY_MISS);
            return false;
        }
        hits++;
        if (!isNoTouch)
        {
            accessClock.onRead(out);
        }
        return true;
    }

    /** Looks up in order to change, and touches unless {@code isNoTouch}. */
    public boolean write(
        final Database database,
        final long keyAddress,
        final int keyLength,
        final boolean isNoTouch,
        final KeyEntry out)
    {
        if (!findLive(database, keyAddress, keyLength, out))
        {
            return false;
        }
        if (!isNoTouch)
        {
            accessClock.touch(out);
        }
        return true;
    }

    /** Looks up without touching or telling of a miss, but counts: OBJECT asks about a key without using it. */
    public boolean inspect(final Database database, final long keyAddress, final int keyLength, final KeyEntry out)
    {
        final boolean isFound = findLive(database, keyAddress, keyLength, out);
        hits += isFound ? 1 : 0;
        misses += isFound ? 0 : 1;
        return isFound;
    }

    /** Looks up without counting or touching, for what is no use of a key. */
    public boolean peek(final Database database, final long keyAddress, final int keyLength, final KeyEntry out)
    {
        return findLive(database, keyAddress, keyLength, out);
    }

    /** Removes an entry whose time has come and tells of it. */
    public void expire(final Database database, final KeyEntry entry)
    {
        final long keyAddress = entry.keyAddress();
        final int keyLength = entry.keyLength();
        effects.command(database.index(), 2).argument(isLazyExpire ? UNLINK : DEL).argument(keyAddress, keyLength);
        expired++;
        changes.removed(database, keyAddress, keyLength, KeyspaceEvent.EXPIRED);
        database.remove(entry, isLazyExpire);
    }

    /**
     * @return true if the entry has an expiry that has passed; a key is still there in the millisecond it expires at.
     */
    public boolean isExpired(final KeyEntry entry)
    {
        return entry.hasExpiry() && entry.expiresAtMs() < nowMs;
    }

    public long hits()
    {
        return hits;
    }

    public long misses()
    {
        return misses;
    }

    /** @return keys that expired. */
    public long expired()
    {
        return expired;
    }

    /** @return fields of hashes that expired. */
    public long expiredFields()
    {
        return expiredFields;
    }

    /** Counts fields of hashes that have been removed because their time had come. */
    public void fieldsExpired(final int count)
    {
        expiredFields += count;
    }

    /** Removes fields of a hash whose time has come. @return whether the key is still there. */
    boolean expireFields(final Database database, final KeyEntry entry, final int budget)
    {
        return fieldExpirer.expire(database, entry, nowMs, budget);
    }

    public void resetStatistics()
    {
        expiredFields = 0;
        hits = 0;
        misses = 0;
        expired = 0;
    }

    private boolean findLive(final Database database, final long keyAddress, final int keyLength, final KeyEntry out)
    {
        pending.seen(keyAddress, keyLength);
        if (!database.find(keyAddress, keyLength, out))
        {
            return false;
        }
        if (isExpired(out))
        {
            if (isRemoving)
            {
                expire(database, out);
            }
            return false;
        }
        return out.firstFieldExpiresAtMs() >= nowMs || !isRemoving || expireFields(database, out, FIELDS_PER_LOOKUP);
    }
}
