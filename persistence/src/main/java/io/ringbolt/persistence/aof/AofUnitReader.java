package io.ringbolt.persistence.aof;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.persistence.disk.Disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Reads, command by command, what a survey has found to be usable, and knows to which unit each command belongs. A
 * command lies in an off-heap region as the ring holds it, until the next is read. Used by one thread.
 */
final class AofUnitReader implements Closeable
{
    private static final int INITIAL_LENGTH = 4096;
    private static final int RETAINED_LENGTH = 1 << 20;
    private static final int LINE_END_LENGTH = 2;
    private static final int LONGEST_NAME = 6;
    private static final long MS_PER_SECOND = 1000;

    private final AofInput input;
    private final OffHeapAllocator allocator;
    private final BatchHeader header = new BatchHeader();
    private final HistoryLine historyLine = new HistoryLine();
    private long areaAddress;
    private long areaCapacity = INITIAL_LENGTH;
    private int areaLength;
    private int argumentCount;
    private long nextSequence;
    private long timeMs;
    private long timeOffset;
    private long batchEnd;
    private HistoryPlace place;
    private long countedLength;
    private boolean isInTransaction;
    private boolean isUnit;

    /**
     * @param start         where commands begin.
     * @param end           where a survey found their usable end.
     * @param firstSequence of the first unit, unless the file tells otherwise.
     */
    AofUnitReader(
        final Disk disk,
        final Path file,
        final long start,
        final long end,
        final long firstSequence,
        final OffHeapAllocator allocator) throws IOException
    {
        this.input = new AofInput(disk.openToRead(file), end);
        input.position(start);
        this.allocator = allocator;
        this.nextSequence = firstSequence;
        this.areaAddress = allocator.allocate(areaCapacity);
    }

    /**
     * Reads the next command other than MULTI and EXEC.
     *
     * @return false at the end.
     * @throws AofException if there is no command where one should be.
     */
    boolean next() throws IOException
    {
        while (true)
        {
            final int first = input.peek();
            if (AofInput.END == first)
            {
                return false;
            }
            if ('#' == first)
            {
                annotation();
                continue;
            }
            final long start = input.position();
            readCommand();
            count(start);
            if (isNamed("multi"))
            {
                isInTransaction = true;
            }
            else if (isNamed("exec"))
            {
                isInTransaction = false;
                nextSequence++;
            }
            else
            {
                isUnit = !isInTransaction && !isNamed("select");
                nextSequence += isUnit ? 1 : 0;
                return true;
            }
        }
    }

    /** @return the sequence of the unit that the command belongs to; for a SELECT between units, of the next. */
    long sequence()
    {
        return isUnit ? nextSequence - 1 : nextSequence;
    }

    /** @return the sequence of the unit that would follow. */
    long nextSequence()
    {
        return nextSequence;
    }

    /** @return the unit's time in ms, or the newest one known before it; 0 if the file tells none. */
    long timeMs()
    {
        return timeMs;
    }

    /**
     * @param selected the database that the commands have selected.
     * @return the place in a replication history to which the commands lead; null if the file does not tell.
     */
    HistoryPlace place(final int selected)
    {
        return null == place || 0 == countedLength ? place :
            new HistoryPlace(place.id(), place.offset() + countedLength, selected);
    }

    /** @return where the line stands that last told a time in seconds. */
    long timeOffset()
    {
        return timeOffset;
    }

    int argumentCount()
    {
        return argumentCount;
    }

    /** @return the region that {@link RingEntry} describes; valid until the next command is read. */
    long areaAddress()
    {
        return areaAddress;
    }

    int areaLength()
    {
        return areaLength;
    }

    long position()
    {
        return input.position();
    }

    /** @return the command's name as text, for messages. */
    String name()
    {
        return new String(
            OffHeap.toBytes(argumentAddress(0), Math.min(argumentLength(0), 128)), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException
    {
        allocator.free(areaAddress, areaCapacity);
        areaAddress = OffHeap.NULL_ADDRESS;
        input.close();
    }

    private void annotation() throws IOException
    {
        if (input.peekHeader(header))
        {
            nextSequence = header.sequence();
            batchEnd = input.position() + BatchHeader.LENGTH + header.payloadLength();
            timeMs = header.unitCount() > 0 ? header.timeMs() : timeMs;
        }
        else if (input.position() < batchEnd && input.peekHistory(historyLine))
        {
            place = HistoryLine.NO_ID.equals(historyLine.id()) ? null :
                new HistoryPlace(historyLine.id(), historyLine.offset(), historyLine.database());
            countedLength = 0;
        }
        else
        {
            final long second = input.peekTimeStamp();
            if (second * MS_PER_SECOND > timeMs)
            {
                timeMs = second * MS_PER_SECOND;
                timeOffset = input.position();
            }
        }
        if (!input.skipLine())
        {
            throw input.badFormat(input.position());
        }
    }

    /** Adds a command to the history. What another server has written behind our batches is in none that is known. */
    private void count(final long start)
    {
        if (start >= batchEnd)
        {
            place = null;
        }
        countedLength += historyLine.isCounting() ? input.position() - start : 0;
    }

    private void readCommand() throws IOException
    {
        final long start = input.position();
        final long count = input.readHeaderLine('*');
        if (count < 1 || count > input.remaining())
        {
            throw input.badFormat(start);
        }
        argumentCount = (int)count;
        release();
        long length = count * RingEntry.ARGUMENT_OVERHEAD;
        for (int i = 0; i < argumentCount; i++)
        {
            final long argumentLength = input.readHeaderLine('$');
            if (argumentLength < 0 || argumentLength > input.remaining() - LINE_END_LENGTH)
            {
                throw input.badFormat(start);
            }
            reserve(length, argumentLength, start);
            OffHeap.putInt(areaAddress + (long)i * RingEntry.ARGUMENT_OVERHEAD, (int)length);
            OffHeap.putInt(areaAddress + (long)i * RingEntry.ARGUMENT_OVERHEAD + Integer.BYTES, (int)argumentLength);
            input.read(areaAddress + length, argumentLength);
            input.skip(LINE_END_LENGTH);
            length += argumentLength;
        }
        areaLength = (int)length;
    }

    private void reserve(final long used, final long more, final long start) throws IOException
    {
        final long needed = used + more;
        if (needed > RingEntry.MAX_AREA_LENGTH)
        {
            throw new AofException("a command is too long: offset=" + start + " length=" + needed);
        }
        if (needed > areaCapacity)
        {
            final long capacity = Math.max(needed, Math.min(2 * areaCapacity, RingEntry.MAX_AREA_LENGTH));
            final long larger = allocator.allocate(capacity);
            OffHeap.copy(areaAddress, larger, Math.min(used, areaCapacity));
            allocator.free(areaAddress, areaCapacity);
            areaAddress = larger;
            areaCapacity = capacity;
        }
    }

    private void release()
    {
        final long tableLength = (long)argumentCount * RingEntry.ARGUMENT_OVERHEAD;
        if (areaCapacity > RETAINED_LENGTH || tableLength > areaCapacity)
        {
            allocator.free(areaAddress, areaCapacity);
            areaCapacity = Math.max(INITIAL_LENGTH, tableLength);
            areaAddress = allocator.allocate(areaCapacity);
        }
    }

    private boolean isNamed(final String lowerCase)
    {
        final int length = argumentLength(0);
        if (length > LONGEST_NAME || length != lowerCase.length())
        {
            return false;
        }
        for (int i = 0; i < length; i++)
        {
            if ((OffHeap.getByte(argumentAddress(0) + i) | ' ') != lowerCase.charAt(i))
            {
                return false;
            }
        }
        return true;
    }

    private long argumentAddress(final int index)
    {
        return areaAddress + OffHeap.getInt(areaAddress + (long)index * RingEntry.ARGUMENT_OVERHEAD);
    }

    private int argumentLength(final int index)
    {
        return OffHeap.getInt(areaAddress + (long)index * RingEntry.ARGUMENT_OVERHEAD + Integer.BYTES);
    }
}
