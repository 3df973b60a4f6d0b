package io.ringbolt.persistence.aof;

import io.ringbolt.engine.command.Numbers;
import io.ringbolt.engine.effect.EffectLog;
import io.ringbolt.engine.effect.EffectRecord;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.persistence.disk.DiskFile;
import org.agrona.BufferUtil;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Writes units of effects to an increment, in batches under a {@link BatchHeader}. Used by one thread at a time.
 * <p>
 * {@link #append} gathers, {@link #flush} writes, {@link #force} makes durable. After a failure of any of them
 * {@link #rewind} goes back to what was sure last, and the units since then are to be appended again: what a failed
 * force left in the system's cache counts for nothing.
 */
/*
 * A batch holds units of one millisecond, so that a state can be recovered by time as well as by sequence. Batches
 * gather in one buffer and leave with one write. A unit that is larger than the buffer is a batch of its own and is
 * read twice, once for its checksum, which stands before it.
 *
 * With appendfsync always the file is longer than its contents, see IncrementRoom, and filled with lines of two bytes.
 * To keep it so each batch has an even length.
 */
final class IncrementWriter implements Closeable
{
    static final int BUFFER_LENGTH = 1 << 20;
    static final int ROOM_LENGTH = 2 << 20;

    private static final long MS_PER_SECOND = 1000;
    private static final byte[] TIME_STAMP = "#TS:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FILLER_LINE = "#\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENING_LINE = "#\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SELECT = "*2\r\n$6\r\nSELECT\r\n$".getBytes(StandardCharsets.US_ASCII);
    /** The most that stands beside a unit in its batch: header, place, time stamp, SELECT, evening line. */
    private static final int MAX_OVERHEAD = BatchHeader.LENGTH + HistoryLine.LENGTH + 64 + EVENING_LINE.length;

    private final DiskFile file;
    private final ByteBuffer buffer;
    private final ByteBuffer checked;
    private final long bufferAddress;
    private final IncrementRoom room;
    private final HistoryTrack history;
    private final CRC32C checksum = new CRC32C();
    private final byte[] digits = new byte[Numbers.MAX_LONG_LENGTH];
    private boolean keepsRoom;
    private boolean stampsTime;
    private boolean needsCut;
    private long forcedEnd;
    private long keptEnd;
    private long keptSequence;
    private int keptDatabase = -1;
    private long writtenEnd;
    private long nextSequence;
    private int database = -1;
    private long stampedSecond;
    private int batchStart;
    private int batchUnitCount;
    private long batchTimeMs;

    /**
     * Takes over an increment that is complete and forced up to {@code end}.
     *
     * @param file         closed with this writer.
     * @param buffer       direct, where units gather; lent for this writer's life.
     * @param roomLength   bytes by which the file is made longer ahead of its contents.
     * @param nextSequence of the next unit.
     * @param history      where the units belong; lent for this writer's life.
     */
    IncrementWriter(
        final DiskFile file,
        final ByteBuffer buffer,
        final int roomLength,
        final long end,
        final long nextSequence,
        final HistoryTrack history)
    {
        this.file = file;
        this.buffer = buffer;
        this.checked = buffer.duplicate();
        this.bufferAddress = BufferUtil.address(buffer);
        this.forcedEnd = end;
        this.keptEnd = end;
        this.writtenEnd = end;
        this.room = new IncrementRoom(file, roomLength, end);
        this.nextSequence = nextSequence;
        this.keptSequence = nextSequence;
        this.history = history;
        history.onFile(0 == end);
        clear();
    }

    /** @param keeps whether the file is made longer ahead of its contents, for quick forces. */
    void keepsRoom(final boolean keeps)
    {
        this.keepsRoom = keeps;
    }

    /** @param stamps whether lines with the time in seconds are written, as {@code aof-timestamp-enabled} asks. */
    void stampsTime(final boolean stamps)
    {
        this.stampsTime = stamps;
    }

    /** Takes a unit, writing what has gathered if there is no room left for it. */
    void append(final EffectLog log, final EffectRecord record) throws IOException
    {
        final long length = record.payloadLength();
        if (batchUnitCount > 0 && (record.timeMs() != batchTimeMs || BatchHeader.MAX_UNIT_COUNT == batchUnitCount))
        {
            endBatch();
        }
        if (buffer.position() > 0 && length + MAX_OVERHEAD > buffer.remaining())
        {
            flush();
        }
        if (length + MAX_OVERHEAD > buffer.capacity())
        {
            appendLarge(log, record);
            return;
        }
        beginUnit(record);
        long position = record.payloadPosition();
        final long end = position + length;
        while (position < end)
        {
            final int piece = (int)Math.min(end - position, log.contiguousLength(position));
            OffHeap.copy(log.address(position), bufferAddress + buffer.position(), piece);
            buffer.position(buffer.position() + piece);
            position += piece;
        }
        endUnit(record);
    }

    /** Writes what has gathered. */
    void flush() throws IOException
    {
        if (batchUnitCount > 0)
        {
            endBatch();
        }
        if (buffer.position() > 0)
        {
            buffer.flip();
            final int length = buffer.limit();
            write(buffer, length, keepsRoom);
            clear();
        }
    }

    /** Makes durable what has been written. */
    void force() throws IOException
    {
        final long end = writtenEnd;
        file.force();
        forcedEnd = end;
        history.onForced();
        settle();
    }

    /** Takes what has been written as done, for a policy that forces nothing: {@link #rewind} will not go behind it. */
    void settle()
    {
        keptEnd = writtenEnd;
        keptSequence = nextSequence;
        keptDatabase = database;
        history.onSettled();
    }

    /**
     * Writes a line that tells how far the file has been forced, so that damage to its last units can't pass for
     * a torn end, and where in a history its contents are.
     */
    void bearWitness(final long timeMs) throws IOException
    {
        flush();
        buffer.position(BatchHeader.LENGTH);
        if (history.isUntold())
        {
            history.tell(false, buffer);
        }
        BatchHeader.encode(
            buffer, 0, nextSequence, 0, timeMs, forcedEnd, buffer.position() - BatchHeader.LENGTH);
        encodeChecksum(0);
        flush();
    }

    /** Forgets everything since the last success of {@link #force} or {@link #settle}. */
    void rewind()
    {
        clear();
        writtenEnd = keptEnd;
        nextSequence = keptSequence;
        database = keptDatabase;
        stampedSecond = 0;
        history.rewind();
        room.forget(keptEnd);
        needsCut = true;
    }

    /** @return bytes of contents that have been written. */
    long writtenEnd()
    {
        return writtenEnd;
    }

    /** @return bytes of contents that have been forced. */
    long forcedEnd()
    {
        return forcedEnd;
    }

    /** @return the sequence of the unit that will come next. */
    long nextSequence()
    {
        return nextSequence;
    }

    DiskFile file()
    {
        return file;
    }

    /** Cuts off the room that was kept, and closes. What has gathered and was not flushed is gone. */
    @Override
    public void close() throws IOException
    {
        try (DiskFile closing = file; IncrementRoom closingToo = room)
        {
            if (closing.length() > writtenEnd)
            {
                closing.truncate(writtenEnd);
            }
        }
    }

    private void beginUnit(final EffectRecord record)
    {
        if (0 == batchUnitCount)
        {
            batchStart = buffer.position();
            batchTimeMs = record.timeMs();
            buffer.position(batchStart + BatchHeader.LENGTH);
        }
        if (stampsTime && record.timeMs() / MS_PER_SECOND != stampedSecond)
        {
            stampedSecond = record.timeMs() / MS_PER_SECOND;
            buffer.put(TIME_STAMP);
            putDecimal(stampedSecond);
            lineEnd();
        }
        final int selectStart = buffer.position();
        if (record.firstDatabase() != database)
        {
            buffer.put(SELECT);
            putDecimal(Numbers.length(record.firstDatabase()));
            lineEnd();
            putDecimal(record.firstDatabase());
            lineEnd();
        }
        history.beforeUnit(record, buffer.position() - selectStart, buffer);
    }

    private void endUnit(final EffectRecord record)
    {
        history.onUnit(record);
        database = record.lastDatabase();
        batchUnitCount++;
        nextSequence++;
    }

    private void endBatch()
    {
        if (0 != (buffer.position() - batchStart) % FILLER_LINE.length)
        {
            buffer.put(EVENING_LINE);
        }
        final int length = buffer.position() - batchStart - BatchHeader.LENGTH;
        BatchHeader.encode(
            buffer, batchStart, nextSequence - batchUnitCount, batchUnitCount, batchTimeMs, forcedEnd, length);
        encodeChecksum(batchStart);
        batchUnitCount = 0;
    }

    private void encodeChecksum(final int start)
    {
        checksum.reset();
        checksum.update(checked.limit(start + BatchHeader.CHECKED_LENGTH).position(start));
        checksum.update(checked.limit(buffer.position()).position(start + BatchHeader.LENGTH));
        BatchHeader.encodeChecksum(buffer, start, (int)checksum.getValue());
    }

    private void write(final ByteBuffer bytes, final int length, final boolean needsRoom) throws IOException
    {
        if (needsCut)
        {
            // Pieces of the failed attempt must not stand between those of the next one.
            file.truncate(keptEnd);
            file.force();
            needsCut = false;
        }
        if (needsRoom)
        {
            room.write(writtenEnd, bytes);
        }
        else
        {
            file.write(writtenEnd, bytes);
        }
        writtenEnd += length;
    }

    private void appendLarge(final EffectLog log, final EffectRecord record) throws IOException
    {
        flush();
        beginUnit(record);
        final long payload = buffer.position() - BatchHeader.LENGTH + record.payloadLength();
        final boolean isOdd = 0 != payload % FILLER_LINE.length;
        final long length = payload + (isOdd ? EVENING_LINE.length : 0);
        BatchHeader.encode(buffer, 0, nextSequence, 1, batchTimeMs, forcedEnd, length);
        final int start = buffer.position();
        checksum.reset();
        checksum.update(checked.limit(BatchHeader.CHECKED_LENGTH).position(0));
        checksum.update(checked.limit(start).position(BatchHeader.LENGTH));
        pass(log, record, start, isOdd, false);
        BatchHeader.encodeChecksum(buffer, 0, (int)checksum.getValue());
        pass(log, record, start, isOdd, true);
        endUnit(record);
        clear();
    }

    /**
     * Takes a large unit's bytes through the buffer, behind the first {@code start} ones, for its checksum or
     * to the file.
     */
    private void pass(
        final EffectLog log, final EffectRecord record, final int start, final boolean isOdd, final boolean isWriting)
        throws IOException
    {
        int from = isWriting ? 0 : start;
        buffer.clear().position(start);
        long position = record.payloadPosition();
        final long end = position + record.payloadLength();
        while (position < end)
        {
            final int piece = (int)Math.min(
                Math.min(end - position, log.contiguousLength(position)), buffer.remaining() - EVENING_LINE.length);
            OffHeap.copy(log.address(position), bufferAddress + buffer.position(), piece);
            buffer.position(buffer.position() + piece);
            position += piece;
            if (position == end && isOdd)
            {
                buffer.put(EVENING_LINE);
            }
            if (position == end || buffer.remaining() <= EVENING_LINE.length)
            {
                from = takePiece(from, start, isWriting);
            }
        }
    }

    private int takePiece(final int from, final int start, final boolean isWriting) throws IOException
    {
        buffer.flip().position(from);
        if (isWriting)
        {
            write(buffer, buffer.remaining(), false);
        }
        else
        {
            checksum.update(buffer);
        }
        buffer.clear().position(start);
        return start;
    }

    private void clear()
    {
        buffer.clear();
        batchStart = 0;
        batchUnitCount = 0;
    }

    private void putDecimal(final long value)
    {
        long rest = value;
        int count = 0;
        do
        {
            digits[count++] = (byte)('0' + rest % 10);
            rest /= 10;
        }
        while (rest > 0);
        while (count > 0)
        {
            buffer.put(digits[--count]);
        }
    }

    private void lineEnd()
    {
        buffer.put((byte)'\r').put((byte)'\n');
    }

    @Override
    public String toString()
    {
        return "IncrementWriter{" + file.path() + " written=" + writtenEnd + " forced=" + forcedEnd +
            " nextSequence=" + nextSequence + '}';
    }
}
