package io.ringbolt.engine.command;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DoublesTest
{
    private static final long SEED = Long.getLong("doubles.seed", 77);
    private static final int ROUNDS = Integer.getInteger("doubles.rounds", 150_000);
    private static final int CAPACITY = 2048;
    private static final MathContext SEVENTEEN = new MathContext(17, RoundingMode.HALF_EVEN);

    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private final long address = allocator.allocate(CAPACITY);
    private final Random random = new Random(SEED);

    @AfterEach
    void close()
    {
        allocator.free(address, CAPACITY);
    }

    @Test
    void shouldWriteWhatTheNaiveTwinWrites()
    {
        for (int i = 0; i < ROUNDS; i++)
        {
            final double value = draw();
            final String text = write(value);
            assertEquals(twin(value), text, "seed=" + SEED + " bits=" + Double.doubleToRawLongBits(value));
            assertEquals(value, parse(text), "seed=" + SEED + " text=" + text);
        }
    }

    @Test
    void shouldReadTheNearestDouble()
    {
        for (int i = 0; i < 2 * ROUNDS; i++)
        {
            final String text = drawText();
            assertReads(text);
        }
    }

    /** Decimals at the middle of two doubles, cut after any number of digits, and their neighbours. */
    @Test
    void shouldReadWhatLiesNextToTheMiddleOfTwoDoubles()
    {
        for (int i = 0; i < ROUNDS / 20; i++)
        {
            final double value = Math.abs(draw());
            if (value > 0 && value < Double.MAX_VALUE)
            {
                final BigDecimal sum = new BigDecimal(value).add(new BigDecimal(Math.nextUp(value)));
                final BigDecimal middle = sum.divide(BigDecimal.valueOf(2));
                final int digits = 15 + random.nextInt(12);
                final BigDecimal cut = middle.round(new MathContext(digits, RoundingMode.DOWN));
                assertReads(cut.toString());
                assertReads(cut.add(cut.ulp()).toString());
                assertReads(middle.precision() < 1000 ? middle.toString() : cut.toString());
                assertReads(middle.precision() < 1000 ? middle.add(middle.ulp()).toString() : cut.toString());
            }
        }
    }

    /** The texts are redis-server 7.0.15's replies to ZSCORE. */
    @ParameterizedTest
    @CsvSource({"0.1, 0.10000000000000001", "-2.25, -2.25", "1e-7, 9.9999999999999995e-08",
        "1e-5, 1.0000000000000001e-05", "0.00012345, 0.00012344999999999999", "1.52587890625e-05, 1.52587890625e-05",
        "1e17, 1e+17",
        "1e16, 10000000000000000",
        "123456789012345678, 1.2345678901234568e+17", "4e-324, 4.9406564584124654e-324",
        "1e-320, 9.9998886718268301e-321",
        "1e300, 1.0000000000000001e+300", "1.7976931348623157e308, 1.7976931348623157e+308", "-0.0, -0", "0, 0",
        "9007199254740992, 9007199254740992", "-123456789.123456789, -123456789.12345679",
        "Infinity, inf", "-Infinity, -inf",
        "2.2250738585072014e-308, 2.2250738585072014e-308", "0.0001, 0.0001", "99999999999999990, 99999999999999984",
        "2361183241434822606848, 2.3611832414348226e+21", "NaN, nan"})
    void shouldWriteTheWayThatCDoes(final double value, final String text)
    {
        assertEquals(text, write(value));
    }

    /** What redis-server 7.0.15 takes as a score. */
    @ParameterizedTest
    @CsvSource({"0e-400, 0", "0x1p3, 8", "0x10, 16", "+5, 5", "5., 5", ".5, 0.5",
        "infinity, Infinity", "-INFINITY, -Infinity",
        "0x.8, 0.5", "0e99999999999, 0", "0.00000000000000000000000000000000000000001e40, 0.1", "00012, 12",
        "4e-324, 4.9E-324",
        "-0, -0.0", "1E5, 100000", "+inf, Infinity", "-0x1.8p1, -3"})
    void shouldReadWhatCReads(final String text, final double value)
    {
        assertEquals(value, parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "+", ".", "1.2.3", "e5", "1e", "1e-", "1e+", " 1", "1 ", "++5", "nan", "nan(abc)",
        "1e400", "-1e400", "1e-400", "-1e-400", "1e99999999999", "1e-99999999999",
        "1e5.5", "0x", "0xp1", "0x1p-2000", "0x1p5000", "5f", "5d",
        "1_0", "in", "infinit", "infinityy", "--1", "1e5e5", "0xg", "2e308"})
    void shouldRefuseWhatRedisRefuses(final String text)
    {
        assertTrue(Double.isNaN(parse(text)), text);
    }

    private void assertReads(final String text)
    {
        final double expected = Double.parseDouble(text);
        final boolean isUnderflow = expected == 0 && new BigDecimal(text).signum() != 0;
        assertEquals(Double.isInfinite(expected) || isUnderflow ? Double.NaN : expected, parse(text),
            "seed=" + SEED + " text=" + text);
    }

    private double draw()
    {
        return switch (random.nextInt(6))
        {
            case 0 -> random.nextInt(100_000) / 100.0;
            case 1 -> (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(28) - 11);
            case 2 -> finite(Double.longBitsToDouble(random.nextLong()));
            case 3 -> Double.longBitsToDouble(random.nextLong() >>> 12 + random.nextInt(52));
            case 4 -> finite(Math.scalb(1 + (random.nextInt(4) - 2) * Math.ulp(1.0), random.nextInt(2100) - 1075));
            default -> random.nextLong() / 8.0;
        };
    }

    private static double finite(final double value)
    {
        return Double.isFinite(value) ? value : 0.5;
    }

    private String drawText()
    {
        final StringBuilder text = new StringBuilder();
        final int digits = 1 + random.nextInt(random.nextInt(4) == 0 ? 40 : 19);
        for (int digit = 0; digit < digits; digit++)
        {
            text.append((char)('0' + random.nextInt(10)));
        }
        if (random.nextBoolean())
        {
            text.insert(random.nextInt(text.length() + 1), '.');
        }
        if (random.nextBoolean())
        {
            final int range = random.nextBoolean() ? 10 : 360;
            text.append(random.nextBoolean() ? 'e' : 'E').append(random.nextInt(2 * range) - range);
        }
        return switch (random.nextInt(4))
        {
            case 0 -> "-" + text;
            case 1 -> "+" + text;
            default -> text.toString();
        };
    }

    /** What printf prints, from the exact decimal expansion. */
    private static String twin(final double value)
    {
        if (value == 0)
        {
            return 1 / value < 0 ? "-0" : "0";
        }
        final BigDecimal rounded = new BigDecimal(value).round(SEVENTEEN).stripTrailingZeros();
        final int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -4 && exponent < 17)
        {
            return rounded.toPlainString();
        }
        final String digits = rounded.unscaledValue().abs().toString();
        return (value < 0 ? "-" : "") + digits.charAt(0) + (digits.length() > 1 ? "." + digits.substring(1) : "") +
            String.format(Locale.ROOT, "e%+03d", exponent);
    }

    private double parse(final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        OffHeap.copyIn(bytes, 0, address, bytes.length);
        return Doubles.parse(address, bytes.length);
    }

    private String write(final double value)
    {
        final int length = Doubles.write(value, address);
        assertTrue(length <= Doubles.MAX_LENGTH, "length=" + length);
        return new String(OffHeap.toBytes(address, length), StandardCharsets.US_ASCII);
    }
}
