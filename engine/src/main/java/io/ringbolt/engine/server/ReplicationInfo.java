package io.ringbolt.engine.server;

import io.ringbolt.config.ReplicationParameters;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.replication.Replica;
import io.ringbolt.engine.replication.Replicas;
import io.ringbolt.engine.replication.Replication;
import io.ringbolt.engine.replication.ReplicationBacklog;

/**
 * The section of INFO about replication.
 */
final class ReplicationInfo
{
    private final Engine engine;

    ReplicationInfo(final Engine engine)
    {
        this.engine = engine;
    }

    void write(final InfoText out)
    {
        out.field("role", engine.replication().isReplica() ? "slave" : "master");
        if (engine.replication().isReplica())
        {
            FollowInfo.append(engine, out);
        }
        replicas(out);
        history(out);
    }

    private void replicas(final InfoText out)
    {
        final Replicas replicas = engine.replication().replicas();
        out.field("connected_slaves", replicas.attached().size());
        if (replicas.isCountingGood())
        {
            out.field("min_slaves_good_slaves", replicas.goodCount());
        }
        for (int i = 0; i < replicas.attached().size(); i++)
        {
            final Replica replica = replicas.attached().get(i);
            out.field("slave" + i, "ip=" + replica.address() + ",port=" + replica.listeningPort() +
                ",state=" + replica.state().label() + ",offset=" + replica.acknowledgedOffset() +
                ",lag=" + replica.lagSeconds(engine.nowUs() / 1000));
        }
    }

    private void history(final InfoText out)
    {
        final Replication replication = engine.replication();
        final ReplicationBacklog backlog = replication.backlog();
        out.field("master_failover_state", replication.failover().label());
        out.field("master_replid", replication.id());
        out.field("master_replid2", replication.secondId());
        out.field("master_repl_offset", replication.offset());
        out.field("second_repl_offset", replication.secondIdLimit());
        out.field("repl_backlog_active", backlog.isOpen() ? 1 : 0);
        out.field("repl_backlog_size", engine.config().longValue(ReplicationParameters.REPL_BACKLOG_SIZE));
        out.field("repl_backlog_first_byte_offset",
            backlog.isOpen() ? replication.offset() - backlog.length() + 1 : 0);
        out.field("repl_backlog_histlen", backlog.length());
    }
}
