package io.ringbolt.engine.replication;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.durability.AppendOnly;
import io.ringbolt.engine.effect.EffectLog;
import io.ringbolt.engine.effect.EffectRecord;
import io.ringbolt.engine.effect.Effects;

/**
 * The server's part in replication: the name of its data's history and how far it has come, the newest piece of it that
 * is kept, and whether somebody else makes it. Owned by the engine thread.
 */
/*
 * A history has an id, and a place in it is an offset in bytes: the stream of effects in the EffectLog, counted from
 * where this server joined. A server that is promoted begins a history of its own and keeps the one before as its
 * second, up to where they part, so that others who followed the same master can go on with it.
 */
public final class Replication implements AutoCloseable
{
    /** The second id while there is none. */
    public static final String NO_ID = "0".repeat(40);
    /** The second id's limit while there is none. */
    public static final long NO_LIMIT = -1;

    private final Engine engine;
    private final EffectLog log;
    private final Effects effects;
    private final ReplicationBacklog backlog;
    private final Replicas replicas;
    private final Failover failover;
    private String id;
    private String secondId = NO_ID;
    private long secondIdLimit = NO_LIMIT;
    private long base;
    private boolean isReplica;

    public Replication(final Engine engine)
    {
        this.engine = engine;
        this.log = engine.effectLog();
        this.effects = engine.effects();
        this.backlog = new ReplicationBacklog(log);
        this.id = engine.identity().newId();
        this.replicas = new Replicas(engine, this);
        this.failover = new Failover(engine, this);
    }

    /** Takes the settings it needs. */
    public void onConfig(final ServerConfig config)
    {
        backlog.onConfig(config);
        replicas.onConfig(config);
    }

    /** @return those who follow this server. */
    public Replicas replicas()
    {
        return replicas;
    }

    /** @return the hand-over to a replica. */
    public Failover failover()
    {
        return failover;
    }

    /** Does what time brings. Between two units of execution. */
    public void onTick(final long nowMs)
    {
        failover.onTick(nowMs);
        replicas.onTick();
    }

    /** @return when a tick is wanted, in ms since the epoch. */
    public long nextTickMs()
    {
        return replicas.nextTickMs();
    }

    /** To be called ten times a second, between two units of execution. */
    public void onPeriod()
    {
        replicas.onPeriod();
    }

    /** The batch of entries ends. */
    public void onBatchEnd()
    {
        replicas.signals().onBatchEnd(!replicas.attached().isEmpty() && !isReplica);
    }

    // ---- the history

    /** @return 40 hexadecimal digits that name the history of this data set. */
    public String id()
    {
        return id;
    }

    /** @return the name of the history that this one began in, or {@link #NO_ID}. */
    public String secondId()
    {
        return secondId;
    }

    /** @return the first offset that the second history does not share, or {@link #NO_LIMIT}. */
    public long secondIdLimit()
    {
        return secondIdLimit;
    }

    /** @return bytes of the history so far. */
    public long offset()
    {
        return base + log.streamLength();
    }

    /** @return how far an offset in the history is from one in the log's stream, {@link EffectLog#streamLength()}. */
    long base()
    {
        return base;
    }

    /** Begins a history of a new name at the present offset, which has nothing to do with any other. */
    public void beginHistory()
    {
        id = engine.identity().newId();
        secondId = NO_ID;
        secondIdLimit = NO_LIMIT;
        tellJournal();
    }

    /** Joins a history at an offset: after a full synchronization, or with data that were saved at that place. */
    public void joinHistory(final String historyId, final long offset)
    {
        replicas.disconnectAll();
        backlog.close();
        id = historyId;
        secondId = NO_ID;
        secondIdLimit = NO_LIMIT;
        base = offset - log.streamLength();
        log.selectedDatabase(EffectLog.NO_DATABASE);
        keepBacklog();
        replicas.restartBacklogTtl();
        tellJournal();
    }

    /** Follows a history into which the present one has gone over, at the present offset. */
    public void continueHistory(final String historyId)
    {
        if (!id.equals(historyId))
        {
            replicas.disconnectAll();                 // they come back and learn the new name
            secondId = id;
            secondIdLimit = offset() + 1;
            id = historyId;
            tellJournal();
        }
    }

    /** Begins a history of its own that shares all of the present one: what was a replica is a master. */
    public void branchHistory()
    {
        continueHistory(engine.identity().newId());
        log.selectedDatabase(EffectLog.NO_DATABASE);
        replicas.restartBacklogTtl();
    }

    /** @return the newest part of the history. */
    public ReplicationBacklog backlog()
    {
        return backlog;
    }

    /** Begins to keep the newest part of the history, if that is not done already. */
    public void keepBacklog()
    {
        if (!backlog.isOpen())
        {
            backlog.open();
            effects.streaming(true);
            tellJournal();
        }
    }

    /** Has the append-only file note to which place of the history belongs what comes from here on. */
    public void tellJournal()
    {
        final AppendOnly file = engine.durability().appendOnly();
        if (null != file)
        {
            file.onHistory(backlog.isOpen() ? id : null, offset(),
                isReplica ? engine.following().streamDatabase() : Math.max(0, log.selectedDatabase()));
        }
    }

    /** Ends to keep it. What changes from now on is not counted, so the history can't be gone on with either. */
    void freeBacklog()
    {
        backlog.close();
        effects.streaming(false);
        beginHistory();
    }

    // ---- the role

    /** @return true while the data are somebody else's, whose history this server repeats. */
    public boolean isReplica()
    {
        return isReplica;
    }

    /**
     * Says whose the data are. A replica's own changes are journaled, but are no part of the history.
     *
     * @param replica true if this server follows another one.
     */
    public void replica(final boolean replica)
    {
        this.isReplica = replica;
        effects.allowed(replica ? Effects.JOURNAL : Effects.EVERYBODY);
        engine.host().onRole(replica);
    }

    /**
     * Adds bytes of the master's stream to the history, and to the AOF if anything in them is to be replayed.
     *
     * @param flags         {@link EffectRecord#STREAM_ONLY} for what changes nothing, as PING; else 0.
     * @param firstDatabase selected when the first of their commands runs.
     * @param lastDatabase  selected after the last of them.
     */
    public void appendFromMaster(
        final int flags,
        final long sequence,
        final long timeMs,
        final int firstDatabase,
        final int lastDatabase,
        final long address,
        final int length)
    {
        log.append(
            flags | EffectRecord.VERBATIM, sequence, timeMs, firstDatabase, lastDatabase, address, length);
    }

    @Override
    public void close()
    {
        replicas.close();
        backlog.close();
    }
}
