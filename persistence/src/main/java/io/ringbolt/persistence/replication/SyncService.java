package io.ringbolt.persistence.replication;

import io.ringbolt.config.SnapshotParameters;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.replication.SyncRound;
import io.ringbolt.engine.replication.SyncRounds;
import io.ringbolt.persistence.disk.Disk;
import io.ringbolt.persistence.rdb.RdbSaveJob;
import io.ringbolt.persistence.rdb.RdbSettings;
import io.ringbolt.persistence.snapshot.Snapshots;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;

/**
 * Makes snapshots for replicas: jobs of the snapshot thread. Called by the engine thread.
 */
public final class SyncService implements SyncRounds
{
    private static final Logger LOGGER = LoggerFactory.getLogger(SyncService.class);
    private static final int RUN_ID_SHOWN = 8;

    private final Engine engine;
    private final Snapshots snapshots;
    private final Disk disk;
    private final Runnable onRoom;
    private int fileCount;

    /** @param onRoom wakes the snapshot thread; called by any thread. */
    public SyncService(final Engine engine, final Snapshots snapshots, final Disk disk, final Runnable onRoom)
    {
        this.engine = engine;
        this.snapshots = snapshots;
        this.disk = disk;
        this.onRoom = onRoom;
    }

    @Override
    public SyncRound begin(final Request request)
    {
        final RdbSettings settings = RdbSettings.of(engine.config()).from(new RdbSettings.ReplicationOrigin(
            request.database(), request.replicationId(), request.offset()));
        try
        {
            return request.isDiskless() ? beginPiped(request, settings) : beginFiled(request, settings);
        }
        catch (final OutOfMemoryError refused)
        {
            LOGGER.warn("Can't make a snapshot for replicas: no memory for one: {}", refused.getMessage());
            return null;
        }
    }

    private SyncRound beginPiped(final Request request, final RdbSettings settings)
    {
        final PipedSync sync = new PipedSync(
            engine.allocator(), settings, request, engine.identity().newId(), engine.effectLog().streamLength(),
            onRoom);
        sync.started(snapshots.start(sync));
        return sync;
    }

    private SyncRound beginFiled(final Request request, final RdbSettings settings)
    {
        final Path path = engine.config().resolve("temp-sync-" + ProcessHandle.current().pid() + '-' +
            engine.identity().runId().substring(0, RUN_ID_SHOWN) + '-' + ++fileCount + ".rdb");
        final FiledSync sync = new FiledSync(disk, path, request, engine.effectLog().streamLength());
        final RdbSaveJob.RdbTarget target = new RdbSaveJob.RdbTarget(
            path, path.resolveSibling(path.getFileName() + ".part"), false,
            engine.config().intValue(SnapshotParameters.RDB_KEY_SAVE_DELAY));
        sync.started(snapshots.start(
            new RdbSaveJob(disk, engine.allocator(), settings, target, sync::onEnded)));
        return sync;
    }
}
