package io.ringbolt.engine;

import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.durability.PendingKeys;
import io.ringbolt.engine.observe.CommandObserver;
import io.ringbolt.engine.observe.CommandStatistics;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.Session;
import io.ringbolt.engine.tracking.Tracking;
import org.agrona.concurrent.NanoClock;

/**
 * Runs the handlers of admitted commands, times them and tells who counts, watches and tracks. One reading of the clock
 * ends a command and begins the next. Owned by the engine thread.
 */
final class HandlerRunner
{
    private static final long ALL_SECRET = ~1L;

    private final Engine engine;
    private final CommandContext context;
    private final CommandContext nestedContext;
    private final CommandContext scriptContext;
    private final Tracking tracking;
    private final CommandStatistics statistics;
    private final CommandObserver observer;
    private final PendingKeys pendingKeys;
    private final NanoClock clock;
    private long ranSequence = -1;
    private long clockNs;
    private long batchStartNs;
    private boolean isRunningAgain;
    private long nestedErrorCount;
    private long relayedErrorCount;
    private long ownErrorCount;

    HandlerRunner(final Engine engine, final NanoClock clock)
    {
        this.engine = engine;
        this.context = new CommandContext(engine, engine.effects());
        this.nestedContext = new CommandContext(engine, engine.effects());
        this.scriptContext = new CommandContext(engine, engine.effects());
        this.tracking = engine.tracking();
        this.statistics = engine.figures().commands();
        this.observer = engine.observer();
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

    /**
     * Sends a sample of a command's times after its reply. What was queued or refused shows no arguments: nobody has
     * said which of them are secrets.
     *
     * @param beginNs when the engine began with it.
     */
    void trace(final RingEntry entry, final Session session, final long sequence, final long beginNs)
    {
        final long secretArguments = ranSequence == sequence ? context.secretArguments() : ALL_SECRET;
        entry.sample().executed(entry, secretArguments, beginNs, clockNs);
        session.channel().trace(entry.sample());
    }

    /** Begins to count the errors that a client's command counts itself, for it calls others. */
    void onCommandStart()
    {
        nestedErrorCount = 0;
        relayedErrorCount = 0;
        ownErrorCount = 0;
    }

    /** @return errors replied since {@link #onCommandStart} that have been counted, when they were met. */
    long countedErrorCount()
    {
        return nestedErrorCount + relayedErrorCount + ownErrorCount;
    }

    /** The error that a script is about to reply is one that a command has given it, and so has been counted. */
    void onErrorRelayed()
    {
        relayedErrorCount++;
    }

    /** The error that a script has just replied is its own, and may be one of several. */
    void onScriptError(final byte[] error)
    {
        ownErrorCount++;
        engine.figures().errors().onError(error);
    }

    /** Runs a client's command. A bug in its handler becomes an error reply. */
    void run(
        final RingEntry entry, final Session session, final Command command, final long sequence, final long nowUs)
    {
        final long errorsBefore = session.reply().errorCount();
        final long startNs = clockNs;
        ranSequence = sequence;
        context.wrap(entry, session, command, sequence, nowUs);
        if (engine.replication().isReplica())
        {
            engine.following().onCommand(command);
        }
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
        onExecuted(entry, context, startNs, 0,
            failures(session.reply().errorCount() - errorsBefore - nestedErrorCount, relayedErrorCount));
    }

    /** @param replaying true while a master's commands are executed, which know nothing of this server's time. */
    void replaying(final boolean replaying)
    {
        context.replaying(replaying);
        nestedContext.replaying(replaying);
        scriptContext.replaying(replaying);
    }

    /** Runs a command that has waited: who watches commands has seen it when it came. */
    void runAgain(
        final RingEntry entry, final Session session, final Command command, final long sequence, final long nowUs)
    {
        isRunningAgain = true;
        run(entry, session, command, sequence, nowUs);
        isRunningAgain = false;
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
        final long relayedBefore = relayedErrorCount;
        final long ownBefore = ownErrorCount;
        inner.wrap(entry, session, entry.command(), sequence, nowUs);
        if (engine.replication().isReplica())
        {
            engine.following().onCommand(entry.command());
        }
        seeAll(entry.command());
        entry.command().handler().execute(inner);
        inner.complete();
        remember(session.client(), entry);
        final long errorCount = reply.errorCount() - errorsBefore;
        final long relayedCount = relayedErrorCount - relayedBefore;
        onExecuted(entry, inner, startNs, replyStart, failures(errorCount, relayedCount));
        if (errorCount > relayedCount + ownErrorCount - ownBefore)
        {
            engine.figures().errors().onError(reply.lastError());
        }
        relayedErrorCount = relayedBefore;
        ownErrorCount = ownBefore;
        return errorCount;
    }

    /** As Redis counts them: a command fails once for all its own errors, and for each that it relays. */
    private static long failures(final long errorCount, final long relayedCount)
    {
        return errorCount > relayedCount ? relayedCount + 1 : relayedCount;
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
        final long failures)
    {
        final long replyLength = executed.session().channel().replyLength() - replyStart;
        clockNs = clock.nanoTime();
        final long elapsedNs = clockNs - startNs;
        if (!executed.session().isBlocked())
        {
            statistics.onExecuted(executed.command(), elapsedNs, failures);
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

    /** Counts a command that was not admitted. */
    void onRejected(final Command command)
    {
        statistics.onRejected(command);
    }

    /** Counts a command that has waited and ends without running again. */
    void onEnded(final Command command, final boolean hasFailed)
    {
        statistics.onExecuted(command, 0, hasFailed ? 1 : 0);
    }

    /** Counts a command that a script may not execute. @param command null if there is none of that name. */
    void onRejectedFromScript(final Command command, final byte[] error)
    {
        if (null != command)
        {
            statistics.onRejected(command);
        }
        engine.figures().errors().onError(error);
    }
}
