package io.ringbolt.perf.jmh;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JmhDiffTest
{
    @TempDir
    private Path folder;

    private String file(final String name, final String... benchmarks) throws IOException
    {
        return Files.writeString(folder.resolve(name), "[" + String.join(",\n", benchmarks) + "]").toString();
    }

    private static String benchmark(final String name, final String mode, final String values)
    {
        return "{\"jmhVersion\":\"1.37\",\"benchmark\":\"io.ringbolt.perf.bench." + name + "\",\"mode\":\"" + mode +
            "\",\"params\":{\"size\":\"10\"},\"primaryMetric\":{\"score\":1.0E2,\"scoreError\":\"NaN\"," +
            "\"scoreUnit\":\"ns/op\",\"rawData\":[[" + values + "],[" + values.replace(".0", ".5") + "]]}}";
    }

    private String diff(final boolean isSlower, final String... args) throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertEquals(isSlower, JmhDiffMain.run(args, new PrintStream(out, true, StandardCharsets.UTF_8)));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldNameWhatBecameSlowerAndWhatFaster() throws IOException
    {
        final String before = file("a.json", benchmark("SetBenchmark.add", "avgt", "100.0,101.0,102.0,103.0"),
            benchmark("SetBenchmark.draw", "avgt", "50.0,51.0,52.0,53.0"),
            benchmark("SetBenchmark.rate", "thrpt", "10.0,11.0,12.0,13.0"),
            benchmark("SetBenchmark.gone", "avgt", "1.0"));
        final String after = file("b.json", benchmark("SetBenchmark.add", "avgt", "120.0,121.0,122.0,123.0"),
            benchmark("SetBenchmark.draw", "avgt", "50.0,52.0,51.0,54.0"),
            benchmark("SetBenchmark.rate", "thrpt", "20.0,21.0,22.0,23.0"),
            benchmark("SetBenchmark.come", "avgt", "1.0"));

        final String text = diff(true, before, after);

        assertTrue(text.contains("| slower | before"), text);
        assertTrue(text.contains("| SetBenchmark.add size=10 | 101.8 | 121.8 | ns/op | 1.20 |"), text);
        assertTrue(text.indexOf("SetBenchmark.rate size=10 (thrpt)") > text.indexOf("| faster |"), text);
        assertTrue(text.contains("b.json: SetBenchmark.come size=10") && text.contains("a.json: SetBenchmark.gone"));
        assertTrue(text.endsWith("1 slower, 1 faster, 1 alike\n"), text);
    }

    @Test
    void shouldTakeWideNoiseForNoChange() throws IOException
    {
        final String before = file("a.json", benchmark("A.b", "avgt", "100.0,300.0,120.0,250.0"));
        final String after = file("b.json", benchmark("A.b", "avgt", "110.0,290.0,130.0,270.0"));

        assertTrue(diff(false, before, after, "--all").contains("| not changed beyond noise |"));
    }

    @Test
    void shouldRefuseWhatIsNoResult() throws IOException
    {
        final String broken = file("a.json", "{\"a\":1}");

        assertThrows(IllegalArgumentException.class, () -> diff(false, broken, broken));
        assertThrows(IllegalArgumentException.class, () -> diff(false, broken));
        assertThrows(IllegalArgumentException.class, () -> diff(false, broken, broken, "--percent"));
    }

    @Test
    void shouldKnowTheTablesOfMannAndWhitney()
    {
        // 3 against 3 entirely apart: 2 of the 20 orders; 5 against 5: 2 of 252.
        assertEquals(0.1, RankTest.probability(new double[]{1, 2, 3}, new double[]{4, 5, 6}), 1e-12);
        assertEquals(2.0 / 252, RankTest.probability(
            new double[]{6, 7, 8, 9, 10}, new double[]{1, 2, 3, 4, 5}), 1e-12);
        assertEquals(1, RankTest.probability(new double[]{1, 4}, new double[]{2, 3}), 1e-12);
        assertEquals(1, RankTest.probability(new double[]{5, 5, 5}, new double[]{5, 5, 5}), 1e-12);
    }

    @Test
    void shouldCallSamplesOfOneDistributionDifferentAsSeldomAsItSays()
    {
        for (final int size : new int[]{8, 30})
        {
            final SplittableRandom random = new SplittableRandom(5);
            int alarms = 0;
            for (int i = 0; i < 2000; i++)
            {
                alarms += RankTest.probability(draw(random, size), draw(random, size)) < 0.05 ? 1 : 0;
            }
            assertTrue(alarms > 40 && alarms < 140, "of 2000 with " + size + " values: " + alarms);
        }
    }

    private static double[] draw(final SplittableRandom random, final int size)
    {
        return random.doubles(size).toArray();
    }
}
