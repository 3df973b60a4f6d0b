package io.ringbolt.engine;

import io.ringbolt.config.PrimaryAddress;
import io.ringbolt.engine.acl.AclContext;
import io.ringbolt.engine.acl.AclVerdict;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.Session;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What must hold before a command may run, in the order in which Redis looks: known, well formed, authenticated,
 * affordable. Owned by the engine thread.
 */
final class AdmissionChecks
{
    private static final int SHOWN_NAME_LENGTH = 128;
    private static final byte[] NOT_IN_TRANSACTION = Errors.text("ERR Command not allowed inside a transaction");
    private static final String EXEC_ABORT = "EXECABORT Transaction discarded because of: ";
    private static final List<String> OF_SUBSCRIBERS = List.of(
        "subscribe", "unsubscribe", "psubscribe", "punsubscribe", "ssubscribe", "sunsubscribe", "ping", "quit",
        "reset");
    private static final List<String> ENDS_TRANSACTION = List.of("exec", "discard", "quit", "reset");
    private static final String GENERAL_CODE = "ERR ";

    private final Engine engine;
    private boolean[] ofSubscribers = {};
    private byte[] busy;
    private boolean[] endsTransaction = {};
    private int pingId;

    AdmissionChecks(final Engine engine)
    {
        this.engine = engine;
    }

    /** Learns which commands are exempt from which rule; to be called before commands are renamed. */
    void onRegistered(final CommandTable table)
    {
        pingId = table.find("ping").id();
        ofSubscribers = marked(table, OF_SUBSCRIBERS);
        endsTransaction = marked(table, ENDS_TRANSACTION);
    }

    private static boolean[] marked(final CommandTable table, final List<String> names)
    {
        final boolean[] marks = new boolean[table.allRows().size()];
        for (final String name : names)
        {
            marks[table.find(name).id()] = true;
        }
        return marks;
    }

    /** @param error what a command that can't run beside a script is told while one runs; null when none runs. */
    void busy(final byte[] error)
    {
        this.busy = error;
    }

    /** @return true if the command may run; otherwise the reason has been replied. */
    boolean admit(final RingEntry entry, final Session session, final Command command)
    {
        if (null == command || null == command.handler())
        {
            return refuse(session, command,
                null == command ? unknownCommand(entry) : unknownSubcommand(entry, command));
        }
        if (!command.acceptsArgumentCount(entry.argumentCount()))
        {
            return refuse(session, command, Errors.wrongArgumentCount(command.fullName()));
        }
        if (!session.isAuthenticated() && engine.acl().isPasswordRequired() && !command.is(CommandFlag.NO_AUTH))
        {
            return refuse(session, command, Errors.NO_AUTH);
        }
        if (command.is(CommandFlag.NO_MULTI) && null != session.transaction() && session.transaction().isOpen())
        {
            return refuse(session, command, NOT_IN_TRANSACTION);
        }
        final AclVerdict verdict = engine.acl().check(session, command, entry);
        if (AclVerdict.ALLOWED != verdict)
        {
            return refuse(session, command,
                engine.acl().deny(verdict, session, command, entry, AclContext.of(session)));
        }
        if (null != busy && !command.is(CommandFlag.ALLOW_BUSY))
        {
            return refuse(session, command, busy);
        }
        if (session.isRedirectable() && isRedirected(entry, session, command))
        {
            final PrimaryAddress master = engine.following().master();
            return refuse(session, command, "REDIRECT " + master.host() + ':' + master.port());
        }
        if (null == busy && !engine.evictor().makeRoom() && needsMemory(entry, session, command))
        {
            return refuse(session, command, Errors.OUT_OF_MEMORY);
        }
        if (null != engine.durability().health().refusal() && isRefusedByFaultyDisk(entry, session, command))
        {
            return refuse(session, command, engine.durability().health().refusal());
        }
        if (engine.replication().replicas().hasTooFewGood() &&
            CommandFlag.WRITE.in(engine.transactions().flags(entry, session, command)))
        {
            return refuse(session, command, Errors.TOO_FEW_REPLICAS);
        }
        if (engine.following().isReadOnly() &&
            CommandFlag.WRITE.in(engine.transactions().flags(entry, session, command)))
        {
            return refuse(session, command, Errors.READ_ONLY_REPLICA);
        }
        if (session.isSubscriber() && 2 == session.protocol() && !ofSubscribers[command.id()])
        {
            return refuse(session, command, "ERR Can't execute '" + command.fullName() + "': only (P|S)SUBSCRIBE / " +
                "(P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context");
        }
        if (engine.following().isStale() && engine.transactions().lacks(CommandFlag.STALE, entry, session, command))
        {
            return refuse(session, command, Errors.MASTER_DOWN);
        }
        if (engine.durability().loading().isRunning() && isRefusedByLoading(entry, session, command))
        {
            return refuse(session, command, Errors.LOADING);
        }
        if (session.isMonitor() && usesKeyspace(engine.transactions().flags(entry, session, command)))
        {
            return refuse(session, command, Errors.MONITOR_ON_KEYSPACE);
        }
        return true;
    }

    /** A client that knows of its master's replicas reads there only after READONLY. */
    private boolean isRedirected(final RingEntry entry, final Session session, final Command command)
    {
        final long flags = engine.transactions().flags(entry, session, command);
        return engine.replication().isReplica() && (CommandFlag.WRITE.in(flags) ||
            CommandFlag.READONLY.in(flags) && !session.readsFromReplica());
    }

    private static boolean usesKeyspace(final long flags)
    {
        return CommandFlag.READONLY.in(flags) || CommandFlag.WRITE.in(flags) || CommandFlag.MAY_REPLICATE.in(flags);
    }

    /** A queue may grow without bound, so while there is a transaction only what ends it needs no memory. */
    private boolean needsMemory(final RingEntry entry, final Session session, final Command command)
    {
        return CommandFlag.DENYOOM.in(engine.transactions().flags(entry, session, command)) ||
            null != session.transaction() && session.transaction().isOpen() && !endsTransaction[command.id()];
    }

    private boolean isRefusedByFaultyDisk(final RingEntry entry, final Session session, final Command command)
    {
        final long flags = engine.transactions().flags(entry, session, command);
        return CommandFlag.WRITE.in(flags) || CommandFlag.MAY_REPLICATE.in(flags) || command.id() == pingId;
    }

    private boolean isRefusedByLoading(final RingEntry entry, final Session session, final Command command)
    {
        return engine.durability().loading().isBeside() ?
            CommandFlag.NO_ASYNC_LOADING.in(engine.transactions().flags(entry, session, command)) :
            engine.transactions().lacks(CommandFlag.LOADING, entry, session, command);
    }

    private boolean refuse(final Session session, final Command command, final byte[] error)
    {
        if (engine.transactions().onRefused(session, command))
        {
            return refuseExec(session.reply(), new String(error, StandardCharsets.US_ASCII));
        }
        session.reply().error(error);
        return false;
    }

    private boolean refuse(final Session session, final Command command, final String error)
    {
        if (engine.transactions().onRefused(session, command))
        {
            return refuseExec(session.reply(), error);
        }
        session.reply().error(error);
        return false;
    }

    private static boolean refuseExec(final ReplyWriter reply, final String error)
    {
        reply.error(EXEC_ABORT + (error.startsWith(GENERAL_CODE) ? error.substring(GENERAL_CODE.length()) : error));
        return false;
    }

    private static String unknownCommand(final RingEntry entry)
    {
        final StringBuilder text = new StringBuilder("ERR unknown command '")
            .append(shown(entry, 0, SHOWN_NAME_LENGTH)).append("', with args beginning with: ");
        int room = SHOWN_NAME_LENGTH;
        for (int i = 1; i < entry.argumentCount() && room > 0; i++)
        {
            final String argument = shown(entry, i, room);
            text.append('\'').append(argument).append("' ");
            room -= argument.length() + 3;
        }
        return text.toString();
    }

    private static String unknownSubcommand(final RingEntry entry, final Command container)
    {
        return entry.argumentCount() < 2 ? Errors.wrongArgumentCount(container.name()) :
            Errors.unknownSubcommand(shown(entry, 1, SHOWN_NAME_LENGTH), shown(entry, 0, SHOWN_NAME_LENGTH));
    }

    private static String shown(final RingEntry entry, final int index, final int limit)
    {
        final int length = Math.min(limit, entry.argumentLength(index));
        final String text = new String(
            OffHeap.toBytes(entry.argumentAddress(index), length), StandardCharsets.ISO_8859_1);
        final int end = text.indexOf('\0');               // as Redis, which formats C strings
        return end < 0 ? text : text.substring(0, end);
    }
}
