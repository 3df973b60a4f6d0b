package io.ringbolt.engine.scripting.library;

import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.number.LuaNumbers;

/**
 * Reads values from the bytes of a structure, as a {@link StructFormat} describes them, and pushes them on a stack.
 */
final class StructReader
{
    private final LuaState lua;
    private final StructFormat format;
    private final byte[] data;
    private long position;
    private int count;

    StructReader(final LuaState lua, final StructFormat format, final byte[] data, final long position)
    {
        this.lua = lua;
        this.format = format;
        this.data = data;
        this.position = position;
    }

    long position()
    {
        return position;
    }

    /** @return values pushed. */
    int count()
    {
        return count;
    }

    /** Reads what the format's present option says. */
    void read()
    {
        int size = format.size();
        position += format.padding(position);
        need(size);
        if (!lua.hasRoomFor(2))
        {
            throw lua.error("stack overflow (too many results)");
        }
        switch (format.option())
        {
            case 'b', 'h', 'l', 'i' -> pushNumber(signed(size));
            case 'B', 'H', 'L', 'T', 'I' -> pushNumber(unsigned(size));
            case 'x' ->
            {
                // one byte that means nothing
            }
            case 'f' -> pushNumber(Float.intBitsToFloat((int)bits(size)));
            case 'd' -> pushNumber(Double.longBitsToDouble(bits(size)));
            case 'c' -> size = pushString(size);
            case 's' -> size = pushTerminated();
            default -> format.control();
        }
        position += size;
    }

    private void need(final long size)
    {
        lua.checkArgument(
            size <= data.length && position >= 0 && position <= data.length - size, 2, "data string too short");
    }

    private void pushNumber(final double value)
    {
        lua.pushNumber(value);
        count++;
    }

    private int pushString(final int size)
    {
        int length = size;
        if (0 == size)
        {
            if (0 == count || !lua.isNumber(-1))
            {
                throw lua.error("format 'c0' needs a previous size");
            }
            final long previous = LuaNumbers.toUnsignedLong(lua.toNumber(-1));
            lua.pop(1);
            count--;
            lua.checkArgument(previous >= 0 && previous <= data.length, 2, "data string too short");
            need(previous);
            length = (int)previous;
        }
        lua.pushBytes(data, (int)position, length);
        count++;
        return length;
    }

    private int pushTerminated()
    {
        int end = (int)position;
        while (end < data.length && 0 != data[end])
        {
            end++;
        }
        if (end == data.length)
        {
            throw lua.error("unfinished string in data");
        }
        final int length = end - (int)position;
        lua.pushBytes(data, (int)position, length);
        count++;
        return length + 1;
    }

    private double signed(final int size)
    {
        final int shift = Long.SIZE - Math.min(size, Long.BYTES) * Byte.SIZE;
        return 0 == size ? 0 : bits(size) << shift >> shift;
    }

    /** Halved and doubled if it is beyond a signed integer's; the last bit then only decides how that is rounded. */
    private double unsigned(final int size)
    {
        final long value = bits(size);
        return value >= 0 ? value : 2.0 * (value >>> 1 | value & 1);
    }

    private long bits(final int size)
    {
        long value = 0;
        for (int i = 0; i < size; i++)
        {
            final int at = (int)position + (format.isLittleEndian() ? size - 1 - i : i);
            value = value << Byte.SIZE | data[at] & 0xFF;
        }
        return value;
    }
}
