package io.ringbolt.engine.listpack;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;

import static io.ringbolt.engine.listpack.ListPackDescriptor.COUNT_OFFSET;
import static io.ringbolt.engine.listpack.ListPackDescriptor.COUNT_UNKNOWN;
import static io.ringbolt.engine.listpack.ListPackDescriptor.END;
import static io.ringbolt.engine.listpack.ListPackDescriptor.HEADER_LENGTH;

/**
 * Makes a listpack of many elements at once, in time that does not depend on how large it becomes. Owned by one thread.
 */
public final class PackBuilder implements AutoCloseable
{
    private static final int MAX_FRAME_LENGTH = 10;

    private final Scratch scratch;
    private long length;
    private int count;

    public PackBuilder(final OffHeapAllocator allocator)
    {
        this.scratch = new Scratch(allocator);
    }

    /** Begins with an empty listpack. */
    public void begin()
    {
        length = HEADER_LENGTH;
        count = 0;
    }

    /** Elements added. */
    public int count()
    {
        return count;
    }

    /** Says whether an element of so many bytes may still be added. */
    public boolean hasRoom(final int bytesLength)
    {
        return length + bytesLength + MAX_FRAME_LENGTH < ListPack.MAX_LENGTH;
    }

    /** Adds an element; text that is a number becomes one. */
    public void append(final ListPackElement element)
    {
        count++;
        if (element.isInteger())
        {
            appendNumber(element.longValue());
        }
        else if (IntegerText.isInteger(element.address(), element.length()))
        {
            appendNumber(IntegerText.parse(element.address(), element.length()));
        }
        else
        {
            appendBytes(element.address(), element.length());
        }
    }

    private void appendNumber(final long value)
    {
        final long at = scratch.reserve(length + MAX_FRAME_LENGTH, length) + length;
        ListPackDescriptor.putNumber(at, value);
        frame(at, ListPackDescriptor.numberLength(value));
    }

    private void appendBytes(final long bytesAddress, final int bytesLength)
    {
        final long at = scratch.reserve(length + bytesLength + MAX_FRAME_LENGTH, length) + length;
        OffHeap.copy(bytesAddress, at + ListPackDescriptor.putBytesHeader(at, bytesLength), bytesLength);
        frame(at, ListPackDescriptor.bytesLength(bytesLength));
    }

    private void frame(final long at, final long entryLength)
    {
        ListPackDescriptor.putBackLength(at + entryLength, entryLength);
        length += entryLength + ListPackDescriptor.backLength(entryLength);
    }

    /** Allocates the listpack, owned by the caller. */
    public long finish(final Arena arena)
    {
        final long address = scratch.reserve(length + 1, length);
        OffHeap.putByte(address + length, (byte)END);
        length++;
        OffHeap.putInt(address, (int)length);
        OffHeap.putShort(address + COUNT_OFFSET, (short)Math.min(count, COUNT_UNKNOWN));
        final long pack = ListPack.copyOf(arena, address);
        scratch.trim();
        return pack;
    }

    @Override
    public void close()
    {
        scratch.close();
    }
}
