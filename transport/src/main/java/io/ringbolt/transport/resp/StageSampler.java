package io.ringbolt.transport.resp;

import io.ringbolt.engine.observe.StageSample;
import io.ringbolt.engine.observe.StageSamples;
import io.ringbolt.engine.ring.EntryKind;
import io.ringbolt.engine.ring.RingEntry;
import org.agrona.concurrent.NanoClock;

/**
 * Chooses the commands whose times are written down, one of so many at random distances, so that no rhythm of clients
 * decides which ones. Owned by one selector thread.
 */
public final class StageSampler
{
    /** Chooses none. */
    static final StageSampler NONE = new StageSampler(new StageSamples(), () -> 0);

    private static final int NEVER = Integer.MAX_VALUE;

    private final StageSamples samples;
    private final NanoClock clock;
    private int interval;
    private int left = NEVER;
    private int state = 0x2545F491;
    private long receivedNs;

    public StageSampler(final StageSamples samples, final NanoClock clock)
    {
        this.samples = samples;
        this.clock = clock;
    }

    /** A turn of the selector begins: whatever is decoded in it has waited since then. */
    public void onTurn(final long nowNs)
    {
        receivedNs = nowNs;
        final int wanted = samples.interval();
        if (interval != wanted)
        {
            interval = wanted;
            left = nextGap();
        }
    }

    /** @return true if the command that is published now is one of those. */
    boolean isDue()
    {
        return --left <= 0;
    }

    /** Begins to write down an entry's times. Before it is published. */
    void sample(final RingEntry entry)
    {
        left = nextGap();
        if (0 != interval && EntryKind.COMMAND == entry.kind())
        {
            final StageSample sample = samples.take();
            sample.published(receivedNs, clock.nanoTime(), entry.timeUs());
            entry.sample(sample);
        }
    }

    /** Ends with samples whose replies the socket has taken. @param lastDurableNs see {@link StageSamples#complete}. */
    public void complete(final StageSample chain, final long lastDurableNs)
    {
        samples.complete(chain, clock.nanoTime(), lastDurableNs);
    }

    /** From 1 to twice the interval less one, all alike likely. */
    private int nextGap()
    {
        if (0 == interval)
        {
            return NEVER;
        }
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        return 1 + Math.floorMod(state, 2 * interval - 1);
    }
}
