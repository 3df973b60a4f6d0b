package io.ringbolt.persistence.aof;

import io.ringbolt.engine.keyspace.KeyspaceCursor;
import io.ringbolt.engine.keyspace.KeyspaceView;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.rdb.RdbSink;
import io.ringbolt.engine.rewrite.CommandEncoder;
import io.ringbolt.engine.rewrite.CommandFrames;
import io.ringbolt.persistence.snapshot.Snapshot;
import io.ringbolt.persistence.snapshot.SnapshotStream;
import org.agrona.BufferUtil;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Writes a snapshot as commands, the base of an append-only file without an RDB preamble. Owned by the snapshot's
 * reader.
 */
/*
 * The commands lie in batches as those of increments do, so that a flipped byte is found; but they are a state and no
 * units, so their headers count none. A batch is handed on when it is complete; no more than one command is held.
 */
final class CommandStream implements SnapshotStream
{
    private static final byte[] SELECT = word("SELECT");
    private static final byte[] FUNCTION = word("FUNCTION");
    private static final byte[] LOAD = word("LOAD");
    private static final int PIECE_LENGTH = 1 << 16;
    private static final long MS_PER_SECOND = 1000;

    private final Snapshot snapshot;
    private final KeyspaceView view;
    private final boolean stampsTime;
    private final RdbSink sink;
    private final CommandFrames frames;
    private final KeyspaceCursor cursor;
    private final CommandEncoder encoder;
    private final ByteBuffer head = ByteBuffer.allocateDirect(BatchHeader.LENGTH);
    private final long headAddress = BufferUtil.address(head);
    private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_LENGTH);
    private final long pieceAddress = BufferUtil.address(piece);
    private final CRC32C checksum = new CRC32C();
    private int database = -1;
    private long keyCount;

    /**
     * @param rdbVersion of values that go as RESTORE.
     * @param stampsTime whether the stream begins with the snapshot's time, {@code aof-timestamp-enabled}.
     */
    CommandStream(
        final Snapshot snapshot,
        final int rdbVersion,
        final boolean stampsTime,
        final OffHeapAllocator allocator,
        final RdbSink sink)
    {
        this.snapshot = snapshot;
        this.view = snapshot.view();
        this.stampsTime = stampsTime;
        this.sink = sink;
        this.frames = new CommandFrames(this::onBatch, allocator);
        this.cursor = new KeyspaceCursor(view, allocator);
        this.encoder = new CommandEncoder(view, allocator, frames, rdbVersion);
    }

    @Override
    public boolean write(final int maxKeys, final long maxBytes)
    {
        if (database < 0)
        {
            writeHead();
            nextDatabase();
        }
        final long end = frames.position() + maxBytes;
        for (int i = 0; i < maxKeys && frames.position() < end && database < view.databaseCount(); i++)
        {
            if (cursor.next())
            {
                encoder.write(cursor);
                keyCount++;
            }
            else
            {
                nextDatabase();
            }
        }
        if (database < view.databaseCount())
        {
            return true;
        }
        frames.flush();
        return false;
    }

    @Override
    public long keyCount()
    {
        return keyCount;
    }

    private void writeHead()
    {
        if (stampsTime)
        {
            final byte[] line = word("#TS:" + snapshot.timeMs() / MS_PER_SECOND + "\r\n");
            OffHeap.copyIn(line, 0, headAddress, line.length);
            sink.accept(headAddress, line.length);
        }
        for (final byte[] source : snapshot.libraries())
        {
            frames.begin(3).word(FUNCTION).word(LOAD).word(source);
        }
    }

    private void nextDatabase()
    {
        do
        {
            database++;
        }
        while (database < view.databaseCount() && 0 == view.size(database));
        if (database < view.databaseCount())
        {
            frames.begin(2).word(SELECT).number(database);
            cursor.database(database);
        }
    }

    private void onBatch(final long address, final int length)
    {
        BatchHeader.encode(head, 0, 0, 0, snapshot.timeMs(), 0, length);
        checksum.reset();
        checksum.update(head.duplicate().clear().limit(BatchHeader.CHECKED_LENGTH));
        checkPayload(address, length);
        BatchHeader.encodeChecksum(head, 0, (int)checksum.getValue());
        sink.accept(headAddress, BatchHeader.LENGTH);
        sink.accept(address, length);
    }

    private void checkPayload(final long address, final int length)
    {
        for (int done = 0; done < length; done += piece.limit())
        {
            piece.clear().limit(Math.min(piece.capacity(), length - done));
            OffHeap.copy(address + done, pieceAddress, piece.limit());
            checksum.update(piece);
        }
    }

    private static byte[] word(final String text)
    {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close()
    {
        encoder.close();
        cursor.close();
        frames.close();
    }
}
