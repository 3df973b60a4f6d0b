package io.ringbolt.perf.load;

import java.nio.ByteBuffer;

/**
 * Requests on their way to a socket. Grows as far as the requests in flight need.
 */
final class RequestBuffer
{
    private static final int INITIAL_CAPACITY = 4096;
    private static final int NUMBER_DIGITS = 20;

    private final byte[] digits = new byte[NUMBER_DIGITS];
    private ByteBuffer bytes = ByteBuffer.allocateDirect(INITIAL_CAPACITY);

    void put(final byte[] source, final int length)
    {
        ensure(length);
        bytes.put(source, 0, length);
    }

    /** Writes a number in decimal. @param width at least so many digits, with zeros in front. */
    void putNumber(final long number, final int width)
    {
        int begin = NUMBER_DIGITS;
        long rest = number;
        do
        {
            digits[--begin] = (byte)('0' + rest % 10);
            rest /= 10;
        }
        while (rest != 0 || NUMBER_DIGITS - begin < width);
        ensure(NUMBER_DIGITS - begin);
        bytes.put(digits, begin, NUMBER_DIGITS - begin);
    }

    /** Writes the header of a bulk string. */
    void putBulkHeader(final int length)
    {
        ensure(NUMBER_DIGITS + 3);
        bytes.put((byte)'$');
        putNumber(length, 1);
        bytes.put((byte)'\r').put((byte)'\n');
    }

    boolean isEmpty()
    {
        return bytes.position() == 0;
    }

    /** What is to be sent, ready to be read from; {@link #sent} follows. */
    ByteBuffer toSend()
    {
        return bytes.flip();
    }

    /** Keeps what was not taken. */
    void sent()
    {
        bytes.compact();
    }

    private void ensure(final int length)
    {
        if (bytes.remaining() < length)
        {
            final int needed = Math.addExact(bytes.position(), length);
            final ByteBuffer larger = ByteBuffer.allocateDirect(Math.max(needed, 2 * bytes.capacity()));
            bytes = larger.put(bytes.flip());
        }
    }
}
