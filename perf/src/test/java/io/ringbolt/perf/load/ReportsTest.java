package io.ringbolt.perf.load;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ReportsTest
{
    private static final Machine MACHINE = new Machine("ringbolt-bench -t '<set>'", "2 cores", "2026-01-01 00:00 UTC");

    private final Workload mix = Mixes.of("get:80,set:20", false);
    private final RunResult first = new RunResult(new Target("ringbolt", "h", 1, null), mix);
    private final RunResult second = new RunResult(new Target("redis", "h", 2, null), mix);

    @BeforeEach
    void record()
    {
        record(first, 100_000);
        record(first, 300_000);
        record(second, 200_000);
        record(second, 200_000);
    }

    private static void record(final RunResult result, final long latencyNs)
    {
        final Histogram gets = LoadRecorder.newHistogram();
        final Histogram sets = LoadRecorder.newHistogram();
        for (int i = 0; i < 1000; i++)
        {
            gets.recordValue(latencyNs + i * 100);
        }
        sets.recordValue(20_000_000);
        result.addRound(List.of(gets, sets), List.of(
            Interval.of(1, 1, gets, Map.of("used_memory_rss", 5e6)), Interval.of(2, 1, sets, Map.of())), 2, List.of());
    }

    @Test
    void shouldAddUpRounds()
    {
        assertEquals(2002, first.all().getTotalCount());
        assertEquals(4, first.seconds());
        assertEquals(500.5, first.rate(), 1e-9);
        assertEquals(List.of(1.0, 2.0, 3.0, 4.0), first.intervals().stream().map(Interval::atSeconds).toList());
    }

    @Test
    void shouldWriteWhatReadersOfRedisBenchmarksCsvRead()
    {
        final String row = TextReport.csv(first, false);

        assertTrue(row.matches("\"get:80,set:20\",\"500\\.50\"(,\"[0-9]+\\.[0-9]{3}\"){6}"), row);
        assertEquals(8, TextReport.CSV_HEADER.split(",").length);
    }

    @Test
    void shouldWriteRowsForAMixAndItsOperations()
    {
        final String[] rows = TextReport.table(first, 3).split("\n");

        assertEquals(3, rows.length);
        assertTrue(rows[0].startsWith("| get:80,set:20 | ringbolt | 501 |") || rows[0].contains("| 500 |"), rows[0]);
        assertTrue(rows[2].startsWith("| … SET | ringbolt |"), rows[2]);
    }

    @Test
    void shouldCompareRoundByRound()
    {
        assertTrue(TextReport.ratio(first, second).contains("| ringbolt : redis | **1.00** | 1.00-1.00 |"));
    }

    @Test
    void shouldMakeOnePageThatNeedsNothingElse() throws IOException
    {
        final String page = HtmlReport.of("A & B", MACHINE, List.of(List.of(first, second)));

        assertFalse(page.contains("http") || page.contains("src=") || page.contains("@import") ||
            page.contains("<script") || page.contains("<link"), "reference to something outside");
        assertTrue(page.contains("<title>A &amp; B</title>"));
        assertTrue(page.contains("ringbolt-bench -t '&lt;set&gt;'"));
        assertTrue(page.contains("prefers-color-scheme: dark"));
        assertFalse(page.contains("@BODY@") || page.contains("NaN") || page.contains("Infinity"));
        assertEquals(4, page.split("<svg ", -1).length - 1, "percentiles, rate, latency, used_memory_rss");
        assertEquals(page.split("<svg ", -1).length, page.split("</svg>", -1).length);
        assertTrue(page.contains(">99.9</text>"), "a mark of the percentiles' axis");
        assertTrue(page.contains(">0.1</text>") && page.contains(">100</text>"), "powers of ten for latencies");
        assertEquals(2 + 2 + 4 + 2, page.split("<polyline", -1).length - 1);
    }

    @Test
    void shouldWriteAllFiguresAsJson()
    {
        final String json = JsonReport.of(MACHINE, List.of(List.of(first, second)));

        assertTrue(json.startsWith("{\"command\":\"ringbolt-bench -t '\\u003cset>'\""), json.substring(0, 60));
        assertTrue(json.contains("\"operations\":{\"GET\":{\"count\":2000,"), json);
        assertEquals(json.chars().filter(c -> c == '{').count(), json.chars().filter(c -> c == '}').count());
        assertEquals(json.chars().filter(c -> c == '[').count(), json.chars().filter(c -> c == ']').count());
    }
}
