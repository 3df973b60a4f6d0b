package io.ringbolt.transport;

import java.util.ArrayList;
import java.util.function.Consumer;

/**
 * Connections whose next reply waits for the journal. Owned by one selector.
 */
final class GatedConnections
{
    private static final long NEVER = -1;

    private final ReplyGate gate;
    private ArrayList<Connection> waiting = new ArrayList<>();
    private ArrayList<Connection> passing = new ArrayList<>();
    private long seenDurable = NEVER;

    GatedConnections(final ReplyGate gate)
    {
        this.gate = gate;
    }

    void add(final Connection connection)
    {
        if (!connection.isGated())
        {
            connection.gated(true);
            waiting.add(connection);
        }
    }

    /** @return how many connections wait. */
    int count()
    {
        return waiting.size();
    }

    /** @return true if a connection waits. */
    boolean isWaiting()
    {
        return !waiting.isEmpty();
    }

    /** @return true if a connection waits and the gate has moved since all of them were looked at. */
    boolean isDue()
    {
        return !waiting.isEmpty() && (gate.durableSequence() != seenDurable || !gate.isWaiting());
    }

    /** Passes every connection on, which may come back. @return how many there were. */
    int poll(final Consumer<Connection> deliver)
    {
        seenDurable = gate.durableSequence();
        final ArrayList<Connection> due = waiting;
        waiting = passing;
        passing = due;
        for (int i = 0; i < due.size(); i++)
        {
            final Connection connection = due.get(i);
            connection.gated(false);
            deliver.accept(connection);
        }
        final int count = due.size();
        due.clear();
        return count;
    }
}
