package io.ringbolt.transport.resp;

import io.ringbolt.engine.command.Doubles;
import io.ringbolt.engine.command.Numbers;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.memory.BlockPin;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.transport.buffer.OutputBuffer;

import java.nio.charset.StandardCharsets;

/**
 * Replies as bytes of RESP2 or RESP3, written straight into a client's output. Owned by the engine thread.
 */
public final class RespWriter implements ReplyWriter
{
    private static final int RESP3 = 3;
    private static final int LINE_END = '\r' | '\n' << 8;
    private static final int LINE_END_LENGTH = 2;
    /** A type, a sign, nineteen digits and a line's end, and room for whole words to be stored. */
    private static final int MAX_HEADER_LENGTH = 32;
    private static final int OK_WORD = '+' | 'O' << 8 | 'K' << 16 | '\r' << 24;
    private static final int NULL_WORD = '-' << 8 | '1' << 16 | '\r' << 24;
    private static final int NULL_LENGTH = 5;
    private static final int SHORT_BULK_LENGTH = 1024;
    private static final int RESP3_NULL_WORD = '_' | LINE_END << 8;

    private final OutputBuffer output;
    private final HeaderScratch scratch;
    private int protocol = 2;
    private long errorCount;
    private byte[] lastError;

    /** @param scratch shared by all writers of one engine. */
    public RespWriter(final OutputBuffer output, final HeaderScratch scratch)
    {
        this.output = output;
        this.scratch = scratch;
    }

    /** Sets the version of replies from now on. @param version 2 or 3. */
    public void protocol(final int version)
    {
        this.protocol = version;
    }

    @Override
    public int protocol()
    {
        return protocol;
    }

    @Override
    public boolean isRefused()
    {
        return output.isRefused();
    }

    @Override
    public void ok()
    {
        final long at = output.reserve(MAX_HEADER_LENGTH);
        OffHeap.putInt(at, OK_WORD);
        OffHeap.putByte(at + Integer.BYTES, (byte)'\n');
        output.advance(at + Integer.BYTES + 1);
    }

    @Override
    public void simple(final byte[] text)
    {
        type('+');
        output.append(text);
        lineEnd();
    }

    @Override
    public void simple(final String text)
    {
        simple(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void error(final byte[] text)
    {
        errorCount++;
        lastError = text;
        type('-');
        output.append(text);
        lineEnd();
    }

    @Override
    public void error(final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < bytes.length; i++)
        {
            bytes[i] = '\r' == bytes[i] || '\n' == bytes[i] ? (byte)' ' : bytes[i];
        }
        error(bytes);
    }

    @Override
    public void integer(final long value)
    {
        header(':', value);
    }

    @Override
    public void bulk(final long address, final int length)
    {
        header('$', length);
        if (length <= SHORT_BULK_LENGTH)
        {
            final long at = output.reserve(length + LINE_END_LENGTH);
            OffHeap.copy(address, at, length);
            OffHeap.putShort(at + length, (short)LINE_END);
            output.advance(at + length + LINE_END_LENGTH);
            return;
        }
        output.append(address, length);
        lineEnd();
    }

    @Override
    public void bulkPinned(final BlockPin pin, final int offset, final int length)
    {
        header('$', length);
        output.appendPinned(pin, offset, length);
        lineEnd();
    }

    @Override
    public void bulk(final byte[] bytes)
    {
        header('$', bytes.length);
        output.append(bytes);
        lineEnd();
    }

    @Override
    public void bulk(final String text)
    {
        bulk(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void bulkLong(final long value)
    {
        header('$', Numbers.length(value));
        final long at = output.reserve(MAX_HEADER_LENGTH);
        final int length = Numbers.write(value, at);
        OffHeap.putShort(at + length, (short)LINE_END);
        output.advance(at + length + LINE_END_LENGTH);
    }

    @Override
    public void doubleValue(final double value)
    {
        final int length = Doubles.write(value, scratch.address());
        if (RESP3 == protocol)
        {
            type(',');
        }
        else
        {
            header('$', length);
        }
        output.append(scratch.address(), length);
        lineEnd();
    }

    @Override
    public void bool(final boolean value)
    {
        if (RESP3 == protocol)
        {
            type('#');
            type(value ? 't' : 'f');
            lineEnd();
            return;
        }
        integer(value ? 1 : 0);
    }

    @Override
    public void nullValue()
    {
        nullOf('$');
    }

    @Override
    public void nullArray()
    {
        nullOf('*');
    }

    @Override
    public void array(final int count)
    {
        header('*', count);
    }

    @Override
    public void map(final int pairs)
    {
        if (RESP3 == protocol)
        {
            header('%', pairs);
            return;
        }
        header('*', 2L * pairs);
    }

    @Override
    public void set(final int count)
    {
        header(RESP3 == protocol ? '~' : '*', count);
    }

    @Override
    public void push(final int count)
    {
        header(RESP3 == protocol ? '>' : '*', count);
    }

    @Override
    public void verbatim(final String format, final String text)
    {
        verbatim(format, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void verbatim(final String format, final byte[] text)
    {
        if (RESP3 != protocol)
        {
            bulk(text);
            return;
        }
        header('=', text.length + format.length() + 1);
        output.append((format + ':').getBytes(StandardCharsets.US_ASCII));
        output.append(text);
        lineEnd();
    }

    @Override
    public void bigNumber(final String digits)
    {
        if (RESP3 != protocol)
        {
            bulk(digits);
            return;
        }
        type('(');
        output.append(digits.getBytes(StandardCharsets.US_ASCII));
        lineEnd();
    }

    @Override
    public long deferAggregate()
    {
        return output.beginDeferred();
    }

    @Override
    public void completeArray(final long handle, final int count)
    {
        complete(handle, '*', count);
    }

    @Override
    public void completeMap(final long handle, final int pairs)
    {
        complete(handle, RESP3 == protocol ? '%' : '*', RESP3 == protocol ? pairs : 2L * pairs);
    }

    @Override
    public void completeSet(final long handle, final int count)
    {
        complete(handle, RESP3 == protocol ? '~' : '*', count);
    }

    @Override
    public void raw(final long address, final int length)
    {
        output.append(address, length);
    }

    @Override
    public long errorCount()
    {
        return errorCount;
    }

    @Override
    public byte[] lastError()
    {
        return lastError;
    }

    private void complete(final long handle, final char type, final long count)
    {
        output.endDeferred(handle, scratch.address(), encodeHeader(scratch.address(), type, count));
    }

    private void header(final char type, final long number)
    {
        final long at = output.reserve(MAX_HEADER_LENGTH);
        output.advance(at + encodeHeader(at, type, number));
    }

    private static int encodeHeader(final long at, final char type, final long number)
    {
        if (number >= 0 && number < 10)
        {
            OffHeap.putInt(at, type | (int)('0' + number) << 8 | LINE_END << 16);
            return Integer.BYTES;
        }
        if (number >= 10 && number < 100)
        {
            final int tens = (int)number / 10;
            OffHeap.putInt(at, type | '0' + tens << 8 | '0' + (int)number - 10 * tens << 16 | '\r' << 24);
            OffHeap.putByte(at + Integer.BYTES, (byte)'\n');
            return Integer.BYTES + 1;
        }
        OffHeap.putByte(at, (byte)type);
        final int length = Numbers.write(number, at + 1);
        OffHeap.putShort(at + 1 + length, (short)LINE_END);
        return 1 + length + LINE_END_LENGTH;
    }

    private void nullOf(final char type)
    {
        final long at = output.reserve(MAX_HEADER_LENGTH);
        if (RESP3 == protocol)
        {
            OffHeap.putInt(at, RESP3_NULL_WORD);
            output.advance(at + 1 + LINE_END_LENGTH);
            return;
        }
        OffHeap.putInt(at, type | NULL_WORD);
        OffHeap.putByte(at + Integer.BYTES, (byte)'\n');
        output.advance(at + NULL_LENGTH);
    }

    private void type(final char type)
    {
        final long at = output.reserve(1);
        OffHeap.putByte(at, (byte)type);
        output.advance(at + 1);
    }

    private void lineEnd()
    {
        final long at = output.reserve(LINE_END_LENGTH);
        OffHeap.putShort(at, (short)LINE_END);
        output.advance(at + LINE_END_LENGTH);
    }
}
