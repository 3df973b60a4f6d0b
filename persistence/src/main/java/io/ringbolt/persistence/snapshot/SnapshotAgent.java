package io.ringbolt.persistence.snapshot;

import org.agrona.concurrent.Agent;

import java.util.ArrayList;
import java.util.List;

/**
 * The duty cycle of the snapshot thread: a turn does a piece of every job that is under way. Between jobs it parks, and
 * is woken by whoever starts one.
 */
public final class SnapshotAgent implements Agent
{
    private final Snapshots snapshots;
    private final SnapshotPace pace;
    private final List<SnapshotSteps> active = new ArrayList<>();
    private volatile boolean isWorking;
    private volatile boolean isStopping;

    /** @param pace says how long to rest between two turns. */
    public SnapshotAgent(final Snapshots snapshots, final SnapshotPace pace)
    {
        this.snapshots = snapshots;
        this.pace = pace;
    }

    @Override
    public int doWork()
    {
        for (SnapshotRun run = snapshots.pollStarted(); null != run; run = snapshots.pollStarted())
        {
            active.add(new SnapshotSteps(run));
            isWorking = true;
        }
        if (active.isEmpty())
        {
            return 0;
        }
        if (isStopping)
        {
            return 0;
        }
        if (!hasReady())
        {
            return 0;
        }
        pace.onTurnBegin();
        for (int i = active.size() - 1; i >= 0; i--)
        {
            final SnapshotSteps steps = active.get(i);
            if (steps.isReady() && !steps.doWork())
            {
                active.remove(i);
                isWorking = !active.isEmpty();
                snapshots.ended(steps.run());
            }
        }
        pace.onTurnEnd();
        return 1;
    }

    /** @return true if there is something to do. The agent's thread. */
    public boolean hasWork()
    {
        return isWorking && hasReady() || snapshots.hasStarted();
    }

    private boolean hasReady()
    {
        for (int i = 0; i < active.size(); i++)
        {
            if (active.get(i).isReady())
            {
                return true;
            }
        }
        return false;
    }

    /** Has jobs that are under way end as soon as they can, because the server does; any thread. */
    public void requestStop()
    {
        isStopping = true;
        snapshots.cancelAllNow();
    }

    /** Ends all jobs unfinished. After the thread has ended. */
    @Override
    public void onClose()
    {
        active.forEach(SnapshotSteps::abandon);
        active.clear();
    }

    @Override
    public String roleName()
    {
        return "snapshot";
    }
}
