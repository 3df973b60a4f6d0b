package io.ringbolt.engine.regex;

import io.ringbolt.engine.index.ArenaFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class ByteRegexTest
{
    private static final long SEED = 5;
    private static final int PATTERNS = 10_000;
    private static final int TEXTS = 50;
    /** Java skips what is left of {@code (^|ab){2}} once a round has matched nothing, so groups go without these. */
    private static final int JAVAS_GROUP_COUNTS = 9;

    private final ArenaFixture fixture = new ArenaFixture();
    private final Random random = new Random(SEED);

    @AfterEach
    void close()
    {
        fixture.close();
    }

    @Test
    void shouldFindWhatJavasRegularExpressionsFind() throws RegexException
    {
        for (int i = 0; i < PATTERNS; i++)
        {
            final boolean isCaseIgnored = random.nextInt(4) == 0;
            final String pattern = choice(1);
            final Pattern twin = Pattern.compile(
                pattern.replace("$", "\\z"), Pattern.DOTALL | (isCaseIgnored ? Pattern.CASE_INSENSITIVE : 0));
            final ByteRegex regex = ByteRegex.compile(pattern.getBytes(StandardCharsets.ISO_8859_1), isCaseIgnored);
            for (int j = 0; j < TEXTS; j++)
            {
                final String text = text();
                fixture.put(text);
                assertEquals(twin.matcher(text).find(), regex.find(fixture.address(), fixture.length()),
                    () -> "seed=" + SEED + " pattern=" + pattern + " text=" + text + " nocase=" + isCaseIgnored);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value =
    {
        "(a Missing_')'", "a) -", "[a Missing_']'", "[[:x:]] Unknown_character_class_name", "a\\ Trailing_backslash",
        "*a Invalid_use_of_repetition_operators", "a{2 Missing_'}'", "a{x} Invalid_contents_of_{}",
        "a{3,2} Invalid_contents_of_{}", "a{999} Invalid_contents_of_{}", "[b-a] Invalid_character_range",
        "\\x{1 Missing_'}'", "(((a{255}){255}){255}) Out_of_memory", "(){255}{255}{255}{255} Out_of_memory"
    })
    void shouldSayWhatIsWrong(final String pattern, final String message) throws RegexException
    {
        if ("-".equals(message))
        {
            assertEquals(true, find(pattern, "ba)"));
            return;
        }
        final RegexException refused =
            assertThrows(
                RegexException.class, () -> ByteRegex.compile(pattern.getBytes(StandardCharsets.US_ASCII), false));
        assertEquals("invalid regular expression: " + message.replace('_', ' '), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value =
    {
        "[[:digit:]]+x a12x true", "[]a] ] true", "[^]a] ] false", "[a-] - true", "\\x41 A true", "\\x{41} A true",
        "\\<cat\\> concat false", "\\bcat my.cat true", "\\Bcat concat true", "\\w\\W a- true", "\\Qa.b\\E axb false",
        "\\Qa.b\\E a.b true", "a?? b true", "(?:ab)+$ xabab true", "^$ x false", "a|^b xb false", "[[.-.]] - true",
        "[[=a=]] a true", "x{0} y true", "x{2} x false"
    })
    void shouldReadPosixAndTheUsualEscapes(final String pattern, final String text, final boolean isFound)
        throws RegexException
    {
        assertEquals(isFound, find(pattern, text));
    }

    @Test
    void shouldTakeLinearTimeWhereTryingTakesForever() throws RegexException
    {
        assertEquals(false, find("(a*)*(a|aa)*b", "a".repeat(20_000)));
    }

    private boolean find(final String pattern, final String text) throws RegexException
    {
        fixture.put(text);
        return ByteRegex.compile(pattern.getBytes(StandardCharsets.ISO_8859_1), false)
            .find(fixture.address(), fixture.length());
    }

    private String choice(final int depth)
    {
        final StringBuilder pattern = new StringBuilder(sequence(depth));
        while (random.nextInt(4) == 0)
        {
            pattern.append('|').append(sequence(depth));
        }
        return pattern.toString();
    }

    private String sequence(final int depth)
    {
        final StringBuilder pattern = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--)
        {
            pattern.append(switch (random.nextInt(depth > 0 ? 9 : 7))
            {
                case 0 -> ".";
                case 1 -> "[ab]";
                case 2 -> "[^a]";
                case 3 -> random.nextInt(4) == 0 ? "^" : "c";
                case 4 -> random.nextInt(4) == 0 ? "$" : "B";
                case 5 -> "\\d";
                case 6 -> "a";
                default -> "(" + choice(depth - 1) + ")";
            });
            if (!pattern.toString().endsWith("^") && !pattern.toString().endsWith("$"))
            {
                pattern.append(new String[] {"", "", "", "*", "+", "?", "?", "{0,1}", "{1,3}", "{2}", "{2,}"}
                    [random.nextInt(pattern.toString().endsWith(")") ? JAVAS_GROUP_COUNTS : 11)]);
            }
        }
        return pattern.toString();
    }

    private String text()
    {
        final StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(10); i > 0; i--)
        {
            text.append("aabBcC1\n".charAt(random.nextInt(8)));
        }
        return text.toString();
    }
}
