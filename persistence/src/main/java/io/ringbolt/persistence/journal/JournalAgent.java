package io.ringbolt.persistence.journal;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.Sequence;
import io.ringbolt.engine.effect.EffectLog;
import io.ringbolt.engine.effect.EffectReader;
import io.ringbolt.engine.effect.EffectRecord;
import io.ringbolt.engine.ring.CommandRing;
import io.ringbolt.engine.ring.RingEntry;
import org.agrona.concurrent.Agent;

import java.io.IOException;

/**
 * The duty cycle of the journal: behind the engine in the ring, it hands new effects to its sink, forces them, and
 * moves the durable sequence, which the reply gate compares with.
 */
/*
 * Group commit: a turn takes everything that gathered while the last force ran, and forces once. The engine
 * meanwhile executes.
 *
 * Why the durable sequence may follow the engine's: the engine commits an entry's effects to the log before its
 * sequence passes the entry. So whoever reads the engine's sequence first and the log's committed position second has
 * every effect of the entries up to that sequence. Entries without effects are durable by having none.
 *
 * A failed append or force moves nothing: the records stay in the log, for the reader's place did not move,
 * and come again.
 */
public final class JournalAgent implements Agent
{
    private static final long MAX_BATCH_BYTES = 8L << 20;

    private final EventPoller<RingEntry> poller;
    private final EventPoller.Handler<RingEntry> passOver = (entry, sequence, isEndOfBatch) -> true;
    private final Sequence engineSequence;
    private final Sequence durableSequence = new Sequence();
    private final EffectLog log;
    private final EffectReader reader;
    private final EffectRecord record = new EffectRecord();
    private final JournalSink sink;
    private final Runnable onDurable;
    private final JournalFaults faults;
    private long position;

    /**
     * @param engineSequence what the engine has executed.
     * @param reader         opened by the engine thread on {@code log}.
     * @param sink           owned and closed by this agent.
     * @param onDurable      run on the journal's thread when the durable sequence has moved, to wake who waits for it.
     * @param faults         told when the sink fails and when it works again.
     */
    public JournalAgent(
        final CommandRing ring,
        final Sequence engineSequence,
        final EffectLog log,
        final EffectReader reader,
        final JournalSink sink,
        final Runnable onDurable,
        final JournalFaults faults)
    {
        this.poller = ring.newPoller(engineSequence);
        this.engineSequence = engineSequence;
        this.log = log;
        this.reader = reader;
        this.position = reader.position();
        this.sink = sink;
        this.onDurable = onDurable;
        this.faults = faults;
    }

    @Override
    public int doWork() throws Exception
    {
        final long executed = engineSequence.get();
        if (executed == durableSequence.get())
        {
            return 0;
        }
        poller.poll(passOver);
        return appendAndForce(executed) ? 1 : 0;
    }

    /** @return true if the engine is ahead; any thread. */
    public boolean hasWork()
    {
        return engineSequence.get() != durableSequence.get();
    }

    /** @return the sequence up to which everything that changed is durable. */
    public Sequence durableSequence()
    {
        return durableSequence;
    }

    /** @return the sequence that gates the ring's producers. */
    public Sequence ringSequence()
    {
        return poller.getSequence();
    }

    @Override
    public void onClose()
    {
        sink.close();
    }

    @Override
    public String roleName()
    {
        return "journal";
    }

    private boolean appendAndForce(final long executed)
    {
        final long committed = log.committedPosition();
        try
        {
            final long batchEnd = append(committed);
            if (batchEnd != position)
            {
                sink.force();
                position = batchEnd;
                reader.position(batchEnd);
            }
            durableSequence.set(batchEnd == committed ? executed : record.sequence() - 1);
        }
        catch (final IOException failure)
        {
            faults.onFailure(failure);
            return false;
        }
        faults.onSuccess();
        onDurable.run();
        return true;
    }

    /** Hands the sink records up to {@code committed} or the batch limit. @return where it stopped. */
    private long append(final long committed) throws IOException
    {
        long next = position;
        while (next < committed)
        {
            record.wrap(log, next);
            if (next - position > MAX_BATCH_BYTES)
            {
                break;                                // the wrapped record is the first that is not taken
            }
            sink.append(log, record);
            next = record.nextPosition();
        }
        return next;
    }
}
