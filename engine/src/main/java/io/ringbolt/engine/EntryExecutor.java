package io.ringbolt.engine;

import io.ringbolt.engine.blocking.Blocking;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.durability.PendingKeys;
import io.ringbolt.engine.effect.Effects;
import io.ringbolt.engine.eviction.MemoryAccount;
import io.ringbolt.engine.observe.StageStatistics;
import io.ringbolt.engine.ring.EntryKind;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.ClientPause;
import io.ringbolt.engine.session.Session;
import io.ringbolt.engine.tracking.Tracking;
import io.ringbolt.engine.transaction.Transactions;
import org.agrona.concurrent.NanoClock;

/**
 * Takes the ring's entries in order and has each executed; what commands call from within comes by the same way. It
 * knows the engine's time and place in the ring, which only entries move on. Owned by the engine thread.
 */
public final class EntryExecutor
{
    private final Engine engine;
    private final TickTasks tickTasks;
    private final CommandExecutor executor;
    private final BesideExecutor beside;
    private final HeldCommands held;
    private final MemoryAccount memory;
    private final KeyLookups lookups;
    private final PendingKeys pendingKeys;
    private final Blocking blocking;
    private final ClientPause pause;
    private final Tracking tracking;
    private final Transactions transactions;
    private final StageStatistics stages;
    private long nowUs;
    private long sequence;

    /** @param clock times commands for the figures only. */
    EntryExecutor(
        final Engine engine, final AdmissionChecks admission, final TickTasks tickTasks, final NanoClock clock)
    {
        this.engine = engine;
        this.tickTasks = tickTasks;
        this.executor = new CommandExecutor(engine, admission, clock, true);
        this.beside = new BesideExecutor(
            engine, this, admission, new CommandExecutor(engine, admission, clock, false));
        this.held = new HeldCommands(engine, admission, executor);
        this.memory = engine.memory();
        this.lookups = engine.lookups();
        this.pendingKeys = engine.pendingKeys();
        this.blocking = engine.blocking();
        this.pause = engine.pause();
        this.tracking = engine.tracking();
        this.transactions = engine.transactions();
        this.stages = engine.figures().stages();
    }

    /** Executes one entry and frees what it owned. @param sequence its place in the ring. */
    void execute(final RingEntry entry, final long sequence)
    {
        nowUs = Math.max(nowUs, entry.timeUs());
        this.sequence = sequence;
        memory.clientBytes(entry.clientBytes());
        lookups.onEntry(nowUs / 1000);
        pendingKeys.onEntry(sequence);
        switch (entry.kind())
        {
            case COMMAND -> executor.execute(entry, sequence, nowUs);
            case TICK -> onTick(sequence);
            case SESSION_OPENED -> onSessionOpened(entry.session());
            case SESSION_CLOSED -> onSessionClosed(entry.session());
            case PROTOCOL_ERROR -> executor.refuse(entry, sequence);
            case CALL -> entry.call().run();
        }
        entry.release();
        if (beside.hasDeferred())
        {
            beside.executeDeferred();
        }
        if (blocking.hasWork() || pause.hasParked() && !pause.isOn())
        {
            held.settle(sequence, nowUs);
        }
        if (tracking.hasWork())
        {
            tracking.tell(null);                          // what changed without a command: expired, for example
        }
    }

    /** Begins a batch of entries, for the command clock. */
    void onBatchStart()
    {
        stages.drain();
        executor.handlers().onBatchStart();
    }

    /** What a tick took must not count as the next command's time. */
    private void onTick(final long sequence)
    {
        tickTasks.onTick(sequence, nowUs);
        executor.handlers().onInterruption();
    }

    /** @return true if the entry's command runs a script, alone or in a transaction. */
    boolean mayRunLong(final RingEntry entry)
    {
        final Command command = entry.command();
        return null != command && EntryKind.COMMAND == entry.kind() && null != entry.session() &&
            CommandFlag.SCRIPT_RUNNER.in(transactions.flags(entry.session(), command));
    }

    /**
     * Lets others be served while a command runs for long: most are told that the server is busy.
     *
     * @param running whose command runs; what it has sent meanwhile waits.
     * @param busy    the error for commands that can't run beside it.
     */
    public void serveBeside(final Session running, final byte[] busy)
    {
        beside.serve(running, busy);
        executor.handlers().onInterruption();
    }

    /** Executes an entry out of order, beside a command that runs for long. @param sequence the running command's. */
    void executeBeside(final RingEntry entry, final long sequence)
    {
        beside.execute(entry, sequence);
        entry.release();
    }

    /** Executes a command that a script calls. @param entry of the script's own session; owns nothing. */
    public void executeFromScript(final RingEntry entry, final long sequence, final long nowUs)
    {
        executor.handlers().executeFromScript(entry, sequence, nowUs);
    }

    /** @return the time at which the command that is being executed began, for one that has not called another. */
    public long commandStartNs()
    {
        return executor.handlers().clockNs();
    }

    /** Counts a command that a script may not execute. @param command null if there is none of that name. */
    public void onRejectedFromScript(final Command command, final byte[] error)
    {
        executor.handlers().onRejectedFromScript(command, error);
    }

    /** The error that a script is about to reply is one that a command has given it, and so has been counted. */
    public void onErrorRelayed()
    {
        executor.handlers().onErrorRelayed();
    }

    /** The error that a script has just replied is its own, and may be one of several. */
    public void onScriptError(final byte[] error)
    {
        executor.handlers().onScriptError(error);
    }

    /**
     * Executes a command as part of the one that is being executed, in its client's name. @param entry owns nothing.
     */
    public void executeNested(final RingEntry entry, final long sequence, final long nowUs)
    {
        executor.handlers().executeNested(entry, sequence, nowUs);
    }

    /**
     * Says that a master's commands are executed from now on, or clients' again: no key expires by this server's time
     * meanwhile.
     */
    public void replaying(final boolean replaying)
    {
        executor.handlers().replaying(replaying);
        engine.effects().allowed(replaying ? Effects.NOBODY : Effects.JOURNAL);
        if (replaying)
        {
            lookups.onReplay();
        }
        else
        {
            lookups.onEntry(nowUs / 1000);
        }
    }

    /** Executes a command that a master has sent. @return errors that it has caused. */
    public long executeFromMaster(final RingEntry entry)
    {
        return executor.executeFromMaster(entry, sequence, nowUs);
    }

    /** Shows a master among the clients. */
    public void openMasterSession(final Session session)
    {
        onSessionOpened(session);
        session.authenticated(true);
    }

    /** The connection of a master has ended. */
    public void closeMasterSession(final Session session)
    {
        onSessionClosed(session);
    }

    void onSessionOpened(final Session session)
    {
        engine.acl().enter(session);
        engine.sessions().add(session);
    }

    void onSessionClosed(final Session session)
    {
        session.onClosed();
        session.dropAllPostponed();
        pause.forget(session);
        blocking.forget(session);
        transactions.end(session);
        engine.pubSub().unsubscribeAll(session);
        tracking.disable(session);
        engine.replication().replicas().forget(session);
        engine.sessions().remove(session);
        engine.clientEvictor().onClosed(session);
    }

    /** Says what time it is before the first entry does, for what is loaded before it. */
    void startAt(final long timeUs)
    {
        nowUs = Math.max(nowUs, timeUs);
        lookups.onEntry(nowUs / 1000);
    }

    /** @return the newest entry's time, in microseconds since the epoch. */
    long nowUs()
    {
        return nowUs;
    }

    /** @return the newest entry's place in the ring. */
    long sequence()
    {
        return sequence;
    }
}
