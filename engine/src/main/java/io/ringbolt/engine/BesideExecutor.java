package io.ringbolt.engine;

import io.ringbolt.engine.pubsub.PubSub;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.Session;

import java.util.ArrayDeque;

/**
 * Serves clients while a script runs on the engine's thread: a few commands are executed beside it, the others are told
 * that the server is busy. Owned by the engine thread.
 */
/*
 * What can't be answered yet keeps: the commands of the script's own client, for replies come in the order of commands;
 * its connection's end; and calls of the host, which expect the engine between two commands. Ticks are dropped, for the
 * engine asks for the next one when the script has ended.
 */
final class BesideExecutor
{
    private final Engine engine;
    private final EntryExecutor entries;
    private final AdmissionChecks admission;
    private final CommandExecutor executor;
    private final PubSub pubSub;
    private final ArrayDeque<Runnable> deferred = new ArrayDeque<>();
    private Session running;

    /** @param executor one that commits no effects: what runs beside a script changes no data. */
    BesideExecutor(
        final Engine engine,
        final EntryExecutor entries,
        final AdmissionChecks admission,
        final CommandExecutor executor)
    {
        this.engine = engine;
        this.entries = entries;
        this.admission = admission;
        this.executor = executor;
        this.pubSub = engine.pubSub();
    }

    /** Has the host take in and this object answer what has come. */
    void serve(final Session session, final byte[] busy)
    {
        running = session;
        running.running(true);
        admission.busy(busy);
        executor.handlers().onBatchStart();
        engine.host().serveBeside();
        admission.busy(null);
        pubSub.onExecuting(running);
    }

    void execute(final RingEntry entry, final long sequence)
    {
        switch (entry.kind())
        {
            case COMMAND -> executor.execute(entry, sequence, entry.timeUs());
            case PROTOCOL_ERROR -> executor.refuse(entry, sequence);
            case SESSION_OPENED -> entries.onSessionOpened(entry.session());
            case SESSION_CLOSED -> onSessionClosed(entry.session());
            case CALL -> deferred.add(entry.call());
            case TICK ->
            {
                // the engine will ask for another
            }
        }
    }

    /** @return true after a command beside which others were served. */
    boolean hasDeferred()
    {
        return null != running;
    }

    /** The long command has ended: what had to wait for it goes on. */
    void executeDeferred()
    {
        running.running(false);
        engine.blocking().resume(running);
        running = null;
        for (Runnable next = deferred.poll(); null != next; next = deferred.poll())
        {
            next.run();
        }
    }

    private void onSessionClosed(final Session session)
    {
        if (session == running)
        {
            session.onClosed();
            deferred.add(() -> entries.onSessionClosed(session));
            return;
        }
        entries.onSessionClosed(session);
    }
}
