package io.ringbolt.engine.geo;

import io.ringbolt.engine.command.Numbers;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.memory.OffHeap;
import org.agrona.BufferUtil;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Distances and coordinates as Redis prints them: C's {@code %.4f}, and {@code %.17f} without trailing zeros. Both from
 * the double's exact value and, for the usual sizes, without allocating.
 */
final class GeoText
{
    private static final int DISTANCE_DIGITS = 4;
    private static final double DISTANCE_SCALE = 10_000;
    private static final double MAX_SCALED = 0x1p52;
    private static final int COORDINATE_DIGITS = 17;
    private static final long COORDINATE_SCALE = 100_000_000_000_000_000L;
    private static final double FRACTION_SCALE = 0x1p63;
    /** A fraction not below this has no bit below 2^-63. */
    private static final double MIN_FRACTION = 0x1p-11;
    private static final long HALF = 1L << 62;
    private static final int MAX_LENGTH = 64;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(MAX_LENGTH);
    private final long start = BufferUtil.address(memory);

    /** Replies a distance as a bulk string. @param distance not negative. */
    void replyDistance(final ReplyWriter reply, final double distance)
    {
        final double scaled = distance * DISTANCE_SCALE;
        if (scaled < MAX_SCALED)
        {
            final long digits = rounded(scaled, Math.fma(distance, DISTANCE_SCALE, -scaled));
            final long fraction = digits % (long)DISTANCE_SCALE;
            int length = Numbers.write(digits / (long)DISTANCE_SCALE, start);
            length = putFraction(length, fraction, DISTANCE_DIGITS);
            reply.bulk(start, length);
        }
        else
        {
            reply.bulk(Double.isInfinite(distance) ? "inf" : plain(distance, DISTANCE_DIGITS).toPlainString());
        }
    }

    /**
     * @return the integer nearest to the exact sum of two doubles, the even one of two; the second is far
     * below the first.
     */
    private static long rounded(final double value, final double error)
    {
        final long whole = (long)value;
        final double aboveHalf = value - whole - 0.5;
        if (0 == aboveHalf)
        {
            return error > 0 ? whole + 1 : error < 0 ? whole : whole + (whole & 1);
        }
        return aboveHalf > 0 ? whole + 1 : whole;
    }

    private int putFraction(final int length, final long fraction, final int digits)
    {
        OffHeap.putByte(start + length, (byte)'.');
        long rest = fraction;
        for (int i = digits; i > 0; i--)
        {
            OffHeap.putByte(start + length + i, (byte)('0' + rest % 10));
            rest /= 10;
        }
        return length + 1 + digits;
    }

    /** Replies a longitude or latitude: RESP3 double, RESP2 bulk string. */
    void replyCoordinate(final ReplyWriter reply, final double coordinate)
    {
        final boolean isBulk = reply.protocol() < 3;
        final int begin = isBulk ? 0 : 1;
        OffHeap.putByte(start, (byte)',');
        final int end = putCoordinate(begin, coordinate);
        if (isBulk)
        {
            reply.bulk(start, end);
            return;
        }
        OffHeap.putByte(start + end, (byte)'\r');
        OffHeap.putByte(start + end + 1, (byte)'\n');
        reply.raw(start, end + 2);
    }

    private int putCoordinate(final int begin, final double coordinate)
    {
        final double magnitude = Math.abs(coordinate);
        final long whole = (long)magnitude;
        final double fraction = magnitude - whole;
        if (0 != fraction && fraction < MIN_FRACTION)
        {
            return putText(begin, plain(coordinate, COORDINATE_DIGITS));
        }
        final long bits = (long)(fraction * FRACTION_SCALE);
        final long productLow = bits * COORDINATE_SCALE;
        final long rest = productLow & Long.MAX_VALUE;
        long digits = Math.multiplyHigh(bits, COORDINATE_SCALE) << 1 | productLow >>> 63;
        if (rest > HALF || HALF == rest && 0 != (digits & 1))
        {
            digits++;
        }
        final long carry = digits / COORDINATE_SCALE;
        digits -= carry * COORDINATE_SCALE;
        int at = begin;
        if (coordinate < 0 && (0 != digits || 0 != whole + carry))
        {
            OffHeap.putByte(start + at++, (byte)'-');
        }
        at += Numbers.write(whole + carry, start + at);
        return 0 == digits ? at : withoutZeros(putFraction(at, digits, COORDINATE_DIGITS));
    }

    private int withoutZeros(final int end)
    {
        int at = end;
        while ('0' == OffHeap.getByte(start + at - 1))
        {
            at--;
        }
        return at;
    }

    private int putText(final int begin, final BigDecimal value)
    {
        final String text = 0 == value.signum() ? "0" : value.stripTrailingZeros().toPlainString();
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        OffHeap.copyIn(bytes, 0, start + begin, bytes.length);
        return begin + bytes.length;
    }

    /** @return the value as {@code %.nf} prints it. For rare paths: it allocates. */
    static BigDecimal plain(final double value, final int digits)
    {
        return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN);
    }
}
