package io.ringbolt.persistence.snapshot;

import org.agrona.concurrent.NanoClock;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * How fast the snapshot thread works: as fast as it can while no commands come, and with rests between its turns while
 * they do, so that on a machine of few cores it does not take the engine's. Owned by the snapshot thread.
 */
public final class SnapshotPace
{
    private static final int PERCENT = 100;
    private static final long MAX_REST_NS = 20_000_000;

    private final LongSupplier executed;
    private final NanoClock clock;
    private final int busyPercent;
    private long executedBefore;
    private long beganNs;
    private long restedNs;

    /**
     * @param executed    the sequence up to which the engine has executed entries.
     * @param busyPercent share of its time that the thread works while commands come, 1 to 100; 100 never rests.
     */
    public SnapshotPace(final LongSupplier executed, final NanoClock clock, final int busyPercent)
    {
        this.executed = executed;
        this.clock = clock;
        this.busyPercent = busyPercent;
    }

    /** A pace without rests. */
    public static SnapshotPace unlimited()
    {
        return new SnapshotPace(() -> 0, () -> 0, PERCENT);
    }

    void onTurnBegin()
    {
        beganNs = clock.nanoTime();
    }

    /** Rests in proportion to the turn, if the engine has executed anything since the last one but a tick. */
    void onTurnEnd()
    {
        if (PERCENT == busyPercent)
        {
            return;
        }
        final long executedNow = executed.getAsLong();
        final boolean isEngineBusy = executedNow - executedBefore > 1;
        executedBefore = executedNow;
        if (isEngineBusy)
        {
            final long workedNs = clock.nanoTime() - beganNs;
            final long restNs = Math.min(MAX_REST_NS, workedNs * (PERCENT - busyPercent) / busyPercent);
            restedNs += restNs;
            LockSupport.parkNanos(this, restNs);
        }
    }

    /** @return how long it has rested in all, at most. */
    long restedNs()
    {
        return restedNs;
    }
}
