package io.ringbolt.transport;

import com.lmax.disruptor.Sequence;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.effect.EffectReader;
import io.ringbolt.engine.ring.CommandRing;
import io.ringbolt.persistence.journal.JournalAgent;
import io.ringbolt.persistence.journal.JournalFaults;
import io.ringbolt.persistence.journal.JournalSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;

/**
 * The journal's place in the pipeline: behind the engine, on a thread of its own because it waits for a disk.
 */
final class JournalStage implements JournalFaults
{
    private static final Logger LOGGER = LoggerFactory.getLogger(JournalStage.class);
    private static final int MAX_FINAL_TURNS = 1000;

    private final Engine engine;
    private final EffectReader reader;
    private final JournalAgent agent;
    private final AgentThreads.ParkedThread parked = new AgentThreads.ParkedThread();
    private boolean isFailing;

    /** @param onDurable wakes whoever holds replies back. */
    JournalStage(
        final Engine engine,
        final CommandRing ring,
        final Sequence engineSequence,
        final JournalSink sink,
        final Runnable onDurable)
    {
        this.engine = engine;
        this.reader = engine.effectLog().openReader();
        this.agent = new JournalAgent(ring, engineSequence, engine.effectLog(), reader, sink, onDurable, this);
        ring.gate(agent.ringSequence());
    }

    Sequence durableSequence()
    {
        return agent.durableSequence();
    }

    void start(final AgentThreads threads)
    {
        threads.start("ringbolt-journal", agent, agent::hasWork, parked);
    }

    /** Called after each batch of the engine. */
    void onEngineBatch()
    {
        parked.signal.published();
    }

    int doWork()
    {
        try
        {
            return agent.doWork();
        }
        catch (final Exception bug)
        {
            LOGGER.error("Internal error in journal", bug);
            return 0;
        }
    }

    /** Writes what is left and closes the sink. After all threads have ended. */
    void close()
    {
        for (int i = MAX_FINAL_TURNS; i > 0 && agent.hasWork() && !isFailing; i--)
        {
            doWork();
        }
        agent.onClose();
        engine.effectLog().closeReader(reader);
    }

    @Override
    public void onFailure(final IOException failure)
    {
        if (!isFailing)
        {
            isFailing = true;
            LOGGER.warn("Journal failed, replies to changes wait: {}", failure.getMessage());
        }
    }

    @Override
    public void onSuccess()
    {
        if (isFailing)
        {
            isFailing = false;
            LOGGER.warn("Journal works again");
        }
    }
}
