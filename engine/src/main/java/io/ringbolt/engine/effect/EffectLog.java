package io.ringbolt.engine.effect;

import io.ringbolt.engine.command.Numbers;
import io.ringbolt.engine.memory.ChunkReleaser;
import io.ringbolt.engine.memory.Claim;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.SharedRegion;
import io.ringbolt.engine.ring.RingEntry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The log of everything that changed, encoded once and read by position by the journal and by replication.
 * <p>
 * One record holds one unit of execution, see {@link EffectRecord}. The engine thread appends; any thread may read what
 * lies below {@link #committedPosition()} and not below its own {@link EffectReader}. Segments that all readers have
 * left are reused when the next one is needed.
 */
/*
 * Records may cross from one segment into the next (see LogSegments), their headers never do, for records are aligned
 * to the header's length.
 */
public final class EffectLog implements AutoCloseable
{
    public static final int DEFAULT_SEGMENT_LENGTH = 1 << 20;

    /** No database: whatever comes next selects its own. */
    public static final int NO_DATABASE = -1;

    private static final byte[] SELECT_HEAD = "*2\r\n$6\r\nSELECT\r\n$".getBytes(StandardCharsets.US_ASCII);
    private static final int PREFIX_CAPACITY = 64;
    private static final VarHandle COMMITTED;

    static
    {
        try
        {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            COMMITTED = lookup.findVarHandle(EffectLog.class, "committed", long.class);
        }
        catch (final ReflectiveOperationException impossible)
        {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final OffHeapAllocator allocator;
    private final ChunkReleaser releaser;
    private final int segmentLength;
    private final LogSegments segments;
    private long committed;
    private long appended;
    private long filled;
    private long unitEnd;
    private long prefix;
    private long streamLength;
    private int selectedDatabase = NO_DATABASE;
    private StreamMarks streamMarks;
    private long nextMark = Long.MAX_VALUE;
    private final List<EffectReader> readers = new ArrayList<>();

    /** A log that frees passed segments on the spot. @param segmentLength a power of two, at least 4 KiB. */
    public EffectLog(final OffHeapAllocator allocator, final int segmentLength)
    {
        this(allocator, allocator::free, segmentLength);
    }

    /**
     * @param releaser      takes over segments that all readers have left; thousands at once when the slowest one ends.
     * @param segmentLength a power of two, at least 4 KiB.
     */
    public EffectLog(final OffHeapAllocator allocator, final ChunkReleaser releaser, final int segmentLength)
    {
        this.allocator = allocator;
        this.releaser = releaser;
        this.segmentLength = segmentLength;
        this.segments = new LogSegments(allocator, releaser, segmentLength);
    }

    /** @return the length from which an argument is worth a claim: at least one segment need not be copied. */
    int adoptableLength()
    {
        return 2 * segmentLength;
    }

    /** Lets the log have an entry's arguments where they lie. @return null if they are to be copied. */
    Claim claim(final RingEntry entry)
    {
        return entry.claim(allocator, releaser);
    }

    /** Takes over a block, which the log and others may read. @return null if it remains its owner's. */
    Claim claim(final OffHeapAllocator owner, final long address, final long length)
    {
        return SharedRegion.take(owner, allocator, releaser, address, length);
    }

    /** @return true if somebody reads the log; without readers the engine encodes nothing. */
    public boolean isActive()
    {
        return !readers.isEmpty();
    }

    /** Adds a reader that begins at the current end. Engine thread. */
    public EffectReader openReader()
    {
        final EffectReader reader = new EffectReader(appended);
        readers.add(reader);
        return reader;
    }

    /** Adds a reader that begins where another one holds the log, or above. Engine thread. */
    public EffectReader openReader(final long position)
    {
        if (position < retainedPosition() || position > appended)
        {
            throw new IllegalArgumentException("not retained: position=" + position + " retained=" +
                retainedPosition() + " end=" + appended);
        }
        final EffectReader reader = new EffectReader(position);
        readers.add(reader);
        return reader;
    }

    /** Ends a reader, which reads no more. Engine thread. What only it held is given up. */
    public void closeReader(final EffectReader reader)
    {
        readers.remove(reader);
        segments.pass(retainedPosition());
    }

    /**
     * Appends one unit for everybody.
     *
     * @param sequence      the ring sequence of the entry that caused it.
     * @param timeMs        the entry's time.
     * @param firstDatabase selected when the payload's first command runs.
     * @param lastDatabase  selected after the payload's last command.
     * @param address       the payload, RESP commands, copied.
     */
    public void append(
        final long sequence,
        final long timeMs,
        final int firstDatabase,
        final int lastDatabase,
        final long address,
        final int length)
    {
        append(0, sequence, timeMs, firstDatabase, lastDatabase, address, length);
    }

    /** As the other one. @param flags of {@link EffectRecord}. */
    public void append(
        final int flags,
        final long sequence,
        final long timeMs,
        final int firstDatabase,
        final int lastDatabase,
        final long address,
        final int length)
    {
        begin(flags, sequence, timeMs, firstDatabase, lastDatabase, length);
        put(address, length);
        end();
    }

    /**
     * Begins a unit whose payload comes in pieces, of which readers see nothing before its {@link #end()}.
     *
     * @param payloadLength the sum of all pieces.
     */
    void begin(
        final int flags,
        final long sequence,
        final long timeMs,
        final int firstDatabase,
        final int lastDatabase,
        final long payloadLength)
    {
        final boolean isStreamed = 0 == (flags & EffectRecord.JOURNAL_ONLY);
        if (isStreamed && streamLength >= nextMark)
        {
            nextMark = streamMarks.onMark(streamLength, appended, timeMs);
        }
        final boolean isSelecting =
            isStreamed && firstDatabase != selectedDatabase && 0 == (flags & EffectRecord.VERBATIM);
        final int prefixLength = isSelecting ? encodeSelect(firstDatabase) : 0;
        filled = appended + EffectRecord.HEADER_LENGTH;
        unitEnd = appended + EffectRecord.alignedLength(prefixLength + payloadLength);
        reserve(filled);
        EffectRecord.encodeHeader(
            segments.writable(appended),
            payloadLength, flags, prefixLength, sequence, timeMs, firstDatabase, lastDatabase);
        if (isSelecting)
        {
            put(prefix, prefixLength);
        }
        if (isStreamed)
        {
            selectedDatabase = lastDatabase;
            streamLength += prefixLength + payloadLength;
        }
    }

    /** Copies the unit's next bytes. */
    void put(final long address, final long length)
    {
        reserve(filled + length);
        long done = 0;
        while (done < length)
        {
            final int piece = (int)Math.min(length - done, contiguousLength(filled));
            OffHeap.copy(address + done, segments.writable(filled), piece);
            done += piece;
            filled += piece;
        }
    }

    /**
     * Takes the unit's next bytes without copying more than a segment at either end of them.
     *
     * @param claim on them, which is the log's from now on.
     */
    void adopt(final long address, final long length, final Claim claim)
    {
        final long firstWhole = filled + segmentLength - 1 & -segmentLength;
        final long endWhole = filled + length & -segmentLength;
        if (firstWhole >= endWhole)
        {
            put(address, length);
            claim.release();
            return;
        }
        final long start = filled;
        put(address, firstWhole - start);
        segments.adopt(firstWhole, endWhole, address + firstWhole - start, claim);
        filled = endWhole;
        put(address + endWhole - start, start + length - endWhole);
    }

    /** Ends the unit, of which every byte has been given. */
    void end()
    {
        assert unitEnd - filled >= 0 && unitEnd - filled < EffectRecord.HEADER_LENGTH;
        appended = unitEnd;
        COMMITTED.setRelease(this, unitEnd);
    }

    /** @return bytes of the replication stream that have been appended since the beginning. Engine thread. */
    public long streamLength()
    {
        return streamLength;
    }

    /** @return the database that the stream has left selected, or {@link #NO_DATABASE}. Engine thread. */
    public int selectedDatabase()
    {
        return selectedDatabase;
    }

    /**
     * Says what is selected by whoever reads the stream from here on; with {@link #NO_DATABASE} the next record selects
     * its own in any case. Engine thread.
     */
    public void selectedDatabase(final int database)
    {
        this.selectedDatabase = database;
    }

    /**
     * Has places in the stream noted from here on. Engine thread.
     *
     * @param marks told of the next record to be appended, then again when it asks; null for nobody.
     */
    public void marks(final StreamMarks marks)
    {
        this.streamMarks = marks;
        this.nextMark = null == marks ? Long.MAX_VALUE : streamLength;
    }

    private int encodeSelect(final int database)
    {
        int at = SELECT_HEAD.length;
        if (OffHeap.NULL_ADDRESS == prefix)
        {
            prefix = allocator.allocate(PREFIX_CAPACITY);
            OffHeap.copyIn(SELECT_HEAD, 0, prefix, SELECT_HEAD.length);
        }
        at += Numbers.write(Numbers.length(database), prefix + at);
        at = lineEnd(at);
        at += Numbers.write(database, prefix + at);
        return lineEnd(at);
    }

    private int lineEnd(final int at)
    {
        OffHeap.putByte(prefix + at, (byte)'\r');
        OffHeap.putByte(prefix + at + 1, (byte)'\n');
        return at + 2;
    }

    /** @return the end of what readers may read; any thread. */
    public long committedPosition()
    {
        return (long)COMMITTED.getAcquire(this);
    }

    /** @return the lowest position that a reader holds, or the end if there is none. Engine thread. */
    public long retainedPosition()
    {
        long lowest = appended;
        for (int i = 0; i < readers.size(); i++)
        {
            lowest = Math.min(lowest, readers.get(i).position());
        }
        return lowest;
    }

    /** Gives up what all readers have left, rather than when the next unit needs room. Engine thread. */
    public void trim()
    {
        if (segments.count() > 1)
        {
            segments.pass(retainedPosition());
        }
    }

    /** @return off-heap bytes held, without those of values that are in the keyspace too. Engine thread. */
    public long memory()
    {
        return segments.memory();
    }

    /** @return the address of the byte at {@code position}; valid for {@link #contiguousLength} bytes. Any thread. */
    public long address(final long position)
    {
        return segments.address(position);
    }

    /** @return how many bytes from {@code position} lie in one piece. */
    public int contiguousLength(final long position)
    {
        return segmentLength - (int)(position & segmentLength - 1);
    }

    @Override
    public void close()
    {
        segments.close();
        allocator.free(prefix, PREFIX_CAPACITY);
        prefix = OffHeap.NULL_ADDRESS;
    }

    private void reserve(final long end)
    {
        if (!segments.reach(end))
        {
            segments.pass(retainedPosition());
            segments.extend(appended, end);
        }
    }
}
