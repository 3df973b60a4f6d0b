package io.ringbolt.perf.compare;

import io.ringbolt.perf.compare.RedisBenchmark.Measurement;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads that the tests of redis-benchmark do not know, on both servers in turns: subscribers, transactions, encrypted
 * connections, and what the rights of a user cost.
 */
final class EdgeComparison
{
    private static final int VALUE_LENGTH = 64;
    private static final int CONNECTIONS = 50;
    private static final int DEEP = 16;
    private static final int SETS_PER_TRANSACTION = 10;
    private static final String USER = "limited";
    private static final String PASSWORD = "secret";

    /** JIT compilers have done their work after so many times the length of a run. */
    private static final int WARM_UP_RUNS = 6;
    private static final long PROBE_COUNT = 2_000;

    /** Puts so many requests on a server. */
    private interface Load
    {
        Measurement run(ServerProcess server, long requestCount) throws IOException, InterruptedException;
    }

    private record EdgeCase(BenchmarkCase shape, Load target, Load reference, boolean isReferenceTarget)
    {
    }

    private final ServerProcess target;
    private final ServerProcess redis;
    private final CompareOptions options;
    private final TlsFiles tls;
    private final RedisBenchmark plain;
    private final RedisBenchmark encrypted;
    private final RedisBenchmark limited;

    /** @param tls what both servers show at {@code tlsPort}. */
    EdgeComparison(
        final ServerProcess target, final ServerProcess redis, final TlsFiles tls, final CompareOptions options)
    {
        this.target = target;
        this.redis = redis;
        this.tls = tls;
        this.options = options;
        this.plain = new RedisBenchmark(options.benchmarkCommand(), 0);
        this.encrypted = new RedisBenchmark(options.benchmarkCommand(), 0, tls.clientArguments());
        this.limited = new RedisBenchmark(
            options.benchmarkCommand(), 0, List.of("--user", USER, "-a", PASSWORD));
    }

    /** @return rows of the table that {@link ThroughputComparison#header} begins. */
    List<String> measure(final Progress progress) throws IOException, InterruptedException
    {
        for (final ServerProcess server : List.of(target, redis))
        {
            try (RespConnection connection = server.connect())
            {
                connection.call("ACL", "SETUSER", USER, "on", ">" + PASSWORD, "~key:*", "+@read", "+config|get");
                connection.call("SET", "key:__rand_int__", "x".repeat(VALUE_LENGTH));
            }
        }
        final List<String> rows = new ArrayList<>();
        for (final EdgeCase edge : cases())
        {
            final String row = measure(edge, progress);
            rows.add(row);
            progress.line(row);
        }
        return rows;
    }

    static int stepCount(final int roundCount)
    {
        return 6 * (1 + roundCount);
    }

    private List<EdgeCase> cases()
    {
        final BenchmarkCase get = shape("get", 1);
        final Load publish = (server, count) -> PublishLoad.run(server.port(), 1, CONNECTIONS, VALUE_LENGTH, count);
        final Load publishMany = (server, count) -> PublishLoad.run(
            server.port(), CONNECTIONS, CONNECTIONS, VALUE_LENGTH, count);
        final Load transactions = (server, count) -> BatchLoad.transactions(
            server.port(), CONNECTIONS, DEEP, SETS_PER_TRANSACTION, VALUE_LENGTH, count);
        final Load asUser = (server, count) -> limited.run(server.port(), get, count);
        final Load asDefault = (server, count) -> plain.run(server.port(), get, count);
        final Load overTls = (server, count) -> encrypted.run(tls.portOf(server), get, count);
        return List.of(
            new EdgeCase(shape("publish to 50 subscribers, deliveries", DEEP), publish, publish, false),
            new EdgeCase(
                shape("50 publish to 50 subscribers, deliveries", DEEP), publishMany, publishMany, false),
            new EdgeCase(shape("multi, 10 sets, exec", DEEP), transactions, transactions, false),
            new EdgeCase(shape("get over TLS", 1), overTls, overTls, false),
            new EdgeCase(shape("get as a limited user", 1), asUser, asUser, false),
            new EdgeCase(shape("ringbolt: get as a limited user against the default one", 1), asUser, asDefault, true));
    }

    private static BenchmarkCase shape(final String name, final int pipelineCount)
    {
        return new BenchmarkCase(name, CONNECTIONS, pipelineCount, VALUE_LENGTH);
    }

    private String measure(final EdgeCase edge, final Progress progress) throws IOException, InterruptedException
    {
        final ServerProcess reference = edge.isReferenceTarget ? target : redis;
        progress.step(edge.shape + " warming up");
        edge.target.run(target, PROBE_COUNT);
        final double rate = edge.reference.run(reference, PROBE_COUNT).rate();
        long count = Math.max(PROBE_COUNT, (long)(rate * options.seconds()));
        for (int i = 0; i < WARM_UP_RUNS; i++)
        {
            edge.target.run(target, count);
        }
        count = Math.max(PROBE_COUNT, (long)(edge.reference.run(reference, count).rate() * options.seconds()));

        final Measurement[] ofTarget = new Measurement[options.roundCount()];
        final Measurement[] ofReference = new Measurement[options.roundCount()];
        for (int round = 0; round < ofTarget.length; round++)
        {
            progress.step(edge.shape + " round " + (round + 1));
            final boolean isTargetFirst = 0 == (round & 1);
            ofTarget[round] = isTargetFirst ? edge.target.run(target, count) : null;
            ofReference[round] = edge.reference.run(reference, count);
            ofTarget[round] = isTargetFirst ? ofTarget[round] : edge.target.run(target, count);
        }
        return ThroughputComparison.row(edge.shape, ofTarget, ofReference);
    }
}
