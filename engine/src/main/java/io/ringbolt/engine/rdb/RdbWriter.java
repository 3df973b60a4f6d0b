package io.ringbolt.engine.rdb;

import io.ringbolt.engine.command.Numbers;
import io.ringbolt.engine.listpack.IntegerText;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.lzf.LzfCompressor;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;

import static io.ringbolt.engine.rdb.RdbType.COMPRESSED;
import static io.ringbolt.engine.rdb.RdbType.INTEGER_16;
import static io.ringbolt.engine.rdb.RdbType.INTEGER_32;
import static io.ringbolt.engine.rdb.RdbType.INTEGER_8;
import static io.ringbolt.engine.rdb.RdbType.LENGTH_14;
import static io.ringbolt.engine.rdb.RdbType.LENGTH_32;
import static io.ringbolt.engine.rdb.RdbType.LENGTH_64;
import static io.ringbolt.engine.rdb.RdbType.SPECIAL;

/**
 * Writes RDB's lengths, numbers and strings through a buffer to a sink and keeps the checksum of all of it. Owned
 * by one thread.
 */
public final class RdbWriter implements AutoCloseable
{
    /** Longer strings are written as they are, in pieces, so that compressing does not take as much memory again. */
    public static final int MAX_COMPRESSED_LENGTH = 64 << 20;

    private static final int BUFFER_LENGTH = 1 << 16;
    private static final int FORM_SHIFT = 6;
    private static final int LIMIT_6 = 1 << 6;
    private static final int LIMIT_14 = 1 << 14;
    private static final int MAX_INTEGER_TEXT = 11;
    private static final int MIN_COMPRESSED_LENGTH = 21;
    private static final int MIN_SAVING = 4;

    private final OffHeapAllocator allocator;
    private final LzfCompressor compressor = new LzfCompressor();
    private final Scratch compressed;
    private final long buffer;
    private RdbSink sink;
    private int used;
    private long checksum;
    private long position;
    private boolean isCompressing = true;

    public RdbWriter(final OffHeapAllocator allocator)
    {
        this.allocator = allocator;
        this.compressed = new Scratch(allocator);
        this.buffer = allocator.allocate(BUFFER_LENGTH);
    }

    /** Begins to write to a sink. @param compressing whether strings are compressed where that makes them shorter. */
    public RdbWriter wrap(final RdbSink newSink, final boolean compressing)
    {
        sink = newSink;
        isCompressing = compressing;
        used = 0;
        checksum = 0;
        position = 0;
        return this;
    }

    /** Bytes written since {@link #wrap}. */
    public long position()
    {
        return position + used;
    }

    /** Hands everything to the sink. @return the checksum of all bytes since {@link #wrap}. */
    public long flush()
    {
        if (used > 0)
        {
            emit(buffer, used);
            used = 0;
        }
        return checksum;
    }

    public void writeByte(final int value)
    {
        reserve(1);
        OffHeap.putByte(buffer + used++, (byte)value);
    }

    /** Two bytes, the lower first. */
    public void writeShort(final int value)
    {
        reserve(Short.BYTES);
        OffHeap.putShort(buffer + used, (short)value);
        used += Short.BYTES;
    }

    /** Eight bytes, the lowest first. */
    public void writeLong(final long value)
    {
        reserve(Long.BYTES);
        OffHeap.putLong(buffer + used, value);
        used += Long.BYTES;
    }

    public void writeDouble(final double value)
    {
        writeLong(Double.doubleToRawLongBits(value));
    }

    /** A length or another unsigned number, in 1, 2, 5 or 9 bytes. */
    public void writeLength(final long length)
    {
        if (length >= 0 && length < LIMIT_6)
        {
            writeByte((int)length);
        }
        else if (length >= 0 && length < LIMIT_14)
        {
            writeByte((int)(length >>> Byte.SIZE) | LENGTH_14 << FORM_SHIFT);
            writeByte((int)length);
        }
        else if (0 == length >>> Integer.SIZE)
        {
            writeByte(LENGTH_32);
            reserve(Integer.BYTES);
            OffHeap.putInt(buffer + used, Integer.reverseBytes((int)length));
            used += Integer.BYTES;
        }
        else
        {
            writeByte(LENGTH_64);
            writeLong(Long.reverseBytes(length));
        }
    }

    /** A string in its shortest form: a number of up to 32 bits, compressed, or as it is. */
    public void writeString(final long address, final int length)
    {
        if (length <= MAX_INTEGER_TEXT && IntegerText.isInteger(address, length))
        {
            final long value = IntegerText.parse(address, length);
            if (value == (int)value)
            {
                writeInteger((int)value);
                return;
            }
        }
        writeBlob(address, length);
    }

    /** A string that is no number, or not to be looked at as one. */
    public void writeBlob(final long address, final int length)
    {
        if (isCompressing && length >= MIN_COMPRESSED_LENGTH && length <= MAX_COMPRESSED_LENGTH)
        {
            final int capacity = length - MIN_SAVING;
            final long target = compressed.reserve(capacity + 1L);
            final int compressedLength = compressor.compress(address, length, target, capacity);
            if (compressedLength > 0)
            {
                writeByte(SPECIAL << FORM_SHIFT | COMPRESSED);
                writeLength(compressedLength);
                writeLength(length);
                writeBytes(target, compressedLength);
                return;
            }
        }
        writeLength(length);
        writeBytes(address, length);
    }

    /** The decimal text of a number, as a string. */
    public void writeNumber(final long value)
    {
        if (value == (int)value)
        {
            writeInteger((int)value);
            return;
        }
        final int length = Numbers.length(value);
        writeLength(length);
        reserve(length);
        used += Numbers.write(value, buffer + used);
    }

    /** An element of a collection, as a string. */
    public void writeElement(final ListPackElement element)
    {
        if (element.isInteger())
        {
            writeNumber(element.longValue());
        }
        else
        {
            writeString(element.address(), element.length());
        }
    }

    /** Bytes without a length before them. */
    public void writeBytes(final long address, final long length)
    {
        if (length <= BUFFER_LENGTH - used)
        {
            OffHeap.copy(address, buffer + used, length);
            used += (int)length;
            return;
        }
        flush();
        long at = address;
        long rest = length;
        for (; rest > BUFFER_LENGTH; rest -= BUFFER_LENGTH)
        {
            emit(at, BUFFER_LENGTH);
            at += BUFFER_LENGTH;
        }
        OffHeap.copy(at, buffer, rest);
        used = (int)rest;
    }

    private void writeInteger(final int value)
    {
        if (value == (byte)value)
        {
            writeByte(SPECIAL << FORM_SHIFT | INTEGER_8);
            writeByte(value);
        }
        else if (value == (short)value)
        {
            writeByte(SPECIAL << FORM_SHIFT | INTEGER_16);
            writeShort(value);
        }
        else
        {
            writeByte(SPECIAL << FORM_SHIFT | INTEGER_32);
            reserve(Integer.BYTES);
            OffHeap.putInt(buffer + used, value);
            used += Integer.BYTES;
        }
    }

    private void reserve(final int length)
    {
        if (BUFFER_LENGTH - used < length)
        {
            flush();
        }
    }

    private void emit(final long address, final int length)
    {
        checksum = Crc64.update(checksum, address, length);
        position += length;
        sink.accept(address, length);
    }

    /** Gives memory back that is more than usual values need. */
    public void trim()
    {
        compressed.trim();
    }

    @Override
    public void close()
    {
        compressed.close();
        allocator.free(buffer, BUFFER_LENGTH);
    }
}
