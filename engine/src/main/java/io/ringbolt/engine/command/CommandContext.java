package io.ringbolt.engine.command;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.blocking.EndReply;
import io.ringbolt.engine.effect.Effects;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.Session;

/**
 * What a handler sees of one command's execution: its arguments, its client, the keyspace at one moment, and the places
 * to tell of changes and to reply.
 * <p>
 * One object serves all commands in turn; nothing of it may be kept beyond the call. Owned by the engine thread.
 */
public final class CommandContext
{
    /** The answers of the look-ups. */
    public static final int MISSING = 0;
    public static final int FOUND = 1;
    /** The key holds another type; the error has been replied and the handler returns. */
    public static final int WRONG_TYPE = -1;
    /** Any type will do. */
    public static final int ANY_TYPE = -1;

    private final Engine engine;
    private final Effects effects;
    private final ArgParser args = new ArgParser();
    private RingEntry entry;
    private Session session;
    private Database database;
    private ReplyWriter reply;
    private Command command;
    private long sequence;
    private long nowUs;
    private long dirtyBefore;
    private boolean isPropagationDecided;
    private boolean isReplaying;
    private long secretArguments;

    public CommandContext(final Engine engine, final Effects effects)
    {
        this.engine = engine;
        this.effects = effects;
    }

    /** Turns to the command in {@code entry}. @return this. */
    public CommandContext wrap(
        final RingEntry entry, final Session session, final Command command, final long sequence, final long nowUs)
    {
        this.entry = entry;
        this.session = session;
        this.command = command;
        this.sequence = sequence;
        this.nowUs = nowUs;
        this.reply = session.reply();
        this.database = engine.keyspace().database(session.databaseIndex());
        this.dirtyBefore = engine.changes().dirty();
        this.isPropagationDecided = false;
        this.secretArguments = 0;
        args.wrap(entry, reply);
        return this;
    }

    /** @return the parser, standing at argument 1. */
    public ArgParser args()
    {
        return args;
    }

    public RingEntry entry()
    {
        return entry;
    }

    public Command command()
    {
        return command;
    }

    /** @return arguments with the command's name. */
    public int argCount()
    {
        return entry.argumentCount();
    }

    public long argAddress(final int index)
    {
        return entry.argumentAddress(index);
    }

    public int argLength(final int index)
    {
        return entry.argumentLength(index);
    }

    public Engine engine()
    {
        return engine;
    }

    public Session session()
    {
        return session;
    }

    /** @return the database the client has selected. */
    public Database database()
    {
        return database;
    }

    public ReplyWriter reply()
    {
        return reply;
    }

    public Effects effects()
    {
        return effects;
    }

    /** @return the ring sequence of the entry being executed. */
    public long sequence()
    {
        return sequence;
    }

    /** @return the entry's wall-clock time; it does not move while a command runs. */
    public long nowMs()
    {
        return nowUs / 1000;
    }

    public long nowUs()
    {
        return nowUs;
    }

    /**
     * @return the time by which keys and fields are over, 0 while commands are replayed: those that removed what was
     *     over then are replayed as well.
     */
    public long expiryMs()
    {
        return isReplaying ? 0 : nowUs / 1000;
    }

    /** @return true for commands that have been executed before. */
    public boolean isReplaying()
    {
        return isReplaying;
    }

    /** @param replaying true for commands that have been executed before: a master's, or those of the AOF. */
    public void replaying(final boolean replaying)
    {
        this.isReplaying = replaying;
    }

    /** @return 64 random bits from the engine's seeded generator. */
    public long random()
    {
        return engine.random().next();
    }

    /**
     * Looks a key up for reading, of any type. Counts a hit or a miss and touches the key. @return true if it is there.
     */
    public boolean lookupRead(final int keyIndex, final KeyEntry out)
    {
        return engine.lookups().read(database, argAddress(keyIndex), argLength(keyIndex), session.isNoTouch(), out);
    }

    /** Looks a key up for reading. @return {@link #FOUND}, {@link #MISSING} or {@link #WRONG_TYPE}. */
    public int lookupRead(final int keyIndex, final int type, final KeyEntry out)
    {
        return checkType(lookupRead(keyIndex, out), type, out);
    }

    /** Looks a key up in order to change it, of any type. @return true if it is there. */
    public boolean lookupWrite(final int keyIndex, final KeyEntry out)
    {
        return engine.lookups().write(database, argAddress(keyIndex), argLength(keyIndex), session.isNoTouch(), out);
    }

    /** Looks a key up in order to change it. @return {@link #FOUND}, {@link #MISSING} or {@link #WRONG_TYPE}. */
    public int lookupWrite(final int keyIndex, final int type, final KeyEntry out)
    {
        return checkType(lookupWrite(keyIndex, out), type, out);
    }

    /**
     * @return false where a command that finds nothing must say so at once: in a transaction or script, or
     * while replaying.
     */
    public boolean mayBlock()
    {
        return !session.isDenyBlocking();
    }

    /**
     * Has the client wait for one of its keys, and the handler return without a reply. When a key is of the type, the
     * handler runs again with the same arguments; if it finds nothing again it calls this again, and the client keeps
     * its place and its deadline. Where the client must not wait, the reply of a time-out is written at once.
     *
     * @param type         a {@link io.ringbolt.engine.keyspace.ValueType}.
     * @param timeoutMs    from now, 0 for ever; see {@link ArgParser#timeoutSecondsAt}.
     * @param firstKey     index of the first of {@code keyCount} keys; one key may be named twice.
     */
    public void block(
        final int type, final long timeoutMs, final int firstKey, final int keyCount, final EndReply timeoutReply)
    {
        block(type, false, timeoutMs, firstKey, keyCount, timeoutReply);
    }

    /**
     * Like {@link #block(int, long, int, int, EndReply)}, and the handler also runs again when a key goes
     * or is replaced.
     */
    public void blockUntilRemoved(
        final int type, final long timeoutMs, final int firstKey, final int keyCount, final EndReply timeoutReply)
    {
        block(type, true, timeoutMs, firstKey, keyCount, timeoutReply);
    }

    private void block(
        final int type,
        final boolean wantsRemoval,
        final long timeoutMs,
        final int firstKey,
        final int keyCount,
        final EndReply timeoutReply)
    {
        if (!mayBlock())
        {
            timeoutReply.write(reply);
            return;
        }
        final long deadlineMs = 0 == timeoutMs || timeoutMs > Long.MAX_VALUE - nowMs() ?
            Long.MAX_VALUE : nowMs() + timeoutMs;
        engine.blocking().block(session, entry, type, wantsRemoval, deadlineMs, firstKey, keyCount, timeoutReply);
    }

    /**
     * Gives the blocked command another argument for the next time it runs: an ID for the {@code $} of XREAD. To be
     * called after {@link #block}, only if {@link #isBlocked()}.
     */
    public void replaceBlockedArgument(final int index, final long address, final int length)
    {
        engine.blocking().replaceArgument(session, index, address, length);
    }

    /** Has the blocked command run again at a time, in ms since the epoch, although none of its keys changes. */
    public void retryBlockedAt(final long timeMs)
    {
        engine.blocking().retryAt(session, timeMs);
    }

    /** Has commands that wait for the key at an argument run again, though the change is no news to anybody else. */
    public void wakeBlocked(final int keyIndex)
    {
        engine.blocking().keys().onChanged(session.databaseIndex(), argAddress(keyIndex), argLength(keyIndex));
    }

    /** @return true once {@link #block} has made the client wait. */
    public boolean isBlocked()
    {
        return session.isBlocked();
    }

    /** Tells that the key at an argument has changed: everything that watches keys learns it here. */
    public void modified(final int keyIndex, final KeyspaceEvent event)
    {
        engine.changes().modified(database, argAddress(keyIndex), argLength(keyIndex), event);
    }

    /** Like {@link #modified(int, KeyspaceEvent)} for any key, {@code count} changes at once. */
    public void modified(
        final Database changed, final long keyAddress, final int keyLength, final KeyspaceEvent event, final int count)
    {
        engine.changes().modified(changed, keyAddress, keyLength, event, count);
    }

    /**
     * Tells that the value of the key at an argument was replaced whatever it was, before {@link #modified} tells how.
     */
    public void overwritten(final int keyIndex, final int oldType, final int newType)
    {
        engine.changes().overwritten(database, argAddress(keyIndex), argLength(keyIndex), oldType, newType);
    }

    /** Keeps an argument out of the slow log and of MONITOR: a password. */
    public void secret(final int index)
    {
        if (index < Long.SIZE)
        {
            secretArguments |= 1L << index;
        }
    }

    /** @return bit i is set if argument i must not be shown. */
    public long secretArguments()
    {
        return secretArguments;
    }

    /**
     * Says that the handler has put what replicas and the AOF must replay into {@link #effects()} itself, or that there
     * is nothing to replay. Otherwise a command that changed something is replayed as it came.
     */
    public void propagationDecided()
    {
        this.isPropagationDecided = true;
    }

    /** Begins a command to be replayed in this one's stead, see {@link Effects#command}. */
    public Effects propagate(final int argumentCount)
    {
        isPropagationDecided = true;
        return effects.command(database.index(), argumentCount);
    }

    /** Has the command replayed although no key changed: PUBLISH, for example. */
    public void propagateVerbatim()
    {
        isPropagationDecided = true;
        effects.verbatim(database.index(), entry);
    }

    /** As {@link #propagateVerbatim()}, but not to the AOF: what it does leaves no trace in the data. */
    public void propagateToReplicas()
    {
        final int targets = effects.targets();
        effects.targets(targets & Effects.REPLICAS);
        propagateVerbatim();
        effects.targets(targets);
    }

    /**
     * Ends the command: adds its own bytes to the effects if it changed something and the handler did not
     * decide otherwise.
     */
    public void complete()
    {
        if (!isPropagationDecided && engine.changes().dirty() > dirtyBefore)     // a save lets it fall
        {
            effects.verbatim(database.index(), entry);
        }
    }

    private int checkType(final boolean isFound, final int type, final KeyEntry out)
    {
        if (!isFound)
        {
            return MISSING;
        }
        if (type != ANY_TYPE && type != out.type())
        {
            reply.error(Errors.WRONG_TYPE);
            return WRONG_TYPE;
        }
        return FOUND;
    }
}
