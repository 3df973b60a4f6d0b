package io.ringbolt.engine.scripting.lua.number;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * One conversion of C's {@code printf}: flags, width, precision and letter, read once and applied to a value.
 */
public final class CFormat
{
    private static final int UNSPECIFIED = -1;
    private static final int DEFAULT_PRECISION = 6;
    private static final int LEAST_FIXED_EXPONENT = -4;

    private final boolean isLeft;
    private final boolean hasPlus;
    private final boolean hasSpace;
    private final boolean isAlternate;
    private final boolean hasZeros;
    private final int width;
    private final int precision;

    /** @param specification what stands between the percent sign and the letter. */
    public CFormat(final String specification)
    {
        int i = 0;
        while (i < specification.length() && "-+ #0".indexOf(specification.charAt(i)) >= 0)
        {
            i++;
        }
        final String flags = specification.substring(0, i);
        isLeft = flags.indexOf('-') >= 0;
        hasPlus = flags.indexOf('+') >= 0;
        hasSpace = flags.indexOf(' ') >= 0;
        isAlternate = flags.indexOf('#') >= 0;
        hasZeros = flags.indexOf('0') >= 0;
        final int point = specification.indexOf('.', i);
        width = number(specification.substring(i, point < 0 ? specification.length() : point));
        precision = point < 0 ? UNSPECIFIED : number(specification.substring(point + 1));
    }

    private static int number(final String digits)
    {
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    public boolean hasPrecision()
    {
        return precision != UNSPECIFIED;
    }

    /** {@code %s}: at most precision characters. */
    public String text(final String value)
    {
        return pad("", hasPrecision() && precision < value.length() ? value.substring(0, precision) : value, false);
    }

    /** {@code %d}. */
    public String decimal(final long value)
    {
        final String digits = value < 0 ? Long.toString(value).substring(1) : Long.toString(value);
        return integer(sign(value < 0), digits, value == 0);
    }

    /** {@code %u}, {@code %o}, {@code %x} or {@code %X}. */
    public String unsigned(final char letter, final long value)
    {
        switch (letter)
        {
            case 'o':
            {
                final String digits = Long.toOctalString(value);
                final boolean needsZero = isAlternate && precision <= digits.length() && !"0".equals(digits);
                return integer("", needsZero ? "0" + digits : digits, value == 0 && !isAlternate);
            }
            case 'x':
                return integer(isAlternate && value != 0 ? "0x" : "", Long.toHexString(value), value == 0);
            case 'X':
                return integer(
                    isAlternate && value != 0 ? "0X" : "", Long.toHexString(value).toUpperCase(), value == 0);
            default:
                return integer("", Long.toUnsignedString(value), value == 0);
        }
    }

    private String integer(final String prefix, final String digits, final boolean isZero)
    {
        if (!hasPrecision())
        {
            return pad(prefix, digits, hasZeros);
        }
        if (precision == 0 && isZero)
        {
            return pad(prefix, "", false);
        }
        return pad(prefix, "0".repeat(Math.max(0, precision - digits.length())) + digits, false);
    }

    /** {@code %e}, {@code %E}, {@code %f}, {@code %g} or {@code %G}. */
    public String floating(final char letter, final double value)
    {
        final boolean isUpper = Character.isUpperCase(letter);
        final String sign = sign(Double.doubleToRawLongBits(value) < 0);
        if (value != value || Double.isInfinite(value))
        {
            final String word = value != value ? "nan" : "inf";
            return pad(sign, isUpper ? word.toUpperCase() : word, false);
        }
        final BigDecimal size = new BigDecimal(Math.abs(value));
        final int digits = hasPrecision() ? precision : DEFAULT_PRECISION;
        final String text = switch (Character.toLowerCase(letter))
        {
            case 'f' -> fixed(size, digits);
            case 'e' -> scientific(size, digits, isUpper ? 'E' : 'e');
            default -> general(size, Math.max(digits, 1), isUpper ? 'E' : 'e');
        };
        return pad(sign, text, hasZeros);
    }

    private String fixed(final BigDecimal size, final int digits)
    {
        final String text = size.setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
        return digits == 0 && isAlternate ? text + "." : text;
    }

    private String scientific(final BigDecimal size, final int digits, final char letter)
    {
        final BigDecimal rounded = round(size, digits + 1);
        final StringBuilder text = new StringBuilder(digitsOf(rounded, digits + 1));
        if (digits > 0 || isAlternate)
        {
            text.insert(1, '.');
        }
        LuaNumbers.appendExponent(text, letter, exponentOf(rounded));
        return text.toString();
    }

    private String general(final BigDecimal size, final int digits, final char letter)
    {
        final BigDecimal rounded = round(size, digits);
        final int exponent = exponentOf(rounded);
        if (exponent < LEAST_FIXED_EXPONENT || exponent >= digits)
        {
            final StringBuilder text = new StringBuilder(digitsOf(rounded, digits)).insert(1, '.');
            trim(text);
            LuaNumbers.appendExponent(text, letter, exponent);
            return text.toString();
        }
        final int scale = digits - 1 - exponent;
        final StringBuilder text = new StringBuilder(size.setScale(scale, RoundingMode.HALF_EVEN).toPlainString());
        if (scale == 0)
        {
            text.append('.');
        }
        trim(text);
        return text.toString();
    }

    /** Without the alternate form, zeros at the end of a fraction and a point without one go. */
    private void trim(final StringBuilder text)
    {
        if (!isAlternate)
        {
            int length = text.length();
            while (text.charAt(length - 1) == '0')
            {
                length--;
            }
            text.setLength(text.charAt(length - 1) == '.' ? length - 1 : length);
        }
    }

    private static BigDecimal round(final BigDecimal size, final int digits)
    {
        return size.signum() == 0 ? BigDecimal.ZERO : size.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    }

    private static int exponentOf(final BigDecimal rounded)
    {
        return rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    }

    private static String digitsOf(final BigDecimal rounded, final int count)
    {
        final String digits = rounded.unscaledValue().toString();
        return digits.length() >= count ? digits.substring(0, count) : digits + "0".repeat(count - digits.length());
    }

    private String sign(final boolean isNegative)
    {
        return isNegative ? "-" : hasPlus ? "+" : hasSpace ? " " : "";
    }

    private String pad(final String prefix, final String body, final boolean isZeroFilled)
    {
        final int missing = width - prefix.length() - body.length();
        if (missing <= 0)
        {
            return prefix + body;
        }
        if (isLeft)
        {
            return prefix + body + " ".repeat(missing);
        }
        return isZeroFilled ? prefix + "0".repeat(missing) + body : " ".repeat(missing) + prefix + body;
    }
}
