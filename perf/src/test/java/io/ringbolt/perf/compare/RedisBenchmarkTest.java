package io.ringbolt.perf.compare;

import org.junit.jupiter.api.Test;

import java.io.IOException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class RedisBenchmarkTest
{
    private static final String HEADER = "\"test\",\"rps\",\"avg_latency_ms\",\"min_latency_ms\",\"p50_latency_ms\"," +
        "\"p95_latency_ms\",\"p99_latency_ms\",\"max_latency_ms\"\n";

    @Test
    void shouldReadTheFiguresOfATest() throws IOException
    {
        final RedisBenchmark.Measurement measurement = RedisBenchmark.parse(
            HEADER + "\"GET\",\"88290.10\",\"0.300\",\"0.088\",\"0.295\",\"0.423\",\"0.567\",\"1.207\"\n", "get");

        assertEquals(new RedisBenchmark.Measurement(88290.10, 0.295, 0.567), measurement);
    }

    @Test
    void shouldReadTheLastRowWhenATestNeededAnotherFirst() throws IOException
    {
        final RedisBenchmark.Measurement measurement = RedisBenchmark.parse(HEADER +
            "\"LPUSH (needed to benchmark LRANGE)\",\"90000.00\",\"0.3\",\"0.1\",\"0.2\",\"0.4\",\"0.5\",\"1.2\"\n" +
            "\"LRANGE_100 (first 100 elements)\",\"50000.00\",\"0.6\",\"0.1\",\"0.7\",\"0.8\",\"0.9\",\"1.5\"\n",
            "lrange_100");

        assertEquals(new RedisBenchmark.Measurement(50000, 0.7, 0.9), measurement);
    }

    @Test
    void shouldCountColumnsFromTheEndWhenATitleHasCommas() throws IOException
    {
        final RedisBenchmark.Measurement measurement = RedisBenchmark.parse(
            HEADER + "\"MSET (10 keys, all set)\",\"70000.00\",\"0.6\",\"0.1\",\"0.7\",\"0.8\",\"0.9\",\"1.5\"\n",
            "mset");

        assertEquals(new RedisBenchmark.Measurement(70000, 0.7, 0.9), measurement);
    }

    @Test
    void shouldShowWhatWasPrintedWhenThereAreNoFigures()
    {
        final IOException noFigures =
            assertThrows(IOException.class, () -> RedisBenchmark.parse("Could not connect to Redis\n", "get"));

        assertEquals(
            "redis-benchmark reported no figures: test=get\nCould not connect to Redis\n", noFigures.getMessage());
    }
}
