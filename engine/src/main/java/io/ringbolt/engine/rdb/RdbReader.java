package io.ringbolt.engine.rdb;

import io.ringbolt.engine.listpack.IntegerText;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.lzf.LzfDecompressor;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;

/**
 * Reads RDB's lengths, numbers and strings from memory or a source, without trusting them: every length is compared
 * with what can still come before it is used. The first fault is latched; everything read after it is 0 or empty, and
 * the caller asks {@link #hasFailed()} before it believes what it has read. Owned by one thread.
 */
public final class RdbReader implements AutoCloseable
{
    /** Two strings can be held at a time, under these numbers: a field and its value. */
    public static final int FIRST = 0;
    public static final int SECOND = 1;

    private static final int BUFFER_LENGTH = 1 << 16;
    private static final int FORM_SHIFT = 6;
    private static final int SIX_BITS = 0x3F;

    private final OffHeapAllocator allocator;
    private final Scratch[] strings;
    private final Scratch compressed;
    private final ListPackElement blob = new ListPackElement();
    private RdbSource source;
    private long buffer;
    private long position;
    private long limit;
    private long checksum;
    private long checked;
    private long origin;
    private long passed;
    private boolean hasFailed;
    private boolean isSpecial;

    public RdbReader(final OffHeapAllocator allocator)
    {
        this.allocator = allocator;
        this.strings = new Scratch[] {new Scratch(allocator), new Scratch(allocator)};
        this.compressed = new Scratch(allocator);
    }

    /** Begins to read from memory, which stays in place; strings are handed out where they lie, if they can be. */
    public RdbReader wrap(final long address, final long length)
    {
        source = null;
        begin(address, address + length);
        return this;
    }

    /** Begins to read from a source. */
    public RdbReader wrap(final RdbSource newSource)
    {
        source = newSource;
        if (OffHeap.NULL_ADDRESS == buffer)
        {
            buffer = allocator.allocate(BUFFER_LENGTH);
        }
        begin(buffer, buffer);
        return this;
    }

    private void begin(final long first, final long end)
    {
        position = first;
        checked = first;
        origin = first;
        passed = 0;
        limit = end;
        checksum = 0;
        hasFailed = false;
    }

    /** Says that what has been read cannot be right. @return false, so that it can be returned at once. */
    public boolean fail()
    {
        hasFailed = true;
        return false;
    }

    public boolean hasFailed()
    {
        return hasFailed;
    }

    /** Most bytes that can still come. */
    public long remaining()
    {
        final long here = limit - position;
        if (null == source)
        {
            return here;
        }
        final long there = source.remaining();
        return there > Long.MAX_VALUE - here ? Long.MAX_VALUE : here + there;
    }

    /** Bytes read since {@link #wrap}. */
    public long position()
    {
        return passed + position - origin;
    }

    /** The checksum of all bytes read so far. */
    public long checksum()
    {
        checksum = Crc64.update(checksum, checked, position - checked);
        checked = position;
        return checksum;
    }

    public int readByte()
    {
        return require(1) ? OffHeap.getUnsignedByte(position++) : 0;
    }

    /** Four bytes, the lowest first. */
    public int readInt()
    {
        if (!require(Integer.BYTES))
        {
            return 0;
        }
        position += Integer.BYTES;
        return OffHeap.getInt(position - Integer.BYTES);
    }

    /** Eight bytes, the lowest first. */
    public long readLong()
    {
        if (!require(Long.BYTES))
        {
            return 0;
        }
        position += Long.BYTES;
        return OffHeap.getLong(position - Long.BYTES);
    }

    public double readDouble()
    {
        return Double.longBitsToDouble(readLong());
    }

    /** A length or another unsigned number; a special form is a fault. */
    public long readLength()
    {
        final long length = readLengthOrForm();
        if (isSpecial)
        {
            fail();
        }
        return hasFailed ? 0 : length;
    }

    /** A number of things of which each takes at least {@code minBytes} bytes; more than can still come is a fault. */
    public long readCount(final int minBytes)
    {
        final long count = readLength();
        if (count < 0 || count > remaining() / minBytes)
        {
            fail();
            return 0;
        }
        return count;
    }

    private long readLengthOrForm()
    {
        final int first = readByte();
        final int form = first >> FORM_SHIFT;
        isSpecial = RdbType.SPECIAL == form;
        if (RdbType.LENGTH_6 == form || isSpecial)
        {
            return first & SIX_BITS;
        }
        if (RdbType.LENGTH_14 == form)
        {
            return (long)(first & SIX_BITS) << Byte.SIZE | readByte();
        }
        if (RdbType.LENGTH_32 == first)
        {
            return Integer.reverseBytes(readInt()) & 0xFFFF_FFFFL;
        }
        if (RdbType.LENGTH_64 == first)
        {
            return Long.reverseBytes(readLong());
        }
        fail();
        return 0;
    }

    /**
     * Reads a string; a number stays one, also where its text could have been stored.
     *
     * @param number which of the two strings that can be held; its bytes stay in place until it is read again.
     */
    public void readString(final int number, final ListPackElement out)
    {
        final long length = readLengthOrForm();
        out.set(0);
        if (hasFailed)
        {
            return;
        }
        if (!isSpecial)
        {
            readPlain(number, length, out);
            return;
        }
        switch ((int)length)
        {
            case RdbType.INTEGER_8 -> out.set((byte)readByte());
            case RdbType.INTEGER_16 -> out.set((short)(readByte() | readByte() << Byte.SIZE));
            case RdbType.INTEGER_32 -> out.set(readInt());
            case RdbType.COMPRESSED -> readCompressed(number, out);
            default -> fail();
        }
    }

    /** As {@link #readString}, with a number turned into its text. */
    public void readText(final int number, final ListPackElement out)
    {
        readString(number, out);
        if (out.isInteger())
        {
            out.toText(strings[number].reserve(IntegerText.MAX_LENGTH));
        }
    }

    /**
     * Reads a string that cannot be a number, a listpack for example.
     *
     * @return its length; its bytes are at {@link #blob()}.
     */
    public int readBlob(final int number)
    {
        readString(number, blob);
        if (blob.isInteger())
        {
            fail();
        }
        return hasFailed ? 0 : blob.length();
    }

    /** Where the string that {@link #readBlob} has read begins. */
    public long blob()
    {
        return blob.address();
    }

    private void readPlain(final int number, final long length, final ListPackElement out)
    {
        if (length < 0 || length > Integer.MAX_VALUE || length > remaining())
        {
            fail();
            return;
        }
        final long address = take(strings[number], (int)length);
        if (!hasFailed)
        {
            out.set(address, (int)length);
        }
    }

    private void readCompressed(final int number, final ListPackElement out)
    {
        final long compressedLength = readLength();
        final long length = readLength();
        if (hasFailed || compressedLength < 0 || compressedLength > remaining() ||
            compressedLength > Integer.MAX_VALUE || length > Integer.MAX_VALUE ||
            !LzfDecompressor.isPossible(compressedLength, length))
        {
            fail();
            return;
        }
        final long from = take(compressed, (int)compressedLength);
        if (hasFailed)
        {
            return;
        }
        final long target = strings[number].reserve(length);
        if (length == LzfDecompressor.decompress(from, (int)compressedLength, target, (int)length))
        {
            out.set(target, (int)length);
        }
        else
        {
            fail();
        }
    }

    /**
     * Takes bytes: where they lie, if they stay there, else copied as they come, so that a false length
     * takes no memory.
     */
    private long take(final Scratch target, final int length)
    {
        if (null == source)
        {
            position += length;
            return position - length;
        }
        int done = 0;
        target.reserve(Math.min(length, BUFFER_LENGTH));
        while (done < length)
        {
            if (!require(1))
            {
                return OffHeap.NULL_ADDRESS;
            }
            final int part = (int)Math.min(length - done, limit - position);
            target.reserve((long)done + part, done);
            OffHeap.copy(position, target.address() + done, part);
            position += part;
            done += part;
        }
        return target.address();
    }

    /** Makes sure that so many bytes, at most a few, lie at the position; a fault if they cannot come. */
    private boolean require(final int length)
    {
        if (hasFailed)
        {
            return false;
        }
        while (limit - position < length)
        {
            if (null == source)
            {
                return fail();
            }
            final int rest = (int)(limit - position);
            checksum();
            OffHeap.copy(position, buffer, rest);
            passed += position - buffer;
            position = buffer;
            checked = buffer;
            limit = buffer + rest;
            final int read = source.read(limit, BUFFER_LENGTH - rest);
            if (read <= 0)
            {
                return fail();
            }
            limit += read;
        }
        return true;
    }

    /** Gives memory back that is more than usual values need. */
    public void trim()
    {
        strings[FIRST].trim();
        strings[SECOND].trim();
        compressed.trim();
    }

    @Override
    public void close()
    {
        strings[FIRST].close();
        strings[SECOND].close();
        compressed.close();
        allocator.free(buffer, BUFFER_LENGTH);
    }
}
