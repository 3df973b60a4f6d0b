package io.ringbolt.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GlobTest
{
    private static final int ROUND_COUNT = 300_000;

    @Test
    void shouldMatchInAnyCaseUnlessTold()
    {
        assertTrue(Glob.matches("MAX*", "maxmemory"));
        assertFalse(Glob.matchesCase("MAX*", "maxmemory"));
    }

    @Test
    void shouldTakeAnOpenBracketToTheEnd()
    {
        assertTrue(Glob.matches("h[xyz", "hz"));
        assertFalse(Glob.matches("h[xy", "hz"));
    }

    @Test
    void shouldNotMatchAnEmptyTextWithAStar()
    {
        assertFalse(Glob.matches("*", ""));
        assertTrue(Glob.matches("", ""));
    }

    @Test
    void shouldGiveUpSoonOnManyStars()
    {
        assertFalse(Glob.matches("a*".repeat(200) + "b", "a".repeat(400)));
    }

    @Test
    void shouldMatchLikeARegularExpression()
    {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        for (int i = 0; i < ROUND_COUNT; i++)
        {
            final StringBuilder glob = new StringBuilder();
            final StringBuilder regex = new StringBuilder();
            for (int length = random.nextInt(7); length > 0; length--)
            {
                appendPart(random, glob, regex);
            }
            final StringBuilder text = new StringBuilder("a");
            for (int length = random.nextInt(7); length > 0; length--)
            {
                text.append("abc*".charAt(random.nextInt(4)));
            }
            assertEquals(
                Pattern.matches(regex.toString(), text), Glob.matches(glob.toString(), text.toString()),
                () -> "seed " + seed + " glob " + glob + " text " + text);
        }
    }

    private static void appendPart(final Random random, final StringBuilder glob, final StringBuilder regex)
    {
        final String[] globs = {"*", "?", "a", "b", "[ab]", "[^a]", "[a-b]", "\\*", "[b-a]"};
        final String[] regexes = {".*", ".", "a", "b", "[ab]", "[^a]", "[a-b]", "\\*", "[a-b]"};
        final int part = random.nextInt(globs.length);
        glob.append(globs[part]);
        regex.append(regexes[part]);
    }
}
