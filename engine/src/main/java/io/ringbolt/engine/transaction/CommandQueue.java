package io.ringbolt.engine.transaction;

import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.ring.RingEntry;

import java.util.Arrays;

/**
 * The commands that a client has sent since MULTI, in one off-heap region.
 * <pre>
 *   0                4             8
 *  +----------------+-------------+---------------------+---------
 *  | argument count | area length | area of a ring entry| padding      once per command, aligned to 8
 *  +----------------+-------------+---------------------+---------
 * </pre>
 * An area is laid out as in the {@link RingEntry} it came in, so that EXEC shows it to the executor where it lies.
 * Owned by the engine thread.
 */
final class CommandQueue
{
    private static final int HEADER_LENGTH = 2 * Integer.BYTES;
    private static final int ALIGNMENT = Long.BYTES;
    private static final long INITIAL_CAPACITY = 1024;
    private static final long RETAINED_CAPACITY = 16 << 10;
    private static final int INITIAL_COUNT = 16;
    private static final int RETAINED_COUNT = 256;

    private final OffHeapAllocator allocator;
    private Command[] commands = new Command[INITIAL_COUNT];
    private int count;
    private long flags;
    private long missingFlags;
    private long address;
    private long capacity;
    private long length;

    CommandQueue(final OffHeapAllocator allocator)
    {
        this.allocator = allocator;
    }

    /** Copies an entry's command to the end. */
    void add(final RingEntry entry)
    {
        final long recordLength = HEADER_LENGTH + entry.areaLength() + ALIGNMENT - 1L & -ALIGNMENT;
        ensure(recordLength);
        final long at = address + length;
        OffHeap.putInt(at, entry.argumentCount());
        OffHeap.putInt(at + Integer.BYTES, entry.areaLength());
        OffHeap.copy(entry.areaAddress(), at + HEADER_LENGTH, entry.areaLength());
        length += recordLength;
        if (count == commands.length)
        {
            commands = Arrays.copyOf(commands, 2 * count);
        }
        commands[count++] = entry.command();
        final long callFlags = entry.command().flags(entry);
        flags |= callFlags;
        missingFlags |= ~callFlags;
    }

    /**
     * Shows the command at {@code position}.
     *
     * @param index    its number.
     * @param position 0 for the first, then what the last call returned.
     * @param source   what the command came in with: its session and its time.
     * @param out      is shown the command; it owns nothing.
     * @return the next command's position.
     */
    long show(final int index, final long position, final RingEntry source, final RingEntry out)
    {
        final long at = address + position;
        final int areaLength = OffHeap.getInt(at + Integer.BYTES);
        out.viewCommand(
            source.session(), commands[index], OffHeap.getInt(at), at + HEADER_LENGTH, areaLength, source.timeUs());
        return position + (HEADER_LENGTH + areaLength + ALIGNMENT - 1L & -ALIGNMENT);
    }

    int count()
    {
        return count;
    }

    /** @return the flags that any of the commands has. */
    long flags()
    {
        return flags;
    }

    /** @return the flags that not all of the commands have. */
    long missingFlags()
    {
        return missingFlags;
    }

    /** @return bytes held. */
    long memory()
    {
        return capacity + (long)count * Long.BYTES;
    }

    /** Forgets the commands; room for a few is kept. */
    void clear()
    {
        Arrays.fill(commands, 0, count, null);
        if (commands.length > RETAINED_COUNT)
        {
            commands = new Command[INITIAL_COUNT];
        }
        if (capacity > RETAINED_CAPACITY)
        {
            free();
        }
        count = 0;
        flags = 0;
        missingFlags = 0;
        length = 0;
    }

    /** Gives all memory back. */
    void free()
    {
        allocator.free(address, capacity);
        address = OffHeap.NULL_ADDRESS;
        capacity = 0;
    }

    private void ensure(final long more)
    {
        if (length + more > capacity)
        {
            final long larger = Math.max(Math.max(INITIAL_CAPACITY, 2 * capacity), length + more);
            final long moved = allocator.allocate(larger);
            OffHeap.copy(address, moved, length);
            allocator.free(address, capacity);
            address = moved;
            capacity = larger;
        }
    }
}
