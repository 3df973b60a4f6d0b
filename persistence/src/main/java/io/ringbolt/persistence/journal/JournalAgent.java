package io.ringbolt.persistence.journal;

import com.lmax.disruptor.Sequence;
import io.ringbolt.engine.effect.EffectLog;
import io.ringbolt.engine.effect.EffectReader;
import io.ringbolt.engine.effect.EffectRecord;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The duty cycle of the journal: behind the engine it hands new effects to its sink, forces them as the policy says,
 * and moves the sequences that tell how far it has come. Without a sink it lets everything pass.
 * <p>
 * The engine thread gives orders, which are carried out at their place among the effects.
 */
/*
 * Group commit: a turn takes everything that gathered while the last force ran, and forces once. The engine meanwhile
 * executes.
 *
 * Why a sequence may follow the engine's: the engine commits an entry's effects to the log before its sequence passes
 * the entry. So whoever reads the engine's sequence first and the log's committed position second has every effect of
 * the entries up to that sequence. Entries without effects are durable by having none.
 *
 * A failed append or force moves nothing: the records stay in the log, for the reader's place did not move, and come
 * again from the last success on. A force that failed has perhaps thrown away what was to be forced, so all of that
 * is written anew.
 */
public final class JournalAgent implements Agent
{
    private static final long MAX_BATCH_BYTES = 8L << 20;
    private static final long FORCE_INTERVAL_NS = 1_000_000_000L;
    private static final long DELAYED_FORCE_NS = 2 * FORCE_INTERVAL_NS;
    private static final long RETRY_NS = 100_000_000L;

    private final Sequence engineSequence;
    private final Sequence durableSequence = new Sequence();
    private final Sequence forcedSequence = new Sequence();
    private final EffectLog log;
    private final EffectRecord record = new EffectRecord();
    private final Runnable onDurable;
    private final JournalFaults faults;
    private final NanoClock clock;
    private final ConcurrentLinkedQueue<PlacedOrder> orders = new ConcurrentLinkedQueue<>();
    private EffectReader reader;
    private JournalSink sink;
    private volatile ForcePolicy policy = ForcePolicy.ALWAYS;
    private volatile boolean isForceSuspended;
    private volatile boolean hasUnforced;
    private volatile boolean isFailing;
    private volatile long retryAtNs;
    private volatile long delayedForces;
    private volatile long longestForceNs;
    private long lastForceNs;
    private long forceCount;
    private volatile long longestWriteNs;
    private long position;
    private long writtenSequence = -1;
    private long forcedAtNs;

    /** An order and the position up to which effects come before it. */
    private record PlacedOrder(long position, JournalOrder order)
    {
    }

    /**
     * @param engineSequence what the engine has executed.
     * @param onDurable      run on the journal's thread when a sequence has moved, to wake who waits for it.
     * @param faults         told when the sink fails and when it works again.
     * @param clock          for the second between forces and for pauses after faults.
     */
    public JournalAgent(
        final Sequence engineSequence,
        final EffectLog log,
        final Runnable onDurable,
        final JournalFaults faults,
        final NanoClock clock)
    {
        this.engineSequence = engineSequence;
        this.log = log;
        this.onDurable = onDurable;
        this.faults = faults;
        this.clock = clock;
    }

    /**
     * Begins to journal. Before the agent runs, or by an order.
     *
     * @param effects opened by the engine thread on the log.
     * @param target  owned by this agent until {@link #end()}.
     */
    public void begin(final EffectReader effects, final JournalSink target)
    {
        reader = effects;
        position = effects.position();
        sink = target;
        forcedAtNs = clock.nanoTime();
    }

    /**
     * Stops journaling. By an order. @return the sink, which belongs to the caller again; what it took is not forced.
     */
    public JournalSink end()
    {
        final JournalSink ended = sink;
        reader = null;
        sink = null;
        hasUnforced = false;
        return ended;
    }

    /** Has the journal do something when it has written everything below {@code place}. Engine thread. */
    public void order(final long place, final JournalOrder order)
    {
        orders.add(new PlacedOrder(place, order));
    }

    /** Any thread. */
    public void policy(final ForcePolicy next)
    {
        this.policy = next;
    }

    /**
     * Lets the policy rest while something else needs the disk, as {@code no-appendfsync-on-rewrite} asks. Any
     * thread.
     */
    public void suspendForces(final boolean suspended)
    {
        this.isForceSuspended = suspended;
    }

    @Override
    public int doWork()
    {
        final long executed = engineSequence.get();
        final long committed = log.committedPosition();
        if (isFailing && clock.nanoTime() - retryAtNs < 0)
        {
            return 0;
        }
        final long place = nextOrderPlace(committed);
        final boolean isUpToDate = null == reader || write(place);
        if (isUpToDate && (null == reader || position == place))
        {
            final int orderCount = runOrders(place);
            final boolean isStillThere = null == reader || position == place;     // a fault sets it back
            return orderCount + (isStillThere && place == committed ? reach(executed) : 0);
        }
        return isUpToDate ? 1 : 0;
    }

    /** @return true if there is something to do now; any thread. */
    public boolean hasWork()
    {
        return (engineSequence.get() != durableSequence.get() || !orders.isEmpty()) &&
            (!isFailing || clock.nanoTime() - retryAtNs >= 0);
    }

    /** @return true if effects have been written and not forced; any thread. */
    public boolean hasUnforced()
    {
        return hasUnforced;
    }

    /** @return the sequence up to which changes are as durable as the policy asks. */
    public Sequence durableSequence()
    {
        return durableSequence;
    }

    /** @return the sequence up to which every change has been forced. */
    public Sequence forcedSequence()
    {
        return forcedSequence;
    }

    /** @return true if there are orders, which may take longer than effects; any thread. */
    public boolean hasOrders()
    {
        return !orders.isEmpty();
    }

    /** @return true while the sink refuses what it is given; any thread. */
    public boolean isFailing()
    {
        return isFailing;
    }

    /** @return forces that succeeded. Whoever runs the agent. */
    public long forceCount()
    {
        return forceCount;
    }

    /** @return how long the last of them took, in ns. Whoever runs the agent. */
    public long lastForceNs()
    {
        return lastForceNs;
    }

    /** @return forces that took so long that the next one was late; any thread. */
    public long delayedForces()
    {
        return delayedForces;
    }

    /** @return the longest force since the last call, in ns. The engine thread. */
    public long takeLongestForceNs()
    {
        final long longest = longestForceNs;
        longestForceNs = 0;
        return longest;
    }

    /** @return the longest write since the last call, in ns. The engine thread. */
    public long takeLongestWriteNs()
    {
        final long longest = longestWriteNs;
        longestWriteNs = 0;
        return longest;
    }

    @Override
    public void onClose()
    {
        if (null != sink)
        {
            sink.close();
            sink = null;
            reader = null;
        }
    }

    @Override
    public String roleName()
    {
        return "journal";
    }

    private long nextOrderPlace(final long committed)
    {
        final PlacedOrder first = orders.peek();
        return null == first ? committed : Math.min(committed, first.position());
    }

    private int runOrders(final long place)
    {
        int count = 0;
        PlacedOrder first = orders.peek();
        while (null != first && first.position() <= place && (!hasUnforced || forceNow()))
        {
            orders.poll();
            execute(first.order());
            count++;
            first = orders.peek();
        }
        return count;
    }

    private void execute(final JournalOrder order)
    {
        try
        {
            order.execute();
        }
        catch (final IOException failure)
        {
            if (null == sink)
            {
                faults.onFailure(failure);
            }
            else
            {
                onFailure(failure);
            }
        }
    }

    /** Everything up to {@code executed} has been written: forces what is due, and tells. */
    private int reach(final long executed)
    {
        final boolean isMoved = executed != writtenSequence;
        writtenSequence = executed;
        final boolean isForced = null == reader || force();
        if (!isForced && isFailing)
        {
            return 0;
        }
        publish(isForced);
        return isMoved ? 1 : 0;
    }

    private void publish(final boolean isForced)
    {
        final boolean isGateMoved = durableSequence.get() != writtenSequence;
        durableSequence.set(writtenSequence);
        if (isForced && !hasUnforced)
        {
            forcedSequence.set(writtenSequence);
        }
        if (isGateMoved)
        {
            onDurable.run();
        }
    }

    /** Hands the sink records up to {@code place} or the batch limit. @return false if the sink has failed. */
    private boolean write(final long place)
    {
        if (position == place)
        {
            return true;
        }
        final long startNs = clock.nanoTime();
        try
        {
            long next = position;
            boolean hasTaken = false;
            while (next < place && next - position <= MAX_BATCH_BYTES)
            {
                record.wrap(log, next);
                if (record.isStreamOnly())
                {
                    sink.pass(record);
                }
                else
                {
                    sink.append(log, record);
                    hasTaken = true;
                }
                next = record.nextPosition();
            }
            onAppended(next, hasTaken);
            longestWriteNs = Math.max(longestWriteNs, clock.nanoTime() - startNs);
            return position == place || forceIfAlways();
        }
        catch (final IOException failure)
        {
            onFailure(failure);
            return false;
        }
    }

    /** @param hasTaken false if all of it was for replicas only. */
    private void onAppended(final long next, final boolean hasTaken) throws IOException
    {
        if (hasTaken)
        {
            sink.flush();
            hasUnforced = true;
        }
        position = next;
        if (!hasUnforced)
        {
            reader.position(next);
        }
    }

    /**
     * A batch was cut off by its limit: what it holds is made durable before the next, or replies would wait for all
     * of them.
     */
    private boolean forceIfAlways()
    {
        if (ForcePolicy.ALWAYS != policy || isForceSuspended)
        {
            return true;
        }
        if (!forceNow())
        {
            return false;
        }
        writtenSequence = record.wrap(log, position).sequence() - 1;
        publish(true);
        return true;
    }

    /** Forces, if the policy says that it is time. @return true if nothing is left to be forced. */
    private boolean force()
    {
        final long startNs = clock.nanoTime();
        if (!hasUnforced)
        {
            return rest(startNs);
        }
        final ForcePolicy now = isForceSuspended ? ForcePolicy.NEVER : policy;
        if (ForcePolicy.NEVER == now)
        {
            sink.settle();
            reader.position(position);
            recovered();
            return false;
        }
        return (ForcePolicy.ALWAYS == now || startNs - forcedAtNs >= FORCE_INTERVAL_NS) && forceNow();
    }

    private boolean forceNow()
    {
        final long startNs = clock.nanoTime();
        try
        {
            sink.force();
        }
        catch (final IOException failure)
        {
            onFailure(failure);
            return false;
        }
        onForced(startNs);
        return true;
    }

    private void onForced(final long startNs)
    {
        final long elapsedNs = clock.nanoTime() - startNs;
        longestForceNs = Math.max(longestForceNs, elapsedNs);
        lastForceNs = elapsedNs;
        forceCount++;
        if (elapsedNs > DELAYED_FORCE_NS)
        {
            delayedForces++;
        }
        forcedAtNs = startNs;
        hasUnforced = false;
        reader.position(position);
        recovered();
    }

    /** Nothing has come since the last force. */
    private boolean rest(final long nowNs)
    {
        if (nowNs - forcedAtNs >= FORCE_INTERVAL_NS)
        {
            forcedAtNs = nowNs;
            try
            {
                sink.onIdle();
            }
            catch (final IOException failure)
            {
                onFailure(failure);
                return false;
            }
        }
        return true;
    }

    private void recovered()
    {
        isFailing = false;
        faults.onSuccess();
    }

    private void onFailure(final IOException failure)
    {
        sink.rewind();
        position = reader.position();
        hasUnforced = false;
        isFailing = true;
        retryAtNs = clock.nanoTime() + RETRY_NS;
        faults.onFailure(failure);
    }
}
