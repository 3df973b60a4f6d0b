package io.ringbolt.config;

import static io.ringbolt.config.Rows.boolParameter;
import static io.ringbolt.config.Rows.choiceParameter;
import static io.ringbolt.config.Rows.parameter;
import static io.ringbolt.config.Rows.textParameter;

import java.util.List;

/**
 * The machine below; what a JVM cannot do is accepted and not used.
 */
public final class SystemParameters
{
    /** Adjust the kernel's out-of-memory score: no, yes or relative to the score at start, absolute. */
    public static final ConfigParameter<OomScoreAdj> OOM_SCORE_ADJ =
        choiceParameter("oom-score-adj", OomScoreAdj.class)
        .synonym("relative", OomScoreAdj.YES).defaultsTo(OomScoreAdj.NO).mutable();

    /** The scores of a primary, a replica and a background child, of which there is none here. */
    public static final ConfigParameter<List<Integer>> OOM_SCORE_ADJ_VALUES =
        parameter("oom-score-adj-values", new OomScoreValuesType())
        .defaultsTo(List.of(0, 200, 800)).mutable();

    /** Do without transparent huge pages. */
    public static final ConfigParameter<Boolean> DISABLE_THP = boolParameter("disable-thp")
        .defaultsTo(true).immutable();

    /** Cores for the server's threads, as in 0-7:2. */
    public static final ConfigParameter<String> SERVER_CPULIST = textParameter("server-cpulist")
        .alias("server_cpulist").unsetWhenEmpty().immutable();

    /** Cores for threads that work on disk. */
    public static final ConfigParameter<String> BIO_CPULIST = textParameter("bio-cpulist")
        .alias("bio_cpulist").unsetWhenEmpty().immutable();

    /** Cores for rewriting the journal. */
    public static final ConfigParameter<String> AOF_REWRITE_CPULIST = textParameter("aof-rewrite-cpulist")
        .alias("aof_rewrite_cpulist").unsetWhenEmpty().immutable();

    /** Cores for taking snapshots. */
    public static final ConfigParameter<String> BGSAVE_CPULIST = textParameter("bgsave-cpulist")
        .alias("bgsave_cpulist").unsetWhenEmpty().immutable();

    private SystemParameters()
    {
    }
}
