package io.ringbolt.engine.generic;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;


class GlobMatcherTest
{
    private static final int AREA_LENGTH = 1 << 18;

    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private final long area = allocator.allocate(AREA_LENGTH);
    private final GlobMatcher glob = new GlobMatcher();

    @AfterEach
    void close()
    {
        allocator.free(area, AREA_LENGTH);
    }

    @Test
    void shouldMatchLiteralsAndWildcards()
    {
        assertTrue(matches("foo", "foo"));
        assertFalse(matches("foo", "fo"));
        assertFalse(matches("fo", "foo"));
        assertTrue(matches("f?o", "fxo"));
        assertTrue(matches("*", "anything"));
        assertTrue(matches("a*", "a"));
        assertTrue(matches("*b*d", "abcbxd"));
        assertFalse(matches("*b*d", "abcbxdx"));
        assertTrue(matches("a**b", "ab"));
        assertFalse(matches("F*", "foo"));
    }

    @Test
    void shouldMatchClasses()
    {
        assertTrue(matches("h[ae]llo", "hello"));
        assertFalse(matches("h[ae]llo", "hillo"));
        assertTrue(matches("h[^e]llo", "hallo"));
        assertFalse(matches("h[^e]llo", "hello"));
        assertTrue(matches("[a-c]", "b"));
        assertTrue(matches("[c-a]", "b"));
        assertTrue(matches("[\\]]", "]"));
        assertFalse(matches("[a-]", "-"), "the closing bracket ends the range");
        assertTrue(matches("[a-]", "^"));
    }

    @Test
    void shouldEndAnUnclosedClassWithThePattern()
    {
        assertTrue(matches("[a", "a"));
        assertFalse(matches("[", "a"));
        assertTrue(matches("[^", "a"));
        assertFalse(matches("[]", "a"));
    }

    @Test
    void shouldTakeEscapedBytesAsThemselves()
    {
        assertTrue(matches("\\*", "*"));
        assertFalse(matches("\\*", "a"));
        assertTrue(matches("a\\", "a\\"));
    }

    @Test
    void shouldMatchAnEmptyTextWithAnEmptyPatternOnly()
    {
        assertTrue(matches("", ""));
        assertFalse(matches("*", ""));
        assertFalse(matches("", "a"));
    }

    @Test
    void shouldStayQuickWhereBacktrackingCouldExplode()
    {
        final String pattern = "a*".repeat(900) + "b";
        final String text = "a".repeat(50_000);
        assertTimeout(Duration.ofSeconds(5), () -> assertFalse(matches(pattern, text)));
    }

    @Test
    void shouldGiveUpBeyondAThousandStars()
    {
        assertTrue(matches("*a".repeat(1000), "a".repeat(1000)));
        assertFalse(matches("*a".repeat(1001), "a".repeat(1001)));
    }

    private boolean matches(final String pattern, final String text)
    {
        final byte[] patternBytes = pattern.getBytes(StandardCharsets.ISO_8859_1);
        final byte[] textBytes = text.getBytes(StandardCharsets.ISO_8859_1);
        OffHeap.copyIn(patternBytes, 0, area, patternBytes.length);
        OffHeap.copyIn(textBytes, 0, area + patternBytes.length, textBytes.length);
        return glob.matches(area, patternBytes.length, area + patternBytes.length, textBytes.length);
    }
}
