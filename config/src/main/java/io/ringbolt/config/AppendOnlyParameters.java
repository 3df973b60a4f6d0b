package io.ringbolt.config;

import static io.ringbolt.config.Limits.MIB;
import static io.ringbolt.config.Rows.boolParameter;
import static io.ringbolt.config.Rows.choiceParameter;
import static io.ringbolt.config.Rows.intParameter;
import static io.ringbolt.config.Rows.longParameter;
import static io.ringbolt.config.Rows.textParameter;

/**
 * The append-only journal.
 */
public final class AppendOnlyParameters
{
    /** Keep a journal of every change. */
    public static final ConfigParameter<Boolean> APPENDONLY = boolParameter("appendonly").defaultsTo(false).mutable();

    /** What the names of the journal's files begin with. */
    public static final ConfigParameter<String> APPENDFILENAME = textParameter("appendfilename")
        .obeys(TextRules::appendFilename).defaultsTo("appendonly.aof").immutable();

    /** Directory of these files within dir. */
    public static final ConfigParameter<String> APPENDDIRNAME = textParameter("appenddirname")
        .obeys(TextRules::appendDirname).defaultsTo("appendonlydir").immutable();

    /**
     * When to force it to disk: always, before a client learns of success; everysec; or no, when the system likes.
     */
    public static final ConfigParameter<AppendFsync> APPENDFSYNC = choiceParameter("appendfsync", AppendFsync.class)
        .defaultsTo(AppendFsync.EVERYSEC).mutable();

    /** Do not force while a snapshot or a rewrite runs. */
    public static final ConfigParameter<Boolean> NO_APPENDFSYNC_ON_REWRITE =
        boolParameter("no-appendfsync-on-rewrite")
        .defaultsTo(false).mutable();

    /** Percent by which the journal grows before it is rewritten; 0 never rewrites. */
    public static final ConfigParameter<Integer> AUTO_AOF_REWRITE_PERCENTAGE =
        intParameter("auto-aof-rewrite-percentage")
        .range(0, Integer.MAX_VALUE).defaultsTo(100).mutable();

    /** Bytes below which it is not rewritten. */
    public static final ConfigParameter<Long> AUTO_AOF_REWRITE_MIN_SIZE = longParameter("auto-aof-rewrite-min-size")
        .range(0, Long.MAX_VALUE).memory().defaultsTo(64 * MIB).mutable();

    /** Start with what is complete when the journal's end is torn; else refuse to start. */
    public static final ConfigParameter<Boolean> AOF_LOAD_TRUNCATED = boolParameter("aof-load-truncated")
        .defaultsTo(true).mutable();

    /** Bytes of a rotten end that may be cut off in the same way; 0 for none. */
    public static final ConfigParameter<Long> AOF_LOAD_CORRUPT_TAIL_MAX_SIZE =
        longParameter("aof-load-corrupt-tail-max-size")
        .range(0, Long.MAX_VALUE).memory().defaultsTo(0L).mutable();

    /** Begin a rewritten journal with a snapshot in RDB format. */
    public static final ConfigParameter<Boolean> AOF_USE_RDB_PREAMBLE = boolParameter("aof-use-rdb-preamble")
        .defaultsTo(true).mutable();

    /** Note times in the journal, to recover to one of them. */
    public static final ConfigParameter<Boolean> AOF_TIMESTAMP_ENABLED = boolParameter("aof-timestamp-enabled")
        .defaultsTo(false).mutable();

    /** Force a rewritten journal to disk while it is written. */
    public static final ConfigParameter<Boolean> AOF_REWRITE_INCREMENTAL_FSYNC =
        boolParameter("aof-rewrite-incremental-fsync")
        .defaultsTo(true).mutable();

    /** Keep journal files that a rewrite has replaced. */
    public static final ConfigParameter<Boolean> AOF_DISABLE_AUTO_GC = boolParameter("aof-disable-auto-gc")
        .defaultsTo(false).mutable();

    private AppendOnlyParameters()
    {
    }
}
