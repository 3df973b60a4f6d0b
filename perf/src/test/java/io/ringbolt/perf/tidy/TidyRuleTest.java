package io.ringbolt.perf.tidy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** A rule that cannot fail guards nothing. */
class TidyRuleTest
{
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        IMPORTS_ONLY_TO_THE_LEFT   | engine      | A.java           | import io.ringbolt.transport.Server;
        IMPORTS_ONLY_TO_THE_LEFT   | config      | A.java           | final io.ringbolt.engine.Engine engine;
        NO_WALL_CLOCK              | engine      | A.java           | final long nowMs = System.currentTimeMillis();
        NO_RANDOMNESS_OF_ITS_OWN   | engine      | A.java           | final double dice = Math.random();
        NO_EXIT                    | transport   | Server.java      | System.exit(1);
        NO_MUTABLE_STATIC          | engine      | A.java           | private static int count;
        NO_MUTABLE_STATIC          | engine      | A.java           | static volatile boolean isRunning = true;
        NO_MUTABLE_STATIC          | perf        | A.java           | static List<String> names = new ArrayList<>();
        NO_LOCK_IN_AN_AGENT        | persistence | JournalAgent.java | synchronized (lock)
        NO_UNSAFE_OUTSIDE_OFF_HEAP | engine      | Arena.java       | UnsafeApi.putLong(address, value);
        NOTHING_LEFT_FOR_LATER     | engine      | A.java           | // TODO
        NOTHING_LEFT_FOR_LATER     | engine      | A.java           | throw new UnsupportedOperationException();
        BRACES_ON_THEIR_OWN_LINE   | engine      | A.java           | if (isWrite) {
        BRACES_ON_THEIR_OWN_LINE   | engine      | A.java           | } else
        BRACES_ON_THEIR_OWN_LINE   | engine      | A.java           | final class A {
        """)
    void shouldFind(final TidyRule rule, final String module, final String name, final String line)
    {
        final SourceFile file = SourceFile.of(module, name, "\n" + line + "\n");

        assertEquals(List.of(module + " " + name + ":2: " + line), rule.violations(file));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        IMPORTS_ONLY_TO_THE_LEFT   | transport   | A.java           | import io.ringbolt.engine.Engine;
        IMPORTS_ONLY_TO_THE_LEFT   | engine      | A.java           | * {@link io.ringbolt.transport.Server}
        NO_WALL_CLOCK              | engine      | SystemClock.java | return System.currentTimeMillis();
        NO_WALL_CLOCK              | perf        | A.java           | return System.currentTimeMillis();
        NO_EXIT                    | transport   | ServerMain.java  | System.exit(1);
        NO_EXIT                    | transport   | A.java           | // System.exit(1) would end the host
        NO_MUTABLE_STATIC          | engine      | A.java           | private static final int COUNT = 1;
        NO_MUTABLE_STATIC          | engine      | A.java           | static int count(final int first)
        NO_MUTABLE_STATIC          | engine      | A.java           | private static void longName(
        NO_MUTABLE_STATIC          | engine      | A.java           | static final class Inner
        NO_LOCK_IN_AN_AGENT        | transport   | Server.java      | synchronized (lock)
        NO_UNSAFE_OUTSIDE_OFF_HEAP | engine      | OffHeap.java     | UnsafeApi.putLong(address, value);
        BRACES_ON_THEIR_OWN_LINE   | engine      | A.java           | private static final int[] SIZES = {
        BRACES_ON_THEIR_OWN_LINE   | engine      | A.java           | private static final byte[] NONE = {};
        BRACES_ON_THEIR_OWN_LINE   | engine      | A.java           | return (key) -> {
        BRACES_ON_THEIR_OWN_LINE   | engine      | A.java           | write(`"if (a) {"`);
        """)
    void shouldAccept(final TidyRule rule, final String module, final String name, final String line)
    {
        assertEquals(List.of(), rule.violations(SourceFile.of(module, name, line)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\tint a;", "int a; ", "int a;\r"})
    void shouldFindInvisibleCharacters(final String line)
    {
        assertEquals(1, TidyRule.NO_TAB_OR_TRAILING_SPACE.violations(SourceFile.of("engine", "A.java", line)).size());
    }

    @Test
    void shouldFindALineThatIsOneTooLong()
    {
        final String longest = "a".repeat(TidyRule.LONGEST_LINE);

        assertEquals(List.of(), TidyRule.NO_LONG_LINE.violations(SourceFile.of("engine", "A.java", longest)));
        assertEquals(1, TidyRule.NO_LONG_LINE.violations(SourceFile.of("engine", "A.java", longest + "a")).size());
    }
}
