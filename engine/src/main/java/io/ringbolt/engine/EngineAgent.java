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
 * The executed sequence moves past a batch when the batch is done; the agents downstream and the reply gate follow it.
 */
/*
 * Two sequences: the poller's gates the producers, the executed one tells what is done. They differ only while a
 * command runs for so long that others are served beside it. Its entry is detached from the ring before it begins, so
 * that the ring's places can be used again and again meanwhile; the executed sequence waits in front of it.
 *
 * EventPoller delivers an event again if its handler throws, so nothing may throw out of onEntry. The executor answers
 * bugs of handlers with an error reply; what arrives here is a broken invariant or a VM error, after which the state
 * can't be trusted: the host is told, the engine executes nothing more, and the entries that follow are passed over.
 */
public final class EngineAgent implements Agent
{
    private static final int BATCH_LIMIT = 256;
    private static final long NONE = -1;

    private final Engine engine;
    private final CommandRing ring;
    private final EventPoller<RingEntry> poller;
    private final EventPoller.Handler<RingEntry> handler = this::onEntry;
    private final EventPoller.Handler<RingEntry> roomHandler = this::onEntryInTheWay;
    private final EventPoller.Handler<RingEntry> besideHandler = this::onEntryBeside;
    private final Sequence executedSequence = new Sequence();
    private final RingEntry detached;
    private final Runnable onBatchEnd;
    private final Loading loading;
    private int batchCount;
    private long runningSequence = NONE;
    private long servedSequence = NONE;
    private volatile boolean isHalted;
    private volatile long nextTickMs;

    /** @param onBatchEnd run after each batch on the engine thread, to pass on the replies it committed. */
    public EngineAgent(final Engine engine, final CommandRing ring, final Runnable onBatchEnd)
    {
        this.engine = engine;
        this.ring = ring;
        this.onBatchEnd = onBatchEnd;
        this.poller = ring.newPoller();
        this.detached = ring.newDetachedEntry();
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
        if (isHalted || !loading.hasWork())
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
        poll(handler);
        return batchCount;
    }

    /**
     * Executes entries so that a producer on this thread gets room in the ring. It stops before a command that may run
     * for long: that one takes turns with the producer, which therefore must have ended its own. While such a command
     * runs, the entries are served beside it.
     *
     * @return true if there is room now.
     */
    public boolean makeRoom()
    {
        if (NONE != runningSequence)
        {
            serveBeside();
            return true;
        }
        if (!hasEntries() || engine.entries().mayRunLong(ring.get(poller.getSequence().get() + 1)))
        {
            return false;
        }
        poll(roomHandler);
        return true;
    }

    /**
     * Serves what has come in while a command runs for long, see {@link EntryExecutor#executeBeside}; called by the
     * host from inside that command.
     */
    public void serveBeside()
    {
        poller.getSequence().set(Math.max(runningSequence, servedSequence));
        pollOnce(besideHandler);
        servedSequence = poller.getSequence().get();
        onBatchEnd.run();
    }

    /** @return true if there is something to do; any thread. */
    public boolean hasWork()
    {
        return loading.hasWork() || hasEntries();
    }

    private boolean hasEntries()
    {
        return ring.cursor() > poller.getSequence().get();
    }

    /** @return the sequence up to which entries have been executed. */
    public Sequence sequence()
    {
        return executedSequence;
    }

    /** @return the sequence up to which the ring's places may be used again, as far as the engine is concerned. */
    public Sequence ringSequence()
    {
        return poller.getSequence();
    }

    /** @return the time at which the engine wants a tick, in ms since the epoch; any thread. */
    public long nextTickMs()
    {
        return nextTickMs;
    }

    /** Executes nothing any more; entries are passed over and freed. A script that runs is broken off. Any thread. */
    public void halt()
    {
        this.isHalted = true;
        engine.scripting().breakOff();
    }

    /** Frees what the agent itself holds. After its last turn. */
    @Override
    public void onClose()
    {
        detached.free();
    }

    @Override
    public String roleName()
    {
        return "engine";
    }

    private void pollOnce(final EventPoller.Handler<RingEntry> each)
    {
        try
        {
            poller.poll(each);
        }
        catch (final Exception impossible)
        {
            // declared by the poller for handlers that throw: ours never do
            throw new IllegalStateException(impossible);
        }
    }

    private void poll(final EventPoller.Handler<RingEntry> each)
    {
        batchCount = 0;
        engine.entries().onBatchStart();
        pollOnce(each);
        if (NONE != servedSequence)
        {
            poller.getSequence().set(servedSequence);  // polling has set it back to the command that ran for long
            servedSequence = NONE;
        }
        engine.replication().onBatchEnd();
        executedSequence.set(poller.getSequence().get());
        onBatchEnd.run();
        publishNextTick();
    }

    private boolean onEntry(final RingEntry entry, final long sequence, final boolean isEndOfBatch)
    {
        if (isHalted)
        {
            entry.release();
        }
        else if (engine.entries().mayRunLong(entry))
        {
            executeDetached(entry, sequence);
        }
        else
        {
            execute(entry, sequence);
        }
        return ++batchCount < BATCH_LIMIT && NONE == servedSequence;
    }

    private boolean onEntryInTheWay(final RingEntry entry, final long sequence, final boolean isEndOfBatch)
    {
        return onEntry(entry, sequence, isEndOfBatch) && !isEndOfBatch &&
            !engine.entries().mayRunLong(ring.get(sequence + 1));
    }

    private boolean onEntryBeside(final RingEntry entry, final long sequence, final boolean isEndOfBatch)
    {
        if (isHalted)
        {
            entry.release();
        }
        else
        {
            engine.entries().executeBeside(entry, runningSequence);
        }
        return true;
    }

    private void executeDetached(final RingEntry entry, final long sequence)
    {
        entry.moveTo(detached);
        runningSequence = sequence;
        execute(detached, sequence);
        runningSequence = NONE;
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
