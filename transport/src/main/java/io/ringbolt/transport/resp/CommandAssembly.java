package io.ringbolt.transport.resp;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.Session;

/**
 * A command that arrives in pieces: its arguments so far, laid out as a ring entry wants them.
 * <p>
 * The region belongs to the connection until {@link #moveTo} hands it to an entry. It grows with what arrives, not with
 * what a client announces.
 */
final class CommandAssembly
{
    private static final int INITIAL_TABLE_CAPACITY = 1024;
    private static final long INITIAL_CAPACITY = 512;
    /** An announced length up to this is made room for at once. */
    private static final long TRUSTED_LENGTH = 1 << 20;
    /** Once this part of an argument has come, room is made for the rest of it. */
    private static final int TRUSTED_PART = 8;

    private int argumentCount;
    private int argumentIndex;
    private int tableCapacity;
    private int fillOffset;
    private int argumentOffset;
    private long argumentLength;
    private long address;
    private long capacity;

    boolean isOpen()
    {
        return OffHeap.NULL_ADDRESS != address;
    }

    void open(final OffHeapAllocator allocator, final int argumentCount)
    {
        assert !isOpen();
        this.argumentCount = argumentCount;
        this.argumentIndex = 0;
        this.argumentOffset = 0;
        this.argumentLength = 0;
        this.tableCapacity = Math.min(argumentCount, INITIAL_TABLE_CAPACITY);
        this.fillOffset = tableCapacity * RingEntry.ARGUMENT_OVERHEAD;
        this.capacity = Math.max(INITIAL_CAPACITY, 2L * fillOffset);
        this.address = allocator.allocate(capacity);
    }

    /** Begins the next argument. @return false if the command would outgrow a ring entry's area. */
    boolean beginArgument(final OffHeapAllocator allocator, final long length)
    {
        if (argumentIndex == tableCapacity && !growTable(allocator))
        {
            return false;
        }
        if (fillOffset + length > RingEntry.MAX_AREA_LENGTH)
        {
            return false;
        }
        argumentOffset = fillOffset;
        argumentLength = length;
        ensure(allocator, Math.min(length, TRUSTED_LENGTH));
        return true;
    }

    void append(final OffHeapAllocator allocator, final long source, final int length)
    {
        ensure(allocator, length);
        OffHeap.copy(source, address + fillOffset, length);
        fillOffset += length;
    }

    void append(final OffHeapAllocator allocator, final byte[] source)
    {
        ensure(allocator, source.length);
        OffHeap.copyIn(source, 0, address + fillOffset, source.length);
        fillOffset += source.length;
    }

    void endArgument()
    {
        final long row = address + (long)argumentIndex * RingEntry.ARGUMENT_OVERHEAD;
        OffHeap.putInt(row, argumentOffset);
        OffHeap.putInt(row + Integer.BYTES, fillOffset - argumentOffset);
        argumentIndex++;
    }

    boolean isComplete()
    {
        return isOpen() && argumentIndex == argumentCount;
    }

    /** Hands the region to an entry; the assembly is empty then. */
    void moveTo(final RingEntry entry, final Session session, final long timeUs)
    {
        assert isComplete();
        entry.adoptCommand(session, argumentCount, address, fillOffset, capacity, timeUs);
        address = OffHeap.NULL_ADDRESS;
        capacity = 0;
    }

    /** @return off-heap bytes held. */
    long memory()
    {
        return capacity;
    }

    void free(final OffHeapAllocator allocator)
    {
        allocator.free(address, capacity);
        address = OffHeap.NULL_ADDRESS;
        capacity = 0;
    }

    /** Room behind a long argument, with which the arena can take the whole region over. */
    private long margin()
    {
        return argumentLength < Arena.ADOPTABLE_LENGTH ? 0 : Arena.ADOPTION_MARGIN;
    }

    private boolean growTable(final OffHeapAllocator allocator)
    {
        final int newCapacity = (int)Math.min(argumentCount, 2L * tableCapacity);
        final int oldEnd = tableCapacity * RingEntry.ARGUMENT_OVERHEAD;
        final long added = (long)(newCapacity - tableCapacity) * RingEntry.ARGUMENT_OVERHEAD;
        if (fillOffset + added > RingEntry.MAX_AREA_LENGTH)
        {
            return false;
        }
        ensure(allocator, added);
        OffHeap.copy(address + oldEnd, address + oldEnd + added, fillOffset - oldEnd);
        for (int i = 0; i < argumentIndex; i++)
        {
            final long row = address + (long)i * RingEntry.ARGUMENT_OVERHEAD;
            OffHeap.putInt(row, OffHeap.getInt(row) + (int)added);
        }
        fillOffset += (int)added;
        tableCapacity = newCapacity;
        return true;
    }

    private void ensure(final OffHeapAllocator allocator, final long more)
    {
        if (fillOffset + more > capacity)
        {
            final boolean isTrusted = TRUSTED_PART * (long)(fillOffset - argumentOffset) >= argumentLength;
            final long trusted = isTrusted ? argumentOffset + argumentLength + margin() : 0;
            final long larger = Math.max(Math.max(2 * capacity, fillOffset + more), trusted);
            address = allocator.reallocate(address, capacity, larger);
            capacity = larger;
        }
    }
}
