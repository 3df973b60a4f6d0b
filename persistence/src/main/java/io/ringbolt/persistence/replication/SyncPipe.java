package io.ringbolt.persistence.replication;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.replication.SyncSource;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Bytes from one thread, which makes a snapshot, to those that send it, every reader getting all of them.
 * <p>
 * Memory is taken in chunks as it is needed and given back when the slowest reader has left them. A maker that looks at
 * {@link #hasRoom()} before each piece takes little; one value that is larger than what is left goes on beyond that, up
 * to a limit at which the maker waits.
 */
/*
 * The maker writes a chunk's address and bytes before it moves the end, readers read the end first. A chunk is freed by
 * the maker, when it needs another one, or by whoever lets go of the pipe last.
 */
final class SyncPipe
{
    static final int CHUNK_LENGTH = 1 << 18;

    private static final int CHUNK_SHIFT = Integer.numberOfTrailingZeros(CHUNK_LENGTH);
    private static final int MAX_CHUNKS = 256;
    private static final long ENOUGH_LENGTH = 16L * CHUNK_LENGTH;
    private static final long WAIT_NS = 200_000;

    private final OffHeapAllocator allocator;
    private final Runnable checkCancelled;
    private final Runnable onRoom;
    private final long[] chunks = new long[MAX_CHUNKS];
    private final List<Reader> readers = new CopyOnWriteArrayList<>();
    private final AtomicInteger users = new AtomicInteger(1);
    private long firstChunk;
    private long chunksEnd;
    private volatile long end;
    private volatile boolean isComplete;
    private volatile boolean isFailed;

    /**
     * @param checkCancelled throws if the maker is to write no more.
     * @param onRoom         run by a reader that has made room; any thread.
     */
    SyncPipe(final OffHeapAllocator allocator, final Runnable checkCancelled, final Runnable onRoom)
    {
        this.allocator = allocator;
        this.checkCancelled = checkCancelled;
        this.onRoom = onRoom;
    }

    // ---- the maker's side

    /** @return false if readers are so far behind that the maker should do something else. */
    boolean hasRoom()
    {
        return end - slowest() < ENOUGH_LENGTH;
    }

    void write(final long address, final int length)
    {
        int done = 0;
        while (done < length)
        {
            final long position = end;
            if (position == chunksEnd << CHUNK_SHIFT)
            {
                addChunk();
            }
            final int inChunk = (int)position & CHUNK_LENGTH - 1;
            final int piece = Math.min(length - done, CHUNK_LENGTH - inChunk);
            OffHeap.copy(address + done, chunk(position) + inChunk, piece);
            done += piece;
            end = position + piece;
        }
    }

    /** Tells readers that there is something to send. */
    void tell()
    {
        for (final Reader reader : readers)
        {
            reader.onBytes.run();
        }
    }

    /** Nothing comes any more. @param isSuccess whether what came is all. */
    void end(final boolean isSuccess)
    {
        isFailed = !isSuccess;
        isComplete = isSuccess;
        tell();
        release();
    }

    private void addChunk()
    {
        freePassed();
        while (chunksEnd - firstChunk == MAX_CHUNKS)
        {
            tell();
            checkCancelled.run();
            LockSupport.parkNanos(this, WAIT_NS);
            freePassed();
        }
        chunks[slot(chunksEnd)] = allocator.allocate(CHUNK_LENGTH);
        chunksEnd++;
    }

    private void freePassed()
    {
        final long passed = Math.min(slowest(), end);
        while (firstChunk < chunksEnd && firstChunk + 1 << CHUNK_SHIFT <= passed)
        {
            allocator.free(chunks[slot(firstChunk)], CHUNK_LENGTH);
            firstChunk++;
        }
    }

    private long slowest()
    {
        long slowest = Long.MAX_VALUE;
        for (final Reader reader : readers)
        {
            slowest = Math.min(slowest, reader.position);
        }
        return slowest;
    }

    // ---- the readers' side

    /** Adds a reader, before anything has been written. @param onBytes run when there is something to send. */
    SyncSource open(final Runnable onBytes)
    {
        final Reader reader = new Reader(onBytes);
        users.incrementAndGet();
        readers.add(reader);
        return reader;
    }

    private long chunk(final long position)
    {
        return chunks[slot(position >>> CHUNK_SHIFT)];
    }

    private static int slot(final long chunk)
    {
        return (int)chunk & MAX_CHUNKS - 1;
    }

    private void release()
    {
        if (0 == users.decrementAndGet())
        {
            while (firstChunk < chunksEnd)
            {
                allocator.free(chunks[slot(firstChunk)], CHUNK_LENGTH);
                firstChunk++;
            }
        }
    }

    private final class Reader implements SyncSource
    {
        private final Runnable onBytes;
        private volatile long position;
        private volatile boolean isClosed;

        Reader(final Runnable onBytes)
        {
            this.onBytes = onBytes;
        }

        @Override
        public int copy(final long address, final int capacity) throws IOException
        {
            if (isFailed)
            {
                throw new IOException("the snapshot has failed: sent=" + position);
            }
            final long from = position;
            final int length = (int)Math.min(capacity, end - from);
            int done = 0;
            while (done < length)
            {
                final int inChunk = (int)(from + done) & CHUNK_LENGTH - 1;
                final int piece = Math.min(length - done, CHUNK_LENGTH - inChunk);
                OffHeap.copy(chunk(from + done) + inChunk, address + done, piece);
                done += piece;
            }
            return length;
        }

        @Override
        public void advance(final int length)
        {
            position += length;
            onRoom.run();
        }

        @Override
        public boolean isDone()
        {
            return isComplete && position == end;
        }

        @Override
        public boolean hasBytes()
        {
            return position < end || isFailed || isComplete;
        }

        /** Called by the sender, or by the engine thread when nobody sends any more. */
        @Override
        public void close()
        {
            if (!isClosed)
            {
                isClosed = true;
                readers.remove(this);
                release();
                onRoom.run();
            }
        }
    }
}
