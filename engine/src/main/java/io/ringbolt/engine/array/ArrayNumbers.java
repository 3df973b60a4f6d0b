package io.ringbolt.engine.array;

import io.ringbolt.engine.command.Numbers;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.string.LongDouble;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Sum, least and greatest of those values of an array that are numbers. Integers are added as such, and allocate
 * nothing; other numbers with the precision of C's {@code long double}.
 */
final class ArrayNumbers
{
    private static final int DIGITS = 17;
    private static final int LEAST_PLAIN_EXPONENT = -4;
    private static final int TWO_DIGITS = 10;
    /** Up to here, 17 digits are enough for an integer. */
    private static final long MAX_PLAIN = 99_999_999_999_999_999L;
    private static final MathContext PRECISION = new MathContext(DIGITS, RoundingMode.HALF_EVEN);

    private boolean hasInteger;
    private long integerSum;
    private long leastInteger;
    private long greatestInteger;
    private LongDouble sum;
    private LongDouble least;
    private LongDouble greatest;
    private boolean hasInfinity;
    private boolean hasNegativeInfinity;
    private long whole;

    void clear()
    {
        hasInteger = false;
        integerSum = 0;
        leastInteger = Long.MAX_VALUE;
        greatestInteger = Long.MIN_VALUE;
        sum = null;
        least = null;
        greatest = null;
        hasInfinity = false;
        hasNegativeInfinity = false;
    }

    /** Takes a value in, if it is a number. */
    void add(final ListPackElement element)
    {
        if (isInteger(element))
        {
            addInteger(whole);
            return;
        }
        final LongDouble number = parse(element);
        if (number == null)
        {
            return;
        }
        if (!number.isFinite())
        {
            final boolean isNegative = '-' == OffHeap.getByte(element.address());
            hasNegativeInfinity |= isNegative;
            hasInfinity |= !isNegative;
            return;
        }
        sum = sum == null ? number : sum.plus(number);
        least = least == null || least.isGreaterThan(number) ? number : least;
        greatest = greatest == null || number.isGreaterThan(greatest) ? number : greatest;
    }

    /** Says whether a value is a number that, cut off at the point, is a 64-bit integer: {@link #whole()}. */
    boolean isWhole(final ListPackElement element)
    {
        if (isInteger(element))
        {
            return true;
        }
        final LongDouble number = parse(element);
        if (number == null || !number.isFinite())
        {
            return false;
        }
        final BigInteger cut = number.toBigDecimal().toBigInteger();
        whole = cut.longValue();
        return cut.bitLength() < Long.SIZE;
    }

    long whole()
    {
        return whole;
    }

    void replySum(final ReplyWriter reply)
    {
        if (hasInfinity || hasNegativeInfinity)
        {
            reply.bulk(!hasInfinity ? "-inf" : !hasNegativeInfinity ? "inf" : "-nan");
        }
        else if (sum == null)
        {
            reply(reply, integerSum);
        }
        else
        {
            reply(reply, sum.plus(LongDouble.of(integerSum)));
        }
    }

    void replyMin(final ReplyWriter reply)
    {
        if (hasNegativeInfinity || (hasInfinity && !hasInteger && least == null))
        {
            reply.bulk(hasNegativeInfinity ? "-inf" : "inf");
        }
        else if (least == null || (hasInteger && least.isGreaterThan(LongDouble.of(leastInteger))))
        {
            reply(reply, leastInteger);
        }
        else
        {
            reply(reply, least);
        }
    }

    void replyMax(final ReplyWriter reply)
    {
        if (hasInfinity || (hasNegativeInfinity && !hasInteger && greatest == null))
        {
            reply.bulk(hasInfinity ? "inf" : "-inf");
        }
        else if (greatest == null || (hasInteger && LongDouble.of(greatestInteger).isGreaterThan(greatest)))
        {
            reply(reply, greatestInteger);
        }
        else
        {
            reply(reply, greatest);
        }
    }

    private boolean isInteger(final ListPackElement element)
    {
        if (element.isInteger())
        {
            whole = element.longValue();
            return true;
        }
        if (Numbers.isLong(element.address(), element.length()))
        {
            whole = Numbers.parseLong(element.address(), element.length());
            return true;
        }
        return false;
    }

    private void addInteger(final long value)
    {
        hasInteger = true;
        leastInteger = Math.min(leastInteger, value);
        greatestInteger = Math.max(greatestInteger, value);
        final long total = integerSum + value;
        if (((integerSum ^ total) & (value ^ total)) < 0)
        {
            final LongDouble before = LongDouble.of(integerSum);
            sum = sum == null ? before : sum.plus(before);
            integerSum = value;
        }
        else
        {
            integerSum = total;
        }
    }

    private static LongDouble parse(final ListPackElement element)
    {
        if (element.length() == 0 || element.length() > LongDouble.MAX_TEXT_LENGTH || !isBegin(element.address()))
        {
            return null;
        }
        return LongDouble.parse(
            new String(OffHeap.toBytes(element.address(), element.length()), StandardCharsets.ISO_8859_1));
    }

    private static boolean isBegin(final long address)
    {
        final byte first = OffHeap.getByte(address);
        return ('0' <= first && first <= '9') || "+-.iI".indexOf(first) >= 0;
    }

    private void reply(final ReplyWriter reply, final long value)
    {
        if (!hasInteger)
        {
            reply.nullValue();
        }
        else if (-MAX_PLAIN <= value && value <= MAX_PLAIN)
        {
            reply.bulkLong(value);
        }
        else
        {
            reply.bulk(text(BigDecimal.valueOf(value)));
        }
    }

    private static void reply(final ReplyWriter reply, final LongDouble value)
    {
        reply.bulk(value.isFinite() ? text(value.toBigDecimal()) : "inf");
    }

    /** The number with 17 digits, as C's {@code %.17Lg} prints it. */
    static String text(final BigDecimal value)
    {
        if (value.signum() == 0)
        {
            return "0";
        }
        final BigDecimal rounded = value.round(PRECISION).stripTrailingZeros();
        final int exponent = rounded.precision() - rounded.scale() - 1;
        if (LEAST_PLAIN_EXPONENT <= exponent && exponent < DIGITS)
        {
            return rounded.toPlainString();
        }
        final String digits = rounded.unscaledValue().abs().toString();
        final int magnitude = Math.abs(exponent);
        return (rounded.signum() < 0 ? "-" : "") + digits.charAt(0) +
            (digits.length() > 1 ? "." + digits.substring(1) : "") +
            (exponent < 0 ? "e-" : "e+") + (magnitude < TWO_DIGITS ? "0" : "") + magnitude;
    }
}
