package io.ringbolt.engine.replication;

import io.ringbolt.config.PrimaryAddress;
import io.ringbolt.config.PropagationErrorBehavior;
import io.ringbolt.config.ReplDisklessLoad;
import io.ringbolt.config.ReplicationParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.session.Session;

import java.util.ArrayDeque;

/**
 * What a server does that follows another one: it keeps up the link, takes the master's data over and executes its
 * stream. Owned by the engine thread.
 */
/*
 * Each attempt to connect is a LinkRequest with a generation of its own. News of a link carry it, and old news are
 * dropped, so nothing has to be waited for when a link is given up. Between attempts all that remains is the history's
 * id and offset, in Replication, the database that the stream had selected, and whether the data are what these say.
 */
public final class Following implements AutoCloseable
{
    private static final long MS_PER_SECOND = 1000;
    private static final long RETRY_MS = 1000;
    private static final byte[] ROLE_CHANGED = Errors.text(
        "UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)");

    private final Engine engine;
    private final Replication replication;
    private final FullSync fullSync;
    private final OwnExpiries ownExpiries;
    private final ArrayDeque<StreamBatch> held = new ArrayDeque<>();
    private MasterLinks links = MasterLinks.none();
    private StreamApplier applier;
    private PrimaryAddress master = PrimaryAddress.NONE;
    private Session session;
    private long generation;
    private boolean isAttempting;
    private boolean isConnected;
    private boolean isFailover;
    private boolean isApplying;
    private boolean isReadOnlyWanted = true;
    private boolean isServingStale = true;
    private boolean mayContinue;
    private int streamDatabase;
    private long nextAttemptMs;
    private long downSinceMs;
    private long unexpectedErrors;

    public Following(final Engine engine)
    {
        this.engine = engine;
        this.replication = engine.replication();
        this.fullSync = new FullSync(engine, this);
        this.ownExpiries = new OwnExpiries(engine);
    }

    /** Takes the settings it needs. */
    public void onConfig(final ServerConfig config)
    {
        isReadOnlyWanted = config.get(ReplicationParameters.REPLICA_READ_ONLY);
        isServingStale = config.get(ReplicationParameters.REPLICA_SERVE_STALE_DATA);
        links.timeoutMs(config.intValue(ReplicationParameters.REPL_TIMEOUT) * MS_PER_SECOND);
        onRole();
    }

    private void onRole()
    {
        final boolean isReplica = replication.isReplica();
        engine.lookups().removing(!isReplica);
        engine.changes().ownExpiries(isReplica && !isReadOnlyWanted ? ownExpiries : null);
        if (!isReplica || isReadOnlyWanted)
        {
            ownExpiries.clear();
        }
    }

    // ---- what clients may do

    /** @return true if clients may not change anything, for the data are a master's. */
    public boolean isReadOnly()
    {
        return isReadOnlyWanted && replication.isReplica();
    }

    /** @return true if clients may not be told what the data are, for the master may have changed them since. */
    public boolean isStale()
    {
        return !isServingStale && !isConnected && replication.isReplica();
    }

    /** @return keys that expire by this server's own doing. */
    public OwnExpiries ownExpiries()
    {
        return ownExpiries;
    }

    /**
     * A command is about to run on a replica. What is expired it finds missing; it is removed only where the command
     * would else make it a second time.
     */
    public void onCommand(final Command command)
    {
        final boolean isWriting = !isApplying && command.is(CommandFlag.WRITE);
        engine.lookups().removing(isWriting);
        ownExpiries.remembering(isWriting);
    }

    /** Learns the commands of the stream; before any are renamed. */
    public void onRegistered()
    {
        applier = new StreamApplier(engine);
    }

    /** Takes over the links. To be called before the first entry. */
    public void links(final MasterLinks masterLinks)
    {
        this.links = masterLinks;
        links.timeoutMs(engine.config().intValue(ReplicationParameters.REPL_TIMEOUT) * MS_PER_SECOND);
    }

    // ---- whom to follow

    /** @return whom this server follows, or {@link PrimaryAddress#NONE}. */
    public PrimaryAddress master()
    {
        return master;
    }

    /** Follows whom the configuration names, once data have been loaded. */
    public void start()
    {
        final PrimaryAddress configured = engine.config().get(ReplicationParameters.REPLICAOF);
        if (!configured.isNone())
        {
            master = configured;
            replication.replica(true);
            onRole();
            downSinceMs = engine.nowUs() / 1000;
        }
    }

    /**
     * Follows a server from now on.
     *
     * @param failover true if that one is to take this server's place, which it has been told by nobody yet.
     */
    public void follow(final PrimaryAddress address, final boolean failover)
    {
        final boolean wasMaster = master.isNone();
        engine.blocking().unblockAll(ROLE_CHANGED);
        giveUp();
        master = address;
        isFailover = failover;
        configure(address);
        if (wasMaster)
        {
            mayContinue = true;
            streamDatabase = Math.max(0, engine.effectLog().selectedDatabase());
            replication.replica(true);
            onRole();
        }
        downSinceMs = engine.nowUs() / 1000;
        engine.host().notice("Connecting to MASTER " + address.host() + ':' + address.port());
        connect();
    }

    /** Follows nobody any more: the data are this server's own from now on. Does nothing if they are already. */
    public void followNobody()
    {
        if (master.isNone())
        {
            return;
        }
        giveUp();
        master = PrimaryAddress.NONE;
        isFailover = false;
        configure(PrimaryAddress.NONE);
        replication.replica(false);
        replication.branchHistory();
        onRole();
        downSinceMs = 0;
    }

    private void configure(final PrimaryAddress address)
    {
        engine.config(engine.config().with(ReplicationParameters.REPLICAOF, address));
    }

    private void giveUp()
    {
        generation++;
        links.close();
        fullSync.giveUp();
        onUnlinked();
        isAttempting = false;
    }

    // ---- the link

    /** @return how far this server has come with its master. */
    public LinkPhase phase()
    {
        if (master.isNone())
        {
            return LinkPhase.NONE;
        }
        if (isConnected)
        {
            return LinkPhase.CONNECTED;
        }
        return isAttempting ? links.figures().phase() : LinkPhase.CONNECT;
    }

    /** @return true while the master's changes come as they happen. */
    public boolean isConnected()
    {
        return isConnected;
    }

    public LinkFigures figures()
    {
        return links.figures();
    }

    /** @return when the link went down, in ms since the epoch; 0 if it has never been up. */
    public long downSinceMs()
    {
        return downSinceMs;
    }

    /** @return the session in which the master's commands run, or null. */
    public Session session()
    {
        return session;
    }

    /** @return true if the present data are what the history's id and offset say. */
    public boolean mayContinue()
    {
        return mayContinue;
    }

    /** @return the database that the master's stream has selected. */
    public int streamDatabase()
    {
        return null == session ? streamDatabase : session.databaseIndex();
    }

    /** The data that the server has begun with belong to a place in a history, from which it can go on. */
    public void onHistoryLoaded(final String id, final long offset, final int database)
    {
        replication.joinHistory(id, offset);
        if (engine.config().get(ReplicationParameters.REPLICAOF).isNone())
        {
            replication.branchHistory();
            return;
        }
        mayContinue = true;
        streamDatabase = database >= 0 && database < engine.keyspace().databaseCount() ? database : 0;
        replication.tellJournal();
    }

    @Override
    public void close()
    {
        while (!held.isEmpty())
        {
            held.poll().release();
        }
        fullSync.close();
        ownExpiries.close();
    }

    /** Tries again if it is time, and goes on with what a pause has held up. */
    public void onTick(final long nowMs)
    {
        if (!held.isEmpty() && !isPaused())
        {
            applyHeld();
        }
        if (ownExpiries.count() > 0)
        {
            ownExpiries.onTick();
        }
        if (!master.isNone() && !isAttempting && nowMs >= nextAttemptMs && !engine.durability().loading().isRunning())
        {
            connect();
        }
    }

    private void connect()
    {
        isAttempting = true;
        final ServerConfig config = engine.config();
        final int announcedPort = config.intValue(ReplicationParameters.REPLICA_ANNOUNCE_PORT);
        links.connect(new LinkRequest(
            ++generation, master, config,
            mayContinue ? replication.id() : null, replication.offset() + 1,
            0 == announcedPort ? links.listeningPort() : announcedPort,
            isFailover, isDiskless(config)));
    }

    private boolean isDiskless(final ServerConfig config)
    {
        final ReplDisklessLoad choice = config.get(ReplicationParameters.REPL_DISKLESS_LOAD);
        return ReplDisklessLoad.ON_EMPTY_DB == choice ? 0 == engine.keyspace().size() :
            ReplDisklessLoad.DISABLED != choice;
    }

    /**
     * The link has ended.
     *
     * @param isContinuable false if what came last was no stream, so that nothing can follow.
     * @param isRefused     whether the master has said that it does not give its stream.
     */
    public void onDown(final long of, final boolean isContinuable, final boolean isRefused)
    {
        if (of != generation)
        {
            return;
        }
        final boolean wasConnected = isConnected;
        fullSync.giveUp();
        onUnlinked();
        mayContinue &= isContinuable;
        isAttempting = false;
        nextAttemptMs = engine.nowUs() / 1000 + (wasConnected ? 0 : RETRY_MS);
        if (isFailover && isRefused)
        {
            replication.failover().abort("Failover target rejected psync request");
        }
    }

    /** Tells the master at once how far this server is. */
    public void acknowledge()
    {
        if (isConnected)
        {
            links.acknowledge();
        }
    }

    private void endFailover()
    {
        if (isFailover)
        {
            isFailover = false;
            replication.failover().end();
        }
    }

    private void onUnlinked()
    {
        while (!held.isEmpty())
        {
            held.poll().release();
        }
        if (null != session)
        {
            streamDatabase = session.databaseIndex();
            engine.entries().closeMasterSession(session);
            session = null;
        }
        if (isConnected)
        {
            isConnected = false;
            downSinceMs = engine.nowUs() / 1000;
        }
    }

    /** The master can go on from where this server is. @param id the history's name now; null if it is the same. */
    public void onContinued(final long of, final String id)
    {
        if (of != generation)
        {
            return;
        }
        if (null != id)
        {
            replication.continueHistory(id);
        }
        endFailover();
        onLinked();
        engine.host().notice("MASTER <-> REPLICA sync: Master accepted a Partial Resynchronization.");
    }

    /** The master sends all of its data: they belong to a place in a history. */
    public void onFullSync(final long of, final String id, final long offset)
    {
        if (of == generation)
        {
            endFailover();
            mayContinue = false;
            fullSync.expect(id, offset);
        }
    }

    /** The master's data have come, or have begun to. */
    public void onTransfer(final long of, final Transfer transfer)
    {
        if (of == generation)
        {
            fullSync.load(transfer);
        }
        else
        {
            transfer.discard();
        }
    }

    /** The master's data are loaded. @param database selected where the stream begins. */
    void onSynchronized(final int database)
    {
        streamDatabase = database >= 0 && database < engine.keyspace().databaseCount() ? database : 0;
        mayContinue = true;
        replication.tellJournal();
        onLinked();
        links.onLoaded(generation, replication.offset());
        engine.host().notice("MASTER <-> REPLICA sync: Finished with success");
    }

    /** The master's data can't be loaded. */
    void onSynchronizationFailed()
    {
        links.close();
        onDown(generation, false, false);
    }

    private void onLinked()
    {
        session = new Session(links.nextClientId(), new MasterChannel(
            master.host() + ':' + master.port(), links, this::drop), engine.nowUs() / 1000);
        session.master();
        session.authenticated(true);
        session.denyBlocking(true);
        session.databaseIndex(streamDatabase);
        engine.entries().openMasterSession(session);
        isConnected = true;
        downSinceMs = 0;
        links.applied(replication.offset());
    }

    /** A client has asked for the end of the master's connection. */
    private void drop()
    {
        links.close();
        onDown(generation, true, false);
    }

    // ---- the stream

    /** Executes a piece of the stream and gives it back, now or after a pause. */
    public void onStream(final long of, final StreamBatch batch)
    {
        if (of != generation || null == session)
        {
            batch.release();
        }
        else if (!held.isEmpty() || isPaused())
        {
            held.add(batch);
        }
        else
        {
            apply(batch);
        }
    }

    private boolean isPaused()
    {
        return engine.pause().isOn();
    }

    private void applyHeld()
    {
        while (!held.isEmpty() && null != session)
        {
            apply(held.poll());
        }
    }

    private void apply(final StreamBatch batch)
    {
        isApplying = true;
        final boolean isAsked = applier.apply(batch, session);
        isApplying = false;
        batch.release();
        links.applied(replication.offset());
        if (isAsked)
        {
            links.acknowledge();
        }
    }

    void onReplicatedError(final String commandName, final String error)
    {
        unexpectedErrors++;
        engine.host().log("== CRITICAL == This replica is sending an error to its master: '" + error +
            "' after processing the command '" + commandName + "'");
        if (PropagationErrorBehavior.IGNORE != engine.config().get(ReplicationParameters.PROPAGATION_ERROR_BEHAVIOR))
        {
            engine.host().onFatal(new IllegalStateException(
                "a master's command failed: command=" + commandName + " error=" + error));
        }
    }

    void onDiskFault()
    {
        if (!engine.config().get(ReplicationParameters.REPLICA_IGNORE_DISK_WRITE_ERRORS))
        {
            engine.host().onFatal(new IllegalStateException("Replica was unable to write command to disk."));
        }
    }

    /** @return errors that commands of the master have caused. */
    public long unexpectedErrors()
    {
        return unexpectedErrors;
    }

    public void resetStatistics()
    {
        unexpectedErrors = 0;
    }
}
