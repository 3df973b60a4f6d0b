package io.ringbolt.perf.stress;

import io.ringbolt.engine.agent.WakeSignal;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What a consumer that parks and a producer that publishes may see of each other: the first number says whether the
 * consumer found the work on its last look, the second whether the producer woke it.
 */
@JCStressTest
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The consumer looked first and was woken.")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The work was there before the consumer said it would park.")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Both: it found the work, and the wake-up comes on top.")
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "A lost wake-up: the consumer parks on published work.")
@State
public class WakeSignalStress
{
    private static final VarHandle PUBLISHED;

    static
    {
        try
        {
            PUBLISHED = MethodHandles.lookup().findVarHandle(WakeSignalStress.class, "published", int.class);
        }
        catch (final ReflectiveOperationException impossible)
        {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private int published;
    private int woken;
    private final WakeSignal signal = new WakeSignal(() -> woken = 1);

    /** Says that it will park, then looks once more. */
    @Actor
    public void consumer(final II_Result result)
    {
        signal.aboutToPark();
        result.r1 = (int)PUBLISHED.getAcquire(this);
    }

    /** Publishes as the ring does, with a release store. */
    @Actor
    public void producer()
    {
        PUBLISHED.setRelease(this, 1);
        signal.published();
    }

    /** Looks when both are done. */
    @Arbiter
    public void afterwards(final II_Result result)
    {
        result.r2 = woken;
    }
}
