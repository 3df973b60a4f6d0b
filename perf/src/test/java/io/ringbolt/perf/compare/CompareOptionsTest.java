package io.ringbolt.perf.compare;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CompareOptionsTest
{
    @Test
    void shouldCombineTheListsThatAreGiven()
    {
        final CompareOptions options = parse("--cases", "GET,set", "--clients", "1,50", "--pipelines", "16");

        assertEquals(List.of(
            new BenchmarkCase("get", 1, 16, 64), new BenchmarkCase("set", 1, 16, 64),
            new BenchmarkCase("get", 50, 16, 64), new BenchmarkCase("set", 50, 16, 64)), options.cases());
    }

    @Test
    void shouldCoverEveryDefaultTestAndShapeWhenNothingIsGiven()
    {
        final List<BenchmarkCase> cases = parse().cases();

        for (final String test : BenchmarkCase.DEFAULT_TESTS)
        {
            assertTrue(cases.contains(new BenchmarkCase(test, 50, 1, 64)), test);
        }
        for (final int connectionCount : BenchmarkCase.DEFAULT_CONNECTIONS)
        {
            for (final int pipelineCount : BenchmarkCase.DEFAULT_PIPELINES)
            {
                assertTrue(cases.contains(new BenchmarkCase("get", connectionCount, pipelineCount, 64)));
            }
        }
        assertTrue(cases.contains(new BenchmarkCase("set", 50, 1, 65536)));
        assertEquals(cases.size(), cases.stream().distinct().count());
    }

    @Test
    void shouldTellWhatIsMeasuredByTheCases()
    {
        assertEquals(CompareOptions.Mode.EDGE, parse("--cases", "edge").mode());
        assertEquals(CompareOptions.Mode.DURABLE, parse("--cases", "durable").mode());
        assertEquals(CompareOptions.Mode.THROUGHPUT, parse("--cases", "get").mode());
        assertEquals(CompareOptions.Mode.EVICTION, parse("--eviction", "--cases", "edge").mode());
    }

    @Test
    void shouldGiveSharedArgumentsToBothServers()
    {
        final CompareOptions options =
            parse("--both-args", "--appendonly yes", "--ringbolt-args", "--threading-mode shared");

        assertEquals(List.of("--appendonly", "yes", "--threading-mode", "shared"), options.targetArguments());
        assertEquals(List.of("--appendonly", "yes"), options.redisArguments());
    }

    @Test
    void shouldHandJvmOptionsToTheLauncherInItsEnvironment()
    {
        final CompareOptions options = parse("--jvm-opts", "-Xmx64m -Xint");

        assertEquals(Map.of("RINGBOLT_JVM_OPTS", "-Xmx64m -Xint"), options.targetEnvironment());
        assertEquals(List.of("launcher"), parse().targetCommand());
    }

    @Test
    void shouldLoadMoreKeysForGrowthThanForMemory()
    {
        assertEquals(10_000_000, parse("--memory").keyCount());
        assertEquals(20_000_000, parse("--growth").keyCount());
        assertEquals(500, parse("--growth", "--keys", "500").keyCount());
    }

    @Test
    void shouldNameTheOptionThatIsWrong()
    {
        assertEquals("unknown option: --nosuch", wrong("--nosuch", "1"));
        assertEquals("unknown option, or no value for it: --rounds", wrong("--rounds"));
        assertEquals("no number for --clients: x", wrong("--clients", "1,x"));
        assertEquals("negative number for --seconds: -1", wrong("--seconds", "-1"));
    }

    private static CompareOptions parse(final String... args)
    {
        return CompareOptions.parse(args, "launcher");
    }

    private static String wrong(final String... args)
    {
        return assertThrows(IllegalArgumentException.class, () -> parse(args)).getMessage();
    }
}
