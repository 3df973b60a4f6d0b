package io.ringbolt.engine;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.Sequence;
import io.ringbolt.engine.durability.Loading;
import io.ringbolt.engine.ring.CommandRing;
import io.ringbolt.engine.ring.RingEntry;
import org.agrona.concurrent.Agent;

/**
 * The duty cycle of the engine: it polls the command ring and executes what it finds, a bounded batch at a time.
 * <p>
 * The poller's sequence moves past a batch when the batch is done; the agents downstream and the reply gate follow it.
 */
/*
 * EventPoller delivers an event again if its handler throws, so nothing may throw out of onEntry. The executor answers
 * bugs of handlers with an error reply; what arrives here is a broken invariant or a VM error, after which the state
 * can't be trusted: the host is told, the engine executes nothing more, and the entries that follow are passed over.
 */
public final class EngineAgent implements Agent
{
    private static final int BATCH_LIMIT = 256;

    private final Engine engine;
    private final CommandRing ring;
    private final EventPoller<RingEntry> poller;
    private final EventPoller.Handler<RingEntry> handler = this::onEntry;
    private final Runnable onBatchEnd;
    private final Loading loading;
    private int batchCount;
    private boolean isHalted;
    private volatile long nextTickMs;

    /** @param onBatchEnd run after each batch on the engine thread, to pass on the replies it committed. */
    public EngineAgent(final Engine engine, final CommandRing ring, final Runnable onBatchEnd)
    {
        this.engine = engine;
        this.ring = ring;
        this.onBatchEnd = onBatchEnd;
        this.poller = ring.newPoller();
        this.loading = engine.durability().loading();
    }

    /** Loads a piece, if data are being loaded, and executes a batch. */
    @Override
    public int doWork()
    {
        return loadPiece() + executeBatch();
    }

    /** Loads a piece of the data that the server begins with. @return 0 if there is nothing to load. */
    public int loadPiece()
    {
        if (isHalted || !loading.isOn())
        {
            return 0;
        }
        try
        {
            loading.doWork();
        }
        catch (final Throwable broken)
        {
            isHalted = true;
            engine.host().onLoadFailed(broken);
        }
        return 1;
    }

    /** Executes what waits in the ring, a bounded batch. @return entries executed. */
    public int executeBatch()
    {
        if (!hasEntries())
        {
            return 0;
        }
        batchCount = 0;
        engine.onBatchStart();
        poll();
        onBatchEnd.run();
        publishNextTick();
        return batchCount;
    }

    private void poll()
    {
        try
        {
            poller.poll(handler);
        }
        catch (final Exception impossible)            // declared for handlers that throw, which ours never does
        {
            throw new IllegalStateException(impossible);
        }
    }

    /** @return true if there is something to do; any thread. */
    public boolean hasWork()
    {
        return loading.isOn() || hasEntries();
    }

    private boolean hasEntries()
    {
        return ring.cursor() > poller.getSequence().get();
    }

    /** @return the sequence up to which entries have been executed. */
    public Sequence sequence()
    {
        return poller.getSequence();
    }

    /** @return the time at which the engine wants a tick, in ms since the epoch; any thread. */
    public long nextTickMs()
    {
        return nextTickMs;
    }

    /** Executes nothing any more; entries are passed over and freed. Engine thread. */
    public void halt()
    {
        this.isHalted = true;
    }

    @Override
    public String roleName()
    {
        return "engine";
    }

    private boolean onEntry(final RingEntry entry, final long sequence, final boolean isEndOfBatch)
    {
        if (isHalted)
        {
            entry.release();
        }
        else
        {
            execute(entry, sequence);
        }
        return ++batchCount < BATCH_LIMIT;
    }

    private void execute(final RingEntry entry, final long sequence)
    {
        try
        {
            engine.execute(entry, sequence);
        }
        catch (final Throwable broken)
        {
            isHalted = true;
            engine.host().onFatal(broken);
        }
    }

    private void publishNextTick()
    {
        final long next = engine.nextTickMs();
        if (next != nextTickMs)
        {
            final boolean isEarlier = next < nextTickMs;
            nextTickMs = next;
            if (isEarlier)
            {
                engine.host().onTimerChanged();
            }
        }
    }
}
