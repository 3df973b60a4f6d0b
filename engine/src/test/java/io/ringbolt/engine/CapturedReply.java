package io.ringbolt.engine;

import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.memory.OffHeap;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A reply writer for tests that keeps RESP text on the heap. Values that a hot command replies cost no allocation once
 * the buffer has grown.
 */
final class CapturedReply implements ReplyWriter
{
    private static final int INITIAL_CAPACITY = 1 << 12;
    private static final int MAX_DIGITS = 20;
    private static final double EXACT_INTEGER_LIMIT = 1e17;
    private static final byte[] OK = ascii("+OK\r\n");
    private static final byte[] NULL_2 = ascii("$-1\r\n");
    private static final byte[] NULL_ARRAY_2 = ascii("*-1\r\n");
    private static final byte[] NULL_3 = ascii("_\r\n");

    private final byte[] digits = new byte[MAX_DIGITS];
    private final byte[] head = new byte[MAX_DIGITS + 3];
    private byte[] buffer = new byte[INITIAL_CAPACITY];
    private int length;
    private int protocol = 2;
    private long errorCount;
    private byte[] lastError;

    void protocol(final int version)
    {
        this.protocol = version;
    }

    void clear()
    {
        length = 0;
    }

    byte[] bytes()
    {
        return Arrays.copyOf(buffer, length);
    }

    int length()
    {
        return length;
    }

    String text()
    {
        return new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
    }

    @Override
    public int protocol()
    {
        return protocol;
    }

    @Override
    public void ok()
    {
        append(OK);
    }

    @Override
    public void simple(final byte[] text)
    {
        append('+');
        append(text);
        lineEnd();
    }

    @Override
    public void simple(final String text)
    {
        simple(ascii(text));
    }

    @Override
    public void error(final byte[] text)
    {
        errorCount++;
        lastError = text;
        append('-');
        append(text);
        lineEnd();
    }

    @Override
    public void error(final String text)
    {
        error(text.replace('\r', ' ').replace('\n', ' ').getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void integer(final long value)
    {
        header(':', value);
    }

    @Override
    public void bulk(final long address, final int valueLength)
    {
        header('$', valueLength);
        ensure(valueLength);
        OffHeap.copyOut(address, buffer, length, valueLength);
        length += valueLength;
        lineEnd();
    }

    @Override
    public void bulk(final byte[] bytes)
    {
        header('$', bytes.length);
        append(bytes);
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
        final int first = formatDigits(value);
        header('$', MAX_DIGITS - first);
        final int start = formatDigits(value);
        append(digits, start, MAX_DIGITS - start);
        lineEnd();
    }

    @Override
    public void doubleValue(final double value)
    {
        if (3 == protocol)
        {
            append(ascii("," + format(value) + "\r\n"));
        }
        else
        {
            bulk(format(value));
        }
    }

    @Override
    public void bool(final boolean value)
    {
        append(ascii(3 == protocol ? value ? "#t\r\n" : "#f\r\n" : value ? ":1\r\n" : ":0\r\n"));
    }

    @Override
    public void nullValue()
    {
        append(3 == protocol ? NULL_3 : NULL_2);
    }

    @Override
    public void nullArray()
    {
        append(3 == protocol ? NULL_3 : NULL_ARRAY_2);
    }

    @Override
    public void array(final int count)
    {
        header('*', count);
    }

    @Override
    public void map(final int pairs)
    {
        header(3 == protocol ? '%' : '*', 3 == protocol ? pairs : 2L * pairs);
    }

    @Override
    public void set(final int count)
    {
        header(3 == protocol ? '~' : '*', count);
    }

    @Override
    public void push(final int count)
    {
        header(3 == protocol ? '>' : '*', count);
    }

    @Override
    public void verbatim(final String format, final String text)
    {
        verbatim(format, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void verbatim(final String format, final byte[] text)
    {
        if (3 != protocol)
        {
            bulk(text);
            return;
        }
        header('=', text.length + format.length() + 1);
        append((format + ":").getBytes(StandardCharsets.US_ASCII));
        append(text);
        lineEnd();
    }

    @Override
    public void bigNumber(final String number)
    {
        if (3 == protocol)
        {
            append(ascii("(" + number + "\r\n"));
        }
        else
        {
            bulk(number);
        }
    }

    @Override
    public long deferAggregate()
    {
        return length;
    }

    @Override
    public void completeArray(final long handle, final int count)
    {
        complete(handle, '*', count);
    }

    @Override
    public void completeMap(final long handle, final int pairs)
    {
        complete(handle, 3 == protocol ? '%' : '*', 3 == protocol ? pairs : 2L * pairs);
    }

    @Override
    public void completeSet(final long handle, final int count)
    {
        complete(handle, 3 == protocol ? '~' : '*', count);
    }

    @Override
    public void raw(final long address, final int rawLength)
    {
        ensure(rawLength);
        OffHeap.copyOut(address, buffer, length, rawLength);
        length += rawLength;
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

    /** Puts the header before what has been written since the handle; handles of outer aggregates stay good. */
    private void complete(final long handle, final char type, final long count)
    {
        final int start = (int)handle;
        final int end = length;
        header(type, count);
        final int headerLength = length - end;
        System.arraycopy(buffer, end, head, 0, headerLength);
        System.arraycopy(buffer, start, buffer, start + headerLength, end - start);
        System.arraycopy(head, 0, buffer, start, headerLength);
    }

    private static String format(final double value)
    {
        if (Double.isInfinite(value) || Double.isNaN(value))
        {
            return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }
        if (value == Math.rint(value) && Math.abs(value) < EXACT_INTEGER_LIMIT)
        {
            return 0 == value && 1 / value < 0 ? "-0" : Long.toString((long)value);
        }
        final String shortest = Double.toString(value);
        return shortest.indexOf('E') < 0 ? shortest : new BigDecimal(shortest).toPlainString();
    }

    private void header(final char type, final long count)
    {
        append(type);
        final int start = formatDigits(count);
        append(digits, start, MAX_DIGITS - start);
        lineEnd();
    }

    private int formatDigits(final long value)
    {
        int first = MAX_DIGITS;
        long rest = value;
        do
        {
            digits[--first] = (byte)('0' + Math.abs(rest % 10));
            rest /= 10;
        }
        while (0 != rest);
        if (value < 0)
        {
            digits[--first] = '-';
        }
        return first;
    }

    private void lineEnd()
    {
        append('\r');
        append('\n');
    }

    private void append(final char character)
    {
        ensure(1);
        buffer[length++] = (byte)character;
    }

    private void append(final byte[] bytes)
    {
        append(bytes, 0, bytes.length);
    }

    private void append(final byte[] bytes, final int offset, final int count)
    {
        ensure(count);
        System.arraycopy(bytes, offset, buffer, length, count);
        length += count;
    }

    private void ensure(final int more)
    {
        if (more > buffer.length - length)
        {
            buffer = Arrays.copyOf(buffer, Math.max(length + more, 2 * buffer.length));
        }
    }

    private static byte[] ascii(final String text)
    {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
