package io.ringbolt.config;

import static io.ringbolt.config.Limits.MIB;
import static io.ringbolt.config.Rows.boolParameter;
import static io.ringbolt.config.Rows.choiceParameter;
import static io.ringbolt.config.Rows.intParameter;
import static io.ringbolt.config.Rows.longParameter;
import static io.ringbolt.config.Rows.parameter;
import static io.ringbolt.config.Rows.textParameter;

import java.util.List;

/**
 * Snapshots of the data in RDB files.
 */
public final class SnapshotParameters
{
    private static final List<SavePoint> SAVE_POINTS =
        List.of(new SavePoint(3600, 1), new SavePoint(300, 100), new SavePoint(60, 10000));

    /** When to take a snapshot: seconds and changes, repeated. An empty text takes none by itself. */
    public static final ConfigParameter<List<SavePoint>> SAVE = parameter("save", new SavePointsType())
        .defaultsTo(SAVE_POINTS).mutable();

    /** Name of the snapshot's file within dir. */
    public static final ConfigParameter<String> DBFILENAME = textParameter("dbfilename")
        .guarded().obeys(TextRules::dbFilename).defaultsTo("dump.rdb").mutable();

    /** Compress long strings in it. */
    public static final ConfigParameter<Boolean> RDBCOMPRESSION = boolParameter("rdbcompression")
        .defaultsTo(true).mutable();

    /** End it with a checksum, and check that when reading. */
    public static final ConfigParameter<Boolean> RDBCHECKSUM = boolParameter("rdbchecksum")
        .defaultsTo(true).immutable();

    /** Version of the format to write: 10 is read by Redis 7.0, 11 by 7.2, 12 by 7.4, 15 by 8.10. Ringbolt's own. */
    public static final ConfigParameter<Integer> RDB_VERSION = intParameter("rdb-version")
        .range(9, 15).defaultsTo(10).mutable();

    /** Remove files that replication needed once, if nothing else is to be kept on disk. */
    public static final ConfigParameter<Boolean> RDB_DEL_SYNC_FILES = boolParameter("rdb-del-sync-files")
        .defaultsTo(false).mutable();

    /** Force the file to disk while it is written, not all at its end. */
    public static final ConfigParameter<Boolean> RDB_SAVE_INCREMENTAL_FSYNC =
        boolParameter("rdb-save-incremental-fsync")
        .defaultsTo(true).mutable();

    /** Refuse writes after a snapshot has failed, until one succeeds. */
    public static final ConfigParameter<Boolean> STOP_WRITES_ON_BGSAVE_ERROR =
        boolParameter("stop-writes-on-bgsave-error")
        .defaultsTo(true).mutable();

    /** Whose serialized values are checked in depth: no, yes, or those of clients. */
    public static final ConfigParameter<SanitizeDumpPayload> SANITIZE_DUMP_PAYLOAD =
        choiceParameter("sanitize-dump-payload", SanitizeDumpPayload.class)
        .debug().defaultsTo(SanitizeDumpPayload.NO).mutable();

    /** Microseconds to wait after each key of a snapshot, for tests. */
    public static final ConfigParameter<Integer> RDB_KEY_SAVE_DELAY = intParameter("rdb-key-save-delay")
        .hidden().range(Integer.MIN_VALUE, Integer.MAX_VALUE).defaultsTo(0).mutable();

    /** Microseconds to wait after each key loaded, for tests. */
    public static final ConfigParameter<Integer> KEY_LOAD_DELAY = intParameter("key-load-delay")
        .hidden().range(Integer.MIN_VALUE, Integer.MAX_VALUE).defaultsTo(0).mutable();

    /** Bytes loaded between two looks at the clients. */
    public static final ConfigParameter<Long> LOADING_PROCESS_EVENTS_INTERVAL_BYTES =
        longParameter("loading-process-events-interval-bytes")
        .hidden().range(1024, Integer.MAX_VALUE).defaultsTo(2 * MIB).mutable();

    /**
     * Most bytes for copies of pages that change while snapshots are being taken; what is not needed is not used. A
     * save that finds them full begins once more and holds writers back. Ringbolt's own.
     */
    public static final ConfigParameter<Long> SNAPSHOT_POOL_BYTES = longParameter("snapshot-pool-bytes")
        .range(MIB, Long.MAX_VALUE).memory().defaultsTo(1024 * MIB).mutable();

    /**
     * Share of its time, in percent, that the snapshot thread works while commands come, on up to 3 cores. Ringbolt's
     * own.
     */
    public static final ConfigParameter<Integer> SNAPSHOT_BUSY_PERCENT = intParameter("snapshot-busy-percent")
        .range(1, 100).defaultsTo(30).immutable();

    private SnapshotParameters()
    {
    }
}
