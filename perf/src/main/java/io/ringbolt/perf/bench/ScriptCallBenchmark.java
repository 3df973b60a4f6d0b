package io.ringbolt.perf.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/**
 * Scripts that call commands, from the request's bytes to the reply's, without sockets: what EVAL adds to a command.
 * <p>
 * Hypothesis: a script of one call costs less than a microsecond beside the command, each further call less than half.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(1)
public class ScriptCallBenchmark
{
    private static final int BATCH = 16;

    /** A request and the length of its reply. */
    public enum Request
    {
        PLAIN_GET("$5\r\nvalue\r\n".length(), "GET", "key"),
        EVAL_NOTHING(":1\r\n".length(), "EVAL", "return 1", "0"),
        EVAL_GET("$5\r\nvalue\r\n".length(), "EVAL", "return redis.call('GET', KEYS[1])", "1", "key"),
        EVAL_SET("+OK\r\n".length(), "EVAL", "return redis.call('SET', KEYS[1], ARGV[1])", "1", "other", "value"),
        EVAL_TEN_GETS(":10\r\n".length(), "EVAL",
            "local n = 0 for i = 1, 10 do if redis.call('GET', KEYS[1]) then n = n + 1 end end return n", "1", "key");

        private final int replyLength;
        private final String resp;

        Request(final int replyLength, final String... words)
        {
            this.replyLength = replyLength;
            this.resp = Pipeline.resp(words);
        }
    }

    @Param
    private Request request;

    private Pipeline pipeline;
    private long address;
    private int length;

    @Setup(Level.Trial)
    public void begin() throws Exception
    {
        pipeline = new Pipeline();
        pipeline.run(Pipeline.resp("SET", "key", "value"));
        Results.expect(request.replyLength, pipeline.run(request.resp), "bytes replied");
        final String batch = request.resp.repeat(BATCH);
        address = pipeline.copy(batch);
        length = batch.length();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long call() throws Exception
    {
        pipeline.decode(address, length);
        pipeline.execute();
        return pipeline.drain();
    }

    @TearDown(Level.Trial)
    public void end() throws Exception
    {
        Results.expect(request.replyLength, pipeline.run(request.resp), "bytes replied");
        Results.expect(0, pipeline.errorCount(), "errors");
        pipeline.free(address, length);
        pipeline.close();
    }
}
