package io.ringbolt.engine.transaction;

import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.Keyspace;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.Session;

import java.util.List;
import java.util.function.Predicate;

/**
 * All clients' transactions: begins and ends them, queues their commands, and knows which keys decide on them. Owned by
 * the engine thread.
 */
public final class Transactions
{
    private static final int POOL_LIMIT = 64;
    /** What a client in MULTI may still do at once. */
    private static final List<String> NEVER_QUEUED = List.of("exec", "discard", "multi", "watch", "quit", "reset");

    private final OffHeapAllocator allocator;
    private final Keyspace keyspace;
    private final WatchedKeys watched;
    private final Transaction[] spares = new Transaction[POOL_LIMIT];
    private int spareCount;
    private boolean[] isNeverQueued = {};
    private Command exec;

    /**
     * @param seed      of the hash of watched keys.
     * @param isExpired tells whether a key that is still there has passed its time.
     */
    public Transactions(
        final OffHeapAllocator allocator, final Keyspace keyspace, final long seed, final Predicate<KeyEntry> isExpired)
    {
        this.allocator = allocator;
        this.keyspace = keyspace;
        this.watched = new WatchedKeys(allocator, seed, isExpired);
    }

    /** Learns which commands are not queued; to be called before commands are renamed. */
    public void onRegistered(final CommandTable table)
    {
        isNeverQueued = new boolean[table.allRows().size()];
        for (final String name : NEVER_QUEUED)
        {
            isNeverQueued[table.find(name).id()] = true;
        }
        exec = table.find("exec");
    }

    public WatchedKeys watched()
    {
        return watched;
    }

    /** @return true if the command is to be queued and not to be executed now. */
    public boolean isQueueing(final Transaction transaction, final Command command)
    {
        return null != transaction && transaction.isOpen && !isNeverQueued[command.id()];
    }

    public void queue(final RingEntry entry)
    {
        entry.session().transaction().queue.add(entry);
    }

    /** A command was refused before its execution. @return true if it was EXEC, whose refusal ends the transaction. */
    public boolean onRefused(final Session session, final Command command)
    {
        if (null != exec && exec == command)
        {
            end(session);
            return true;
        }
        if (null != session.transaction())
        {
            session.transaction().abort();
        }
        return false;
    }

    /** @return the flags of the command itself and, if it is EXEC, of what it will execute. */
    public long flags(final Session session, final Command command)
    {
        return command == exec && null != session.transaction() ?
            command.flags() | session.transaction().queuedFlags() : command.flags();
    }

    /** @return the flags by which to decide on a call: its own and, if it is EXEC, of what it will execute. */
    public long flags(final RingEntry entry, final Session session, final Command command)
    {
        return command == exec && null != session.transaction() ?
            command.flags() | session.transaction().queuedFlags() : command.flags(entry);
    }

    /** @return true if the call, or one of those that it will execute if it is EXEC, lacks the flag. */
    public boolean lacks(
        final CommandFlag flag, final RingEntry entry, final Session session, final Command command)
    {
        return !flag.in(command.flags(entry)) ||
            command == exec && null != session.transaction() && flag.in(session.transaction().missingFlags());
    }

    void begin(final Session session)
    {
        transaction(session).isOpen = true;
    }

    void watch(final Session session, final Database database, final long keyAddress, final int keyLength)
    {
        watched.watch(transaction(session), database, keyAddress, keyLength);
    }

    /** Ends watches and forgets what they found. */
    void unwatch(final Session session)
    {
        final Transaction transaction = session.transaction();
        if (null != transaction)
        {
            watched.unwatch(transaction);
            transaction.isDirty = false;
            giveIfIdle(session, transaction);
        }
    }

    /**
     * Ends the client's watches without forgetting what they found. @return true if the transaction must not happen.
     */
    boolean isSpoilt(final Transaction transaction)
    {
        final boolean isSpoilt = transaction.isDirty || watched.hasExpiredSince(transaction, keyspace);
        watched.unwatch(transaction);
        return isSpoilt;
    }

    /**
     * Ends a client's transaction, whatever its state, and its watches: after EXEC, DISCARD, RESET and the
     * session's end.
     */
    public void end(final Session session)
    {
        final Transaction transaction = session.transaction();
        if (null != transaction)
        {
            watched.unwatch(transaction);
            transaction.endMulti();
            giveIfIdle(session, transaction);
        }
    }

    /** Frees what is kept for later and what the sessions hold. */
    public void close(final Session[] sessions)
    {
        for (final Session session : sessions)
        {
            end(session);
        }
        while (spareCount > 0)
        {
            spares[--spareCount].queue.free();
            spares[spareCount] = null;
        }
    }

    private Transaction transaction(final Session session)
    {
        if (null == session.transaction())
        {
            session.transaction(0 == spareCount ? new Transaction(allocator) : spares[--spareCount]);
        }
        return session.transaction();
    }

    private void giveIfIdle(final Session session, final Transaction transaction)
    {
        if (!transaction.isIdle())
        {
            return;
        }
        session.transaction(null);
        if (spareCount < POOL_LIMIT)
        {
            spares[spareCount++] = transaction;
        }
        else
        {
            transaction.queue.free();
        }
    }
}
