package io.ringbolt.engine.replication;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.session.Session;
import org.agrona.collections.LongArrayList;

import java.util.List;

/**
 * Clients that wait until replicas have acknowledged what they have written. Owned by the engine thread.
 */
public final class ReplicaWaiters
{
    private final Engine engine;
    private final List<Replica> replicas;
    private final StreamSignals signals;
    private final LongArrayList waiting = new LongArrayList();

    ReplicaWaiters(final Engine engine, final List<Replica> replicas, final StreamSignals signals)
    {
        this.engine = engine;
        this.replicas = replicas;
        this.signals = signals;
    }

    /** @return how many replicas have applied the history up to {@code offset}. */
    public int countApplied(final long offset)
    {
        int count = 0;
        for (int i = 0; i < replicas.size(); i++)
        {
            final Replica replica = replicas.get(i);
            count += replica.isOnline() && replica.acknowledgedOffset() >= offset ? 1 : 0;
        }
        return count;
    }

    /** @return how many have it in their forced AOF up to there. */
    public int countDurable(final long offset)
    {
        int count = 0;
        for (int i = 0; i < replicas.size(); i++)
        {
            final Replica replica = replicas.get(i);
            count += replica.isOnline() && replica.durableOffset() >= offset ? 1 : 0;
        }
        return count;
    }

    /** Has a session's command, which waits, run again when a replica acknowledges; they are asked to. */
    public void add(final Session session)
    {
        if (!engine.blocking().isRunningAgain())
        {
            waiting.addLong(session.id());
        }
        signals.requestAcknowledgements();
    }

    void onAcknowledged()
    {
        for (int i = waiting.size() - 1; i >= 0; i--)
        {
            final long id = waiting.getLong(i);
            if (engine.blocking().isWaiting(id))
            {
                engine.blocking().wake(id);
            }
            else
            {
                waiting.fastUnorderedRemove(i);
            }
        }
    }
}
