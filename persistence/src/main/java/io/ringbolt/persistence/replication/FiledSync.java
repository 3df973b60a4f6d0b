package io.ringbolt.persistence.replication;

import io.ringbolt.engine.durability.JobOutcome;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.replication.SyncRound;
import io.ringbolt.engine.replication.SyncRounds;
import io.ringbolt.engine.replication.SyncSource;
import io.ringbolt.persistence.disk.Disk;
import io.ringbolt.persistence.disk.DiskFile;
import io.ringbolt.persistence.snapshot.SnapshotRun;
import org.agrona.BufferUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A snapshot that is written to a file, which then is sent to replicas, each at its own pace. The file goes when the
 * last of them has it.
 */
final class FiledSync implements SyncRound
{
    private static final Logger LOGGER = LoggerFactory.getLogger(FiledSync.class);
    private static final int BUFFER_LENGTH = 1 << 18;

    private final Disk disk;
    private final Path path;
    private final SyncRounds.Request request;
    private final long streamOffset;
    private final AtomicInteger users = new AtomicInteger(1);
    private SnapshotRun run;
    private volatile boolean isWritten;
    private volatile boolean isFailed;

    FiledSync(final Disk disk, final Path path, final SyncRounds.Request request, final long streamOffset)
    {
        this.disk = disk;
        this.path = path;
        this.request = request;
        this.streamOffset = streamOffset;
    }

    void started(final SnapshotRun newRun)
    {
        run = newRun;
    }

    @Override
    public long effectPosition()
    {
        return run.snapshot().effectPosition();
    }

    @Override
    public long streamOffset()
    {
        return streamOffset;
    }

    @Override
    public boolean isOpen()
    {
        return !isWritten && !isFailed;
    }

    @Override
    public SyncSource join(final Runnable onBytes)
    {
        users.incrementAndGet();
        return new FileSource();
    }

    @Override
    public void start()
    {
        // writing needs nobody who reads
    }

    @Override
    public void cancel()
    {
        run.cancel();
    }

    /** The file is written, or not. Engine thread. */
    void onEnded(final JobOutcome outcome, final Throwable cause, final long copiedBytes)
    {
        isWritten = outcome.isSuccess();
        isFailed = !isWritten;
        if (isWritten)
        {
            LOGGER.info("Background saving for replicas terminated with success: {}", path);
        }
        else
        {
            LOGGER.warn("Background saving for replicas failed: {}", null == cause ? outcome : cause.toString());
        }
        request.onEnded().onEnded(this, isWritten);
        release();
    }

    private void release()
    {
        if (0 == users.decrementAndGet() && isWritten)
        {
            try
            {
                disk.delete(path);
            }
            catch (final IOException stuck)
            {
                LOGGER.warn("Failed to remove the temp RDB file {}: {}", path, stuck.getMessage());
            }
        }
    }

    /** The file as one replica is sent it: its length, then its bytes. */
    private final class FileSource implements SyncSource
    {
        private ByteBuffer buffer;
        private DiskFile file;
        private byte[] head;
        private int headSent;
        private long length = Long.MAX_VALUE;
        private long position;
        private boolean isClosed;

        @Override
        public int copy(final long address, final int capacity) throws IOException
        {
            if (isFailed)
            {
                throw new IOException("the snapshot has failed: " + path);
            }
            if (!isWritten)
            {
                return 0;
            }
            if (null == file)
            {
                open();
            }
            if (headSent < head.length)
            {
                final int piece = Math.min(capacity, head.length - headSent);
                OffHeap.copyIn(head, headSent, address, piece);
                return piece;
            }
            return copyFromFile(address, capacity);
        }

        private void open() throws IOException
        {
            file = disk.openToRead(path);
            length = file.length();
            head = ("$" + length + "\r\n").getBytes(StandardCharsets.US_ASCII);
            buffer = ByteBuffer.allocateDirect(BUFFER_LENGTH);
        }

        private int copyFromFile(final long address, final int capacity) throws IOException
        {
            buffer.clear().limit((int)Math.min(Math.min(capacity, BUFFER_LENGTH), length - position));
            if (0 == buffer.limit())
            {
                return 0;
            }
            final int count = file.read(position, buffer);
            if (count <= 0)
            {
                throw new IOException("the snapshot's file ends early: " + path + " position=" + position +
                    " length=" + length);
            }
            OffHeap.copy(BufferUtil.address(buffer), address, count);
            return count;
        }

        @Override
        public void advance(final int count)
        {
            if (headSent < head.length)
            {
                headSent += count;
            }
            else
            {
                position += count;
            }
        }

        @Override
        public boolean isDone()
        {
            return position == length;
        }

        @Override
        public boolean hasBytes()
        {
            return isWritten || isFailed;
        }

        @Override
        public void close()
        {
            if (isClosed)
            {
                return;
            }
            isClosed = true;
            if (null != file)
            {
                try
                {
                    file.close();
                }
                catch (final IOException failure)
                {
                    LOGGER.warn("Closing {} failed: {}", path, failure.getMessage());
                }
                BufferUtil.free(buffer);
            }
            release();
        }
    }
}
