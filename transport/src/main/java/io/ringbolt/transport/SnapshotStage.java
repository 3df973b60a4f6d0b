package io.ringbolt.transport;

import com.lmax.disruptor.Sequence;
import io.ringbolt.config.SnapshotParameters;
import io.ringbolt.engine.Engine;
import io.ringbolt.persistence.disk.FileSystemDisk;
import io.ringbolt.persistence.rdb.RdbFileLoad;
import io.ringbolt.persistence.rdb.RdbFileService;
import io.ringbolt.persistence.rdb.RdbSettings;
import io.ringbolt.persistence.replication.SyncService;
import io.ringbolt.persistence.snapshot.SnapshotAgent;
import io.ringbolt.persistence.snapshot.SnapshotPace;
import io.ringbolt.persistence.snapshot.Snapshots;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * Snapshots' place in the server: on a thread of their own, because they wait for a disk, with their ends told to the
 * engine through the ring; and the RDB file that is saved by them and loaded at the start.
 */
final class SnapshotStage
{
    private static final Logger LOGGER = LoggerFactory.getLogger(SnapshotStage.class);
    private static final double MS_PER_SECOND = 1000;

    private final Engine engine;
    private final ServerClocks clocks;
    private final AgentThreads.ParkedThread parked = new AgentThreads.ParkedThread();
    private final Snapshots snapshots;
    private final SnapshotAgent agent;
    private final RdbFileService files;

    /**
     * @param isSharingCores whether the machine has too few cores for the snapshot thread to have one.
     * @param toEngine       runs something on the engine thread, through the ring.
     */
    SnapshotStage(
        final Engine engine,
        final ServerClocks clocks,
        final Sequence engineSequence,
        final boolean isSharingCores,
        final Consumer<Runnable> toEngine)
    {
        this.engine = engine;
        this.clocks = clocks;
        snapshots = new Snapshots(engine, toEngine, parked.signal::published);
        agent = new SnapshotAgent(snapshots, isSharingCores ?
            new SnapshotPace(
                engineSequence::get,
                clocks.nanoClock(),
                engine.config().intValue(SnapshotParameters.SNAPSHOT_BUSY_PERCENT)) :
            SnapshotPace.unlimited());
        files = new RdbFileService(engine, snapshots, new FileSystemDisk());
        engine.replication().replicas().syncs(
            new SyncService(engine, snapshots, new FileSystemDisk(), parked.signal::published));
    }

    /**
     * Tells the engine where its files are.
     *
     * @param isAutomatic see {@link io.ringbolt.engine.durability.Saving#open}.
     */
    void open(final boolean isAutomatic)
    {
        final long nowUs = clocks.epochClock().microTime();
        engine.startAt(nowUs);
        engine.durability().saving().open(files, isAutomatic, nowUs / 1000);
    }

    /**
     * Has the engine begin to load its file.
     *
     * @param onLoaded run on the engine thread when that is done; at once if there is no file.
     */
    void load(final Runnable onLoaded) throws IOException
    {
        final RdbFileLoad load = files.openAtStart();
        if (null == load)
        {
            onLoaded.run();
            return;
        }
        final long beganNs = clocks.nanoClock().nanoTime();
        engine.durability().loading().begin(load, clocks.epochClock().microTime() / 1000, () ->
        {
            final long elapsedMs = (clocks.nanoClock().nanoTime() - beganNs) / 1_000_000;
            LOGGER.info("DB loaded from disk: {} seconds", elapsedMs / MS_PER_SECOND);
            final RdbSettings.ReplicationOrigin origin = load.origin();
            if (null != origin)
            {
                engine.following().onHistoryLoaded(origin.replicationId(), origin.offset(), origin.database());
            }
            onLoaded.run();
        });
    }

    Snapshots snapshots()
    {
        return snapshots;
    }

    void start(final AgentThreads threads)
    {
        threads.startBackground("ringbolt-snapshot", agent, agent::hasWork, parked);
    }

    int doWork()
    {
        return agent.doWork();
    }

    /** Has jobs end as soon as they can; any thread. */
    void requestStop()
    {
        agent.requestStop();
        parked.signal.published();
    }

    /** Ends what is unfinished. After all threads have ended. */
    void close()
    {
        agent.onClose();
    }
}
