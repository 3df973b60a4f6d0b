package io.ringbolt.config;

import static io.ringbolt.config.Limits.MAX_UNSIGNED_LONG;
import static io.ringbolt.config.Rows.boolParameter;
import static io.ringbolt.config.Rows.choiceParameter;
import static io.ringbolt.config.Rows.intParameter;
import static io.ringbolt.config.Rows.longParameter;
import static io.ringbolt.config.Rows.portParameter;
import static io.ringbolt.config.Rows.textParameter;
import static io.ringbolt.config.Rows.unsignedParameter;

/**
 * Hash slots spread over several nodes.
 */
public final class ClusterParameters
{
    /** Be a node of a cluster. */
    public static final ConfigParameter<Boolean> CLUSTER_ENABLED = boolParameter("cluster-enabled")
        .defaultsTo(false).immutable();

    /** File in which the node keeps what it knows of the cluster. */
    public static final ConfigParameter<String> CLUSTER_CONFIG_FILE = textParameter("cluster-config-file")
        .defaultsTo("nodes.conf").immutable();

    /** Milliseconds of silence after which a node is suspected. */
    public static final ConfigParameter<Long> CLUSTER_NODE_TIMEOUT = longParameter("cluster-node-timeout")
        .range(0, Long.MAX_VALUE).defaultsTo(15000L).mutable();

    /** Port of the cluster bus; 0 for the client port plus 10000. */
    public static final ConfigParameter<Integer> CLUSTER_PORT = portParameter("cluster-port").immutable();

    /** Address that the node tells the others. */
    public static final ConfigParameter<String> CLUSTER_ANNOUNCE_IP = textParameter("cluster-announce-ip")
        .unsetWhenEmpty().mutable();

    /** Client port that it tells; 0 for the real one. */
    public static final ConfigParameter<Integer> CLUSTER_ANNOUNCE_PORT = portParameter("cluster-announce-port")
        .mutable();

    /** TLS port that it tells; 0 for the real one. */
    public static final ConfigParameter<Integer> CLUSTER_ANNOUNCE_TLS_PORT =
        portParameter("cluster-announce-tls-port")
        .mutable();

    /** Bus port that it tells; 0 for the real one. */
    public static final ConfigParameter<Integer> CLUSTER_ANNOUNCE_BUS_PORT =
        portParameter("cluster-announce-bus-port")
        .mutable();

    /** Host name that it tells. */
    public static final ConfigParameter<String> CLUSTER_ANNOUNCE_HOSTNAME = textParameter("cluster-announce-hostname")
        .unsetWhenEmpty().obeys(TextRules::hostname).mutable();

    /** Name of the node for people who read logs. */
    public static final ConfigParameter<String> CLUSTER_ANNOUNCE_HUMAN_NODENAME =
        textParameter("cluster-announce-human-nodename")
        .unsetWhenEmpty().obeys(TextRules::nodeName).mutable();

    /** What redirections name: ip, hostname or unknown-endpoint. */
    public static final ConfigParameter<ClusterPreferredEndpointType> CLUSTER_PREFERRED_ENDPOINT_TYPE =
        choiceParameter("cluster-preferred-endpoint-type", ClusterPreferredEndpointType.class)
        .defaultsTo(ClusterPreferredEndpointType.IP).mutable();

    /** Node timeouts without its primary after which a replica is too old to take over; 0 for never. */
    public static final ConfigParameter<Integer> CLUSTER_REPLICA_VALIDITY_FACTOR =
        intParameter("cluster-replica-validity-factor")
        .alias("cluster-slave-validity-factor").range(0, Integer.MAX_VALUE).defaultsTo(10).mutable();

    /** Replicas that a primary keeps when one moves to a primary without any. */
    public static final ConfigParameter<Integer> CLUSTER_MIGRATION_BARRIER = intParameter("cluster-migration-barrier")
        .range(0, Integer.MAX_VALUE).defaultsTo(1).mutable();

    /** Let replicas move so. */
    public static final ConfigParameter<Boolean> CLUSTER_ALLOW_REPLICA_MIGRATION =
        boolParameter("cluster-allow-replica-migration")
        .defaultsTo(true).mutable();

    /** Never take over by itself. */
    public static final ConfigParameter<Boolean> CLUSTER_REPLICA_NO_FAILOVER =
        boolParameter("cluster-replica-no-failover")
        .alias("cluster-slave-no-failover").defaultsTo(false).mutable();

    /** Answer only while every hash slot is served. */
    public static final ConfigParameter<Boolean> CLUSTER_REQUIRE_FULL_COVERAGE =
        boolParameter("cluster-require-full-coverage")
        .defaultsTo(true).mutable();

    /** Answer reads even then. */
    public static final ConfigParameter<Boolean> CLUSTER_ALLOW_READS_WHEN_DOWN =
        boolParameter("cluster-allow-reads-when-down")
        .defaultsTo(false).mutable();

    /** Serve sharded channels even then. */
    public static final ConfigParameter<Boolean> CLUSTER_ALLOW_PUBSUBSHARD_WHEN_DOWN =
        boolParameter("cluster-allow-pubsubshard-when-down")
        .defaultsTo(true).mutable();

    /** Bytes that may wait on a link to another node before it is dropped; 0 for any. */
    public static final ConfigParameter<Long> CLUSTER_LINK_SENDBUF_LIMIT =
        unsignedParameter("cluster-link-sendbuf-limit")
        .range(0, MAX_UNSIGNED_LONG).memory().defaultsTo(0L).mutable();

    /** Milliseconds between two pings; 0 for the usual. */
    public static final ConfigParameter<Long> CLUSTER_PING_INTERVAL = longParameter("cluster-ping-interval")
        .hidden().range(0, Long.MAX_VALUE).defaultsTo(0L).mutable();

    /** Count traffic and time per hash slot. */
    public static final ConfigParameter<Boolean> CLUSTER_SLOT_STATS_ENABLED =
        boolParameter("cluster-slot-stats-enabled")
        .defaultsTo(false).mutable();

    /** Percent of commands that are examined for what a cluster would refuse. */
    public static final ConfigParameter<Integer> CLUSTER_COMPATIBILITY_SAMPLE_RATIO =
        intParameter("cluster-compatibility-sample-ratio")
        .range(0, 100).defaultsTo(0).mutable();

    private ClusterParameters()
    {
    }
}
