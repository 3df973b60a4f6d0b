package io.ringbolt.engine.string;

import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

class LongDoubleTest
{
    /** Lines of: value, increment, and the value after INCRBYFLOAT in redis-server 7.0.15, or {@code error}. */
    private static final String SUMS = "long-double-sums.txt";

    @Test
    void shouldAddAndPrintAsRedisDoes() throws IOException
    {
        int count = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
            LongDoubleTest.class.getResourceAsStream(SUMS), StandardCharsets.US_ASCII)))
        {
            for (String line = lines.readLine(); null != line; line = lines.readLine())
            {
                final String[] words = line.split(" ");
                assertEquals(words[2], sum(words[0], words[1]), line);
                count++;
            }
        }
        assertEquals(1000, count);
    }

    private static String sum(final String a, final String b)
    {
        final LongDouble x = LongDouble.parse(a);
        final LongDouble y = LongDouble.parse(b);
        final LongDouble sum = null == x || null == y ? LongDouble.INFINITE : x.plus(y);
        return sum.isFinite() ? sum.toString() : "error";
    }

    @Test
    void shouldRefuseWhatIsNoNumber()
    {
        final String[] texts = {"", ".", "-", "1e", "1e+", "0x", "0x.", "nan", "1 ", " 1", "1,5", "1f", "--1"};
        for (final String text : texts)
        {
            assertNull(LongDouble.parse(text), text);
        }
    }

    @Test
    void shouldKnowTheLimitsOfItsRange()
    {
        assertNotNull(LongDouble.parse("1.18973149535723176502e4932"));
        assertNull(LongDouble.parse("1.2e4932"));
        assertNotNull(LongDouble.parse("3.7e-4951"));
        assertNull(LongDouble.parse("1e-4960"));
        assertNull(LongDouble.parse("1e99999999999"));
        assertFalse(LongDouble.parse("1.1e4932").plus(LongDouble.parse("1.1e4932")).isFinite());
        assertFalse(LongDouble.parse("-inf").isFinite());
        assertEquals("0", LongDouble.parse("0e99999999999").toString());
    }
}
