package io.ringbolt.perf.load;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class BenchArgumentsTest
{
    private static BenchOptions parse(final String line) throws IOException
    {
        return BenchArguments.parse(line.isEmpty() ? new String[0] : line.split(" "), InputStream.nullInputStream());
    }

    private static List<String> titles(final BenchOptions options)
    {
        return options.workloads().stream().map(Workload::title).toList();
    }

    @Test
    void shouldBeginWhereRedisBenchmarkBegins() throws IOException
    {
        final BenchOptions options = parse("");

        assertEquals("127.0.0.1:6379", options.targets().get(0).place());
        assertEquals(50, options.shape().clientCount());
        assertEquals(100_000, options.shape().requestCount());
        assertEquals(1, options.shape().pipeline());
        assertEquals("3", options.lengths());
        assertFalse(options.shape().isOpen());
        assertEquals(List.of("PING_INLINE", "PING_MBULK", "SET", "GET", "INCR", "LPUSH", "RPUSH", "LPOP", "RPOP",
            "SADD", "HSET", "SPOP", "ZADD", "ZPOPMIN", "LPUSH (needed to benchmark LRANGE)",
            "LRANGE_100 (first 100 elements)", "LRANGE_300 (first 300 elements)", "LRANGE_500 (first 500 elements)",
            "LRANGE_600 (first 600 elements)", "MSET (10 keys)"), titles(options));
    }

    @Test
    void shouldReadTheOptionsOfRedisBenchmark() throws IOException
    {
        final BenchOptions options = parse(
            "-h host -p 7000 -a secret --user me --dbnum 3 -3 -c 7 -n 9 -d 5 -r 11 -P 13 --threads 2 -t get,SET -q");

        assertEquals("host:7000", options.targets().get(0).place());
        assertEquals(List.of(List.of("AUTH", "me", "secret"), List.of("HELLO", "3"), List.of("SELECT", "3")),
            options.access().greeting());
        assertEquals(7, options.shape().clientCount());
        assertEquals(9, options.shape().requestCount());
        assertEquals(11, options.keyCount());
        assertEquals(13, options.shape().pipeline());
        assertEquals(2, options.shape().threadCount());
        assertEquals(List.of("SET", "GET"), titles(options));
        assertEquals(BenchOptions.Format.QUIET, options.output().format());
    }

    @Test
    void shouldReadAUri() throws IOException
    {
        final BenchOptions options = parse("-u redis://me:secret@host:7001/2 ping");

        assertEquals("host:7001", options.targets().get(0).place());
        assertEquals(List.of(List.of("AUTH", "me", "secret"), List.of("SELECT", "2")), options.access().greeting());
    }

    @Test
    void shouldTakeACommandBehindTheOptions() throws IOException
    {
        assertEquals(List.of("SET -c 1"), titles(parse("-c 2 SET -c 1")));
    }

    @Test
    void shouldTakeTheLastArgumentFromInput() throws IOException
    {
        final BenchOptions options = BenchArguments.parse(new String[]{"-x", "SET", "k"},
            new ByteArrayInputStream("value".getBytes(StandardCharsets.UTF_8)));

        assertEquals(List.of("SET k value"), titles(options));
    }

    @Test
    void shouldReadLoadsOfItsOwn() throws IOException
    {
        final BenchOptions options = parse(
            "--rate 20000 --arrivals poisson --duration 1.5m --warmup 200ms --rounds 3 --target a=localhost:1 " +
            "--target b=/tmp/socket --mix get:80,set:20 --keys zipf:1.1 -r 100 --fill");

        assertEquals(20_000, options.shape().ratePerSecond());
        assertTrue(options.shape().isPoisson());
        assertEquals(90_000_000_000L, options.shape().durationNs());
        assertEquals(200_000_000L, options.shape().warmUpNs());
        assertEquals(3, options.rounds());
        assertEquals(List.of("localhost:1", "/tmp/socket"), options.targets().stream().map(Target::place).toList());
        final Workload mix = options.workloads().get(0);
        assertEquals(0.8, mix.cumulativeShares()[0], 1e-9);
        assertEquals(100, mix.preparedKeys());
    }

    @Test
    void shouldReadAShareOfTheLastTargetsRate() throws IOException
    {
        assertEquals(60, parse("--rate 60%").ratePercent());
    }

    @Test
    void shouldKnowTheWorkloadsOfYcsb() throws IOException
    {
        final BenchOptions options = parse("--ycsb all --records 10");

        assertEquals(List.of("YCSB A", "YCSB B", "YCSB C", "YCSB D", "YCSB E", "YCSB F"), titles(options));
        assertEquals("latest", options.workloads().get(3).keys());
        assertEquals("100", options.lengths());
    }

    @Test
    void shouldSoakWithAMixAndFollowTheServersFigures() throws IOException
    {
        final BenchOptions options = parse("--soak 30m");

        assertEquals(1_800_000_000_000L, options.shape().durationNs());
        assertTrue(options.watched().contains("used_memory_rss"));
        assertTrue(options.workloads().get(0).operations().size() > 5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "-c; unknown option, or no value for it: -c", "-c 0; -c goes from 1 to 1000000, not 0",
        "-c x; no number for -c: x", "--rat 5 ping; unknown option: --rat", "-t nothing; no such test: nothing",
        "--mix get:x; no weight in get:x", "--duration 5y ping; a time reads 200ms", "--target x; a target reads",
        "--ycsb z; YCSB has workloads a to f, not z", "--user me ping; --user needs -a", "--rate 0; --rate is above 0",
        "-p 70000; no port: 70000", "-d 5-1 ping; a range of lengths", "--keys gauss ping; no such distribution",
        "--start keydb; --start knows ringbolt and redis", "-u http://host; a URI reads"})
    void shouldNameWhatItCannotRead(final String line, final String message)
    {
        final IllegalArgumentException refused =
            assertThrows(IllegalArgumentException.class, () -> parse(line.strip()));

        assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
    }
}
