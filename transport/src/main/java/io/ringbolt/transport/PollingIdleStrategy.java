package io.ringbolt.transport;

import io.ringbolt.engine.agent.WakeSignal;
import org.agrona.concurrent.IdleStrategy;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Idling of a thread whose next work is a round trip to a client away: it polls for as long as that takes, giving way
 * to whoever can run, and then parks until it is woken. Owned by the agent's thread.
 */
/*
 * A wake-up costs twice: the waker's system call, and the time until a core that has fallen asleep is awake, which on a
 * virtual machine is some 40 us. With two cores there is none to poll on while client and selector both run: hence the
 * yielding.
 */
final class PollingIdleStrategy implements IdleStrategy
{
    private final WakeSignal signal;
    private final BooleanSupplier hasWork;
    private final LongSupplier pollNs;
    private final BusyPoll busyPoll = new BusyPoll(System.nanoTime());
    private long appliedNs;

    /**
     * @param signal  wakes the thread that idles here.
     * @param hasWork looks for published work without taking it.
     * @param pollNs  how long to poll at first before parking, by the moment; see {@link BusyPoll#duration}.
     */
    PollingIdleStrategy(final WakeSignal signal, final BooleanSupplier hasWork, final LongSupplier pollNs)
    {
        this.signal = signal;
        this.hasWork = hasWork;
        this.pollNs = pollNs;
    }

    @Override
    public void idle(final int workCount)
    {
        if (workCount > 0)
        {
            applyDuration(pollNs.getAsLong());
            busyPoll.onWork(System.nanoTime());
            return;
        }
        idle();
    }

    private void applyDuration(final long durationNs)
    {
        if (durationNs != appliedNs)
        {
            appliedNs = durationNs;
            busyPoll.duration(durationNs);
        }
    }

    @Override
    public void idle()
    {
        if (busyPoll.continues(System.nanoTime()))
        {
            Thread.yield();
            return;
        }
        signal.park(this, hasWork);
    }

    @Override
    public void reset()
    {
    }
}
