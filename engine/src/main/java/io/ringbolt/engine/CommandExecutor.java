package io.ringbolt.engine;

import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.durability.PendingKeys;
import io.ringbolt.engine.durability.Saving;
import io.ringbolt.engine.effect.Effects;
import io.ringbolt.engine.pubsub.PubSub;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.ClientPause;
import io.ringbolt.engine.session.ReplyMode;
import io.ringbolt.engine.session.Session;
import io.ringbolt.engine.tracking.Tracking;
import io.ringbolt.engine.transaction.Transaction;
import io.ringbolt.engine.transaction.Transactions;
import org.agrona.concurrent.NanoClock;

/**
 * Brings one command from its ring entry to its committed reply: admission, queueing or handler, effects, reply. Owned
 * by the engine thread.
 */
final class CommandExecutor
{
    private static final byte[] QUEUED = Errors.text("QUEUED");

    private final Engine engine;
    private final AdmissionChecks admission;
    private final Effects effects;
    private final HandlerRunner handlers;
    private final boolean commitsEffects;
    private final Transactions transactions;
    private final PubSub pubSub;
    private final Tracking tracking;
    private final ClientPause pause;
    private final Saving saving;
    private final PendingKeys pendingKeys;

    /** @param commitsEffects false for an executor beside another one, whose effects are still being gathered. */
    CommandExecutor(
        final Engine engine, final AdmissionChecks admission, final NanoClock clock, final boolean commitsEffects)
    {
        this.engine = engine;
        this.admission = admission;
        this.effects = engine.effects();
        this.handlers = new HandlerRunner(engine, clock);
        this.commitsEffects = commitsEffects;
        this.transactions = engine.transactions();
        this.pubSub = engine.pubSub();
        this.tracking = engine.tracking();
        this.pause = engine.pause();
        this.saving = engine.durability().saving();
        this.pendingKeys = engine.pendingKeys();
    }

    /** @return what runs handlers for this executor. */
    HandlerRunner handlers()
    {
        return handlers;
    }

    /** Executes a client's command, or keeps it if its client has to wait. */
    void execute(final RingEntry entry, final long sequence, final long nowUs)
    {
        final Session session = entry.session();
        final long beginNs = handlers.clockNs();
        engine.clientEvictor().beforeCommand(entry);
        if (session.isClosing())
        {
            return;
        }
        if (session.isHeld() || !attempt(entry, session, sequence, nowUs))
        {
            session.postpone(entry);
        }
        else if (null != entry.sample() && null != entry.command() && !session.isBlocked())
        {
            handlers.trace(entry, session, sequence, beginNs);
        }
    }

    /** Ends a session that has broken the protocol, when what came before has been answered. */
    void refuse(final RingEntry entry, final long sequence)
    {
        final Session session = entry.session();
        if (session.isClosing())
        {
            return;
        }
        if (session.isHeld())
        {
            session.postpone(entry);
            return;
        }
        session.reply().error(entry.reason());
        session.channel().commit(sequence, false);
        session.close(true);
    }

    /** @return false if the command has to wait for the end of a pause. */
    boolean attempt(final RingEntry entry, final Session session, final long sequence, final long nowUs)
    {
        final Command command = entry.command();
        final ReplyWriter reply = session.reply();
        final long errorsBefore = reply.errorCount();
        handlers.onCommandStart();
        pubSub.onExecuting(session);
        session.lastCommand(command);
        if (admission.admit(entry, session, command))
        {
            if (pause.isOn() && pause.holds(transactions.flags(entry, session, command)))
            {
                pubSub.onExecuted();
                pause.park(session);
                return false;
            }
            if (tracking.hasWork())
            {
                tracking.tell(null);                      // what had to go to make room is told of before the reply
            }
            session.onCommand(nowUs / 1000);
            runOrQueue(entry, session, command, sequence, nowUs);
        }
        else if (null != command)
        {
            handlers.onRejected(command);
        }
        finish(session, errorsBefore, sequence, nowUs);
        return true;
    }

    /** Commits what a command has changed and, unless it waits now, what it has replied. */
    void finish(final Session session, final long errorsBefore, final long sequence, final long nowUs)
    {
        final boolean hasEffects = commitsEffects && effects.commit(sequence, nowUs / 1000);
        if (commitsEffects && saving.isPacing())
        {
            saving.onTime(nowUs / 1000);
        }
        if (session.isBlocked())
        {
            pubSub.onExecuted();
            tell(session);
            return;
        }
        final ReplyWriter reply = session.reply();
        if (reply.errorCount() != errorsBefore + handlers.countedErrorCount())
        {
            engine.figures().errors().onError(reply.lastError());
        }
        if (hasEffects)
        {
            session.lastChangeSequence(sequence);
            session.lastChangeOffset(engine.replication().offset());
        }
        finishReply(session, gate(hasEffects, sequence));
        pubSub.onExecuted();
        tell(session);
        if (session.closesAfterCommand())
        {
            session.close(true);
        }
    }

    /** What a script has seen is not what others wait for who are served beside it. */
    private long gate(final boolean hasEffects, final long sequence)
    {
        if (!commitsEffects)
        {
            return PendingKeys.NONE;
        }
        return hasEffects ? sequence : pendingKeys.take();
    }

    private void tell(final Session session)
    {
        if (tracking.hasWork())
        {
            tracking.tell(session);
        }
        if (null != session.tracking() && null != session.lastCommand())
        {
            tracking.onCommandEnd(session, session.lastCommand());
        }
    }

    /**
     * Executes a command that a master has sent: it is neither refused nor kept, and has no effects of its own.
     *
     * @return errors that it has caused, which should be none.
     */
    long executeFromMaster(final RingEntry entry, final long sequence, final long nowUs)
    {
        final Session session = entry.session();
        final Command command = entry.command();
        final long errorsBefore = session.reply().errorCount();
        handlers.onCommandStart();
        pubSub.onExecuting(session);
        session.lastCommand(command);
        session.onCommand(nowUs / 1000);
        handlers.run(entry, session, command, sequence, nowUs);
        pubSub.onExecuted();
        tell(session);
        final long errorCount = session.reply().errorCount() - errorsBefore;
        if (errorCount > handlers.countedErrorCount())
        {
            engine.figures().errors().onError(session.reply().lastError());
        }
        return errorCount;
    }

    private void runOrQueue(
        final RingEntry entry, final Session session, final Command command, final long sequence, final long nowUs)
    {
        final Transaction transaction = session.transaction();
        if (null != transaction && transactions.isQueueing(transaction, command))
        {
            transactions.queue(entry);
            session.reply().simple(QUEUED);
            return;
        }
        handlers.run(entry, session, command, sequence, nowUs);
    }

    /** @param gate the sequence that must be durable before the reply may leave, or {@link PendingKeys#NONE}. */
    private static void finishReply(final Session session, final long gate)
    {
        final ReplyMode mode = session.replyMode();
        if (mode.isHeard())
        {
            session.channel().commit(gate, PendingKeys.NONE != gate);
        }
        else
        {
            session.channel().discard();
        }
        if (ReplyMode.SKIP_NEXT == mode)
        {
            session.replyMode(ReplyMode.SKIP_CURRENT);
        }
        else if (ReplyMode.SKIP_CURRENT == mode)
        {
            session.replyMode(ReplyMode.ON);
        }
    }
}
