package io.ringbolt.transport.resp;

import io.ringbolt.engine.command.ShortDecimals;
import io.ringbolt.engine.memory.OffHeap;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Doubles as Redis 7.0 replies them: C's {@code %.17g}, seventeen significant digits without trailing zeros.
 */
final class DoubleText
{
    /** Bytes that the longest double takes. */
    static final int MAX_LENGTH = 32;

    private static final int DIGITS = 17;
    private static final MathContext ROUNDING = new MathContext(DIGITS, RoundingMode.HALF_EVEN);
    private static final int SMALLEST_PLAIN_EXPONENT = -4;

    private DoubleText()
    {
    }

    /** Writes {@code value} at {@code address}. Ordinary scores allocate nothing. @return the bytes written. */
    static int write(final double value, final long address)
    {
        final int length = ShortDecimals.write(value, address);
        if (ShortDecimals.NOT_SHORT != length)
        {
            return length;
        }
        return writeText(text(value), address);
    }

    static String text(final double value)
    {
        if (Double.isNaN(value))
        {
            return "nan";
        }
        if (Double.isInfinite(value))
        {
            return value > 0 ? "inf" : "-inf";
        }
        if (0 == value)
        {
            return 1 / value < 0 ? "-0" : "0";
        }
        final BigDecimal rounded = new BigDecimal(value).round(ROUNDING).stripTrailingZeros();
        final int exponent = rounded.precision() - rounded.scale() - 1;
        return exponent < SMALLEST_PLAIN_EXPONENT || exponent >= DIGITS ?
            scientific(rounded, exponent) : rounded.toPlainString();
    }

    private static String scientific(final BigDecimal rounded, final int exponent)
    {
        final StringBuilder text = new StringBuilder(rounded.unscaledValue().abs().toString());
        if (text.length() > 1)
        {
            text.insert(1, '.');
        }
        if (rounded.signum() < 0)
        {
            text.insert(0, '-');
        }
        text.append('e').append(exponent < 0 ? '-' : '+');
        final int magnitude = Math.abs(exponent);
        return text.append(magnitude < 10 ? "0" : "").append(magnitude).toString();
    }

    private static int writeText(final String text, final long address)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        OffHeap.copyIn(bytes, 0, address, bytes.length);
        return bytes.length;
    }
}
