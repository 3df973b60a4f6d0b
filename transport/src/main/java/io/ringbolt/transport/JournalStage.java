package io.ringbolt.transport;

import com.lmax.disruptor.Sequence;
import io.ringbolt.config.AppendFsync;
import io.ringbolt.config.AppendOnlyParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.ring.CommandRing;
import io.ringbolt.persistence.aof.AofService;
import io.ringbolt.persistence.aof.HistoryPlace;
import io.ringbolt.persistence.aof.RecoveryPoint;
import io.ringbolt.persistence.disk.FileSystemDisk;
import io.ringbolt.persistence.journal.ForcePolicy;
import io.ringbolt.persistence.journal.JournalAgent;
import io.ringbolt.persistence.journal.JournalFaults;
import io.ringbolt.persistence.journal.JournalSink;
import io.ringbolt.persistence.snapshot.Snapshots;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * The journal's place in the pipeline: behind the engine, on a thread of its own because it waits for a disk; and the
 * append-only file that it writes.
 */
/*
 * The journal reads the log of effects, not the ring, so a force holds up no producer. Only when the log has grown
 * beyond a limit because the disk is slower than the clients are entries held back: the gate that producers heed then
 * stays where it is until the journal has caught up.
 */
final class JournalStage implements JournalFaults
{
    private static final Logger LOGGER = LoggerFactory.getLogger(JournalStage.class);
    private static final int MAX_FINAL_TURNS = 1000;
    private static final long BACKLOG_LIMIT = 256L << 20;
    private static final long WAKE_INTERVAL_US = 5000;
    private static final long WAKE_BACKLOG = 1L << 20;
    private static final long MAX_BACKLOG_HERE = 1L << 18;
    private static final long NS_PER_US = 1000;

    private final Engine engine;
    private final Sequence engineSequence;
    private final Sequence ringSequence;
    private final Sequence producersGate = new Sequence();
    private final JournalAgent agent;
    private final JournalTurn turn;
    private final AofService file;
    private final Runnable onDurable;
    private final AgentThreads.ParkedThread parked = new AgentThreads.ParkedThread();
    private JournalSink testSink;
    private volatile boolean isFailing;
    private volatile boolean isHoldingBack;
    private volatile long pollNs;
    private boolean isUrgent;
    private boolean isTurnDue;
    private boolean isEndOfTurnTold;
    private long wokenAtUs;

    /**
     * @param toEngine  runs something on the engine thread, through the ring.
     * @param onDurable wakes whoever holds replies back.
     */
    JournalStage(
        final Engine engine,
        final CommandRing ring,
        final Sequence engineSequence,
        final Sequence ringSequence,
        final Snapshots snapshots,
        final ServerClocks clocks,
        final Consumer<Runnable> toEngine,
        final Runnable onDurable)
    {
        this.engine = engine;
        this.engineSequence = engineSequence;
        this.ringSequence = ringSequence;
        this.onDurable = onDurable;
        this.agent = new JournalAgent(engineSequence, engine.effectLog(), this::onMoved, this, clocks.nanoClock());
        this.turn = new JournalTurn(agent, parked.signal::published);
        this.file = new AofService(engine, snapshots, new FileSystemDisk(), agent, toEngine,
            () -> clocks.epochClock().microTime() / 1000, parked.signal::published);
        ring.gate(producersGate);
    }

    /** Journals to something else than files. Before the start. */
    void begin(final JournalSink sink)
    {
        testSink = sink;
        agent.begin(engine.effectLog().openReader(), sink);
    }

    /** Tells the engine of its append-only file. */
    void open()
    {
        engine.durability().appendOnly(file);
    }

    /**
     * Has the engine load the file and journals behind it.
     *
     * @param onLoaded run on the engine thread when that is done; at once if there is nothing to load.
     */
    void load(final RecoveryPoint point, final long nowMs, final Runnable onLoaded) throws IOException
    {
        final AofService.AofStart start = file.openAtStart(point);
        if (null == start.loader())
        {
            file.begin(start);
            onLoaded.run();
            return;
        }
        engine.durability().loading().begin(start.loader(), nowMs, () ->
        {
            begin(start);
            LOGGER.info("DB loaded from append only file");
            final HistoryPlace place = start.place();
            if (null != place)
            {
                engine.following().onHistoryLoaded(place.id(), place.offset(), place.database());
            }
            onLoaded.run();
        });
    }

    private void begin(final AofService.AofStart start)
    {
        try
        {
            file.begin(start);
        }
        catch (final IOException failure)
        {
            engine.host().onLoadFailed(failure);
        }
    }

    AofService file()
    {
        return file;
    }

    Sequence durableSequence()
    {
        return agent.durableSequence();
    }

    /** @return whether replies to changes wait for the disk. */
    boolean isGating(final ServerConfig config)
    {
        return (null != testSink || config.get(AppendOnlyParameters.APPENDONLY)) &&
            AppendFsync.ALWAYS == config.get(AppendOnlyParameters.APPENDFSYNC);
    }

    /** Takes what concerns it of a configuration. Engine thread, or before the start. */
    void onConfig(final ServerConfig config)
    {
        file.onConfig(config);
        if (null != testSink)
        {
            agent.policy(ForcePolicy.ALWAYS);
        }
        isUrgent = isGating(config);
        final boolean mayPoll = isUrgent && Runtime.getRuntime().availableProcessors() > 1;
        pollNs = mayPoll ? config.intValue(ThreadParameters.BUSY_POLL_US) * NS_PER_US : 0;
    }

    void start(final AgentThreads threads)
    {
        threads.startPolling("ringbolt-journal", turn, turn::hasWork, () -> pollNs, parked);
    }

    /** Called after each batch of the engine. */
    void onEngineBatch()
    {
        if (engine.effectLog().isActive())
        {
            final long backlog = engine.effectLog().committedPosition() - engine.effectLog().retainedPosition();
            isHoldingBack = backlog > BACKLOG_LIMIT;
            final long nowUs = engine.nowUs();
            if (isUrgent || backlog > WAKE_BACKLOG || nowUs - wokenAtUs >= WAKE_INTERVAL_US)
            {
                wokenAtUs = nowUs;
                wakeNowOrAtTurnsEnd(backlog);
            }
        }
        if (!isHoldingBack)
        {
            advance();
        }
    }

    /** A turn that goes on for long is not waited for, nor is one that has changed much. */
    private void wakeNowOrAtTurnsEnd(final long backlog)
    {
        if (isEndOfTurnTold && isUrgent && !isTurnDue && turn.isShort() && backlog <= MAX_BACKLOG_HERE)
        {
            isTurnDue = true;
        }
        else
        {
            isTurnDue = false;
            parked.signal.published();
        }
    }

    /**
     * Tells that {@link #onTurnEnd} will be called after each turn of the thread that runs engine and selector. Before
     * the start.
     */
    void endOfTurnTold()
    {
        isEndOfTurnTold = true;
    }

    /**
     * Called when a turn's replies have been sent.
     *
     * @param isEveryoneWaiting whether all clients wait for the journal.
     * @return true if the journal has moved meanwhile.
     */
    boolean onTurnEnd(final boolean isEveryoneWaiting)
    {
        if (!isTurnDue)
        {
            return false;
        }
        isTurnDue = false;
        if (isEveryoneWaiting)
        {
            return turn.workHere();
        }
        parked.signal.published();
        return false;
    }

    /** @return whether {@link #onTurnEnd} has something to do. */
    boolean isTurnDue()
    {
        return isTurnDue;
    }

    /** Wakes the journal's thread for the end. */
    void wake()
    {
        parked.signal.published();
    }

    int doWork()
    {
        return turn.doWork();
    }

    /** Writes what is left and closes the sink. After all threads have ended. */
    void close()
    {
        for (int i = MAX_FINAL_TURNS; i > 0 && agent.hasWork() && !isFailing; i--)
        {
            doWork();
        }
        agent.onClose();
    }

    @Override
    public void onFailure(final IOException failure)
    {
        isFailing = true;
        file.onFailure(failure);
    }

    @Override
    public void onSuccess()
    {
        if (isFailing)
        {
            isFailing = false;
        }
        file.onSuccess();
    }

    private void onMoved()
    {
        if (isHoldingBack)
        {
            advance();
        }
        onDurable.run();
    }

    /**
     * Lets producers overwrite what the engine needs no more. The engine's and the journal's thread may both come
     * here.
     */
    private void advance()
    {
        final long free = ringSequence.get();
        long gate = producersGate.get();
        while (gate < free && !producersGate.compareAndSet(gate, free))
        {
            gate = producersGate.get();
        }
    }
}
