package io.ringbolt.engine;

import io.ringbolt.engine.blocking.BlockedKeys;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.durability.PendingKeys;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.pubsub.KeyspaceNotifier;
import io.ringbolt.engine.replication.OwnExpiries;
import io.ringbolt.engine.tracking.Tracking;
import io.ringbolt.engine.transaction.WatchedKeys;

/**
 * The one place that learns of every change to a key: it counts, and passes the news to whatever watches keys.
 * Owned by the engine thread.
 */
public final class KeyChanges
{
    private final BlockedKeys blockedKeys;
    private final WatchedKeys watched;
    private final KeyspaceNotifier notifier;
    private final Tracking tracking;
    private final PendingKeys pending;
    private OwnExpiries ownExpiries;
    private long dirty;
    private long removals;

    KeyChanges(final BlockedKeys blockedKeys, final WatchedKeys watched, final KeyspaceNotifier notifier,
        final Tracking tracking, final PendingKeys pending)
    {
        this.pending = pending;
        this.blockedKeys = blockedKeys;
        this.watched = watched;
        this.notifier = notifier;
        this.tracking = tracking;
    }

    /** A key's value or expiry has changed. */
    public void modified(final Database database, final long keyAddress, final int keyLength, final KeyspaceEvent event)
    {
        modified(database, keyAddress, keyLength, event, 1);
    }

    /** Like {@link #modified(Database, long, int, KeyspaceEvent)} for {@code count} elements changed at once. */
    public void modified(
        final Database database, final long keyAddress, final int keyLength, final KeyspaceEvent event, final int count)
    {
        dirty += count;
        pending.changed(keyAddress, keyLength);
        if (blockedKeys.isWatching())
        {
            blockedKeys.onChanged(database.index(), keyAddress, keyLength);
        }
        if (!watched.isEmpty())
        {
            watched.onChanged(database.index(), keyAddress, keyLength);
        }
        if (tracking.isWatching())
        {
            tracking.onChanged(keyAddress, keyLength, false);
        }
        tell(database, keyAddress, keyLength, event);
        if (null != ownExpiries)
        {
            ownExpiries.onChanged(database, keyAddress, keyLength);
        }
    }

    /** @param own told of every change on a replica that clients may write to; null for nobody. */
    public void ownExpiries(final OwnExpiries own)
    {
        this.ownExpiries = own;
    }

    /**
     * A key goes without a command that asked for it: expired or evicted. Whoever removes it has the removal
     * replayed, so it does not count as a change of the command that happened upon it. Called while the key's bytes
     * are still there.
     */
    public void removed(final Database database, final long keyAddress, final int keyLength, final KeyspaceEvent event)
    {
        removals++;
        pending.changed(keyAddress, keyLength);
        if (blockedKeys.isWatching())
        {
            blockedKeys.onChanged(database.index(), keyAddress, keyLength);
        }
        if (!watched.isEmpty())
        {
            watched.onRemoved(database.index(), keyAddress, keyLength);
        }
        if (tracking.isWatching())
        {
            tracking.onChanged(keyAddress, keyLength, true);
        }
        tell(database, keyAddress, keyLength, event);
    }

    /** A key's value was replaced whatever it was; the change itself is told of separately. */
    public void overwritten(
        final Database database, final long keyAddress, final int keyLength, final int oldType, final int newType)
    {
        tell(database, keyAddress, keyLength, KeyspaceEvent.OVERWRITTEN);
        if (oldType != newType)
        {
            tell(database, keyAddress, keyLength, KeyspaceEvent.TYPE_CHANGED);
        }
    }

    /** Something happened to a key that did not change it: it was missed, for example. */
    public void tell(final Database database, final long keyAddress, final int keyLength, final KeyspaceEvent event)
    {
        if (notifier.tells(event))
        {
            notifier.publish(database.index(), keyAddress, keyLength, event);
        }
    }

    /**
     * @return true if the fields that an event of this kind is about are to be named, one {@link #subkey} each, right
     * before the event is told.
     */
    public boolean tellsSubkeys(final KeyspaceEvent event)
    {
        return notifier.tellsSubkeys(event);
    }

    /** Names a field that the next event is about. */
    public void subkey(final long address, final int length)
    {
        notifier.subkey(address, length);
    }

    /** All keys of a database are about to go. Called while they are still there. */
    public void emptied(final Database database)
    {
        if (!watched.isEmpty())
        {
            watched.onEmptied(database, null);
        }
        if (tracking.isWatching())
        {
            tracking.onFlushed();
        }
    }

    /** Two databases are about to exchange their numbers. */
    public void swapped(final Database first, final Database second)
    {
        if (!watched.isEmpty())
        {
            watched.onEmptied(first, second);
            watched.onEmptied(second, first);
        }
        if (tracking.isWatching())
        {
            tracking.onFlushed();
        }
    }

    /** All keys of a database may have changed at once, because it was emptied, loaded or exchanged. */
    public void databaseChanged(final int database)
    {
        pending.changedAll();
        if (blockedKeys.isWatching())
        {
            blockedKeys.onDatabaseChanged(database);
        }
    }

    /** @return keys that expired or were evicted since the start. */
    public long removals()
    {
        return removals;
    }

    /** The libraries of functions have changed, which are data as well. */
    public void functionsChanged()
    {
        dirty++;
    }

    /** Counts changes that name no single key, FLUSHALL's for example. */
    public void addDirty(final long count)
    {
        dirty += count;
    }

    /** Takes changes off the count that a snapshot holds. @param count as {@link #dirty()} was when it was taken. */
    public void savedDirty(final long count)
    {
        dirty -= count;
    }

    /** @return changes since the start or the last snapshot; INFO's {@code rdb_changes_since_last_save}. */
    public long dirty()
    {
        return dirty;
    }
}
