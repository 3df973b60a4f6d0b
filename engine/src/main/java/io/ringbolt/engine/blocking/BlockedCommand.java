package io.ringbolt.engine.blocking;

import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.Session;

/**
 * A command that waits, with a copy of its arguments, until one of its keys has something for it or its time is over.
 */
public final class BlockedCommand
{
    /** The deadline of a command that waits for ever. */
    static final long NEVER = Long.MAX_VALUE;
    static final int NOT_QUEUED = -1;

    private final Session session;
    private final int type;
    private final boolean wantsRemoval;
    private EndReply timeoutReply;
    private final long deadlineMs;
    private final long order;
    private RingEntry entry;
    private byte[] error;
    KeyWait[] waits;
    int heapIndex = NOT_QUEUED;
    /** When to run again although no key has changed, in ms since the epoch. */
    long retryAtMs = NEVER;

    BlockedCommand(
        final Session session,
        final RingEntry entry,
        final int type,
        final boolean wantsRemoval,
        final EndReply timeoutReply,
        final long deadlineMs,
        final long order)
    {
        this.session = session;
        this.entry = entry;
        this.type = type;
        this.wantsRemoval = wantsRemoval;
        this.timeoutReply = timeoutReply;
        this.deadlineMs = deadlineMs;
        this.order = order;
    }

    public Session session()
    {
        return session;
    }

    /** @return the arguments with which the command runs again. */
    public RingEntry entry()
    {
        return entry;
    }

    public Command command()
    {
        return entry.command();
    }

    /** Writes what the client is told when the command ends without having been served. */
    public void writeEnd()
    {
        if (null == error)
        {
            timeoutReply.write(session.reply());
        }
        else
        {
            session.reply().error(error);
        }
    }

    void timeoutReply(final EndReply reply)
    {
        this.timeoutReply = reply;
    }

    boolean wantsRemoval()
    {
        return wantsRemoval;
    }

    /** @return true if a key of this type, negative for no key, is a reason to run the command again. */
    boolean accepts(final int keyType)
    {
        return keyType == type || wantsRemoval;
    }

    long deadlineMs()
    {
        return deadlineMs;
    }

    long order()
    {
        return order;
    }

    boolean isDueBefore(final BlockedCommand other)
    {
        return deadlineMs < other.deadlineMs || deadlineMs == other.deadlineMs && order < other.order;
    }

    void replaceArgument(final int index, final long address, final int length)
    {
        final RingEntry replaced = entry.copyWith(index, address, length);
        entry.release();
        entry = replaced;
    }

    /** @param error the end's reply, or null for that of a time-out. */
    void error(final byte[] error)
    {
        this.error = error;
    }

    @Override
    public String toString()
    {
        return "BlockedCommand{" + session + " type=" + type + " deadlineMs=" + deadlineMs + " order=" + order + '}';
    }
}
