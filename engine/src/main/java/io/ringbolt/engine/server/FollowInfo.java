package io.ringbolt.engine.server;

import io.ringbolt.config.ReplicationParameters;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.replication.Following;
import io.ringbolt.engine.replication.LinkFigures;
import io.ringbolt.engine.replication.LinkPhase;

/**
 * What INFO tells of the master that this server follows. Owned by the engine thread.
 */
final class FollowInfo
{
    private static final long MS_PER_SECOND = 1000;
    private static final int PERCENT = 100;

    private FollowInfo()
    {
    }

    static void append(final Engine engine, final InfoText out)
    {
        final Following following = engine.following();
        final LinkFigures figures = following.figures();
        final LinkPhase phase = following.phase();
        final long nowMs = engine.nowUs() / 1000;
        final long offset = engine.replication().offset();
        out.field("master_host", following.master().host());
        out.field("master_port", following.master().port());
        out.field("master_link_status", following.isConnected() ? "up" : "down");
        out.field("master_last_io_seconds_ago",
            following.isConnected() ? Math.max(0, nowMs - figures.lastIoMs()) / MS_PER_SECOND : -1);
        out.field("master_sync_in_progress", LinkPhase.SYNC == phase ? 1 : 0);
        out.field("slave_read_repl_offset",
            following.isConnected() ? Math.max(offset, figures.readOffset()) : offset);
        out.field("slave_repl_offset", offset);
        if (LinkPhase.SYNC == phase)
        {
            transfer(figures, nowMs, out);
        }
        if (!following.isConnected())
        {
            out.field("master_link_down_since_seconds",
                0 == following.downSinceMs() ? -1 : Math.max(0, nowMs - following.downSinceMs()) / MS_PER_SECOND);
        }
        out.field("slave_priority", engine.config().intValue(ReplicationParameters.REPLICA_PRIORITY));
        out.field("slave_read_only", engine.config().get(ReplicationParameters.REPLICA_READ_ONLY) ? 1 : 0);
        out.field("replica_announced", engine.config().get(ReplicationParameters.REPLICA_ANNOUNCED) ? 1 : 0);
    }

    private static void transfer(final LinkFigures figures, final long nowMs, final InfoText out)
    {
        final long total = figures.transferTotal();
        out.field("master_sync_total_bytes", total);
        out.field("master_sync_read_bytes", figures.transferRead());
        out.field("master_sync_left_bytes", total - figures.transferRead());
        out.ratio("master_sync_perc", 0 == total ? 0 : (double)PERCENT * figures.transferRead() / total);
        out.field("master_sync_last_io_seconds_ago",
            Math.max(0, nowMs - figures.transferLastIoMs()) / MS_PER_SECOND);
    }
}
