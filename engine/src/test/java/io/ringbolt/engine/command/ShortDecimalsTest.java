package io.ringbolt.engine.command;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ShortDecimalsTest
{
    private static final long SEED = 77;
    private static final int ROUNDS = 400_000;
    private static final int CAPACITY = 64;

    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private final long address = allocator.allocate(CAPACITY);
    private final Random random = new Random(SEED);

    @AfterEach
    void close()
    {
        allocator.free(address, CAPACITY);
    }

    @Test
    void shouldWriteSeventeenDigitsOfTheNearestDecimal()
    {
        int written = 0;
        for (int i = 0; i < ROUNDS; i++)
        {
            final double value = draw();
            final int length = ShortDecimals.write(value, address);
            if (length != ShortDecimals.NOT_SHORT)
            {
                written++;
                final String text = text(length);
                final BigDecimal expected = new BigDecimal(value).round(new MathContext(17, RoundingMode.HALF_EVEN));
                assertEquals(0, expected.compareTo(new BigDecimal(text)),
                    "seed=" + SEED + " value=" + value + " text=" + text);
            }
        }
        assertTrue(written > ROUNDS / 3, "written=" + written);
    }

    @Test
    void shouldReadTheNearestDouble()
    {
        for (int i = 0; i < ROUNDS; i++)
        {
            final int digits = 1 + random.nextInt(18);
            final StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
            for (int digit = 0; digit < digits; digit++)
            {
                text.append((char)('0' + random.nextInt(10)));
            }
            text.insert(random.nextInt(text.length()) + (text.charAt(0) == '-' ? 1 : 0), '.');
            if (text.length() < 4 || random.nextBoolean())
            {
                text.append("e-").append(random.nextInt(8));
            }
            assertEquals(Double.parseDouble(text.toString()), read(text.toString()), "seed=" + SEED + " text=" + text);
        }
    }

    @Test
    void shouldReadWhatItHasWritten()
    {
        for (int i = 0; i < ROUNDS; i++)
        {
            final double value = (random.nextInt(2_000_000) - 1_000_000) / Math.pow(10, random.nextInt(6)) *
                random.nextDouble();
            final int length = ShortDecimals.write(value, address);
            if (length != ShortDecimals.NOT_SHORT)
            {
                assertEquals(value, Double.parseDouble(text(length)), "seed=" + SEED);
                assertEquals(value, Doubles.parse(address, length), "seed=" + SEED);
            }
        }
    }

    @Test
    void shouldWriteTheWayThatCDoes()
    {
        assertEquals("0.10000000000000001", write(0.1));
        assertEquals("-2.25", write(-2.25));
        assertEquals("9.9999999999999995e-08", write(1e-7));
        assertEquals("0.00012344999999999999", write(0.00012345));
        assertEquals("1.52587890625e-05", write(0x1p-16));
        assertEquals("123456789.125", write(123456789.125));
        assertEquals("9007199254740992", write(9007199254740992.0));
        assertEquals("0", write(0));
        assertEquals(ShortDecimals.NOT_SHORT, ShortDecimals.write(-0.0, address));
        assertEquals(ShortDecimals.NOT_SHORT, ShortDecimals.write(Double.NaN, address));
        assertEquals(ShortDecimals.NOT_SHORT, ShortDecimals.write(Double.NEGATIVE_INFINITY, address));
        assertEquals(ShortDecimals.NOT_SHORT, ShortDecimals.write(Double.MIN_VALUE, address));
    }

    @Test
    void shouldReadOnlyDecimals()
    {
        assertEquals(-0.0, read("-0"));
        assertEquals(5, read("5."));
        assertEquals(0.5, read(".5"));
        for (final String text : new String[] {
            "", "-", ".", "1.2.3", "e5", "1e", "1e-", "0x1", " 1", "1 ", "+1", "nan"})
        {
            assertTrue(Double.isNaN(read(text)), text);
        }
    }

    private double draw()
    {
        return switch (random.nextInt(4))
        {
            case 0 -> random.nextInt(100_000) / 100.0;
            case 1 -> (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(28) - 11);
            case 2 -> Double.longBitsToDouble(random.nextLong());
            default -> random.nextLong() / 8.0;
        };
    }

    private double read(final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        OffHeap.copyIn(bytes, 0, address, bytes.length);
        return ShortDecimals.read(address, bytes.length);
    }

    private String write(final double value)
    {
        return text(ShortDecimals.write(value, address));
    }

    private String text(final int length)
    {
        return new String(OffHeap.toBytes(address, length), StandardCharsets.US_ASCII);
    }
}
