package io.ringbolt.transport.differential;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.rdb.Crc64;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of an RDB file while they are put together by hand.
 */
final class RdbFileBytes
{
    private static final int FIRST_VERSION_WITH_CHECKSUM = 5;
    private static final int AUX = 0xFA;
    private static final int EXPIRES_AT_MS = 0xFC;
    private static final int EXPIRES_AT_SECONDS = 0xFD;
    private static final int SELECT_DATABASE = 0xFE;
    private static final int END = 0xFF;
    private static final int LENGTH_14 = 0x40;

    private final int version;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    RdbFileBytes(final int version)
    {
        this.version = version;
        text(String.format("REDIS%04d", version));
    }

    private RdbFileBytes()
    {
        this.version = 0;
    }

    /** @return bytes that are not a file but a part of one. */
    static RdbFileBytes part()
    {
        return new RdbFileBytes();
    }

    RdbFileBytes write(final int... values)
    {
        for (final int value : values)
        {
            bytes.write(value);
        }
        return this;
    }

    RdbFileBytes write(final byte[] part)
    {
        bytes.writeBytes(part);
        return this;
    }

    RdbFileBytes database(final int index)
    {
        return write(SELECT_DATABASE, index);
    }

    RdbFileBytes expiresAtSeconds(final long seconds)
    {
        return write(EXPIRES_AT_SECONDS).little(seconds, Integer.BYTES);
    }

    RdbFileBytes expiresAtMs(final long ms)
    {
        return write(EXPIRES_AT_MS).little(ms, Long.BYTES);
    }

    RdbFileBytes aux(final String name, final String value)
    {
        return write(AUX).string(name).string(value);
    }

    /** A key of a type: its value follows. */
    RdbFileBytes key(final int type, final String name)
    {
        return write(type).string(name);
    }

    /** Bytes with their length before them. */
    RdbFileBytes blob(final int... values)
    {
        return blob(part().write(values).toBytes());
    }

    RdbFileBytes blob(final byte[] part)
    {
        if (part.length < LENGTH_14)
        {
            write(part.length);
        }
        else
        {
            write(LENGTH_14 | part.length >>> Byte.SIZE, part.length);
        }
        return write(part);
    }

    RdbFileBytes string(final String text)
    {
        return blob(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RdbFileBytes text(final String text)
    {
        bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    RdbFileBytes little(final long value, final int length)
    {
        bytes.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array(), 0, length);
        return this;
    }

    RdbFileBytes little(final double value)
    {
        return little(Double.doubleToRawLongBits(value), Long.BYTES);
    }

    /** The 16 bytes of a stream's id, the highest first. */
    RdbFileBytes id(final long ms, final long sequence)
    {
        bytes.writeBytes(ByteBuffer.allocate(2 * Long.BYTES).putLong(ms).putLong(sequence).array());
        return this;
    }

    /** A listpack, as a blob, of strings shorter than 64 bytes, ints from 0 to 127, and longs. */
    RdbFileBytes listPack(final Object... elements)
    {
        final RdbFileBytes body = part();
        for (final Object element : elements)
        {
            if (element instanceof Integer number)
            {
                body.write(number, 1);                           // the number, and the length of that
            }
            else if (element instanceof Long number)
            {
                body.write(0xF4).little(number, Long.BYTES).write(1 + Long.BYTES);
            }
            else
            {
                final String text = (String)element;
                body.write(0x80 | text.length()).text(text).write(1 + text.length());
            }
        }
        final int length = 4 + 2 + body.bytes.size() + 1;
        return blob(part().little(length, 4).little(elements.length, 2).write(body.toBytes()).write(0xFF).toBytes());
    }

    byte[] toBytes()
    {
        return bytes.toByteArray();
    }

    /** @return the file, ended as its version asks. */
    byte[] end()
    {
        write(END);
        if (version >= FIRST_VERSION_WITH_CHECKSUM)
        {
            little(checksum(toBytes()), Long.BYTES);
        }
        return toBytes();
    }

    private static long checksum(final byte[] content)
    {
        final OffHeapAllocator allocator = new OffHeapAllocator();
        final long address = allocator.allocate(content.length);
        try
        {
            OffHeap.copyIn(content, 0, address, content.length);
            return Crc64.update(0, address, content.length);
        }
        finally
        {
            allocator.free(address, content.length);
        }
    }
}
