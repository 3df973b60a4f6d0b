package io.ringbolt.perf.load;

import java.nio.file.Path;
import java.util.List;

/**
 * What {@code bin/ringbolt-bench} was asked to do: {@link BenchArguments} reads it.
 *
 * @param targets          servers that run already, in the order of the command line.
 * @param started          names of servers to start: {@code ringbolt}, {@code redis}.
 * @param serverArguments  for those: all, ringbolt's, redis-server's, and ringbolt's JVM's, in this order.
 * @param access           to all targets.
 * @param workloads        in order.
 * @param isFilling        true to load one string for each key number before.
 * @param shape            of the load; its rate is 0 when {@code ratePercent} says it.
 * @param ratePercent      an open loop's rate, as a share of what the last target does in a closed one; 0 for none.
 * @param rounds           runs of each workload on each target, in turns.
 * @param keys             how keys are drawn; null for the workload's own way.
 * @param keyCount         keys to draw from; 0 for always the same one.
 * @param lengths          of values.
 * @param watched          fields of INFO to follow.
 * @param meanwhile        a command to give now and then beside the load; empty for none.
 * @param meanwhileEveryNs how often.
 * @param output           where the results go.
 */
record BenchOptions(
    List<Target> targets,
    List<String> started,
    List<List<String>> serverArguments,
    Access access,
    List<Workload> workloads,
    boolean isFilling,
    LoadShape shape,
    double ratePercent,
    int rounds,
    String keys,
    long keyCount,
    String lengths,
    List<String> watched,
    List<String> meanwhile,
    long meanwhileEveryNs,
    Output output)
{
    /**
     * Where results go.
     *
     * @param format    on standard output.
     * @param precision digits of latencies in milliseconds.
     * @param json      file or null.
     * @param html      file or null.
     * @param hgrm      beginning of the files' names, or null.
     * @param title     of the report.
     */
    record Output(Format format, int precision, Path json, Path html, Path hgrm, String title)
    {
    }

    /** What standard output gets. */
    enum Format
    {
        TABLE, CSV, QUIET
    }
}
