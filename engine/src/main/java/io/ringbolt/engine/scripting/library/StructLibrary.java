package io.ringbolt.engine.scripting.library;

import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaTable;
import io.ringbolt.engine.scripting.lua.LuaVm;

/**
 * {@code struct}: values as the bytes of C structures and back, in the manner of Roberto Ierusalimschy's struct 0.2.
 */
public final class StructLibrary
{
    private static final double LONG_LIMIT = 0x1p63;

    private StructLibrary()
    {
    }

    public static LuaTable table(final LuaVm vm)
    {
        final LuaTable struct = vm.newTable();
        LuaState.register(struct, "pack", StructLibrary::pack);
        LuaState.register(struct, "unpack", StructLibrary::unpack);
        LuaState.register(struct, "size", StructLibrary::size);
        return struct;
    }

    private static int pack(final LuaState lua)
    {
        final StructFormat format = new StructFormat(lua, lua.checkString(1).bytes());
        lua.pushNil();                                // what an argument that is missing reads as
        final ByteWriter out = new ByteWriter(lua);
        int argument = 2;
        while (format.next())
        {
            for (int i = format.padding(out.length()); i > 0; i--)
            {
                out.put(0);
            }
            switch (format.option())
            {
                case 'b', 'B', 'h', 'H', 'l', 'L', 'T', 'i', 'I' ->
                    putBytes(out, whole(lua.checkNumber(argument++)), format.size(), format.isLittleEndian());
                case 'x' -> out.put(0);
                case 'f' -> putBytes(out, Float.floatToRawIntBits((float)lua.checkNumber(argument++)), Float.BYTES,
                    format.isLittleEndian());
                case 'd' -> putBytes(out, Double.doubleToRawLongBits(lua.checkNumber(argument++)), Double.BYTES,
                    format.isLittleEndian());
                case 'c', 's' ->
                {
                    final byte[] text = lua.checkString(argument++).bytes();
                    final int length = 0 == format.size() ? text.length : format.size();
                    lua.checkArgument(text.length >= length, argument, "string too short");
                    out.put(text, 0, length);
                    if ('s' == format.option())
                    {
                        out.put(0);
                    }
                }
                default -> format.control();
            }
        }
        lua.pushBytes(out.toBytes());
        return 1;
    }

    /** What C makes of a double that is cast to 64 bits, signed below zero and unsigned above. */
    private static long whole(final double value)
    {
        if (value >= LONG_LIMIT)
        {
            return value < 2 * LONG_LIMIT ? (long)(value - LONG_LIMIT) ^ Long.MIN_VALUE : 0;
        }
        return value != value || value < -LONG_LIMIT ? Long.MIN_VALUE : (long)value;
    }

    private static void putBytes(final ByteWriter out, final long value, final int size, final boolean isLittleEndian)
    {
        for (int i = 0; i < size; i++)
        {
            final int place = isLittleEndian ? i : size - 1 - i;
            out.put(place < Long.BYTES ? (int)(value >>> place * Byte.SIZE) : 0);
        }
    }

    private static int unpack(final LuaState lua)
    {
        final StructFormat format = new StructFormat(lua, lua.checkString(1).bytes());
        final byte[] data = lua.checkString(2).bytes();
        final long start = lua.optionalLong(3, 1);
        lua.checkArgument(start != 0, 3, "offset must be 1 or greater");
        final StructReader reader = new StructReader(lua, format, data, start - 1);
        while (format.next())
        {
            reader.read();
        }
        lua.pushNumber(reader.position() + 1);
        return reader.count() + 1;
    }

    private static int size(final LuaState lua)
    {
        final StructFormat format = new StructFormat(lua, lua.checkString(1).bytes());
        long position = 0;
        while (format.next())
        {
            position += format.padding(position);
            if ('s' == format.option())
            {
                throw lua.argumentError(1, "option 's' has no fixed size");
            }
            if ('c' == format.option() && 0 == format.size())
            {
                throw lua.argumentError(1, "option 'c0' has no fixed size");
            }
            if (!format.isLetterOrDigit())
            {
                format.control();
            }
            position += format.size();
        }
        lua.pushNumber(position);
        return 1;
    }
}
