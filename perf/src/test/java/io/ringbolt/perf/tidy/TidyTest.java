package io.ringbolt.perf.tidy;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The whole project keeps its habits. */
class TidyTest
{
    private static List<SourceFile> files;

    @BeforeAll
    static void readFiles() throws IOException
    {
        files = SourceFile.all(SourceFile.root());
        assertTrue(files.stream().anyMatch(file -> "TidyTest.java".equals(file.name())), "did not even find itself");
    }

    @ParameterizedTest
    @EnumSource(TidyRule.class)
    void shouldKeepRule(final TidyRule rule)
    {
        final List<String> violations = new ArrayList<>();
        files.forEach(file -> violations.addAll(rule.violations(file)));

        assertEquals("", String.join("\n", violations));
    }

    @Test
    void shouldHoldOneIdeaPerFile()
    {
        final List<String> tooLong = files.stream()
            .filter(file -> file.lines().size() > TidyRule.LONGEST_FILE)
            .map(file -> file.module() + " " + file.name() + ": " + file.lines().size() + " lines")
            .toList();

        assertEquals("", String.join("\n", tooLong));
    }
}
