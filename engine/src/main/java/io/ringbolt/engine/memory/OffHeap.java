package io.ringbolt.engine.memory;

import java.nio.ByteOrder;

import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;

/**
 * Plain access to memory outside the Java heap, by address.
 * Values are in the machine's byte order, which is required to be little-endian: the stored forms shared with Redis
 * (listpack, intset, RDB integers) are little-endian too, so a native read is the right read. Nothing is checked here
 * but by assertions; whoever holds an address answers for it.
 */
public final class OffHeap
{
    public static final long NULL_ADDRESS = 0L;

    private static final int SHORT_COPY_LIMIT = 32;
    private static final int SHORT_SET_LIMIT = 256;
    /** The runtime's copy reaches no safepoint before its end; ours may after each piece. */
    private static final int PIECE_LENGTH = 1 << 20;
    private static final long BYTE_LANES = 0x0101010101010101L;

    static
    {
        if (ByteOrder.LITTLE_ENDIAN != ByteOrder.nativeOrder())
        {
            throw new IllegalStateException("a little-endian machine is required: order=" + ByteOrder.nativeOrder());
        }
    }

    private OffHeap()
    {
    }

    public static byte getByte(final long address)
    {
        return UnsafeApi.getByte(address);
    }

    /** The byte as a number from 0 to 255. */
    public static int getUnsignedByte(final long address)
    {
        return UnsafeApi.getByte(address) & 0xFF;
    }

    public static short getShort(final long address)
    {
        return UnsafeApi.getShort(address);
    }

    /** The two bytes as a number from 0 to 65535. */
    public static int getUnsignedShort(final long address)
    {
        return UnsafeApi.getShort(address) & 0xFFFF;
    }

    public static int getInt(final long address)
    {
        return UnsafeApi.getInt(address);
    }

    public static long getLong(final long address)
    {
        return UnsafeApi.getLong(address);
    }

    public static double getDouble(final long address)
    {
        return UnsafeApi.getDouble(address);
    }

    public static void putByte(final long address, final byte value)
    {
        UnsafeApi.putByte(address, value);
    }

    public static void putShort(final long address, final short value)
    {
        UnsafeApi.putShort(address, value);
    }

    public static void putInt(final long address, final int value)
    {
        UnsafeApi.putInt(address, value);
    }

    public static void putLong(final long address, final long value)
    {
        UnsafeApi.putLong(address, value);
    }

    public static void putDouble(final long address, final double value)
    {
        UnsafeApi.putDouble(address, value);
    }

    /**
     * Copies bytes; the two ranges may overlap. Short copies are done in place because the call into the
     * runtime's copy costs more than moving 32 bytes.
     */
    public static void copy(final long source, final long destination, final long length)
    {
        if (length > SHORT_COPY_LIMIT)
        {
            copyPieces(source, destination, length);
        }
        else if (length >= 16)
        {
            final long a = UnsafeApi.getLong(source);
            final long b = UnsafeApi.getLong(source + 8);
            final long c = UnsafeApi.getLong(source + length - 16);
            final long d = UnsafeApi.getLong(source + length - 8);
            UnsafeApi.putLong(destination, a);
            UnsafeApi.putLong(destination + 8, b);
            UnsafeApi.putLong(destination + length - 16, c);
            UnsafeApi.putLong(destination + length - 8, d);
        }
        else if (length >= 8)
        {
            final long a = UnsafeApi.getLong(source);
            final long b = UnsafeApi.getLong(source + length - 8);
            UnsafeApi.putLong(destination, a);
            UnsafeApi.putLong(destination + length - 8, b);
        }
        else
        {
            copyTiny(source, destination, (int)length);
        }
    }

    private static void copyPieces(final long source, final long destination, final long length)
    {
        if (length <= PIECE_LENGTH)
        {
            UnsafeApi.copyMemory(source, destination, length);
        }
        else if (destination > source && destination - source < length)
        {
            for (long end = length; end > 0; end -= PIECE_LENGTH)
            {
                final long start = Math.max(0, end - PIECE_LENGTH);
                UnsafeApi.copyMemory(source + start, destination + start, end - start);
            }
        }
        else
        {
            for (long done = 0; done < length; done += PIECE_LENGTH)
            {
                UnsafeApi.copyMemory(source + done, destination + done, Math.min(PIECE_LENGTH, length - done));
            }
        }
    }

    private static void copyTiny(final long source, final long destination, final int length)
    {
        assert length >= 0 : "length=" + length;
        if (length >= 4)
        {
            final int a = UnsafeApi.getInt(source);
            final int b = UnsafeApi.getInt(source + length - 4);
            UnsafeApi.putInt(destination, a);
            UnsafeApi.putInt(destination + length - 4, b);
        }
        else if (length > 0)
        {
            final byte a = UnsafeApi.getByte(source);
            final byte b = UnsafeApi.getByte(source + (length >>> 1));
            final byte c = UnsafeApi.getByte(source + length - 1);
            UnsafeApi.putByte(destination, a);
            UnsafeApi.putByte(destination + (length >>> 1), b);
            UnsafeApi.putByte(destination + length - 1, c);
        }
    }

    /** Copies bytes from a Java array into memory. */
    public static void copyIn(final byte[] source, final int offset, final long destination, final int length)
    {
        UnsafeApi.copyMemory(source, BufferUtil.ARRAY_BASE_OFFSET + offset, null, destination, length);
    }

    /** Copies bytes from memory into a Java array. */
    public static void copyOut(final long source, final byte[] destination, final int offset, final int length)
    {
        UnsafeApi.copyMemory(null, source, destination, BufferUtil.ARRAY_BASE_OFFSET + offset, length);
    }

    /** @return a copy of the bytes on the heap. For rare paths: it allocates. */
    public static byte[] toBytes(final long address, final int length)
    {
        final byte[] bytes = new byte[length];
        copyOut(address, bytes, 0, length);
        return bytes;
    }

    /** Sets every byte of a range to the same value. */
    public static void set(final long address, final long length, final byte value)
    {
        if (length > SHORT_SET_LIMIT)
        {
            for (long done = 0; done < length; done += PIECE_LENGTH)
            {
                UnsafeApi.setMemory(address + done, Math.min(PIECE_LENGTH, length - done), value);
            }
            return;
        }
        final long lanes = (value & 0xFFL) * BYTE_LANES;
        final long end = address + length;
        long at = address;
        for (; at + 8 <= end; at += 8)
        {
            UnsafeApi.putLong(at, lanes);
        }
        for (; at < end; at++)
        {
            UnsafeApi.putByte(at, value);
        }
    }

    /** Compares as {@code memcmp} does, unsigned bytes first to last; a range that is a prefix of the other is less. */
    public static int compare(final long a, final int aLength, final long b, final int bLength)
    {
        final int common = Math.min(aLength, bLength);
        int offset = 0;
        for (; offset + 8 <= common; offset += 8)
        {
            final long x = UnsafeApi.getLong(a + offset);
            final long y = UnsafeApi.getLong(b + offset);
            if (x != y)
            {
                return Long.compareUnsigned(Long.reverseBytes(x), Long.reverseBytes(y));
            }
        }
        for (; offset < common; offset++)
        {
            final int difference = getUnsignedByte(a + offset) - getUnsignedByte(b + offset);
            if (0 != difference)
            {
                return difference;
            }
        }
        return Integer.compare(aLength, bLength);
    }

    /** Whether two ranges of the same length hold the same bytes. */
    public static boolean equal(final long a, final long b, final long length)
    {
        long offset = 0;
        for (; offset + 8 <= length; offset += 8)
        {
            if (UnsafeApi.getLong(a + offset) != UnsafeApi.getLong(b + offset))
            {
                return false;
            }
        }
        for (; offset < length; offset++)
        {
            if (UnsafeApi.getByte(a + offset) != UnsafeApi.getByte(b + offset))
            {
                return false;
            }
        }
        return true;
    }

    /** Reads an int so that later reads of this thread are ordered behind it. */
    static int getIntAcquire(final long address)
    {
        return UnsafeApi.getIntAcquire(null, address);
    }

    /** Orders all earlier writes of this thread before its later ones. */
    static void storeFence()
    {
        UnsafeApi.storeFence();
    }

    /** Orders all earlier reads of this thread before its later ones. */
    static void loadFence()
    {
        UnsafeApi.loadFence();
    }

    static long allocateRaw(final long length)
    {
        return UnsafeApi.allocateMemory(length);
    }

    static long reallocateRaw(final long address, final long length)
    {
        return UnsafeApi.reallocateMemory(address, length);
    }

    static void freeRaw(final long address)
    {
        UnsafeApi.freeMemory(address);
    }
}
