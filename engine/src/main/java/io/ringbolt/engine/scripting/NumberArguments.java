package io.ringbolt.engine.scripting;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;

/**
 * Numbers of scripts as arguments of commands: whole numbers as their digits, others with as few digits as tell them
 * from their neighbours, laid out as Redis 7.2 does.
 */
final class NumberArguments
{
    private static final double WHOLE_LIMIT = (double)(Long.MAX_VALUE / 2);
    private static final int MIN_DIGITS = 15;
    private static final int MAX_DIGITS = 17;
    private static final int PLAIN_ZEROS = 7;
    private static final int PLAIN_EXPONENT = 4;
    private static final int SMALL = 1024;
    private static final byte[][] SMALL_NUMBERS = new byte[SMALL][];

    static
    {
        for (int i = 0; i < SMALL; i++)
        {
            SMALL_NUMBERS[i] = ascii(Integer.toString(i));
        }
    }

    private NumberArguments()
    {
    }

    /** @return the text in ASCII, not to be changed. */
    static byte[] text(final double value)
    {
        if (value > -WHOLE_LIMIT && value < WHOLE_LIMIT && value == (long)value)
        {
            final long whole = (long)value;
            if (0 == whole && 1 / value < 0)
            {
                return ascii("-0");
            }
            return whole >= 0 && whole < SMALL ? SMALL_NUMBERS[(int)whole] : ascii(Long.toString(whole));
        }
        if (Double.isNaN(value))
        {
            return ascii(Double.doubleToRawLongBits(value) < 0 ? "-nan" : "nan");
        }
        if (Double.isInfinite(value))
        {
            return ascii(value > 0 ? "inf" : "-inf");
        }
        return ascii((value < 0 ? "-" : "") + layOut(shortest(Math.abs(value))));
    }

    private static BigDecimal shortest(final double value)
    {
        BigDecimal rounded = null;
        for (int digits = MIN_DIGITS; digits <= MAX_DIGITS; digits++)
        {
            rounded = new BigDecimal(value).round(new MathContext(digits));
            if (rounded.doubleValue() == value)
            {
                break;
            }
        }
        return rounded.stripTrailingZeros();
    }

    private static String layOut(final BigDecimal number)
    {
        final String digits = number.unscaledValue().toString();
        final int power = -number.scale();
        final int exponent = power + digits.length() - 1;
        if (power >= 0 && Math.abs(exponent) < digits.length() + PLAIN_ZEROS)
        {
            return digits + "0".repeat(power);
        }
        if (power < 0 && (power > -PLAIN_ZEROS || Math.abs(exponent) < PLAIN_EXPONENT))
        {
            return number.toPlainString();
        }
        final String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return digits.charAt(0) + fraction + 'e' + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
    }

    private static byte[] ascii(final String text)
    {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
