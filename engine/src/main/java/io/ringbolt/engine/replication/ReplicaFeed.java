package io.ringbolt.engine.replication;

import io.ringbolt.engine.effect.EffectLog;
import io.ringbolt.engine.effect.EffectReader;
import io.ringbolt.engine.effect.EffectRecord;
import io.ringbolt.engine.memory.OffHeap;

import java.io.IOException;

/**
 * What one replica is sent after the reply to its PSYNC: a snapshot, if it needs one, and then the replication stream,
 * read from the {@link EffectLog}.
 * <p>
 * Made by the engine thread, read by the thread that writes to the replica. The log keeps what has not been sent; how
 * much that is counts against the replica's output limit.
 */
/*
 * Bytes are copied from the log into the sender's buffer and stay in the log until the socket has taken them: records
 * are small, so a gathered write would spend more on each of its pieces than copying it costs.
 */
public final class ReplicaFeed
{
    private final EffectLog log;
    private final EffectReader reader;
    private final EffectRecord record = new EffectRecord();
    private final SyncSource source;

    /** Whether changes may be sent once the snapshot has been. */
    private volatile boolean isStreaming;
    private volatile boolean isSnapshotSent;
    private volatile long sentLength;

    // the sender's
    private long position;
    private long offset;
    private long filledPosition;
    private long filledOffset;
    private int filledLength;
    private boolean isSourceFilled;

    /**
     * @param reader      at a record's start; closed by the engine thread when nobody sends any more.
     * @param skip        bytes of the stream, from that record on, that the replica has already.
     * @param source      the snapshot that comes before, or null.
     * @param isStreaming whether changes follow at once; otherwise when {@link #stream} says so.
     */
    ReplicaFeed(
        final EffectLog log,
        final EffectReader reader,
        final long skip,
        final SyncSource source,
        final boolean isStreaming)
    {
        this.log = log;
        this.reader = reader;
        this.source = source;
        this.isStreaming = isStreaming;
        this.isSnapshotSent = null == source;
        this.position = reader.position();
        pass(skip);
    }

    EffectReader reader()
    {
        return reader;
    }

    /** Lets changes follow. Engine thread; whoever sends is to be woken. */
    void stream()
    {
        isStreaming = true;
    }

    /** @return whether the replica has been sent the whole snapshot; any thread. */
    public boolean isSnapshotSent()
    {
        return isSnapshotSent;
    }

    /** @return bytes sent; any thread. */
    public long sentLength()
    {
        return sentLength;
    }

    /** @return bytes that the log keeps because they have not been sent; any thread. */
    public long unsentLength()
    {
        return log.committedPosition() - reader.position();
    }

    // ---- the sender's side

    /** @return whether there is something to send. */
    public boolean hasBytes()
    {
        return isSnapshotSent ? isStreaming && position < log.committedPosition() : source.hasBytes();
    }

    /**
     * Copies what is to be sent next.
     *
     * @return how many bytes; 0 if there are none now.
     * @throws IOException if the snapshot has failed.
     */
    public int fill(final long address, final int capacity) throws IOException
    {
        isSourceFilled = !isSnapshotSent;
        if (isSourceFilled)
        {
            final int length = source.copy(address, capacity);
            if (length > 0 || !source.isDone())
            {
                return length;
            }
            source.close();
            isSnapshotSent = true;
            isSourceFilled = false;
        }
        return isStreaming ? fillFromLog(address, capacity) : 0;
    }

    private int fillFromLog(final long address, final int capacity)
    {
        final long committed = log.committedPosition();
        long next = position;
        long nextOffset = offset;
        int length = 0;
        while (next < committed && length < capacity)
        {
            record.wrap(log, next);
            final int piece = (int)Math.min(record.streamLength() - nextOffset, capacity - length);
            if (piece > 0)
            {
                copyOut(record.streamPosition() + nextOffset, address + length, piece);
            }
            length += piece;
            nextOffset += piece;
            if (nextOffset == record.streamLength())
            {
                next = record.nextPosition();
                nextOffset = 0;
            }
        }
        filledPosition = next;
        filledOffset = nextOffset;
        filledLength = length;
        if (0 == length)
        {
            moveTo(next, nextOffset);
        }
        return length;
    }

    /** So many of the bytes that were filled have been taken by the socket. */
    public void advance(final int length)
    {
        sentLength += length;
        if (isSourceFilled)
        {
            source.advance(length);
        }
        else if (length == filledLength)
        {
            moveTo(filledPosition, filledOffset);
        }
        else
        {
            pass(length);
        }
    }

    /** Ends what the feed holds beside its place in the log, which the engine gives up. Nobody sends any more. */
    public void close()
    {
        if (null != source)
        {
            source.close();
        }
    }

    private void pass(final long length)
    {
        long rest = length;
        long next = position;
        long nextOffset = offset;
        while (rest > 0)
        {
            record.wrap(log, next);
            final long piece = Math.min(rest, record.streamLength() - nextOffset);
            rest -= piece;
            nextOffset += piece;
            if (nextOffset == record.streamLength())
            {
                next = record.nextPosition();
                nextOffset = 0;
            }
        }
        moveTo(next, nextOffset);
    }

    private void moveTo(final long next, final long nextOffset)
    {
        position = next;
        offset = nextOffset;
        reader.position(next);
    }

    private void copyOut(final long from, final long to, final int length)
    {
        int done = 0;
        while (done < length)
        {
            final int piece = Math.min(length - done, log.contiguousLength(from + done));
            OffHeap.copy(log.address(from + done), to + done, piece);
            done += piece;
        }
    }
}
