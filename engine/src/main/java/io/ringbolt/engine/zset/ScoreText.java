package io.ringbolt.engine.zset;

import io.ringbolt.engine.command.ShortDecimals;
import io.ringbolt.engine.memory.OffHeap;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Scores as text, which is how a listpack keeps those that are no integers: 17 significant digits as C's {@code %.17g}
 * prints them, {@code inf} and {@code -inf}.
 */
public final class ScoreText
{
    /** Bytes that the longest text takes. */
    public static final int MAX_LENGTH = 32;

    private static final int SIGNIFICANT_DIGITS = 17;
    private static final MathContext ROUNDING = new MathContext(SIGNIFICANT_DIGITS, RoundingMode.HALF_EVEN);
    private static final int MIN_FIXED_EXPONENT = -4;
    private static final double INTEGER_LIMIT = 0x1p62;

    private ScoreText()
    {
    }

    /** Says whether a score is stored as an integer. */
    static boolean isInteger(final double score)
    {
        return score > -INTEGER_LIMIT && score < INTEGER_LIMIT && score == (long)score;
    }

    /**
     * Writes the text of a score.
     *
     * @param address at least {@link #MAX_LENGTH} writable bytes.
     * @return the length of the text.
     */
    static int format(final double score, final long address)
    {
        final int length = ShortDecimals.write(score, address);
        if (length != ShortDecimals.NOT_SHORT)
        {
            return length;
        }
        final byte[] text = text(score).getBytes(StandardCharsets.US_ASCII);
        OffHeap.copyIn(text, 0, address, text.length);
        return text.length;
    }

    /** The text of a score, for rare paths and {@link #format}. */
    public static String text(final double score)
    {
        if (Double.isInfinite(score))
        {
            return score > 0 ? "inf" : "-inf";
        }
        if (score == 0)
        {
            return 1 / score < 0 ? "-0" : "0";
        }
        final BigDecimal rounded = new BigDecimal(score).round(ROUNDING);
        final int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= MIN_FIXED_EXPONENT && exponent < SIGNIFICANT_DIGITS)
        {
            final BigDecimal stripped = rounded.stripTrailingZeros();
            return stripped.scale() < 0 ? stripped.setScale(0).toPlainString() : stripped.toPlainString();
        }
        final String digits = rounded.unscaledValue().abs().toString().replaceFirst("0+$", "");
        final String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return (score < 0 ? "-" : "") + mantissa + (exponent < 0 ? "e-" : "e+") +
            (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }
}
