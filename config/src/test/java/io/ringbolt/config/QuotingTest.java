package io.ringbolt.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuotingTest
{
    private static final int ROUND_COUNT = 200_000;
    private static final String ALPHABET = "\"\"''\\\\ \t\nxnrtba07fFgz\u000b\f\u00e9";

    @Test
    void shouldSplitAtBlanks()
    {
        assertEquals(List.of("save", "900", "1"), Quoting.split("  save\t900 \r\n1 "));
        assertEquals(List.of(), Quoting.split(" \t "));
    }

    @Test
    void shouldReadEscapesInDoubleQuotesOnly()
    {
        assertEquals(List.of("a\n\r\t\b\u0007\"\\\u00ff"), Quoting.split("\"a\\n\\r\\t\\b\\a\\\"\\\\\\xff\""));
        assertEquals(List.of("a\\n'b"), Quoting.split("'a\\n\\'b'"));
        assertEquals(List.of("a\\nb"), Quoting.split("a\\nb"));
    }

    @Test
    void shouldKeepAnIncompleteHexEscapeAsLetters()
    {
        assertEquals(List.of("xg0x1"), Quoting.split("\"\\xg0\\x1\""));
    }

    @Test
    void shouldJoinAQuoteToTheTextBeforeIt()
    {
        assertEquals(List.of("ab c", ""), Quoting.split("a\"b c\" \"\""));
    }

    @Test
    void shouldRefuseUnbalancedQuotes()
    {
        assertNull(Quoting.split("\"a"));
        assertNull(Quoting.split("'a"));
        assertNull(Quoting.split("\"a\"b"));
        assertNull(Quoting.split("'a'\"b\""));
        assertNull(Quoting.split("\"a\\"));
    }

    @Test
    void shouldGiveBackWhatWasQuoted()
    {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        for (int i = 0; i < ROUND_COUNT; i++)
        {
            final List<String> arguments = new ArrayList<>();
            final StringBuilder line = new StringBuilder();
            for (int count = random.nextInt(4); count > 0; count--)
            {
                final String argument = randomBytes(random);
                arguments.add(argument);
                line.append(" \t".charAt(random.nextInt(2))).append(Quoting.quote(argument));
            }
            assertEquals(arguments, Quoting.split(line.toString()), "seed " + seed);
        }
    }

    @Test
    void shouldSplitLikeItsNaiveTwin()
    {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        for (int i = 0; i < ROUND_COUNT; i++)
        {
            final StringBuilder line = new StringBuilder();
            for (int length = random.nextInt(14); length > 0; length--)
            {
                line.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            assertEquals(
                NaiveQuoting.split(line.toString()), Quoting.split(line.toString()),
                () -> "seed " + seed + " line " + Quoting.quote(line.toString()));
        }
    }

    private static String randomBytes(final Random random)
    {
        final byte[] bytes = new byte[random.nextInt(8)];
        random.nextBytes(bytes);
        return ByteText.of(bytes);
    }
}
