package io.ringbolt.engine;

import io.ringbolt.engine.blocking.BlockedCommand;
import io.ringbolt.engine.blocking.BlockedRunner;
import io.ringbolt.engine.blocking.Blocking;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.durability.PendingKeys;
import io.ringbolt.engine.durability.Saving;
import io.ringbolt.engine.effect.Effects;
import io.ringbolt.engine.observe.CommandObserver;
import io.ringbolt.engine.observe.CommandStatistics;
import io.ringbolt.engine.pubsub.PubSub;
import io.ringbolt.engine.ring.EntryKind;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.ClientPause;
import io.ringbolt.engine.session.ReplyMode;
import io.ringbolt.engine.session.Session;
import io.ringbolt.engine.tracking.Tracking;
import io.ringbolt.engine.transaction.Transaction;
import io.ringbolt.engine.transaction.Transactions;
import org.agrona.concurrent.NanoClock;

/**
 * Runs one command from its ring entry to its committed reply: admission, handler, effects, figures. Owned by the
 * engine thread.
 */
final class CommandExecutor
{
    /** Of whose arguments nobody said which are secrets: only the command's name is shown. */
    private static final long ALL_SECRET = ~1L;
    private static final byte[] QUEUED = Errors.text("QUEUED");

    private final Engine engine;
    private final AdmissionChecks admission;
    private final Effects effects;
    private final CommandContext context;
    private final CommandContext nestedContext;
    private final CommandContext scriptContext;
    private final boolean commitsEffects;
    private final Transactions transactions;
    private final PubSub pubSub;
    private final Tracking tracking;
    private final CommandStatistics statistics;
    private final CommandObserver observer;
    private final ClientPause pause;
    private final Blocking blocking;
    private final BlockedRunner blockedRunner = new Rerun();
    private final Saving saving;
    private final PendingKeys pendingKeys;
    private final NanoClock clock;
    private long ranSequence = -1;
    private long clockNs;
    private long batchStartNs;
    private long settleSequence;
    private long settleUs;
    private boolean isRunningAgain;
    private long nestedErrorCount;

    /** @param commitsEffects false for an executor beside another one, whose effects are still being gathered. */
    CommandExecutor(
        final Engine engine,
        final AdmissionChecks admission,
        final Effects effects,
        final CommandStatistics statistics,
        final NanoClock clock,
        final boolean commitsEffects)
    {
        this.engine = engine;
        this.admission = admission;
        this.effects = effects;
        this.context = new CommandContext(engine, effects);
        this.nestedContext = new CommandContext(engine, effects);
        this.scriptContext = new CommandContext(engine, effects);
        this.commitsEffects = commitsEffects;
        this.transactions = engine.transactions();
        this.pubSub = engine.pubSub();
        this.tracking = engine.tracking();
        this.statistics = statistics;
        this.observer = engine.observer();
        this.pause = engine.pause();
        this.blocking = engine.blocking();
        this.saving = engine.durability().saving();
        this.pendingKeys = engine.pendingKeys();
        this.clock = clock;
    }

    /** Reads the clock that times commands; from here on one reading ends a command and begins the next. */
    void onBatchStart()
    {
        statistics.onBatch(clockNs - batchStartNs);
        clockNs = clock.nanoTime();
        batchStartNs = clockNs;
    }

    /** @return the last reading of the clock: the time at which a command begins, until it calls others. */
    long clockNs()
    {
        return clockNs;
    }

    /** Reads the clock anew after work that was no command's. */
    void onInterruption()
    {
        clockNs = clock.nanoTime();
    }

    /** Executes a client's command, or keeps it if its client has to wait. */
    void execute(final RingEntry entry, final long sequence, final long nowUs)
    {
        final Session session = entry.session();
        final long startNs = clockNs;
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
            trace(entry, session, startNs, ranSequence == sequence);
        }
    }

    /** Sends a sample of the command's times after its reply. What was queued or refused shows no arguments. */
    private void trace(final RingEntry entry, final Session session, final long startNs, final boolean hasRun)
    {
        entry.sample().executed(entry, hasRun ? context.secretArguments() : ALL_SECRET, startNs, clockNs);
        session.channel().trace(entry.sample());
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

    /**
     * Lets those go on who waited for something that the last entry has brought: a key, the end of a pause, of a time.
     */
    void settle(final long sequence, final long nowUs)
    {
        this.settleSequence = sequence;
        this.settleUs = nowUs;
        blocking.answerEnded(blockedRunner);
        Session session = null;
        do
        {
            if (!pause.isOn())
            {
                blocking.serve(blockedRunner);
            }
            session = nextResuming();
            if (null != session)
            {
                resume(session);
            }
        }
        while (null != session);
    }

    private Session nextResuming()
    {
        final Session session = blocking.pollResuming();
        return null == session && !pause.isOn() ? pause.unpark() : session;
    }

    /** Executes what a session has sent while it had to wait; it may come to wait again. */
    private void resume(final Session session)
    {
        while (session.hasPostponed() && !session.isHeld())
        {
            if (session.isClosing())
            {
                session.dropAllPostponed();
            }
            else if (EntryKind.PROTOCOL_ERROR == session.firstPostponed().kind())
            {
                refuse(session.firstPostponed(), settleSequence);
            }
            else if (attempt(session.firstPostponed(), session, settleSequence, settleUs))
            {
                session.dropPostponed();
            }
        }
    }

    /** @return false if the command has to wait for the end of a pause. */
    private boolean attempt(final RingEntry entry, final Session session, final long sequence, final long nowUs)
    {
        final Command command = entry.command();
        final ReplyWriter reply = session.reply();
        final long errorsBefore = reply.errorCount();
        nestedErrorCount = 0;
        pubSub.onExecuting(session);
        session.lastCommand(command);
        if (admission.admit(entry, session, command))
        {
            if (pause.isOn() && pause.holds(transactions.flags(session, command)))
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
            statistics.onRejected(command);
        }
        finish(session, errorsBefore, sequence, nowUs);
        return true;
    }

    private boolean runBlockedAgain(final BlockedCommand blocked)
    {
        final Session session = blocked.session();
        final Command command = blocked.command();
        final long errorsBefore = session.reply().errorCount();
        nestedErrorCount = 0;
        pubSub.onExecuting(session);
        if (admission.admit(blocked.entry(), session, command))
        {
            isRunningAgain = true;                    // who watches commands has seen it when it came
            run(blocked.entry(), session, command, settleSequence, settleUs);
            isRunningAgain = false;
        }
        else
        {
            statistics.onRejected(command);           // its user may have lost the right to it meanwhile
        }
        finish(session, errorsBefore, settleSequence, settleUs);
        return !session.isBlocked();
    }

    private void endBlocked(final BlockedCommand blocked)
    {
        final Session session = blocked.session();
        final long errorsBefore = session.reply().errorCount();
        nestedErrorCount = 0;
        pubSub.onExecuting(session);
        blocked.writeEnd();
        statistics.onExecuted(blocked.command(), 0, session.reply().errorCount() != errorsBefore);
        session.blocked(false);
        finish(session, errorsBefore, settleSequence, settleUs);
    }

    /** Commits what a command has changed and, unless it waits now, what it has replied. */
    private void finish(final Session session, final long errorsBefore, final long sequence, final long nowUs)
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
        if (reply.errorCount() != errorsBefore + nestedErrorCount)
        {
            engine.errorStatistics().onError(reply.lastError());
        }
        if (hasEffects)
        {
            session.lastChangeSequence(sequence);
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
        run(entry, session, command, sequence, nowUs);
    }

    /** Executes a command as part of the one that is being executed; a bug in its handler breaks off both. */
    void executeNested(final RingEntry entry, final long sequence, final long nowUs)
    {
        nestedErrorCount += executeWithin(nestedContext, entry, sequence, nowUs);
    }

    /**
     * Executes a script's command, whose reply goes to the script. A bug in its handler breaks off the script's command
     * too.
     *
     * @param entry of the script's own session; owns nothing.
     */
    void executeFromScript(final RingEntry entry, final long sequence, final long nowUs)
    {
        clockNs = clock.nanoTime();                   // what Lua has taken since is the script's own time
        executeWithin(scriptContext, entry, sequence, nowUs);
    }

    /** @return errors that the command has replied. */
    private long executeWithin(
        final CommandContext inner, final RingEntry entry, final long sequence, final long nowUs)
    {
        final Session session = entry.session();
        final ReplyWriter reply = session.reply();
        final long errorsBefore = reply.errorCount();
        final long startNs = clockNs;
        final long replyStart = session.channel().replyLength();
        inner.wrap(entry, session, entry.command(), sequence, nowUs);
        seeAll(entry.command());
        entry.command().handler().execute(inner);
        inner.complete();
        remember(session.client(), entry);
        final long errorCount = reply.errorCount() - errorsBefore;
        onExecuted(entry, inner, startNs, replyStart, errorCount);
        if (0 != errorCount)
        {
            engine.errorStatistics().onError(reply.lastError());
        }
        return errorCount;
    }

    /** Counts a command that a script may not execute. @param command null if there is none of that name. */
    void onRejectedFromScript(final Command command, final byte[] error)
    {
        if (null != command)
        {
            statistics.onRejected(command);
        }
        engine.errorStatistics().onError(error);
    }

    private void run(
        final RingEntry entry, final Session session, final Command command, final long sequence, final long nowUs)
    {
        final long errorsBefore = session.reply().errorCount();
        final long startNs = clockNs;
        ranSequence = sequence;
        context.wrap(entry, session, command, sequence, nowUs);
        try
        {
            seeAll(command);
            command.handler().execute(context);
        }
        catch (final Exception bug)
        {
            onHandlerError(session, command, bug);
        }
        context.complete();
        remember(session, entry);
        onExecuted(entry, context, startNs, 0, session.reply().errorCount() - errorsBefore - nestedErrorCount);
    }

    /** A command that reads without naming keys may show any of them. */
    private void seeAll(final Command command)
    {
        if (command.is(CommandFlag.READONLY) && 0 == command.keySpecs().length)
        {
            pendingKeys.seenAll();
        }
    }

    private void remember(final Session session, final RingEntry entry)
    {
        if (null != session.tracking())
        {
            tracking.onExecuted(session, entry.command(), entry);
        }
    }

    private void onExecuted(
        final RingEntry entry,
        final CommandContext executed,
        final long startNs,
        final long replyStart,
        final long errorCount)
    {
        final long replyLength = executed.session().channel().replyLength() - replyStart;
        clockNs = clock.nanoTime();
        final long elapsedNs = clockNs - startNs;
        if (!executed.session().isBlocked())
        {
            statistics.onExecuted(executed.command(), elapsedNs, 0 != errorCount);
        }
        if (observer.isInterested(elapsedNs, entry.areaLength(), replyLength))
        {
            observer.onExecuted(entry, executed.session(), executed.command(), elapsedNs, replyLength,
                executed.sequence(), executed.nowUs(), executed.secretArguments(), isRunningAgain);
        }
    }

    private void onHandlerError(final Session session, final Command command, final Exception bug)
    {
        session.channel().discard();
        session.reply().error(Errors.INTERNAL);
        engine.host().onHandlerError(session, command.fullName(), bug);
    }

    /** @param gate the sequence that must be durable before the reply may leave, or {@link PendingKeys#NONE}. */
    private static void finishReply(final Session session, final long gate)
    {
        final ReplyMode mode = session.replyMode();
        if (ReplyMode.ON == mode)
        {
            session.channel().commit(gate, PendingKeys.NONE != gate);
            return;
        }
        session.channel().discard();
        if (ReplyMode.SKIP_NEXT == mode)
        {
            session.replyMode(ReplyMode.SKIP_CURRENT);
        }
        else if (ReplyMode.SKIP_CURRENT == mode)
        {
            session.replyMode(ReplyMode.ON);
        }
    }

    private final class Rerun implements BlockedRunner
    {
        @Override
        public boolean runAgain(final BlockedCommand command)
        {
            return runBlockedAgain(command);
        }

        @Override
        public void end(final BlockedCommand command)
        {
            endBlocked(command);
        }
    }
}
