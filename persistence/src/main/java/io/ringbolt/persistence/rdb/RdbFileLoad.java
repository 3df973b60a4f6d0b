package io.ringbolt.persistence.rdb;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.durability.DataLoader;
import io.ringbolt.persistence.disk.Disk;
import io.ringbolt.persistence.disk.DiskFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * The loading of an RDB file when the server starts, or of a master's. Owned by the engine thread.
 */
public final class RdbFileLoad implements DataLoader
{
    private static final Logger LOGGER = LoggerFactory.getLogger(RdbFileLoad.class);
    private static final long NS_PER_US = 1000;

    private final DiskFile file;
    private final RdbLoader loader;
    private final long totalBytes;
    private final long bytesPerPiece;
    private final int keyDelayUs;

    /**
     * Opens the file.
     *
     * @param bytesPerPiece how much to load before clients are looked after.
     * @param keyDelayUs    microseconds to wait after each piece, for tests; a piece then is one byte long.
     */
    public RdbFileLoad(
        final Engine engine,
        final Disk disk,
        final Path path,
        final RdbLoadOptions options,
        final long bytesPerPiece,
        final int keyDelayUs)
        throws IOException
    {
        this(engine, disk, path, options, bytesPerPiece, keyDelayUs, RdbDestination.of(engine));
    }

    /** As the other one, into {@code destination}. */
    public RdbFileLoad(
        final Engine engine,
        final Disk disk,
        final Path path,
        final RdbLoadOptions options,
        final long bytesPerPiece,
        final int keyDelayUs,
        final RdbDestination destination)
        throws IOException
    {
        this.bytesPerPiece = 0 == keyDelayUs ? bytesPerPiece : 1;
        this.keyDelayUs = keyDelayUs;
        file = disk.openToRead(path);
        boolean isOpened = false;
        try
        {
            totalBytes = file.length();
            loader = new RdbLoader(engine, new DiskSource(file, 0), options, destination);
            isOpened = true;
        }
        finally
        {
            if (!isOpened)
            {
                file.close();
            }
        }
    }

    @Override
    public boolean load() throws IOException
    {
        final boolean hasMore = loader.load(bytesPerPiece);
        if (keyDelayUs > 0)
        {
            LockSupport.parkNanos(keyDelayUs * NS_PER_US);
        }
        return hasMore;
    }

    @Override
    public long totalBytes()
    {
        return totalBytes;
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

    /** @return the place in a history that the data belong to; null if the file has not said so. */
    public RdbSettings.ReplicationOrigin origin()
    {
        return loader.origin();
    }

    @Override
    public void close()
    {
        loader.close();
        try
        {
            file.close();
        }
        catch (final IOException stuck)
        {
            LOGGER.warn("Failed to close {}: {}", file.path(), stuck.getMessage());
        }
    }
}
