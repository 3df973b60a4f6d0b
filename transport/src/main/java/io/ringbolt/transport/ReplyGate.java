package io.ringbolt.transport;

import com.lmax.disruptor.Sequence;
import io.ringbolt.transport.buffer.OutputChunk;

/**
 * The comparison that decides when a reply may leave: at once, or, with {@code appendfsync always}, when the journal
 * has made durable what it answers for. Changing the policy moves no consumer and rebuilds nothing.
 */
final class ReplyGate
{
    private final Sequence durable;
    private volatile boolean isWaiting;
    private volatile long lastDurableNs;

    /** @param durable the sequence up to which effects are on disk. */
    ReplyGate(final Sequence durable)
    {
        this.durable = durable;
    }

    /** @param waiting whether replies to changes wait for the disk. */
    void waiting(final boolean waiting)
    {
        this.isWaiting = waiting;
    }

    boolean isWaiting()
    {
        return isWaiting;
    }

    /** @return what a reply to the entry at {@code sequence} waits for. */
    long gateSequence(final long sequence, final boolean isDurable)
    {
        return isDurable && isWaiting ? sequence : OutputChunk.UNGATED;
    }

    boolean isOpen(final long gateSequence)
    {
        return OutputChunk.UNGATED == gateSequence || gateSequence <= durable.get() || !isWaiting;
    }

    /** Says when the journal has made something durable; any thread. */
    void lastDurableNs(final long nowNs)
    {
        this.lastDurableNs = nowNs;
    }

    long lastDurableNs()
    {
        return lastDurableNs;
    }

    /** @return the newest sequence that is durable; any thread. */
    long durableSequence()
    {
        return durable.get();
    }
}
