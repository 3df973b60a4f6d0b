package io.ringbolt.engine.connection;

import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.pubsub.Subscriptions;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.Session;
import io.ringbolt.engine.session.SessionChannel;

/**
 * One client as CLIENT LIST and CLIENT INFO show it: a line of names and values.
 */
public final class ClientLine
{
    private static final long MS_PER_SECOND = 1000;
    private static final int NO_MULTI = -1;
    private static final int NO_REDIRECTION = -1;

    private ClientLine()
    {
    }

    /** @return the line of a client without a line end. @param entry its command that is being executed. */
    public static String of(final Session session, final long nowMs, final RingEntry entry)
    {
        final StringBuilder line = new StringBuilder();
        append(session, nowMs, entry, line);
        return line.toString();
    }

    /** Adds the line of one client; if it is the one that asks, the bytes of its command count as still being read. */
    static void append(final CommandContext context, final Session session, final StringBuilder out)
    {
        append(session, context.nowMs(), session == context.session() ? context.entry() : null, out);
    }

    private static void append(
        final Session session, final long nowMs, final RingEntry current, final StringBuilder out)
    {
        final SessionChannel channel = session.channel();
        final Subscriptions subscriptions = session.subscriptions();
        out.append("id=").append(session.id())
            .append(" addr=").append(channel.remoteAddress())
            .append(" laddr=").append(channel.localAddress())
            .append(" fd=").append(channel.descriptor())
            .append(" name=").append(session.name())
            .append(" age=").append((nowMs - session.createdMs()) / MS_PER_SECOND)
            .append(" idle=").append((nowMs - session.lastInteractionMs()) / MS_PER_SECOND)
            .append(" flags=").append(flags(session))
            .append(" db=").append(session.databaseIndex())
            .append(" sub=").append(null == subscriptions ? 0 : subscriptions.channelCount())
            .append(" psub=").append(null == subscriptions ? 0 : subscriptions.patternCount())
            .append(" ssub=").append(null == subscriptions ? 0 : subscriptions.shardCount())
            .append(" multi=").append(queuedCount(session))
            .append(" watch=").append(null == session.transaction() ? 0 : session.transaction().watchCount());
        appendMemory(session, current, out);
        out.append(" events=").append(channel.outputLength() > 0 ? "rw" : "r")
            .append(" cmd=").append(lastCommand(session))
            .append(" user=").append(session.user())
            .append(" redir=").append(null == session.tracking() ? NO_REDIRECTION : session.tracking().redirectId())
            .append(" resp=").append(session.protocol())
            .append(" lib-name=").append(session.libraryName())
            .append(" lib-ver=").append(session.libraryVersion())
            .append(" tot-net-in=").append(channel.bytesIn())
            .append(" tot-net-out=").append(channel.bytesOut())
            .append(" tot-cmds=").append(session.commandCount())
            .append(" capa=").append(capabilities(session));
    }

    /** @return letters, none if the client has not told of any. */
    static String capabilities(final Session session)
    {
        return session.isRedirectable() ? "r" : "";
    }

    /** @return letters, {@code N} if there is nothing to say. */
    static String flags(final Session session)
    {
        final StringBuilder letters = new StringBuilder();
        append(letters, session.isMaster(), 'M');
        append(letters, session.isMonitor(), 'O');
        append(letters, session.isReplica(), 'S');
        append(letters, session.isSubscriber(), 'P');
        append(letters, isInMulti(session), 'x');
        append(letters, session.isHeld(), 'b');
        append(letters, null != session.transaction() && session.transaction().isDirty(), 'd');
        append(letters, session.closesAfterCommand(), 'c');
        append(letters, null != session.tracking(), 't');
        append(letters, null != session.tracking() && session.tracking().isRedirectBroken(), 'R');
        append(letters, null != session.tracking() && session.tracking().isBroadcast(), 'B');
        append(letters, session.channel().isUnixSocket(), 'U');
        append(letters, session.isNoEvict(), 'e');
        append(letters, session.isNoTouch(), 'T');
        append(letters, session.readsFromReplica(), 'r');
        return 0 == letters.length() ? "N" : letters.toString();
    }

    private static void append(final StringBuilder letters, final boolean isSet, final char letter)
    {
        if (isSet)
        {
            letters.append(letter);
        }
    }

    private static void appendMemory(final Session session, final RingEntry current, final StringBuilder out)
    {
        final SessionChannel channel = session.channel();
        final long transaction = null == session.transaction() ? 0 : session.transaction().memory();
        out.append(" qbuf=").append(channel.queryLength() + (null == current ? 0 : current.wireLength()))
            .append(" qbuf-free=").append(channel.queryFree())
            .append(" argv-mem=").append(null == current ? channel.argumentMemory() : argumentBytes(current))
            .append(" multi-mem=").append(transaction).append(" rbs=0 rbp=0 obl=").append(channel.outputLength())
            .append(" oll=").append(channel.outputChunkCount())
            .append(" omem=").append(channel.outputMemory())
            .append(" tot-mem=").append(session.memory());
    }

    private static long argumentBytes(final RingEntry entry)
    {
        long sum = 0;
        for (int i = 0; i < entry.argumentCount(); i++)
        {
            sum += entry.argumentLength(i);
        }
        return sum;
    }

    /** @return commands queued in MULTI, or Redis's -1 outside it. */
    private static int queuedCount(final Session session)
    {
        return isInMulti(session) ? session.transaction().queuedCount() : NO_MULTI;
    }

    private static boolean isInMulti(final Session session)
    {
        return null != session.transaction() && session.transaction().isOpen();
    }

    private static String lastCommand(final Session session)
    {
        final Command command = session.lastCommand();
        return null == command ? "NULL" : command.fullName();
    }
}
