package io.ringbolt.persistence.rdb;

import io.ringbolt.engine.durability.JobOutcome;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.persistence.disk.Disk;
import io.ringbolt.persistence.snapshot.Snapshot;
import io.ringbolt.persistence.snapshot.SnapshotJob;
import io.ringbolt.persistence.snapshot.SnapshotRun;
import io.ringbolt.persistence.snapshot.SnapshotStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * The job that writes a snapshot to a file, as RDB or in another format: for BGSAVE, for the base of an append-only
 * file, for a replica.
 */
public final class RdbSaveJob implements SnapshotJob
{
    private static final Logger LOGGER = LoggerFactory.getLogger(RdbSaveJob.class);
    private static final int KEYS_PER_PIECE = 512;
    private static final long BYTES_PER_PIECE = 1 << 17;
    private static final long NS_PER_US = 1000;

    private final Disk disk;
    private final SnapshotStream.Format format;
    private final RdbTarget target;
    private final End onEnded;
    private SnapshotRun run;
    private RdbFileWriter file;
    private SnapshotStream stream;

    /** A job that writes RDB. @param onEnded told of the end on the engine thread. */
    public RdbSaveJob(
        final Disk disk,
        final OffHeapAllocator allocator,
        final RdbSettings settings,
        final RdbTarget target,
        final End onEnded)
    {
        this(disk, (snapshot, sink) -> new RdbStream(snapshot, settings, allocator, sink), target, onEnded);
    }

    /** @param onEnded told of the end on the engine thread. */
    public RdbSaveJob(
        final Disk disk, final SnapshotStream.Format format, final RdbTarget target, final End onEnded)
    {
        this.disk = disk;
        this.format = format;
        this.target = target;
        this.onEnded = onEnded;
    }

    @Override
    public String name()
    {
        return "saving " + target.file();
    }

    @Override
    public void begin(final Snapshot snapshot, final SnapshotRun newRun) throws IOException
    {
        run = newRun;
        file = new RdbFileWriter(disk, target.draft(), target.file(), target.isForcedOnTheWay(), run::checkCancelled);
        stream = format.open(snapshot, file);
    }

    @Override
    public boolean doWork() throws IOException
    {
        final boolean isSlow = 0 != target.keyDelayUs();
        final boolean hasMore = stream.write(isSlow ? 1 : KEYS_PER_PIECE, BYTES_PER_PIECE);
        run.keysProcessed(stream.keyCount());
        if (isSlow)
        {
            delay(target.keyDelayUs());
        }
        if (!hasMore)
        {
            file.commit(run::beginCommit);
        }
        return hasMore;
    }

    /** Waits as long as a test wants it, or with a negative number, a microsecond once in so many keys. */
    private static void delay(final int keyDelayUs)
    {
        if (keyDelayUs > 0)
        {
            LockSupport.parkNanos(keyDelayUs * NS_PER_US);
        }
        else if (0 == ThreadLocalRandom.current().nextInt(-keyDelayUs))
        {
            LockSupport.parkNanos(NS_PER_US);
        }
    }

    @Override
    public void end(final JobOutcome outcome)
    {
        if (null != stream)
        {
            stream.close();
        }
        if (null != file && !outcome.isSuccess())
        {
            try
            {
                file.abandon();
            }
            catch (final IOException stuck)
            {
                LOGGER.warn("Failed to remove the temp RDB file {}: {}", target.draft(), stuck.getMessage());
            }
        }
    }

    @Override
    public void onEnded(final JobOutcome outcome, final Throwable cause)
    {
        onEnded.onEnded(outcome, cause, null == run ? 0 : run.copiedBytes());
    }

    /** Who is told of the end, on the engine thread. */
    @FunctionalInterface
    public interface End
    {
        /**
         * @param cause       of a failure; null otherwise.
         * @param copiedBytes what the snapshot pool held at the end.
         */
        void onEnded(JobOutcome outcome, Throwable cause, long copiedBytes);
    }

    /**
     * Where and how a file is written.
     *
     * @param file             what it is called in the end.
     * @param draft            its name until then; in the same folder.
     * @param isForcedOnTheWay see {@link RdbFileWriter}.
     * @param keyDelayUs       microseconds to wait after each key, for tests.
     */
    public record RdbTarget(Path file, Path draft, boolean isForcedOnTheWay, int keyDelayUs)
    {
    }
}
