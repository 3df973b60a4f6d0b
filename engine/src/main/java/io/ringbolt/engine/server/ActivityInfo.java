package io.ringbolt.engine.server;

import io.ringbolt.config.NetworkParameters;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.HostStatistics;
import io.ringbolt.engine.acl.AclLog;
import io.ringbolt.engine.acl.AclVerdict;
import io.ringbolt.engine.durability.AppendOnly;
import io.ringbolt.engine.observe.CommandStatistics;
import io.ringbolt.engine.observe.CommandLog;
import io.ringbolt.engine.replication.Replicas;
import io.ringbolt.engine.session.Session;

/**
 * INFO's sections on what goes on: who is connected, and how much has been done since the start or the last reset.
 */
final class ActivityInfo
{
    private static final double BYTES_PER_KILOBYTE = 1024;
    private static final double US_PER_MS = 1000;
    private static final long NS_PER_US = 1000;

    private final Engine engine;

    ActivityInfo(final Engine engine)
    {
        this.engine = engine;
    }

    void clients(final InfoText out)
    {
        int connected = 0;
        long longestInput = 0;
        long longestOutput = 0;
        for (final Session session : engine.sessions().snapshot())
        {
            connected += session.isClosing() ? 0 : 1;
            longestInput = Math.max(longestInput, session.channel().queryLength());
            longestOutput = Math.max(longestOutput, session.channel().outputMemory());
        }
        out.field("connected_clients", connected);
        out.field("cluster_connections", 0);
        out.field("maxclients", engine.config().longValue(NetworkParameters.MAXCLIENTS));
        out.field("client_recent_max_input_buffer", longestInput);
        out.field("client_recent_max_output_buffer", longestOutput);
        out.field("blocked_clients", engine.pause().parkedSessionCount() + engine.blocking().blockedCount());
        out.field("tracking_clients", engine.tracking().clientCount());
        out.field("pubsub_clients", engine.pubSub().subscriberCount());
        out.field("watching_clients", engine.transactions().watched().watcherCount());
        out.field("clients_in_timeout_table", engine.blocking().deadlineCount());
        out.field("total_watched_keys", engine.transactions().watched().keyCount());
        out.field("total_blocking_keys", engine.blocking().keys().count());
        out.field("total_blocking_keys_on_nokey", engine.blocking().keys().removalKeyCount());
    }

    void statistics(final InfoText out)
    {
        final HostStatistics host = engine.host().statistics();
        out.field("total_connections_received", host.connectionsReceived);
        out.field("total_commands_processed", engine.figures().commands().totalCalls());
        out.field("instantaneous_ops_per_sec", engine.figures().rates().operations().perSecond());
        network(out, host);
        out.field("rejected_connections", host.connectionsRejected);
        final Replicas replicas = engine.replication().replicas();
        out.field("sync_full", replicas.fullCount());
        out.field("sync_partial_ok", replicas.partialCount());
        out.field("sync_partial_err", replicas.partialRefusedCount());
        keys(out);
        out.field("pubsub_channels", engine.pubSub().channelCount());
        out.field("pubsub_patterns", engine.pubSub().patternCount());
        out.field("pubsubshard_channels", engine.pubSub().shardChannelCount());
        out.field("latest_fork_usec", engine.durability().saving().lastOpenUs());
        out.field("total_forks", snapshotCount());
        out.field("migrate_cached_sockets", host.migrationLinks);
        out.field("slave_expires_tracked_keys", 0);
        defragmentation(out);
        out.field("hash_templates", engine.hashTemplates().count());
        out.field("hash_template_keys", engine.hashTemplates().keyCount());
        out.field("tracking_total_keys", engine.tracking().keyCount());
        out.field("tracking_total_items", engine.tracking().itemCount());
        out.field("tracking_total_prefixes", engine.tracking().prefixCount());
        out.field("unexpected_error_replies", 0);
        out.field("total_error_replies", engine.figures().errors().total());
        out.field("dump_payload_sanitizations", 0);
        out.field("total_reads_processed", host.readsProcessed);
        out.field("total_writes_processed", host.writesProcessed);
        out.field("io_threaded_reads_processed", 0 == host.ioThreadsActive ? 0 : host.readsProcessed);
        out.field("io_threaded_writes_processed", 0 == host.ioThreadsActive ? 0 : host.writesProcessed);
        out.field("reply_buffer_shrinks", 0);
        out.field("reply_buffer_expands", 0);
        out.field("client_query_buffer_limit_disconnections", host.queryBufferLimitDisconnections);
        out.field("client_output_buffer_limit_disconnections", host.outputBufferLimitDisconnections);
        batches(out);
        denials(out);
        slowCommands(out);
    }

    /** The arena has nothing to move: blocks of one size class fill each other's gaps. */
    private static void defragmentation(final InfoText out)
    {
        out.field("active_defrag_hits", 0);
        out.field("active_defrag_misses", 0);
        out.field("active_defrag_key_hits", 0);
        out.field("active_defrag_key_misses", 0);
        out.field("total_active_defrag_time", 0);
        out.field("current_active_defrag_time", 0);
    }

    private void denials(final InfoText out)
    {
        final AclLog log = engine.acl().log();
        out.field("acl_access_denied_auth", log.count(AclVerdict.AUTH));
        out.field("acl_access_denied_cmd", log.count(AclVerdict.COMMAND));
        out.field("acl_access_denied_key", log.count(AclVerdict.KEY));
        out.field("acl_access_denied_channel", log.count(AclVerdict.CHANNEL));
        out.field("acl_access_denied_tls_cert", log.count(AclVerdict.TLS_CERT));
    }

    /** The journal is written beside the engine, so the engine's batches spend no time on it. */
    void debug(final InfoText out)
    {
        final CommandStatistics commands = engine.figures().commands();
        out.field("eventloop_duration_aof_sum", 0);
        out.field("eventloop_duration_cron_sum", commands.tickNs() / NS_PER_US);
        out.field("eventloop_duration_max", commands.longestBatchNs() / NS_PER_US);
        out.field("eventloop_cmd_per_cycle_max", commands.mostCallsPerBatch());
    }

    private void batches(final InfoText out)
    {
        final CommandStatistics commands = engine.figures().commands();
        out.field("eventloop_cycles", commands.batchCount());
        out.field("eventloop_duration_sum", commands.batchNs() / NS_PER_US);
        out.field("eventloop_duration_cmd_sum", commands.totalNs() / NS_PER_US);
        out.field("instantaneous_eventloop_cycles_per_sec", engine.figures().rates().batches().perSecond());
        out.field("instantaneous_eventloop_duration_usec", engine.figures().rates().nsPerBatch() / NS_PER_US);
    }

    /** @return snapshots begun, for files of either kind: what redis-server forks for. */
    private long snapshotCount()
    {
        final AppendOnly appendOnly = engine.durability().appendOnly();
        final long rewriteCount = null == appendOnly ? 0 : appendOnly.figures(engine.nowUs() / 1000).rewriteCount();
        return engine.durability().saving().startCount() + rewriteCount;
    }

    private void network(final InfoText out, final HostStatistics host)
    {
        out.field("total_net_input_bytes", host.bytesIn);
        out.field("total_net_output_bytes", host.bytesOut);
        out.field("total_net_repl_input_bytes", 0);
        out.field("total_net_repl_output_bytes", 0);
        out.ratio("instantaneous_input_kbps", engine.figures().rates().bytesIn().perSecond() / BYTES_PER_KILOBYTE);
        out.ratio("instantaneous_output_kbps", engine.figures().rates().bytesOut().perSecond() / BYTES_PER_KILOBYTE);
        out.ratio("instantaneous_input_repl_kbps", 0);
        out.ratio("instantaneous_output_repl_kbps", 0);
    }

    private void keys(final InfoText out)
    {
        out.field("expired_subkeys", engine.lookups().expiredFields());
        out.field("expired_keys", engine.lookups().expired());
        out.ratio("expired_stale_perc", 0);
        out.field("expired_time_cap_reached_count", 0);
        out.field("expire_cycle_cpu_milliseconds", 0);
        out.field("evicted_keys", engine.evictor().evictedCount());
        out.field("evicted_clients", engine.clientEvictor().evictedCount());
        out.field("evicted_scripts", engine.scripting().evictedScripts());
        out.field("total_eviction_exceeded_time", engine.evictor().totalExceededMs());
        out.field("current_eviction_exceeded_time", engine.evictor().currentExceededMs());
        out.field("keyspace_hits", engine.lookups().hits());
        out.field("keyspace_misses", engine.lookups().misses());
    }

    private void slowCommands(final InfoText out)
    {
        final CommandLog slowLog = engine.observer().slowLog();
        out.field("slowlog_commands_count", slowLog.totalCount());
        out.ratio("slowlog_commands_time_ms_sum", slowLog.total() / US_PER_MS);
        out.ratio("slowlog_commands_time_ms_max", slowLog.largest() / US_PER_MS);
    }
}
