package io.ringbolt.transport.replication;

import io.ringbolt.config.AppendOnlyParameters;
import io.ringbolt.config.SavePoint;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.SnapshotParameters;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.durability.DataLoader;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.replication.Transfer;
import io.ringbolt.persistence.disk.Disk;
import io.ringbolt.persistence.disk.DiskFile;
import io.ringbolt.persistence.rdb.RdbDestination;
import io.ringbolt.persistence.rdb.RdbFileLoad;
import io.ringbolt.persistence.rdb.RdbLoadOptions;
import io.ringbolt.persistence.rdb.RdbSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A master's data in a file: written by the link's thread under a name of its own, then, in the place of the server's
 * RDB file, loaded by the engine's.
 */
final class TransferFile implements TransferSink, Transfer
{
    private static final Logger LOGGER = LoggerFactory.getLogger(TransferFile.class);
    private static final long FORCE_INTERVAL = 8L << 20;

    private final Engine engine;
    private final ServerConfig config;
    private final Disk disk;
    private final Path draft;
    private final Path target;
    private DiskFile file;
    private long length;
    private long forcedLength;
    private RdbFileLoad load;
    private boolean isRenamed;

    TransferFile(final Engine engine, final ServerConfig config, final Disk disk, final String draftName)
        throws IOException
    {
        this.engine = engine;
        this.config = config;
        this.disk = disk;
        this.target = config.resolve(config.get(SnapshotParameters.DBFILENAME));
        this.draft = target.resolveSibling(draftName);
        this.file = disk.create(draft);
    }

    @Override
    public int take(final LinkBuffer buffer, final int count) throws IOException
    {
        file.write(length, buffer.first(count));
        length += count;
        if (length - forcedLength >= FORCE_INTERVAL)
        {
            file.force();
            forcedLength = length;
        }
        return count;
    }

    @Override
    public void end() throws IOException
    {
        file.force();
        file.close();
        file = null;
    }

    @Override
    public void fail(final String reason)
    {
        if (null != file)
        {
            try
            {
                file.close();
            }
            catch (final IOException stuck)
            {
                LOGGER.warn("Failed to close {}: {}", draft, stuck.getMessage());
            }
            file = null;
            delete(draft);
        }
    }

    @Override
    public DataLoader open(final Database[] databases, final List<byte[]> libraries) throws IOException
    {
        disk.rename(draft, target);
        disk.forceFolder(target.toAbsolutePath().getParent());
        isRenamed = true;
        load = new RdbFileLoad(
            engine,
            disk,
            target,
            RdbLoadOptions.ofMaster(config),
            config.longValue(SnapshotParameters.LOADING_PROCESS_EVENTS_INTERVAL_BYTES),
            config.intValue(SnapshotParameters.KEY_LOAD_DELAY),
            RdbDestination.beside(databases, libraries));
        return load;
    }

    @Override
    public int streamDatabase()
    {
        final RdbSettings.ReplicationOrigin origin = load.origin();
        return null == origin ? 0 : origin.database();
    }

    /** A server that is to keep nothing on disk keeps no file of its master either. */
    @Override
    public void onLoaded()
    {
        final List<SavePoint> points = engine.config().get(SnapshotParameters.SAVE);
        if (engine.config().get(SnapshotParameters.RDB_DEL_SYNC_FILES) && points.isEmpty() &&
            !engine.config().get(AppendOnlyParameters.APPENDONLY))
        {
            delete(target);
        }
    }

    @Override
    public void discard()
    {
        if (null == load)
        {
            delete(isRenamed ? target : draft);
        }
    }

    private void delete(final Path path)
    {
        try
        {
            disk.delete(path);
        }
        catch (final IOException stuck)
        {
            LOGGER.warn("Failed to remove {}: {}", path, stuck.getMessage());
        }
    }
}
