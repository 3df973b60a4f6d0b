package io.ringbolt.engine.scripting.lua.number;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A long text and what it is shortened to read as the same number. */
class LongNumeralTest
{
    private static final int TEXTS = Integer.getInteger("ringbolt.numerals", 2000);
    private static final long SEED = Long.getLong("ringbolt.seed", 7);
    private static final int MOST_DIGITS = 3000;
    private static final int SHORT = 2048;
    private static final String[] BEGINNINGS = {"", "-", "+", " \t", "0x", "-0X", "inf", "nan(", "nan", "x", "."};
    private static final String[] ENDS = {
        "", "e", "e5", "E-2500", "e+99999999999999999999", "e-3000", "p7", "p-9000", " ", " x", "\0x", "f", ")", "(",
        ".", "e-"};

    private final Random random = new Random(SEED);

    @Test
    void shouldReadAsTheSameNumber()
    {
        for (int i = 0; i < TEXTS; i++)
        {
            final byte[] text = randomText().getBytes(StandardCharsets.ISO_8859_1);
            final byte[] shortened = LongNumeral.shorten(text, turns -> { });
            assertTrue(shortened.length <= SHORT, () -> "length: " + shortened.length);
            final String message = "seed=" + SEED + " text=" + new String(text, StandardCharsets.ISO_8859_1);
            assertEquals(NumberParser.parse(text), NumberParser.parse(shortened), message);
            for (final int base : new int[] {2, 8, 10, 16, 36})
            {
                assertEquals(NumberParser.parseInteger(text, base),
                    NumberParser.parseInteger(LongNumeral.shortenInteger(text, base, turns -> { }), base),
                    () -> "base=" + base + " " + message);
            }
        }
    }

    private String randomText()
    {
        final StringBuilder text = new StringBuilder(BEGINNINGS[random.nextInt(BEGINNINGS.length)]);
        addDigits(text);
        if (random.nextBoolean())
        {
            text.append('.');
            addDigits(text);
        }
        text.append(ENDS[random.nextInt(ENDS.length)]);
        if (random.nextInt(4) == 0)
        {
            text.append(" ".repeat(random.nextInt(MOST_DIGITS)));
        }
        return text.toString();
    }

    private void addDigits(final StringBuilder text)
    {
        final String zeros = "0".repeat(random.nextBoolean() ? 0 : random.nextInt(MOST_DIGITS));
        text.append(random.nextInt(3) == 0 ? "" : zeros);
        for (int i = random.nextInt(3) == 0 ? 0 : random.nextInt(MOST_DIGITS); i > 0; i--)
        {
            text.append((char)('0' + random.nextInt(10)));
        }
        text.append(random.nextInt(3) == 0 ? zeros : "");
    }
}
