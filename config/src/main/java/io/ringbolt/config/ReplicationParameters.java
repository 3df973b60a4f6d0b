package io.ringbolt.config;

import static io.ringbolt.config.Limits.MIB;
import static io.ringbolt.config.Rows.boolParameter;
import static io.ringbolt.config.Rows.choiceParameter;
import static io.ringbolt.config.Rows.intParameter;
import static io.ringbolt.config.Rows.longParameter;
import static io.ringbolt.config.Rows.parameter;
import static io.ringbolt.config.Rows.portParameter;
import static io.ringbolt.config.Rows.textParameter;
import static io.ringbolt.config.Rows.unsignedParameter;

/**
 * Primaries and their replicas.
 */
public final class ReplicationParameters
{
    /** Host and port of the primary to follow, or: no one. */
    public static final ConfigParameter<PrimaryAddress> REPLICAOF = parameter("replicaof", new PrimaryAddressType())
        .alias("slaveof").defaultsTo(PrimaryAddress.NONE).immutable();

    /** Password for the primary. */
    public static final ConfigParameter<String> MASTERAUTH = textParameter("masterauth")
        .sensitive().unsetWhenEmpty().mutable();

    /** User for the primary; the default user if empty. */
    public static final ConfigParameter<String> MASTERUSER = textParameter("masteruser")
        .sensitive().unsetWhenEmpty().mutable();

    /** Answer clients while the link to the primary is down. */
    public static final ConfigParameter<Boolean> REPLICA_SERVE_STALE_DATA = boolParameter("replica-serve-stale-data")
        .alias("slave-serve-stale-data").defaultsTo(true).mutable();

    /** Refuse writes of clients on a replica. */
    public static final ConfigParameter<Boolean> REPLICA_READ_ONLY = boolParameter("replica-read-only")
        .debug().alias("slave-read-only").defaultsTo(true).mutable();

    /** Which replica a failover prefers: the lowest number; 0 is never promoted. */
    public static final ConfigParameter<Integer> REPLICA_PRIORITY = intParameter("replica-priority")
        .alias("slave-priority").range(0, Integer.MAX_VALUE).defaultsTo(100).mutable();

    /** Let Sentinel tell clients about this replica. */
    public static final ConfigParameter<Boolean> REPLICA_ANNOUNCED = boolParameter("replica-announced")
        .defaultsTo(true).mutable();

    /** Address that the primary shows for this replica; the connection's if empty. */
    public static final ConfigParameter<String> REPLICA_ANNOUNCE_IP = textParameter("replica-announce-ip")
        .alias("slave-announce-ip").unsetWhenEmpty().mutable();

    /** Port that it shows; 0 for the one listened on. */
    public static final ConfigParameter<Integer> REPLICA_ANNOUNCE_PORT = portParameter("replica-announce-port")
        .alias("slave-announce-port").mutable();

    /** Leave eviction to the primary. */
    public static final ConfigParameter<Boolean> REPLICA_IGNORE_MAXMEMORY = boolParameter("replica-ignore-maxmemory")
        .alias("slave-ignore-maxmemory").defaultsTo(true).mutable();

    /** Go on replicating when the disk fails. */
    public static final ConfigParameter<Boolean> REPLICA_IGNORE_DISK_WRITE_ERRORS =
        boolParameter("replica-ignore-disk-write-errors")
        .defaultsTo(false).mutable();

    /** Free the old data in the background after a full synchronization. */
    public static final ConfigParameter<Boolean> REPLICA_LAZY_FLUSH = boolParameter("replica-lazy-flush")
        .alias("slave-lazy-flush").defaultsTo(false).mutable();

    /** Bytes of changes that a replica buffers while it loads a snapshot; 0 for its output buffer limit. */
    public static final ConfigParameter<Long> REPLICA_FULL_SYNC_BUFFER_LIMIT =
        unsignedParameter("replica-full-sync-buffer-limit")
        .range(0, Long.MAX_VALUE).memory().defaultsTo(0L).mutable();

    /** Send snapshots to replicas without writing them to disk. */
    public static final ConfigParameter<Boolean> REPL_DISKLESS_SYNC = boolParameter("repl-diskless-sync")
        .debug().defaultsTo(true).mutable();

    /** Seconds to wait for more replicas before sending one. */
    public static final ConfigParameter<Integer> REPL_DISKLESS_SYNC_DELAY = intParameter("repl-diskless-sync-delay")
        .range(0, Integer.MAX_VALUE).defaultsTo(5).mutable();

    /** Replicas with which it starts at once; 0 waits out the delay. */
    public static final ConfigParameter<Integer> REPL_DISKLESS_SYNC_MAX_REPLICAS =
        intParameter("repl-diskless-sync-max-replicas")
        .range(0, Integer.MAX_VALUE).defaultsTo(0).mutable();

    /**
     * Load a snapshot straight from the socket: disabled, on-empty-db, or swapdb, which keeps the old data until the
     * new are complete.
     */
    public static final ConfigParameter<ReplDisklessLoad> REPL_DISKLESS_LOAD =
        choiceParameter("repl-diskless-load", ReplDisklessLoad.class)
        .debug().deniedWhileLoading().defaultsTo(ReplDisklessLoad.DISABLED).mutable();

    /** Send the snapshot on a second connection. */
    public static final ConfigParameter<Boolean> REPL_RDB_CHANNEL = boolParameter("repl-rdb-channel")
        .defaultsTo(false).mutable();

    /** Seconds between two pings to the replicas. */
    public static final ConfigParameter<Integer> REPL_PING_REPLICA_PERIOD = intParameter("repl-ping-replica-period")
        .alias("repl-ping-slave-period").range(1, Integer.MAX_VALUE).defaultsTo(10).mutable();

    /** Seconds of silence after which the other side of a link is taken for dead. */
    public static final ConfigParameter<Integer> REPL_TIMEOUT = intParameter("repl-timeout")
        .range(1, Integer.MAX_VALUE).defaultsTo(60).mutable();

    /** Gather small packets to replicas: less traffic, more delay. */
    public static final ConfigParameter<Boolean> REPL_DISABLE_TCP_NODELAY = boolParameter("repl-disable-tcp-nodelay")
        .defaultsTo(false).mutable();

    /** Bytes of changes kept for replicas that come back. */
    public static final ConfigParameter<Long> REPL_BACKLOG_SIZE = longParameter("repl-backlog-size")
        .range(1, Long.MAX_VALUE).clampTo(16 * 1024, Long.MAX_VALUE).memory().defaultsTo(MIB).mutable();

    /** Seconds after the last replica has gone until they are freed; 0 never. */
    public static final ConfigParameter<Long> REPL_BACKLOG_TTL = longParameter("repl-backlog-ttl")
        .range(0, Long.MAX_VALUE).defaultsTo(3600L).mutable();

    /** Replicas in good state without which the primary refuses writes. */
    public static final ConfigParameter<Integer> MIN_REPLICAS_TO_WRITE = intParameter("min-replicas-to-write")
        .alias("min-slaves-to-write").range(0, Integer.MAX_VALUE).defaultsTo(0).mutable();

    /** Seconds of lag up to which a replica's state is good. */
    public static final ConfigParameter<Integer> MIN_REPLICAS_MAX_LAG = intParameter("min-replicas-max-lag")
        .alias("min-slaves-max-lag").range(0, Integer.MAX_VALUE).defaultsTo(10).mutable();

    /** What to do about a replicated command that fails: ignore, panic or panic-on-replicas. */
    public static final ConfigParameter<PropagationErrorBehavior> PROPAGATION_ERROR_BEHAVIOR =
        choiceParameter("propagation-error-behavior", PropagationErrorBehavior.class)
        .defaultsTo(PropagationErrorBehavior.IGNORE).mutable();

    private ReplicationParameters()
    {
    }
}
