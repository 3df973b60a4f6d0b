package io.ringbolt.engine.replication;

import io.ringbolt.config.ReplicationParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.effect.EffectLog;
import io.ringbolt.engine.effect.EffectReader;
import io.ringbolt.engine.session.ReplyMode;
import io.ringbolt.engine.session.Session;

import java.util.ArrayList;
import java.util.List;

/**
 * Those who follow this server: how they come, what they have acknowledged, and how they go. Owned by the engine
 * thread.
 */
/*
 * The way of a replica: REPLCONF tells who it is; PSYNC attaches it. If the backlog holds what it lacks it is online at
 * once. Otherwise it waits until a full synchronization begins, which it may share with others, is sent a snapshot of
 * that moment, and then the stream from there on: its feed has held its place in the log since. One that gets a
 * snapshot of unknown length is sent nothing more before it has acknowledged the end, which it finds by looking at the
 * last bytes of what it has read.
 */
public final class Replicas
{
    private static final long MS_PER_SECOND = 1000;
    private static final byte[] SYNC_FAILED = Errors.text("ERR BGSAVE failed, replication can't continue");

    private final Engine engine;
    private final Replication replication;
    private final EffectLog log;
    private final StreamSignals signals;
    private final ReplicaWaiters waiters;
    private final List<Replica> attached = new ArrayList<>();
    private final SyncRounds.End onSyncEnded = this::onSyncEnded;
    private SyncRounds syncs;
    private SyncRound current;
    private boolean isCurrentDiskless;
    private boolean isDiskless;
    private boolean isDelayingPackets;
    private long delayMs;
    private int maxDelayedReplicas;
    private long timeoutMs;
    private long backlogTtlMs;
    private int minReplicas;
    private int maxLagSeconds;
    private int goodCount;
    private long emptySinceMs;
    private long nextSecondMs;
    private long fullCount;
    private long partialCount;
    private long partialRefusedCount;

    Replicas(final Engine engine, final Replication replication)
    {
        this.engine = engine;
        this.replication = replication;
        this.log = engine.effectLog();
        this.signals = new StreamSignals(engine);
        this.waiters = new ReplicaWaiters(engine, attached, signals);
    }

    void onConfig(final ServerConfig config)
    {
        isDiskless = config.booleanValue(ReplicationParameters.REPL_DISKLESS_SYNC);
        isDelayingPackets = config.booleanValue(ReplicationParameters.REPL_DISABLE_TCP_NODELAY);
        delayMs = config.intValue(ReplicationParameters.REPL_DISKLESS_SYNC_DELAY) * MS_PER_SECOND;
        maxDelayedReplicas = config.intValue(ReplicationParameters.REPL_DISKLESS_SYNC_MAX_REPLICAS);
        timeoutMs = config.intValue(ReplicationParameters.REPL_TIMEOUT) * MS_PER_SECOND;
        backlogTtlMs = config.longValue(ReplicationParameters.REPL_BACKLOG_TTL) * MS_PER_SECOND;
        minReplicas = config.intValue(ReplicationParameters.MIN_REPLICAS_TO_WRITE);
        maxLagSeconds = config.intValue(ReplicationParameters.MIN_REPLICAS_MAX_LAG);
        signals.onConfig(config);
        countGood();
    }

    /** Takes over who makes snapshots for replicas. Before the first entry. */
    public void syncs(final SyncRounds maker)
    {
        this.syncs = maker;
    }

    /** @return those who have asked for the data; not to be changed. */
    public List<Replica> attached()
    {
        return attached;
    }

    /** @return those who wait for replicas to acknowledge. */
    public ReplicaWaiters waiters()
    {
        return waiters;
    }

    /** @return what is put into the stream for its own sake. */
    StreamSignals signals()
    {
        return signals;
    }

    // ---- figures

    /** @return full synchronizations that replicas have asked for. */
    public long fullCount()
    {
        return fullCount;
    }

    /** @return times that a replica could go on where it had stopped. */
    public long partialCount()
    {
        return partialCount;
    }

    /** @return times that one could not. */
    public long partialRefusedCount()
    {
        return partialRefusedCount;
    }

    /** @return true while a snapshot is made for replicas. */
    public boolean isSyncing()
    {
        return null != current;
    }

    public void resetStatistics()
    {
        fullCount = 0;
        partialCount = 0;
        partialRefusedCount = 0;
    }

    /** @return whether writes need replicas in good state. */
    public boolean isCountingGood()
    {
        return minReplicas > 0 && maxLagSeconds > 0;
    }

    /** @return replicas in good state. */
    public int goodCount()
    {
        return goodCount;
    }

    /** @return true if there are fewer replicas in good state than writes need. */
    public boolean hasTooFewGood()
    {
        return isCountingGood() && !replication.isReplica() && goodCount < minReplicas;
    }

    /** @return bytes that the log keeps for replicas' sake, the most for one of them. */
    public long unsentLength()
    {
        long most = 0;
        for (int i = 0; i < attached.size(); i++)
        {
            final ReplicaFeed feed = attached.get(i).feed();
            most = null == feed ? most : Math.max(most, feed.unsentLength());
        }
        return most;
    }

    // ---- they come

    /** @return what is known of a client as a replica. */
    public Replica of(final Session session)
    {
        if (null == session.replica())
        {
            session.replica(new Replica(session));
        }
        return session.replica();
    }

    /**
     * Lets a replica go on where it has stopped, if that can be.
     *
     * @param historyId the history that it knows.
     * @param offset    of the first byte that it lacks, counted from 1.
     */
    boolean tryContinue(final Replica replica, final String historyId, final long offset)
    {
        if (!isShared(replica, historyId, offset) || !isHeld(replica, offset))
        {
            partialRefusedCount += "?".equals(historyId) ? 0 : 1;
            return false;
        }
        partialCount++;
        final ReplicationBacklog backlog = replication.backlog();
        final long streamOffset = offset - 1 - replication.base();
        final EffectReader reader = log.openReader(backlog.positionBefore(streamOffset));
        final long skip = streamOffset - backlog.offsetBefore(streamOffset);
        answer(replica.session(), replica.can(Replica.KNOWS_PSYNC2) ? "CONTINUE " + replication.id() : "CONTINUE");
        attach(replica, ReplicaState.ONLINE);
        replica.acknowledged(0, 0, nowMs());
        replica.feed(new ReplicaFeed(log, reader, skip, null, true));
        replica.session().channel().feed(replica.feed());
        countGood();
        engine.host().notice("Partial resynchronization request from " + replica.name() + " accepted. Sending " +
            (log.streamLength() - streamOffset) + " bytes of backlog starting from offset " + offset + ".");
        return true;
    }

    private boolean isShared(final Replica replica, final String historyId, final long offset)
    {
        if (historyId.equalsIgnoreCase(replication.id()) ||
            historyId.equalsIgnoreCase(replication.secondId()) && offset <= replication.secondIdLimit())
        {
            return true;
        }
        if (historyId.startsWith("?"))
        {
            engine.host().notice("Full resync requested by replica " + replica.name());
        }
        else if (historyId.equalsIgnoreCase(replication.secondId()))
        {
            engine.host().notice("Partial resynchronization not accepted: Requested offset for second ID was " +
                offset + ", but I can reply up to " + replication.secondIdLimit());
        }
        else
        {
            engine.host().notice("Partial resynchronization not accepted: Replication ID mismatch (Replica asked " +
                "for '" + historyId + "', my replication IDs are '" + replication.id() + "' and '" +
                replication.secondId() + "')");
        }
        return false;
    }

    private boolean isHeld(final Replica replica, final long offset)
    {
        if (replication.backlog().holds(offset - 1 - replication.base()))
        {
            return true;
        }
        engine.host().notice("Unable to partial resync with replica " + replica.name() +
            " for lack of backlog (Replica request was: " + offset + ").");
        if (offset > replication.offset())
        {
            engine.host().log("Warning: replica " + replica.name() +
                " tried to PSYNC with an offset that is greater than the master replication offset.");
        }
        return false;
    }

    /** Has a replica wait for a snapshot. @param isSilent whether it never acknowledges anything. */
    void awaitSync(final Replica replica, final boolean isSilent)
    {
        fullCount++;
        replica.silent(isSilent);
        replica.waitingSinceMs(nowMs());
        attach(replica, ReplicaState.WAITING);
        if (1 == attached.size() && !replication.backlog().isOpen())
        {
            replication.beginHistory();
            replication.keepBacklog();
            engine.host().notice("Replication backlog created, my new replication IDs are '" + replication.id() +
                "' and '" + replication.secondId() + "'");
        }
        if (null != current && current.isOpen() && mayJoin(replica))
        {
            join(replica, current);
            engine.host().notice("Waiting for end of BGSAVE for SYNC");
        }
    }

    private boolean mayJoin(final Replica replica)
    {
        for (final Replica other : attached)
        {
            if (other.sync() == current)
            {
                return other.exclusions() == replica.exclusions() && null != other.feed();
            }
        }
        return false;
    }

    private void attach(final Replica replica, final ReplicaState state)
    {
        final Session session = replica.session();
        replica.state(state);
        attached.add(replica);
        session.replyMode(ReplyMode.OFF);             // what it is sent from now on is the stream
        session.replica(replica);
        if (isDelayingPackets)
        {
            session.channel().delayPackets(true);
        }
    }

    /** Sends a line that is no reply to a command, or must not wait for its end. */
    private void answer(final Session session, final String line)
    {
        session.reply().simple(line);
        session.channel().commit(engine.sequence(), false);
    }

    // ---- full synchronizations

    /** Begins what is due. Between two units of execution. */
    void onTick()
    {
        if (null == current && isSyncDue())
        {
            beginSync();
        }
    }

    /** @return when a tick is wanted for a replica that waits; the far future if none does. */
    long nextTickMs()
    {
        if (null != current)
        {
            return Long.MAX_VALUE;
        }
        long earliest = Long.MAX_VALUE;
        for (int i = 0; i < attached.size(); i++)
        {
            if (ReplicaState.WAITING == attached.get(i).state())
            {
                earliest = Math.min(earliest, attached.get(i).waitingSinceMs() + (isDiskless ? delayMs : 0));
            }
        }
        return earliest;
    }

    private boolean isSyncDue()
    {
        int waiting = 0;
        boolean isDue = false;
        for (int i = 0; i < attached.size(); i++)
        {
            final Replica replica = attached.get(i);
            if (ReplicaState.WAITING == replica.state())
            {
                waiting++;
                isDue |= !isDiskless || !replica.can(Replica.KNOWS_EOF) ||
                    nowMs() - replica.waitingSinceMs() >= delayMs;
            }
        }
        return isDue || waiting > 0 && maxDelayedReplicas > 0 && waiting >= maxDelayedReplicas;
    }

    private void beginSync()
    {
        final List<Replica> group = waitingGroup();
        final int exclusions = group.get(0).exclusions();
        final boolean knowsEof = group.stream().allMatch(replica -> replica.can(Replica.KNOWS_EOF));
        isCurrentDiskless = knowsEof && (isDiskless || 0 != exclusions);
        engine.host().notice("Starting BGSAVE for SYNC with target: " +
            (isCurrentDiskless ? "replicas sockets" : "disk"));
        if (!replication.isReplica())
        {
            log.selectedDatabase(EffectLog.NO_DATABASE);
        }
        current = null == syncs ? null : syncs.begin(new SyncRounds.Request(
            isCurrentDiskless,
            0 == (exclusions & Replica.WITHOUT_DATA),
            0 == (exclusions & Replica.WITHOUT_FUNCTIONS),
            replication.id(),
            replication.offset(),
            Math.max(0, log.selectedDatabase()),
            onSyncEnded));
        for (final Replica replica : group)
        {
            if (null == current)
            {
                refuse(replica);
            }
            else
            {
                join(replica, current);
            }
        }
        if (null != current)
        {
            current.start();
        }
    }

    /** @return those who wait and want the same as the first of them. */
    private List<Replica> waitingGroup()
    {
        final List<Replica> group = new ArrayList<>();
        for (final Replica replica : attached)
        {
            if (ReplicaState.WAITING == replica.state() &&
                (group.isEmpty() || group.get(0).exclusions() == replica.exclusions()))
            {
                group.add(replica);
            }
        }
        return group;
    }

    private void join(final Replica replica, final SyncRound sync)
    {
        final Session session = replica.session();
        final EffectReader reader = log.openReader(sync.effectPosition());
        if (!replica.isSilent())
        {
            answer(session, "FULLRESYNC " + replication.id() + ' ' + offsetOf(sync));
        }
        replica.sync(sync);
        replica.state(ReplicaState.SAVING);
        replica.feed(new ReplicaFeed(
            log, reader, 0, sync.join(session.channel()::feedReady), !isCurrentDiskless && !replica.isSnapshotOnly()));
        session.channel().feed(replica.feed());
    }

    /** The history's offset at a snapshot's moment: whoever joins later gets what came since from the log. */
    private long offsetOf(final SyncRound sync)
    {
        return replication.base() + sync.streamOffset();
    }

    private void refuse(final Replica replica)
    {
        engine.host().log("BGSAVE for replication failed");
        replica.session().reply().error(SYNC_FAILED);
        replica.session().channel().commit(engine.sequence(), false);
        replica.session().close(true);
    }

    private void onSyncEnded(final SyncRound sync, final boolean isSuccess)
    {
        for (final Replica replica : attached)
        {
            if (replica.sync() == sync && !isSuccess && !replica.session().isClosing())
            {
                engine.host().log("SYNC failed. BGSAVE for replication could not be completed: replica=" +
                    replica.name());
                replica.session().close(false);
            }
            else if (replica.sync() == sync && !isCurrentDiskless)
            {
                replica.state(ReplicaState.SENDING);
                replica.session().channel().feedReady();
            }
        }
        if (current == sync)
        {
            current = null;
        }
    }

    // ---- they are there

    /** A replica tells how far it has come. @param durableOffset 0 if it does not tell. */
    void onAcknowledged(final Replica replica, final long offset, final long durableOffset)
    {
        if (!replica.isAttached())
        {
            return;
        }
        replica.acknowledged(offset, durableOffset, nowMs());
        if (ReplicaState.SAVING == replica.state() && replica.feed().isSnapshotSent())
        {
            putOnline(replica);
        }
        if (replica.isOnline())
        {
            replica.feed().stream();
            replica.session().channel().feedReady();
        }
        countGood();
        waiters.onAcknowledged();
    }

    private void putOnline(final Replica replica)
    {
        replica.sync(null);
        if (replica.isSnapshotOnly())
        {
            engine.host().notice("RDB transfer completed, rdb only replica (" + replica.name() +
                ") should be disconnected asap");
            replica.session().close(true);
            return;
        }
        replica.state(ReplicaState.ONLINE);
        replica.acknowledged(0, 0, nowMs());
        countGood();
        engine.host().notice("Synchronization with replica " + replica.name() + " succeeded");
    }

    /** To be called ten times a second, between two units of execution. */
    void onPeriod()
    {
        for (int i = 0; i < attached.size(); i++)
        {
            final Replica replica = attached.get(i);
            final boolean isSent = null != replica.feed() && replica.feed().isSnapshotSent();
            if (isSent && !replica.isOnline() && !replica.session().isClosing())
            {
                putOnline(replica);
            }
        }
        if (nowMs() >= nextSecondMs)
        {
            nextSecondMs = nowMs() + MS_PER_SECOND;
            onSecond();
        }
    }

    private void onSecond()
    {
        signals.onSecond(!attached.isEmpty() && !replication.isReplica() && !replication.failover().isOn());
        for (final Replica replica : attached)
        {
            if (ReplicaState.WAITING == replica.state() ||
                ReplicaState.SAVING == replica.state() && !isCurrentDiskless)
            {
                signals.sendNewline(replica.session());
            }
            endIfSilent(replica);
        }
        countGood();
        if (attached.isEmpty() && replication.backlog().isOpen() && !replication.isReplica() && backlogTtlMs > 0 &&
            nowMs() - emptySinceMs > backlogTtlMs)
        {
            replication.freeBacklog();
            engine.host().notice("Replication backlog freed after " + backlogTtlMs / MS_PER_SECOND +
                " seconds without connected replicas.");
        }
    }

    /** Counts the time without replicas from now on. */
    void restartBacklogTtl()
    {
        emptySinceMs = nowMs();
    }

    private void endIfSilent(final Replica replica)
    {
        if (replica.session().isClosing())
        {
            return;
        }
        if (replica.isOnline() && !replica.isSilent() && nowMs() - replica.acknowledgedAtMs() > timeoutMs)
        {
            engine.host().log("Disconnecting timedout replica (streaming sync): " + replica.name());
            replica.session().close(false);
        }
        else if (isSending(replica) && replica.stuckMs(nowMs()) > timeoutMs)
        {
            engine.host().log("Disconnecting timedout replica (full sync): " + replica.name());
            replica.session().close(false);
        }
    }

    private boolean isSending(final Replica replica)
    {
        return ReplicaState.SENDING == replica.state() ||
            ReplicaState.SAVING == replica.state() && isCurrentDiskless;
    }

    private void countGood()
    {
        goodCount = 0;
        for (int i = 0; i < attached.size(); i++)
        {
            final Replica replica = attached.get(i);
            goodCount += replica.isOnline() && replica.lagSeconds(nowMs()) <= maxLagSeconds ? 1 : 0;
        }
    }

    // ---- they go

    /** A client has gone. */
    public void forget(final Session session)
    {
        final Replica replica = session.replica();
        if (null == replica || !attached.remove(replica))
        {
            return;
        }
        if (null != replica.feed())
        {
            replica.feed().close();
            log.closeReader(replica.feed().reader());
        }
        if (null != current && replica.sync() == current && !hasFollowers(current))
        {
            current.cancel();
        }
        restartBacklogTtl();
        countGood();
    }

    private boolean hasFollowers(final SyncRound sync)
    {
        return attached.stream().anyMatch(replica -> replica.sync() == sync);
    }

    /** Ends all replicas' connections, because what they have been sent is no longer true. They may come back. */
    public void disconnectAll()
    {
        for (final Replica replica : attached)
        {
            if (!replica.session().isClosing())
            {
                replica.session().close(false);
            }
        }
    }

    void close()
    {
        attached.forEach(replica ->
        {
            if (null != replica.feed())
            {
                replica.feed().close();
            }
        });
        signals.close();
    }

    private long nowMs()
    {
        return engine.nowUs() / MS_PER_SECOND;
    }
}
