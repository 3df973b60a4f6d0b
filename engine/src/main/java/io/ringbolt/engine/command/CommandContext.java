package io.ringbolt.engine.command;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.effect.Effects;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.Session;

/**
 * What a handler sees of one command's execution: its arguments, its client, the keyspace at one moment, and the places to tell
 * of changes and to reply.
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

    /** @return 64 random bits from the engine's seeded generator. */
    public long random()
    {
        return engine.random().next();
    }

    /** Looks a key up for reading, of any type. Counts a hit or a miss and touches the key. @return true if it is there. */
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
        return engine.lookups().write(database, argAddress(keyIndex), argLength(keyIndex), out);
    }

    /** Looks a key up in order to change it. @return {@link #FOUND}, {@link #MISSING} or {@link #WRONG_TYPE}. */
    public int lookupWrite(final int keyIndex, final int type, final KeyEntry out)
    {
        return checkType(lookupWrite(keyIndex, out), type, out);
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
     * Says that the handler has put what replicas and the AOF must replay into {@link #effects()} itself, or that there is
     * nothing to replay. Otherwise a command that changed something is replayed as it came.
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

    /** Ends the command: adds its own bytes to the effects if it changed something and the handler did not decide otherwise. */
    public void complete()
    {
        if (!isPropagationDecided && dirtyBefore != engine.changes().dirty())
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
