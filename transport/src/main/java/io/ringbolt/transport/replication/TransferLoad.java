package io.ringbolt.transport.replication;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.SnapshotParameters;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.durability.DataLoader;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.replication.Transfer;
import io.ringbolt.persistence.rdb.RdbDestination;
import io.ringbolt.persistence.rdb.RdbLoadOptions;
import io.ringbolt.persistence.rdb.RdbLoader;
import io.ringbolt.persistence.rdb.RdbSettings;

import java.io.IOException;
import java.util.List;

/**
 * A master's data that are loaded as they come. Owned by the engine thread.
 */
final class TransferLoad implements DataLoader, Transfer
{
    private final Engine engine;
    private final ServerConfig config;
    private final TransferPipe pipe;
    private final long totalLength;
    private final long bytesPerPiece;
    private RdbLoader loader;
    private boolean isParsed;

    /** @param totalLength bytes that will come; {@link Long#MAX_VALUE} if that is not known. */
    TransferLoad(final Engine engine, final ServerConfig config, final TransferPipe pipe, final long totalLength)
    {
        this.engine = engine;
        this.config = config;
        this.pipe = pipe;
        this.totalLength = totalLength;
        this.bytesPerPiece = config.longValue(SnapshotParameters.LOADING_PROCESS_EVENTS_INTERVAL_BYTES);
    }

    @Override
    public DataLoader open(final Database[] databases, final List<byte[]> libraries)
    {
        loader = new RdbLoader(
            engine, pipe, RdbLoadOptions.ofMaster(config), RdbDestination.beside(databases, libraries));
        return this;
    }

    @Override
    public boolean isReady()
    {
        return pipe.isReady();
    }

    @Override
    public boolean load() throws IOException
    {
        if (null != pipe.failure())
        {
            throw new LinkException(pipe.failure());
        }
        if (!isParsed)
        {
            isParsed = !loader.load(Math.max(1, Math.min(bytesPerPiece, pipe.available())));
        }
        return !isParsed || !pipe.isComplete();
    }

    @Override
    public long totalBytes()
    {
        return Long.MAX_VALUE == totalLength ? 0 : totalLength;
    }

    @Override
    public long loadedBytes()
    {
        return loader.position();
    }

    @Override
    public long usedMemoryThen()
    {
        return loader.usedMemoryThen();
    }

    @Override
    public void close()
    {
        loader.close();
        pipe.release();
    }

    @Override
    public int streamDatabase()
    {
        final RdbSettings.ReplicationOrigin origin = loader.origin();
        return null == origin ? 0 : origin.database();
    }

    @Override
    public void onLoaded()
    {
        // nothing is left of them
    }

    @Override
    public void discard()
    {
        if (null == loader)
        {
            pipe.release();
        }
    }
}
