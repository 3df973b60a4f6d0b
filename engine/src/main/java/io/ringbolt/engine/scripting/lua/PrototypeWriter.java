package io.ringbolt.engine.scripting.lua;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes a compiled function in the binary form of PUC Lua 5.1 for 64-bit little-endian machines. */
final class PrototypeWriter
{
    /** Signature, version 5.1, format 0, little-endian, sizes of int, size_t, instruction and number, number is a float. */
    private static final byte[] HEADER = {27, 'L', 'u', 'a', 0x51, 0, 1, 4, 8, 4, 8, 0};
    private static final int NIL_TYPE = 0;
    private static final int BOOLEAN_TYPE = 1;
    private static final int NUMBER_TYPE = 3;
    private static final int STRING_TYPE = 4;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteBuffer scratch = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    byte[] write(final Prototype prototype)
    {
        out.writeBytes(HEADER);
        writeFunction(prototype, null);
        return out.toByteArray();
    }

    private void writeFunction(final Prototype prototype, final LuaString outerSource)
    {
        writeString(prototype.source == outerSource ? null : prototype.source.bytes);
        writeInt(prototype.lineDefined);
        writeInt(prototype.lastLineDefined);
        out.write(prototype.upValueCount());
        out.write(prototype.parameterCount);
        out.write(prototype.varargFlags);
        out.write(prototype.registerCount);
        writeInts(prototype.code);
        writeConstants(prototype);
        writeInt(prototype.inner.length);
        for (final Prototype inner : prototype.inner)
        {
            writeFunction(inner, prototype.source);
        }
        writeNames(prototype);
    }

    private void writeConstants(final Prototype prototype)
    {
        writeInt(prototype.constantBits.length);
        for (int i = 0; i < prototype.constantBits.length; i++)
        {
            final long bits = prototype.constantBits[i];
            if (bits < Tags.NIL)
            {
                out.write(NUMBER_TYPE);
                writeLong(bits);
            }
            else if (bits == Tags.STRING)
            {
                out.write(STRING_TYPE);
                writeString(((LuaString)prototype.constantRefs[i]).bytes);
            }
            else if (bits == Tags.NIL)
            {
                out.write(NIL_TYPE);
            }
            else
            {
                out.write(BOOLEAN_TYPE);
                out.write(bits == Tags.TRUE ? 1 : 0);
            }
        }
    }

    private void writeNames(final Prototype prototype)
    {
        writeInts(prototype.lines);
        writeInt(prototype.locals.length);
        for (final Prototype.LocalVariable local : prototype.locals)
        {
            writeString(local.name().getBytes(StandardCharsets.ISO_8859_1));
            writeInt(local.startPc());
            writeInt(local.endPc());
        }
        writeInt(prototype.upValueNames.length);
        for (final String name : prototype.upValueNames)
        {
            writeString(name.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private void writeInts(final int[] values)
    {
        writeInt(values.length);
        for (final int value : values)
        {
            writeInt(value);
        }
    }

    private void writeString(final byte[] bytes)
    {
        if (bytes == null)
        {
            writeLong(0);
            return;
        }
        writeLong(bytes.length + 1L);
        out.writeBytes(bytes);
        out.write(0);
    }

    private void writeInt(final int value)
    {
        out.write(scratch.putInt(0, value).array(), 0, Integer.BYTES);
    }

    private void writeLong(final long value)
    {
        out.write(scratch.putLong(0, value).array(), 0, Long.BYTES);
    }
}
