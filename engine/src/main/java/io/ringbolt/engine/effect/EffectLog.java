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
 * Segments are off-heap blocks of equal power-of-two length; a position's high bits pick the segment. Records may cross
 * from one segment into the next, their headers never do, for records are aligned to the header's length.
 *
 * The directory is a power-of-two array indexed by segment number modulo its length. When the retained window outgrows
 * it the writer makes a larger one and publishes it; readers fetch directory and commit position anew for each record.
 * A long argument's bytes are not copied: segments that would hold nothing else are where the argument lies, see
 * AdoptedSegments, and only what stands in its first and last segment beside other bytes is copied.
 * A reader never looks below its own position, so a segment that lies below all of them is nobody's but the writer's.
 */
public final class EffectLog implements AutoCloseable
{
    public static final int DEFAULT_SEGMENT_LENGTH = 1 << 20;

    private static final int INITIAL_DIRECTORY_LENGTH = 16;
    /** No database: whatever comes next selects its own. */
    public static final int NO_DATABASE = -1;

    private static final byte[] SELECT_HEAD = "*2\r\n$6\r\nSELECT\r\n$".getBytes(StandardCharsets.US_ASCII);
    private static final int PREFIX_CAPACITY = 64;
    private static final VarHandle COMMITTED;
    private static final VarHandle DIRECTORY;

    static
    {
        try
        {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            COMMITTED = lookup.findVarHandle(EffectLog.class, "committed", long.class);
            DIRECTORY = lookup.findVarHandle(EffectLog.class, "directory", long[].class);
        }
        catch (final ReflectiveOperationException impossible)
        {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final OffHeapAllocator allocator;
    private final ChunkReleaser releaser;
    private final int segmentLength;
    private final int segmentShift;
    private long[] directory = new long[INITIAL_DIRECTORY_LENGTH];
    private long committed;
    private long appended;
    private long filled;
    private long unitEnd;
    private long firstSegment;
    private long segmentsEnd;
    private long spareAddress;
    private long prefix;
    private long streamLength;
    private int selectedDatabase = NO_DATABASE;
    private final AdoptedSegments adopted = new AdoptedSegments();
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
        if (Integer.bitCount(segmentLength) != 1 || segmentLength < 1 << 12)
        {
            throw new IllegalArgumentException("segment length must be a power of two from 4096: " + segmentLength);
        }
        this.segmentLength = segmentLength;
        this.segmentShift = Integer.numberOfTrailingZeros(segmentLength);
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
        releasePassed();
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
            addressOf(appended), payloadLength, flags, prefixLength, sequence, timeMs, firstDatabase, lastDatabase);
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
            OffHeap.copy(address + done, addressOf(filled), piece);
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
        final long firstWhole = filled + segmentLength - 1 >>> segmentShift;
        final long endWhole = filled + length >>> segmentShift;
        if (firstWhole >= endWhole)
        {
            put(address, length);
            claim.release();
            return;
        }
        final long start = filled;
        put(address, (firstWhole << segmentShift) - start);
        for (long segment = firstWhole; segment < endWhole; segment++)
        {
            enter(segment, address + (segment << segmentShift) - start);
        }
        adopted.add(firstWhole, endWhole, claim);
        filled = endWhole << segmentShift;
        put(address + filled - start, start + length - filled);
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
        if (segmentsEnd - firstSegment > 1)
        {
            releasePassed();
        }
    }

    /** @return off-heap bytes held, without those of values that are in the keyspace too. Engine thread. */
    public long memory()
    {
        final long spareCount = OffHeap.NULL_ADDRESS == spareAddress ? 0 : 1;
        return (segmentsEnd - firstSegment - adopted.pinnedCount() + spareCount) * segmentLength;
    }

    /** @return the address of the byte at {@code position}; valid for {@link #contiguousLength} bytes. Any thread. */
    public long address(final long position)
    {
        final long[] segments = (long[])DIRECTORY.getAcquire(this);
        return segments[(int)(position >>> segmentShift) & segments.length - 1] + (position & segmentLength - 1);
    }

    /** @return how many bytes from {@code position} lie in one piece. */
    public int contiguousLength(final long position)
    {
        return segmentLength - (int)(position & segmentLength - 1);
    }

    @Override
    public void close()
    {
        while (firstSegment < segmentsEnd)
        {
            if (!adopted.pass(firstSegment))
            {
                allocator.free(directory[slot(firstSegment)], segmentLength);
            }
            directory[slot(firstSegment)] = OffHeap.NULL_ADDRESS;
            firstSegment++;
        }
        if (OffHeap.NULL_ADDRESS != spareAddress)
        {
            allocator.free(spareAddress, segmentLength);
            spareAddress = OffHeap.NULL_ADDRESS;
        }
        allocator.free(prefix, PREFIX_CAPACITY);
        prefix = OffHeap.NULL_ADDRESS;
    }

    private void reserve(final long end)
    {
        if (firstSegment == segmentsEnd)
        {
            firstSegment = appended >>> segmentShift;
            segmentsEnd = firstSegment;
        }
        if (segmentsEnd << segmentShift < end)
        {
            releasePassed();
        }
        while (segmentsEnd << segmentShift < end)
        {
            enter(segmentsEnd, takeSegment());
        }
    }

    private void enter(final long segment, final long address)
    {
        assert segment == segmentsEnd;
        if (segmentsEnd - firstSegment == directory.length)
        {
            growDirectory();
        }
        directory[slot(segment)] = address;
        segmentsEnd++;
    }

    private void releasePassed()
    {
        final long position = retainedPosition();
        while (firstSegment < segmentsEnd && firstSegment + 1 << segmentShift <= position)
        {
            if (!adopted.pass(firstSegment))
            {
                recycle(slot(firstSegment));
            }
            directory[slot(firstSegment)] = OffHeap.NULL_ADDRESS;
            firstSegment++;
        }
    }

    private void growDirectory()
    {
        final long[] larger = new long[2 * directory.length];
        for (long segment = firstSegment; segment < segmentsEnd; segment++)
        {
            larger[(int)segment & larger.length - 1] = directory[slot(segment)];
        }
        DIRECTORY.setRelease(this, larger);
    }

    private long takeSegment()
    {
        final long address = spareAddress;
        spareAddress = OffHeap.NULL_ADDRESS;
        return OffHeap.NULL_ADDRESS == address ? allocator.allocate(segmentLength) : address;
    }

    private void recycle(final int slot)
    {
        if (OffHeap.NULL_ADDRESS == spareAddress)
        {
            spareAddress = directory[slot];
        }
        else
        {
            releaser.release(directory[slot], segmentLength);
        }
    }

    private long addressOf(final long position)
    {
        return directory[slot(position >>> segmentShift)] + (position & segmentLength - 1);
    }

    private int slot(final long segment)
    {
        return (int)segment & directory.length - 1;
    }
}
