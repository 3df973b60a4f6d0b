package io.ringbolt.engine.blocking;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.Session;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The clients that wait for keys, and the rules by which they go on.
 * <p>
 * A handler that finds nothing calls {@code context.block}. When a unit of execution has changed a key, the commands
 * that wait for a key of that type run again from their own arguments, in the order in which they came to wait; one
 * that still finds nothing keeps its place. Owned by the engine thread.
 */
/*
 * The way of a command: block() copies its arguments and queues it at its keys; KeyChanges marks a key ready; after the
 * unit serve() looks each ready key up and has the commands run again. Serving changes keys in turn, which become ready
 * again at the end of the line, so chains of BLMOVE come to rest without recursion. A command ends otherwise when its
 * time is over, by CLIENT UNBLOCK, or because the server's role changes: it leaves its queues at once and is answered
 * after the unit. While nobody waits all of this costs a comparison for each changed key and one for each entry.
 */
public final class Blocking
{
    private static final int NO_TYPE = -1;

    private final Engine engine;
    private final BlockedKeys keys;
    private final Deadlines deadlines = new Deadlines();
    private final Retries retries = new Retries();
    private final Long2ObjectHashMap<BlockedCommand> bySession = new Long2ObjectHashMap<>();
    private final ArrayDeque<BlockedCommand> ended = new ArrayDeque<>();
    private final ArrayDeque<BlockedCommand> woken = new ArrayDeque<>();
    private final ArrayDeque<Session> resuming = new ArrayDeque<>();
    private final KeyEntry lookedUp = new KeyEntry();
    private BlockedCommand running;
    private long nextOrder;

    /** @param seed of the hash of keys, a secret of the process. */
    public Blocking(final Engine engine, final long seed)
    {
        this.engine = engine;
        this.keys = new BlockedKeys(seed);
    }

    /** @return the keys that are waited for, to be told of changes. */
    public BlockedKeys keys()
    {
        return keys;
    }

    /**
     * Has the command that is being executed wait; when it is being executed again, has it wait on in its place.
     *
     * @param type         of the value that the command waits for.
     * @param wantsRemoval whether to run the command also when a key goes or becomes another type.
     * @param deadlineMs   since the epoch, {@link Long#MAX_VALUE} for none; kept from the first time on.
     * @param firstKey     index of the first of {@code keyCount} arguments.
     */
    public void block(
        final Session session,
        final RingEntry entry,
        final int type,
        final boolean wantsRemoval,
        final long deadlineMs,
        final int firstKey,
        final int keyCount,
        final EndReply timeoutReply)
    {
        session.blocked(true);
        if (null != running)
        {
            running.timeoutReply(timeoutReply);
            return;
        }
        final BlockedCommand command = new BlockedCommand(
            session, entry.copy(), type, wantsRemoval, timeoutReply, deadlineMs, nextOrder++);
        queue(command, session.databaseIndex(), firstKey, keyCount);
        bySession.put(session.id(), command);
        if (BlockedCommand.NEVER != deadlineMs)
        {
            deadlines.add(command);
        }
    }

    /** Has the session's command run again with another argument: what {@code $} of XREAD stood for. */
    public void replaceArgument(final Session session, final int index, final long address, final int length)
    {
        bySession.get(session.id()).replaceArgument(index, address, length);
    }

    /**
     * Has the session's command, which waits, run again at a time although none of its keys has changed; forgotten when
     * it has run for another reason before.
     */
    public void retryAt(final Session session, final long timeMs)
    {
        retries.add(bySession.get(session.id()), timeMs);
    }

    /** Has a session's command, if one waits, run again: what it waits for is no key. */
    public void wake(final long sessionId)
    {
        final BlockedCommand command = bySession.get(sessionId);
        if (null != command)
        {
            woken.addLast(command);
        }
    }

    /** @return true if a command of the session waits. */
    public boolean isWaiting(final long sessionId)
    {
        return bySession.containsKey(sessionId);
    }

    /** @return true while a command that has waited is being executed again. */
    public boolean isRunningAgain()
    {
        return null != running;
    }

    /** @return true if something is to be served, answered or resumed. */
    public boolean hasWork()
    {
        return keys.hasReady() || !woken.isEmpty() || !ended.isEmpty() || !resuming.isEmpty();
    }

    /** Answers who has ended and runs again who waits for a key that has changed, until no key is left to look at. */
    public void serve(final BlockedRunner runner)
    {
        answerEnded(runner);
        for (BlockedCommand command = woken.pollFirst(); null != command; command = woken.pollFirst())
        {
            if (command == bySession.get(command.session().id()) && !command.session().isClosing())
            {
                run(command, runner);
            }
        }
        for (BlockedKey key = keys.pollReady(); null != key; key = keys.pollReady())
        {
            serve(key, runner);
        }
    }

    /** Answers who has ended. */
    public void answerEnded(final BlockedRunner runner)
    {
        for (BlockedCommand command = ended.pollFirst(); null != command; command = ended.pollFirst())
        {
            runner.end(command);
            release(command);
        }
    }

    /** Has a session go on with what it has sent while it had to wait. */
    public void resume(final Session session)
    {
        if (session.hasPostponed())
        {
            resuming.addLast(session);
        }
    }

    /** @return a session that goes on with what it has sent meanwhile, or null. */
    public Session pollResuming()
    {
        return resuming.pollFirst();
    }

    /** Ends the commands whose time is over; those that are to run again do so with others that wait for their keys. */
    public void onTime(final long nowMs)
    {
        while (deadlines.nextMs() <= nowMs)
        {
            end(deadlines.first(), null);
        }
        for (BlockedCommand command = retries.poll(nowMs); null != command; command = retries.poll(nowMs))
        {
            if (0 == command.waits.length)
            {
                woken.addLast(command);
            }
            for (final KeyWait wait : command.waits)
            {
                keys.markReady(wait.key);
            }
        }
    }

    /**
     * @return when a command's time is over or one runs again, in ms since the epoch; the far future if there is none.
     */
    public long nextDeadlineMs()
    {
        return Math.min(deadlines.nextMs(), retries.nextMs());
    }

    /**
     * Ends a client's command before its time.
     *
     * @param error what the client is told, or null for the reply of a time-out.
     * @return true if the client was blocked.
     */
    public boolean unblock(final long sessionId, final byte[] error)
    {
        final BlockedCommand command = bySession.get(sessionId);
        if (null != command)
        {
            end(command, error);
        }
        return null != command;
    }

    /**
     * Ends all commands that wait, and their connections once they have been told: a client whose server has become a
     * replica is to look for the new primary.
     */
    public void unblockAll(final byte[] error)
    {
        final BlockedCommand[] commands = bySession.values().toArray(new BlockedCommand[0]);
        Arrays.sort(commands, Comparator.comparingLong(BlockedCommand::order));
        for (final BlockedCommand command : commands)
        {
            command.session().closeAfterCommand();
            end(command, error);
        }
    }

    /** A client is gone: nothing of it stays here. */
    public void forget(final Session session)
    {
        final BlockedCommand command = bySession.get(session.id());
        if (null != command)
        {
            leave(command);
            command.entry().release();
        }
    }

    public int blockedCount()
    {
        return bySession.size();
    }

    /** @return blocked commands that have a deadline. */
    public int deadlineCount()
    {
        return deadlines.count();
    }

    /** Frees what waits. */
    public void close()
    {
        bySession.values().forEach(command -> command.entry().release());
        ended.forEach(command -> command.entry().release());
    }

    private void queue(final BlockedCommand command, final int database, final int firstKey, final int keyCount)
    {
        final KeyWait[] waits = new KeyWait[keyCount];
        int count = 0;
        for (int i = firstKey; i < firstKey + keyCount; i++)
        {
            final RingEntry entry = command.entry();
            final BlockedKey key = keys.obtain(database, entry.argumentAddress(i), entry.argumentLength(i));
            if (null == key.last || key.last.command != command)
            {
                waits[count] = new KeyWait(command, key, i);
                keys.append(waits[count++]);          // a key named twice is waited for once
            }
        }
        command.waits = Arrays.copyOf(waits, count);
    }

    private void serve(final BlockedKey key, final BlockedRunner runner)
    {
        int type = typeOf(key);
        KeyWait wait = key.first;
        for (int left = key.count; left > 0 && (NO_TYPE != type || key.removalCount > 0); left--)
        {
            final KeyWait next = wait.next;
            final BlockedCommand command = wait.command;
            if (!command.session().isClosing() && command.accepts(type))
            {
                run(command, runner);
                type = typeOf(key);
            }
            wait = next;
        }
    }

    private void run(final BlockedCommand command, final BlockedRunner runner)
    {
        running = command;
        command.session().blocked(false);
        retries.remove(command);
        final boolean isAnswered = runner.runAgain(command);
        running = null;
        if (isAnswered)
        {
            leave(command);
            release(command);
        }
    }

    private void end(final BlockedCommand command, final byte[] error)
    {
        command.error(error);
        leave(command);
        ended.addLast(command);
    }

    private void leave(final BlockedCommand command)
    {
        for (final KeyWait wait : command.waits)
        {
            keys.remove(wait);
        }
        deadlines.remove(command);
        retries.remove(command);
        bySession.remove(command.session().id());
    }

    private void release(final BlockedCommand command)
    {
        command.entry().release();
        command.session().blocked(false);
        resume(command.session());
    }

    private int typeOf(final BlockedKey key)
    {
        if (0 == key.count)
        {
            return NO_TYPE;
        }
        final RingEntry entry = key.first.command.entry();
        final int index = key.first.argumentIndex;
        return engine.lookups().peek(engine.keyspace().database(key.database),
            entry.argumentAddress(index), entry.argumentLength(index), lookedUp) ? lookedUp.type() : NO_TYPE;
    }
}
