package io.ringbolt.persistence.replication;

import io.ringbolt.engine.durability.JobOutcome;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.replication.SyncRound;
import io.ringbolt.engine.replication.SyncRounds;
import io.ringbolt.engine.replication.SyncSource;
import io.ringbolt.persistence.rdb.RdbSettings;
import io.ringbolt.persistence.rdb.RdbStream;
import io.ringbolt.persistence.snapshot.Snapshot;
import io.ringbolt.persistence.snapshot.SnapshotJob;
import io.ringbolt.persistence.snapshot.SnapshotRun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;

/**
 * A snapshot that replicas are sent while it is being made. They are told a mark beforehand and find the end by it, for
 * nobody knows the length.
 */
final class PipedSync implements SnapshotJob, SyncRound
{
    private static final Logger LOGGER = LoggerFactory.getLogger(PipedSync.class);
    private static final int KEYS_PER_PIECE = 512;
    private static final long BYTES_PER_PIECE = 1 << 17;

    private final OffHeapAllocator allocator;
    private final RdbSettings settings;
    private final SyncRounds.Request request;
    private final String mark;
    private final SyncPipe pipe;
    private final long streamOffset;
    private SnapshotRun run;
    private RdbStream stream;
    private volatile boolean isStarted;
    private volatile boolean isCancelled;
    private long effectPosition;

    /**
     * @param mark         40 characters that will not occur in the snapshot.
     * @param streamOffset of the present moment.
     * @param onRoom       wakes the snapshot thread.
     */
    PipedSync(
        final OffHeapAllocator allocator,
        final RdbSettings settings,
        final SyncRounds.Request request,
        final String mark,
        final long streamOffset,
        final Runnable onRoom)
    {
        this.allocator = allocator;
        this.settings = settings;
        this.request = request;
        this.mark = mark;
        this.streamOffset = streamOffset;
        this.pipe = new SyncPipe(allocator, this::checkCancelled, onRoom);
    }

    void started(final SnapshotRun newRun)
    {
        effectPosition = newRun.snapshot().effectPosition();
    }

    // ---- the engine's side

    @Override
    public long effectPosition()
    {
        return effectPosition;
    }

    @Override
    public long streamOffset()
    {
        return streamOffset;
    }

    @Override
    public boolean isOpen()
    {
        return !isStarted;
    }

    @Override
    public SyncSource join(final Runnable onBytes)
    {
        return pipe.open(onBytes);
    }

    @Override
    public void start()
    {
        isStarted = true;
    }

    @Override
    public void cancel()
    {
        isCancelled = true;
        isStarted = true;
    }

    // ---- the snapshot thread's side

    @Override
    public String name()
    {
        return "sending a snapshot to replicas";
    }

    @Override
    public boolean isReady()
    {
        return isStarted && (isCancelled || pipe.hasRoom());
    }

    @Override
    public void begin(final Snapshot snapshot, final SnapshotRun newRun)
    {
        run = newRun;
        final Snapshot wanted = request.hasFunctions() ? snapshot : snapshot.withoutLibraries();
        stream = new RdbStream(wanted, settings, allocator, pipe::write, request.hasData());
        write("$EOF:" + mark + "\r\n");
    }

    @Override
    public boolean doWork()
    {
        checkCancelled();
        if (!isReady())
        {
            return true;
        }
        final boolean hasMore = stream.write(KEYS_PER_PIECE, BYTES_PER_PIECE);
        run.keysProcessed(stream.keyCount());
        if (hasMore)
        {
            stream.flush();
            pipe.tell();
        }
        else
        {
            write(mark);
        }
        return hasMore;
    }

    private void checkCancelled()
    {
        if (isCancelled)
        {
            throw new CancellationException("no replica is left");
        }
        run.checkCancelled();
    }

    private void write(final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        final long address = allocator.allocate(bytes.length);
        OffHeap.copyIn(bytes, 0, address, bytes.length);
        pipe.write(address, bytes.length);
        allocator.free(address, bytes.length);
    }

    @Override
    public void end(final JobOutcome outcome)
    {
        if (null != stream)
        {
            stream.close();
        }
        pipe.end(outcome.isSuccess());
    }

    @Override
    public void onEnded(final JobOutcome outcome, final Throwable cause)
    {
        if (JobOutcome.CANCELLED == outcome)
        {
            LOGGER.info("Diskless rdb transfer, last replica dropped, ending it.");
        }
        else if (outcome.isSuccess())
        {
            LOGGER.info("Diskless rdb transfer: the snapshot is complete, replicas are being sent the rest.");
        }
        else
        {
            LOGGER.warn("Diskless rdb transfer failed: {}", null == cause ? outcome : cause.toString());
        }
        request.onEnded().onEnded(this, outcome.isSuccess());
    }
}
