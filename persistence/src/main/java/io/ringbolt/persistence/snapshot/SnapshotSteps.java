package io.ringbolt.persistence.snapshot;

import io.ringbolt.engine.durability.JobOutcome;
import io.ringbolt.engine.memory.ViewOverflowException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;

/**
 * The way of one job from its begin to its end, piece by piece: whatever goes wrong ends it and is told as its outcome.
 */
final class SnapshotSteps
{
    private final SnapshotRun run;
    private boolean hasBegun;

    SnapshotSteps(final SnapshotRun run)
    {
        this.run = run;
    }

    SnapshotRun run()
    {
        return run;
    }

    /** @return whether the next piece can be done now. */
    boolean isReady()
    {
        return run.isCancelled() || run.job().isReady();
    }

    /** Does a piece of the job. @return false when it has ended, and its view is read no more. */
    boolean doWork()
    {
        try
        {
            run.checkCancelled();
            if (!hasBegun)
            {
                hasBegun = true;
                run.job().begin(run.snapshot(), run);
            }
            if (run.job().doWork())
            {
                return true;
            }
            end(JobOutcome.SUCCEEDED, null);
        }
        catch (final CancellationException cancelled)
        {
            end(JobOutcome.CANCELLED, null);
        }
        catch (final ViewOverflowException lost)
        {
            end(JobOutcome.POOL_FULL, lost);
        }
        catch (final UncheckedIOException failure)
        {
            end(JobOutcome.FAILED, failure.getCause());
        }
        catch (final IOException | RuntimeException | OutOfMemoryError failure)
        {
            end(JobOutcome.FAILED, failure);
        }
        return false;
    }

    /** Ends a job that is to go no further. */
    void abandon()
    {
        end(JobOutcome.CANCELLED, null);
    }

    private void end(final JobOutcome outcome, final Throwable cause)
    {
        run.ended(outcome, cause);
        if (hasBegun)
        {
            run.job().end(outcome);
        }
    }
}
