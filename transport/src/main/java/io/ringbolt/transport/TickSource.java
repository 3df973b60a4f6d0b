package io.ringbolt.transport;

import io.ringbolt.engine.EngineAgent;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.transport.resp.CommandPublisher;

/**
 * Sends the passing of time to the engine: a tick entry whenever the engine wants one, and never a second one before
 * the first has been executed. Owned by the first selector.
 */
final class TickSource
{
    private final EngineAgent engineAgent;
    private long lastSequence = -1;

    TickSource(final EngineAgent engineAgent)
    {
        this.engineAgent = engineAgent;
    }

    /** @return 1 if a tick was published. */
    int poll(final CommandPublisher publisher, final long nowMs)
    {
        if (nowMs < engineAgent.nextTickMs() || engineAgent.sequence().get() < lastSequence)
        {
            return 0;
        }
        final RingEntry entry = publisher.tryClaim();
        if (null == entry)
        {
            return 0;
        }
        entry.tick(publisher.timeUs());
        lastSequence = publisher.claimedSequence();
        publisher.publish();
        return 1;
    }

    /** @return milliseconds until the next tick is due; 0 if it is. */
    long delayMs(final long nowMs)
    {
        return Math.max(0, engineAgent.nextTickMs() - nowMs);
    }
}
