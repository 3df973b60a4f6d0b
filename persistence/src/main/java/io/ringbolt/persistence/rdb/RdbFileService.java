package io.ringbolt.persistence.rdb;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.SnapshotParameters;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.durability.JobOutcome;
import io.ringbolt.engine.durability.JobProgress;
import io.ringbolt.engine.durability.RdbFiles;
import io.ringbolt.engine.replication.Replication;
import io.ringbolt.persistence.disk.Disk;
import io.ringbolt.persistence.disk.DiskFile;
import io.ringbolt.persistence.snapshot.Snapshots;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The server's RDB file: saved from snapshots, loaded at the start or by command. Owned by the engine thread.
 */
public final class RdbFileService implements RdbFiles
{
    private static final Logger LOGGER = LoggerFactory.getLogger(RdbFileService.class);
    private static final int RUN_ID_SHOWN = 8;

    private final Engine engine;
    private final Snapshots snapshots;
    private final Disk disk;
    private int draftCount;
    private boolean isSkippingChecksums;

    public RdbFileService(final Engine engine, final Snapshots snapshots, final Disk disk)
    {
        this.engine = engine;
        this.snapshots = snapshots;
        this.disk = disk;
    }

    @Override
    public boolean save()
    {
        try
        {
            final boolean isSaved = snapshots.runNow(newJob(this::onEnded)).isSuccess();
            if (isSaved)
            {
                LOGGER.info("DB saved on disk");
            }
            return isSaved;
        }
        catch (final OutOfMemoryError refused)
        {
            LOGGER.warn("Can't save: no memory for a snapshot: {}", refused.getMessage());
            return false;
        }
    }

    @Override
    public JobProgress saveInBackground(final Consumer<JobOutcome> onEnded)
    {
        try
        {
            return snapshots.start(newJob((outcome, cause, copiedBytes) ->
            {
                onEnded(outcome, cause, copiedBytes);
                onEnded.accept(outcome);
            }));
        }
        catch (final OutOfMemoryError refused)
        {
            LOGGER.warn("Can't save in background: no memory for a snapshot: {}", refused.getMessage());
            return null;
        }
    }

    private RdbSaveJob newJob(final RdbSaveJob.End onEnded)
    {
        final ServerConfig config = engine.config();
        final Path file = path();
        final RdbSaveJob.RdbTarget target = new RdbSaveJob.RdbTarget(
            file,
            file.resolveSibling(draftName()),
            config.get(SnapshotParameters.RDB_SAVE_INCREMENTAL_FSYNC),
            config.intValue(SnapshotParameters.RDB_KEY_SAVE_DELAY));
        return new RdbSaveJob(disk, engine.allocator(), RdbSettings.of(config).from(origin()), target, onEnded);
    }

    /** @return the place in the history at which the keyspace is now; null where nobody else knows of that history. */
    private RdbSettings.ReplicationOrigin origin()
    {
        final Replication replication = engine.replication();
        if (replication.isReplica())
        {
            return !engine.following().mayContinue() ? null : new RdbSettings.ReplicationOrigin(
                engine.following().streamDatabase(), replication.id(), replication.offset());
        }
        return !replication.backlog().isOpen() ? null : new RdbSettings.ReplicationOrigin(
            Math.max(0, engine.effectLog().selectedDatabase()), replication.id(), replication.offset());
    }

    /** Servers in one process may share a folder, so the name of a draft tells which one's it is. */
    private String draftName()
    {
        return "temp-" + ProcessHandle.current().pid() + '-' +
            engine.identity().runId().substring(0, RUN_ID_SHOWN) + '-' + ++draftCount + ".rdb";
    }

    private void onEnded(final JobOutcome outcome, final Throwable cause, final long copiedBytes)
    {
        engine.durability().saving().copiedBytes(copiedBytes);
        if (JobOutcome.SUCCEEDED == outcome)
        {
            LOGGER.info("{} MB of memory used by copy-on-write", copiedBytes >> 20);
        }
        else if (JobOutcome.POOL_FULL == outcome)
        {
            LOGGER.warn(
                "Saving {} failed: more was written meanwhile than snapshot-pool-bytes={} has room for.",
                path(),
                engine.config().longValue(SnapshotParameters.SNAPSHOT_POOL_BYTES));
        }
        else if (JobOutcome.FAILED == outcome)
        {
            LOGGER.warn("Write error while saving DB to the disk({}): {}", path(), cause.toString());
        }
    }

    @Override
    public boolean load(final boolean isReplacing)
    {
        engine.durability().loading().resetFigures();
        try (DiskFile file = disk.openToRead(path());
            RdbLoader loader = new RdbLoader(engine, new DiskSource(file, 0), options().replacing(isReplacing)))
        {
            loader.loadAll();
            return true;
        }
        catch (final IOException failure)
        {
            LOGGER.warn("Error loading {}: {}", path(), failure.toString());
            return false;
        }
    }

    /**
     * Opens the file that is to be loaded when the server starts.
     *
     * @return null if there is none.
     * @throws IOException if it can't be opened.
     */
    public RdbFileLoad openAtStart() throws IOException
    {
        try
        {
            return new RdbFileLoad(
                engine,
                disk,
                path(),
                options(),
                engine.config().longValue(SnapshotParameters.LOADING_PROCESS_EVENTS_INTERVAL_BYTES),
                engine.config().intValue(SnapshotParameters.KEY_LOAD_DELAY));
        }
        catch (final NoSuchFileException none)
        {
            return null;
        }
    }

    @Override
    public void skipChecksums(final boolean isSkipping)
    {
        isSkippingChecksums = isSkipping;
    }

    private RdbLoadOptions options()
    {
        final RdbLoadOptions options = engine.replication().isReplica() ?
            RdbLoadOptions.ofMaster(engine.config()) : RdbLoadOptions.of(engine.config());
        return isSkippingChecksums ? options.withoutChecksum() : options;
    }

    private Path path()
    {
        return engine.config().resolve(engine.config().get(SnapshotParameters.DBFILENAME));
    }
}
