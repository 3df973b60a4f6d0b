package io.ringbolt.transport;

import io.ringbolt.persistence.journal.JournalAgent;
import org.agrona.concurrent.Agent;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The journal's duty cycle, which one thread at a time goes through: mostly the journal's own, and the one that serves
 * clients when it has nothing else to do.
 */
/*
 * With few clients and appendfsync always the way is long: engine to journal, journal to selector, each a thread that
 * has to be woken. While every client waits for the force there is nobody whom the serving thread could serve in the
 * meantime, so it forces by itself and answers at once. It does so only while forces are short, and until some in a row
 * have been it leaves them to the journal's thread: a disk that hangs must not keep new clients waiting.
 */
final class JournalTurn implements Agent
{
    private static final long SHORT_FORCE_NS = 2_000_000;
    private static final int SHORT_FORCES = 8;

    private final JournalAgent agent;
    private final Runnable wakeThread;
    private final AtomicBoolean isTaken = new AtomicBoolean();
    private int shortForceCount;
    private volatile boolean isShort;

    /** @param wakeThread wakes the journal's own thread. */
    JournalTurn(final JournalAgent agent, final Runnable wakeThread)
    {
        this.agent = agent;
        this.wakeThread = wakeThread;
    }

    /** The turn of the journal's own thread. */
    @Override
    public int doWork()
    {
        if (!isTaken.compareAndSet(false, true))
        {
            return 0;
        }
        try
        {
            return turn();
        }
        finally
        {
            isTaken.set(false);
        }
    }

    /** @return whether forces have been so short of late that a thread with nothing else to do may wait for one. */
    boolean isShort()
    {
        return isShort;
    }

    /**
     * The turn of a thread that would wait for the journal otherwise.
     *
     * @return false if the journal's thread is at it; what is left will then be done by that.
     */
    boolean workHere()
    {
        if (agent.hasOrders() || !isTaken.compareAndSet(false, true))
        {
            wakeThread.run();
            return false;
        }
        try
        {
            turn();
        }
        finally
        {
            isTaken.set(false);
        }
        if (agent.hasWork())
        {
            wakeThread.run();
        }
        return true;
    }

    /** @return whether the journal's own thread has something to do. */
    boolean hasWork()
    {
        return !isTaken.get() && agent.hasWork();
    }

    private int turn()
    {
        final long forcesBefore = agent.forceCount();
        final int workCount = agent.doWork();
        if (agent.forceCount() != forcesBefore)
        {
            shortForceCount = agent.lastForceNs() <= SHORT_FORCE_NS ? Math.min(SHORT_FORCES, shortForceCount + 1) : 0;
            isShort = SHORT_FORCES == shortForceCount;
        }
        else if (agent.isFailing())
        {
            shortForceCount = 0;
            isShort = false;
        }
        return workCount;
    }

    @Override
    public void onClose()
    {
        agent.onClose();
    }

    @Override
    public String roleName()
    {
        return agent.roleName();
    }

    @Override
    public String toString()
    {
        return "JournalTurn{isTaken=" + isTaken + " isShort=" + isShort + '}';
    }
}
