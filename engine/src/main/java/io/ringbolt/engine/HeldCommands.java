package io.ringbolt.engine;

import io.ringbolt.engine.blocking.BlockedCommand;
import io.ringbolt.engine.blocking.BlockedRunner;
import io.ringbolt.engine.blocking.Blocking;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.pubsub.PubSub;
import io.ringbolt.engine.ring.EntryKind;
import io.ringbolt.engine.session.ClientPause;
import io.ringbolt.engine.session.Session;

/**
 * The commands that have waited, for a key or behind one that did, and may go on now. Runs them through the executor
 * that would have run them at once. Owned by the engine thread.
 */
final class HeldCommands implements BlockedRunner
{
    private final AdmissionChecks admission;
    private final CommandExecutor executor;
    private final HandlerRunner handlers;
    private final Blocking blocking;
    private final ClientPause pause;
    private final PubSub pubSub;
    private long sequence;
    private long nowUs;

    HeldCommands(final Engine engine, final AdmissionChecks admission, final CommandExecutor executor)
    {
        this.admission = admission;
        this.executor = executor;
        this.handlers = executor.handlers();
        this.blocking = engine.blocking();
        this.pause = engine.pause();
        this.pubSub = engine.pubSub();
    }

    /**
     * Lets those go on who waited for something that the last entry has brought: a key, the end of a pause, of a time.
     */
    void settle(final long sequence, final long nowUs)
    {
        this.sequence = sequence;
        this.nowUs = nowUs;
        blocking.answerEnded(this);
        Session session = null;
        do
        {
            if (!pause.isOn())
            {
                blocking.serve(this);
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
                executor.refuse(session.firstPostponed(), sequence);
            }
            else if (executor.attempt(session.firstPostponed(), session, sequence, nowUs))
            {
                session.dropPostponed();
            }
        }
    }

    @Override
    public boolean runAgain(final BlockedCommand blocked)
    {
        final Session session = blocked.session();
        final Command command = blocked.command();
        final long errorsBefore = session.reply().errorCount();
        handlers.onCommandStart();
        pubSub.onExecuting(session);
        if (admission.admit(blocked.entry(), session, command))
        {
            handlers.runAgain(blocked.entry(), session, command, sequence, nowUs);
        }
        else
        {
            handlers.onRejected(command);                 // its user may have lost the right to it meanwhile
        }
        executor.finish(session, errorsBefore, sequence, nowUs);
        return !session.isBlocked();
    }

    @Override
    public void end(final BlockedCommand blocked)
    {
        final Session session = blocked.session();
        final long errorsBefore = session.reply().errorCount();
        handlers.onCommandStart();
        pubSub.onExecuting(session);
        blocked.writeEnd();
        handlers.onEnded(blocked.command(), session.reply().errorCount() != errorsBefore);
        session.blocked(false);
        executor.finish(session, errorsBefore, sequence, nowUs);
    }
}
