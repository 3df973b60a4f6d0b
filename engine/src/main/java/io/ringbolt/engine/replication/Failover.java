package io.ringbolt.engine.replication;

import io.ringbolt.config.PrimaryAddress;
import io.ringbolt.engine.Engine;

/**
 * The hand-over of a master's place to one of its replicas: writing clients wait until a replica has everything, then
 * this server follows that one and asks it to take over. Owned by the engine thread.
 */
public final class Failover
{
    private enum State
    {
        NONE("no-failover"),
        WAITING("waiting-for-sync"),
        IN_PROGRESS("failover-in-progress");

        private final String label;

        State(final String label)
        {
            this.label = label;
        }
    }

    private final Engine engine;
    private final Replication replication;
    private State state = State.NONE;
    private PrimaryAddress target;
    private boolean isForced;
    private long deadlineMs;

    Failover(final Engine engine, final Replication replication)
    {
        this.engine = engine;
        this.replication = replication;
    }

    public boolean isOn()
    {
        return State.NONE != state;
    }

    /** @return true while a replica is asked to take over. */
    public boolean isInProgress()
    {
        return State.IN_PROGRESS == state;
    }

    /** @return what INFO calls the state. */
    public String label()
    {
        return state.label;
    }

    /**
     * Begins.
     *
     * @param wanted     the replica that is to be master; null for the first that has everything.
     * @param deadlineMs since the epoch, {@link Long#MAX_VALUE} for none.
     * @param forced     whether that replica shall take over at the deadline even if it lacks something.
     */
    void begin(final PrimaryAddress wanted, final long deadlineMs, final boolean forced)
    {
        engine.host().notice(null == wanted ? "FAILOVER requested to any replica." :
            "FAILOVER requested to " + wanted.host() + ':' + wanted.port() + '.');
        this.target = wanted;
        this.deadlineMs = deadlineMs;
        this.isForced = forced;
        state = State.WAITING;
        engine.pause().failingOver(true);
        replication.replicas().signals().requestAcknowledgements();
    }

    /** Gives up; the server is master as before. */
    public void abort(final String reason)
    {
        if (!isOn())
        {
            return;
        }
        engine.host().notice(null == target ? "Aborting failover: " + reason :
            "Aborting failover to " + target.host() + ':' + target.port() + ": " + reason);
        final boolean wasInProgress = isInProgress();
        end();
        if (wasInProgress)
        {
            engine.following().followNobody();
        }
    }

    /** The replica has taken over, or somebody has decided otherwise whom to follow. */
    public void end()
    {
        state = State.NONE;
        target = null;
        engine.pause().failingOver(false);
    }

    /** Looks whether a replica has everything now, or the time is over. Between two units of execution. */
    void onTick(final long nowMs)
    {
        if (State.WAITING != state)
        {
            return;
        }
        if (nowMs >= deadlineMs)
        {
            if (isForced)
            {
                engine.host().notice("FAILOVER to " + target.host() + ':' + target.port() +
                    " time out exceeded, failing over.");
                handOver(target);
            }
            else
            {
                abort("Replica never caught up before timeout");
            }
            return;
        }
        final Replica heir = heir();
        if (null != heir)
        {
            final PrimaryAddress address = new PrimaryAddress(heir.address(), heir.listeningPort());
            engine.host().notice("Failover target " + address.host() + ':' + address.port() +
                " is synced, failing over.");
            handOver(address);
        }
    }

    private Replica heir()
    {
        for (final Replica replica : replication.replicas().attached())
        {
            if (replica.isOnline() && replica.acknowledgedOffset() == replication.offset() &&
                (null == target || isAt(replica, target)))
            {
                return replica;
            }
        }
        return null;
    }

    private void handOver(final PrimaryAddress address)
    {
        state = State.IN_PROGRESS;
        target = address;
        engine.following().follow(address, true);
    }

    static boolean isAt(final Replica replica, final PrimaryAddress address)
    {
        return replica.listeningPort() == address.port() && replica.address().equalsIgnoreCase(address.host());
    }
}
