package io.ringbolt.engine.pubsub;

import io.ringbolt.engine.command.Numbers;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;

/**
 * Messages as they go over the wire, encoded once for all who get them. RESP2 and RESP3 differ in a message's first
 * byte only. Owned by the engine thread.
 */
public final class MessageBuffer
{
    public static final byte ARRAY = '*';
    public static final byte PUSH = '>';

    private static final int INITIAL_CAPACITY = 1024;
    private static final int RETAINED_CAPACITY = 1 << 18;
    /** A type, a sign, nineteen digits and a line's end. */
    private static final int MAX_HEADER_LENGTH = 24;
    private static final int LINE_END_LENGTH = 2;

    private final OffHeapAllocator allocator;
    private long address;
    private int capacity;
    private int length;

    public MessageBuffer(final OffHeapAllocator allocator)
    {
        this.allocator = allocator;
    }

    public void clear()
    {
        length = 0;
        if (capacity > RETAINED_CAPACITY)
        {
            close();
        }
    }

    public boolean isEmpty()
    {
        return 0 == length;
    }

    public long address()
    {
        return address;
    }

    public int length()
    {
        return length;
    }

    byte byteAt(final int offset)
    {
        return OffHeap.getByte(address + offset);
    }

    /** Begins a message. @param first {@link #ARRAY} or {@link #PUSH}. @return this. */
    public MessageBuffer begin(final byte first, final int elementCount)
    {
        return header(first, elementCount);
    }

    /** Changes the first byte of what the buffer holds. */
    public void first(final byte first)
    {
        OffHeap.putByte(address, first);
    }

    public MessageBuffer bulk(final byte[] bytes)
    {
        header((byte)'$', bytes.length);
        ensure(bytes.length + LINE_END_LENGTH);
        OffHeap.copyIn(bytes, 0, address + length, bytes.length);
        length += bytes.length;
        return lineEnd();
    }

    public MessageBuffer bulk(final long source, final int sourceLength)
    {
        header((byte)'$', sourceLength);
        ensure((long)sourceLength + LINE_END_LENGTH);
        OffHeap.copy(source, address + length, sourceLength);
        length += sourceLength;
        return lineEnd();
    }

    public MessageBuffer integer(final long value)
    {
        return header((byte)':', value);
    }

    public MessageBuffer nullBulk(final boolean isResp3)
    {
        ensure(MAX_HEADER_LENGTH);
        if (isResp3)
        {
            OffHeap.putByte(address + length++, (byte)'_');
            return lineEnd();
        }
        return header((byte)'$', -1);
    }

    /** Appends a message that another buffer holds, with another first byte. */
    void append(final MessageBuffer message, final byte first)
    {
        ensure(message.length);
        OffHeap.copy(message.address, address + length, message.length);
        OffHeap.putByte(address + length, first);
        length += message.length;
    }

    /** Appends bytes as they are. */
    public MessageBuffer raw(final byte[] bytes)
    {
        ensure(bytes.length);
        OffHeap.copyIn(bytes, 0, address + length, bytes.length);
        length += bytes.length;
        return this;
    }

    public MessageBuffer raw(final long source, final int sourceLength)
    {
        ensure(sourceLength);
        OffHeap.copy(source, address + length, sourceLength);
        length += sourceLength;
        return this;
    }

    /** Appends the decimal digits of a number. */
    MessageBuffer digits(final long value)
    {
        ensure(MAX_HEADER_LENGTH);
        length += Numbers.write(value, address + length);
        return this;
    }

    public void close()
    {
        allocator.free(address, capacity);
        address = OffHeap.NULL_ADDRESS;
        capacity = 0;
        length = 0;
    }

    private MessageBuffer header(final byte type, final long number)
    {
        ensure(MAX_HEADER_LENGTH);
        OffHeap.putByte(address + length++, type);
        length += Numbers.write(number, address + length);
        return lineEnd();
    }

    private MessageBuffer lineEnd()
    {
        ensure(LINE_END_LENGTH);
        OffHeap.putByte(address + length++, (byte)'\r');
        OffHeap.putByte(address + length++, (byte)'\n');
        return this;
    }

    private void ensure(final long more)
    {
        if (length + more > capacity)
        {
            if (length + more > Integer.MAX_VALUE)
            {
                throw new IllegalStateException("messages are limited to 2 GiB: length=" + length + " more=" + more);
            }
            final int larger =
                (int)Math.min(Integer.MAX_VALUE, Math.max(Math.max(INITIAL_CAPACITY, 2L * capacity), length + more));
            final long moved = allocator.allocate(larger);
            OffHeap.copy(address, moved, length);
            allocator.free(address, capacity);
            address = moved;
            capacity = larger;
        }
    }
}
