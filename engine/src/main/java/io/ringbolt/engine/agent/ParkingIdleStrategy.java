package io.ringbolt.engine.agent;

import org.agrona.concurrent.IdleStrategy;

import java.util.function.BooleanSupplier;

/**
 * Idling without cost and without losing a wake-up: an agent without work polls for a while, then parks until whoever
 * publishes wakes it through the {@link WakeSignal}. Owned by the agent's thread.
 */
public final class ParkingIdleStrategy implements IdleStrategy
{
    private final WakeSignal signal;
    private final BooleanSupplier hasWork;
    private final long spinNs;
    private long idleSinceNs;
    private boolean isIdle;

    /**
     * @param signal  wakes the thread that idles here.
     * @param hasWork looks for published work without taking it.
     * @param spinNs  how long to poll before parking.
     */
    public ParkingIdleStrategy(final WakeSignal signal, final BooleanSupplier hasWork, final long spinNs)
    {
        this.signal = signal;
        this.hasWork = hasWork;
        this.spinNs = spinNs;
    }

    @Override
    public void idle(final int workCount)
    {
        if (workCount > 0)
        {
            isIdle = false;
            return;
        }
        idle();
    }

    @Override
    public void idle()
    {
        final long nowNs = System.nanoTime();
        if (!isIdle)
        {
            isIdle = true;
            idleSinceNs = nowNs;
        }
        if (nowNs - idleSinceNs < spinNs)
        {
            Thread.onSpinWait();
            return;
        }
        signal.park(this, hasWork);
    }

    @Override
    public void reset()
    {
        isIdle = false;
    }
}
