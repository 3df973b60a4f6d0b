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
    private final ArrayList<Connection> waiting = new ArrayList<>();
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

    /** @return true if a connection waits and the gate has moved since all of them were looked at. */
    boolean isDue()
    {
        return !waiting.isEmpty() && (gate.durableSequence() != seenDurable || !gate.isWaiting());
    }

    /** Passes every connection on, which may come back. @return how many there were. */
    int poll(final Consumer<Connection> deliver)
    {
        seenDurable = gate.durableSequence();
        final int count = waiting.size();
        for (int i = 0; i < count; i++)
        {
            final Connection connection = waiting.remove(0);
            connection.gated(false);
            deliver.accept(connection);
        }
        return count;
    }
}
