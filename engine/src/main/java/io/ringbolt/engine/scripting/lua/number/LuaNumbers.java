package io.ringbolt.engine.scripting.lua.number;

import io.ringbolt.engine.scripting.lua.Instruction;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** Arithmetic and text of numbers as C has them on x86-64, where Java differs. */
public final class LuaNumbers
{
    /** What the hardware yields for an invalid operation; printed as "-nan". */
    public static final double NEGATIVE_NAN = Double.longBitsToDouble(0xFFF8_0000_0000_0000L);

    private static final int DIGITS = 14;
    private static final double INTEGER_LIMIT = 1e14;
    private static final double TWO_TO_63 = 0x1p63;
    private static final MathContext ROUNDING = new MathContext(DIGITS, RoundingMode.HALF_EVEN);
    private static final int LEAST_FIXED_EXPONENT = -4;

    private LuaNumbers()
    {
    }

    /** {@code a % b}, with the sign of b. */
    public static double modulo(final double a, final double b)
    {
        return a - Math.floor(a / b) * b;
    }

    /** {@code a ^ b} with C's answers for 1 and for infinite exponents of -1. */
    public static double power(final double a, final double b)
    {
        if (b == 2)
        {
            return a * a;
        }
        if (a == 1 || a == -1 && Double.isInfinite(b))
        {
            return 1;
        }
        final double result = Math.pow(a, b);
        return result != result && a == a && b == b ? NEGATIVE_NAN : result;
    }

    /** The arithmetic of an instruction, as the compiler folds it and the interpreter computes it. */
    public static double compute(final int op, final double left, final double right)
    {
        return switch (op)
        {
            case Instruction.ADD -> left + right;
            case Instruction.SUB -> left - right;
            case Instruction.MUL -> left * right;
            case Instruction.DIV -> left / right;
            case Instruction.MOD -> modulo(left, right);
            case Instruction.POW -> power(left, right);
            default -> -left;
        };
    }

    /** Cut to 64 bits; what does not fit is the least long. */
    public static long toLong(final double value)
    {
        return value >= -TWO_TO_63 && value < TWO_TO_63 ? (long)value : Long.MIN_VALUE;
    }

    /** Cut to 64 bits without sign, as compilers for x86-64 do it. */
    public static long toUnsignedLong(final double value)
    {
        return value >= TWO_TO_63 ? toLong(value - TWO_TO_63) ^ Long.MIN_VALUE : toLong(value);
    }

    /** As {@code %.14g}. */
    public static byte[] format(final double value)
    {
        if (value == (long)value && value < INTEGER_LIMIT && value > -INTEGER_LIMIT)
        {
            return value == 0 && 1 / value < 0 ? new byte[]{'-', '0'} : formatInteger((long)value);
        }
        return (Double.isInfinite(value) || value != value ? notFinite(value) : general(value))
            .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** "inf", "-inf", "nan" or "-nan". */
    static String notFinite(final double value)
    {
        final String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
        return sign + (value != value ? "nan" : "inf");
    }

    private static byte[] formatInteger(final long value)
    {
        long rest = Math.abs(value);
        int length = value < 0 ? 2 : 1;
        for (long power = 10; power <= rest; power *= 10)
        {
            length++;
        }
        final byte[] text = new byte[length];
        text[0] = '-';
        for (int i = length - 1; i >= (value < 0 ? 1 : 0); i--)
        {
            text[i] = (byte)('0' + rest % 10);
            rest /= 10;
        }
        return text;
    }

    private static String general(final double value)
    {
        final BigDecimal rounded = new BigDecimal(value).round(ROUNDING).stripTrailingZeros();
        final int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= LEAST_FIXED_EXPONENT && exponent < DIGITS)
        {
            return rounded.toPlainString();
        }
        final String digits = rounded.unscaledValue().abs().toString();
        final StringBuilder text = new StringBuilder();
        text.append(value < 0 ? "-" : "").append(digits.charAt(0));
        if (digits.length() > 1)
        {
            text.append('.').append(digits, 1, digits.length());
        }
        appendExponent(text, 'e', exponent);
        return text.toString();
    }

    /** With a sign and at least two digits. */
    static void appendExponent(final StringBuilder text, final char letter, final int exponent)
    {
        text.append(letter).append(exponent < 0 ? '-' : '+');
        final int size = Math.abs(exponent);
        if (size < 10)
        {
            text.append('0');
        }
        text.append(size);
    }
}
