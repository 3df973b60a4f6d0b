package io.ringbolt.engine.agent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The agreement by which a parked agent never misses work: whoever publishes wakes it, and nobody polls by sleeping.
 */
/*
 * Idea: Dekker's. The consumer says "I am about to park" and then looks once more for work; the producer publishes and
 * then looks whether somebody said so. If both orders hold, at least one of the two sees the other.
 *
 * Both orders are store-then-load, the one pair that neither a release store nor x86 keeps: hence a full fence between
 * them on both sides. Without the producer's fence its load of the flag may overtake its publish; the consumer then
 * parks on a published entry. jcstress names these interleavings in perf.
 *
 * The waker runs at most once for each time the consumer said so: the flag is taken by compare-and-set.
 */
public final class WakeSignal
{
    private static final long MAX_PARK_NS = 1_000_000_000L;
    private static final VarHandle PARKED;

    static
    {
        try
        {
            PARKED = MethodHandles.lookup().findVarHandle(WakeSignal.class, "parked", boolean.class);
        }
        catch (final ReflectiveOperationException impossible)
        {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final Runnable waker;
    @SuppressWarnings("unused")
    private boolean parked;

    /**
     * @param waker unparks the consumer's thread or wakes its selector; called on a producer's thread, must not block.
     */
    public WakeSignal(final Runnable waker)
    {
        this.waker = waker;
    }

    /** Consumer: announces that it will park unless it finds work now. Look for work after this call, then park. */
    public void aboutToPark()
    {
        PARKED.setOpaque(this, true);
        VarHandle.fullFence();
    }

    /** Consumer: takes the announcement back, after waking or after having found work. */
    public void awake()
    {
        PARKED.setOpaque(this, false);
    }

    /**
     * Consumer: parks its thread until something is published, a second at most, unless there is work already.
     *
     * @param blocker what the thread waits in, for diagnosis.
     * @param hasWork looks for published work without taking it.
     */
    public void park(final Object blocker, final BooleanSupplier hasWork)
    {
        aboutToPark();
        if (!hasWork.getAsBoolean() && !Thread.currentThread().isInterrupted())
        {
            LockSupport.parkNanos(blocker, MAX_PARK_NS);
        }
        awake();
    }

    /** Producer: to be called after publishing; wakes the consumer if it is parked or about to. */
    public void published()
    {
        VarHandle.fullFence();
        if ((boolean)PARKED.getOpaque(this) && PARKED.compareAndSet(this, true, false))
        {
            waker.run();
        }
    }

    public boolean isParked()
    {
        return (boolean)PARKED.getOpaque(this);
    }
}
