package io.ringbolt.engine;

import io.ringbolt.config.EncodingParameters;
import io.ringbolt.config.GeneralParameters;
import io.ringbolt.config.MemoryParameters;
import io.ringbolt.config.ConfigException;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.SnapshotParameters;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.engine.acl.Acl;
import io.ringbolt.engine.blocking.Blocking;
import io.ringbolt.engine.collection.CollectionSeeds;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.durability.Durability;
import io.ringbolt.engine.durability.PendingKeys;
import io.ringbolt.engine.effect.EffectLog;
import io.ringbolt.engine.effect.Effects;
import io.ringbolt.engine.eviction.ClientEvictor;
import io.ringbolt.engine.eviction.Evictor;
import io.ringbolt.engine.eviction.MemoryAccount;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.hash.HashTemplates;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.generic.ValueCopiers;
import io.ringbolt.engine.keyspace.Keyspace;
import io.ringbolt.engine.keyspace.ValueReleaser;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.ChunkReleaser;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.observe.CommandObserver;
import io.ringbolt.engine.pubsub.KeyspaceNotifier;
import io.ringbolt.engine.pubsub.PubSub;
import io.ringbolt.engine.rdb.ValueDecoder;
import io.ringbolt.engine.replication.Following;
import io.ringbolt.engine.replication.Replication;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.scripting.Scripting;
import io.ringbolt.engine.session.ClientPause;
import io.ringbolt.engine.session.Session;
import io.ringbolt.engine.session.Sessions;
import io.ringbolt.engine.tracking.Tracking;
import io.ringbolt.engine.transaction.Transactions;
import org.agrona.concurrent.NanoClock;

import java.util.List;

/**
 * The business logic as one state machine: it takes ring entries in order and turns each into changes,
 * effects and replies.
 * <p>
 * It is a function of its entries: time comes with them, chance from a seed. It starts no thread and opens no file;
 * whoever calls {@link #execute} is the engine thread, and every other method belongs to that thread as well.
 */
public final class Engine implements AutoCloseable
{
    private final EngineHost host;
    private final OffHeapAllocator allocator;
    private final Arena arena;
    private final Keyspace keyspace;
    private final CommandTable commands = new CommandTable();
    private final Sessions sessions = new Sessions();
    private final ClientPause pause = new ClientPause();
    private final CommandObserver observer;
    private final SeededRandom random;
    private final CollectionSeeds seeds;
    private final HashTemplates hashTemplates;
    private final EngineIdentity identity;
    private final EffectLog effectLog;
    private final Effects effects;
    private final Replication replication;
    private final Following following;
    private final Blocking blocking;
    private final Transactions transactions;
    private final Scripting scripting;
    private final PubSub pubSub;
    private final Tracking tracking;
    private final Acl acl;
    private final KeyspaceNotifier notifier;
    private final KeyChanges changes;
    private final KeyLookups lookups;
    private final AccessClock accessClock;
    private final MemoryAccount memory;
    private final Evictor evictor;
    private final ClientEvictor clientEvictor;
    private final EngineFigures figures;
    private final PendingKeys pendingKeys = new PendingKeys();
    private final Durability durability;
    private ValueCopiers valueCopiers;
    private final TickTasks tickTasks;
    private final EntryExecutor entries;
    private final List<CommandFamily> families;
    private ServerConfig config;

    /**
     * @param config the first configuration; a ConfigException tells which of its lines can't be, and nothing is kept.
     * @param host   the world around the engine.
     * @param whole  gives everything off-heap; all of it is returned by {@link #close()}.
     * @param releaser takes chunks over that hold nothing any more, on the engine thread.
     * @param seed   of the engine's randomness and of its hash function; part of the engine's input.
     * @param clock  times commands for the figures only.
     */
    public Engine(
        final ServerConfig config,
        final EngineHost host,
        final OffHeapAllocator whole,
        final ChunkReleaser releaser,
        final long seed,
        final NanoClock clock)
    {
        this.host = host;
        this.allocator = whole.share();
        this.random = new SeededRandom(seed);
        this.observer = new CommandObserver(sessions, new SeededRandom(seed + 2));
        this.identity = new EngineIdentity(new SeededRandom(seed + 1));
        this.effectLog = new EffectLog(whole, releaser, EffectLog.DEFAULT_SEGMENT_LENGTH);
        this.effects = new Effects(allocator, effectLog);
        this.replication = new Replication(this);
        this.arena = new Arena(
            whole,
            config.get(ThreadParameters.ARENA_CHUNK_BYTES),
            config.get(SnapshotParameters.SNAPSHOT_POOL_BYTES),
            releaser);
        this.accessClock = new AccessClock(random, arena);
        this.keyspace = new Keyspace(
            arena,
            config.get(GeneralParameters.DATABASES),
            random.next(),
            CommandFamilies.releaser(),
            accessClock::initial);
        this.blocking = new Blocking(this, random.next());
        this.transactions = new Transactions(allocator, keyspace, random.next(), this::isExpired);
        this.scripting = new Scripting(this, random.next(), clock);
        this.pubSub = new PubSub(allocator, random.next(), host.fanOut());
        this.notifier = new KeyspaceNotifier(pubSub, allocator);
        this.tracking = new Tracking(allocator, sessions, random, host.fanOut());
        this.memory = new MemoryAccount(
            arena, allocator, effectLog, sessions, pubSub, transactions.watched(), tracking);
        this.changes = new KeyChanges(blocking.keys(), transactions.watched(), notifier, tracking, pendingKeys);
        this.lookups = new KeyLookups(changes, effects, accessClock, pendingKeys);
        this.durability = new Durability(this, clock);
        durability.libraries(scripting);
        this.following = new Following(this);
        this.seeds = new CollectionSeeds(random.next(), random.next(), random.next());
        this.hashTemplates = new HashTemplates(arena, seeds.hashes());
        this.evictor = new Evictor(this, clock);
        this.clientEvictor = new ClientEvictor(this);
        final AdmissionChecks admission = new AdmissionChecks(this);
        this.families = CommandFamilies.create(this);
        families.forEach(family -> family.register(commands));
        transactions.onRegistered(commands);
        admission.onRegistered(commands);
        following.onRegistered();
        this.acl = new Acl(this);
        this.figures = new EngineFigures(this);
        this.tickTasks = new TickTasks(this, clock);
        this.entries = new EntryExecutor(this, admission, tickTasks, clock);
        config(config);
        loadNames(config);
    }

    /** Users and renamed commands, which may be wrong in ways that only the command table shows. */
    private void loadNames(final ServerConfig config)
    {
        try
        {
            acl.load(config);
            CommandRenames.apply(config, commands);
        }
        catch (final ConfigException refused)
        {
            close();
            throw refused;
        }
    }

    /** Executes one entry and frees what it owned. @param sequence its place in the ring. */
    public void execute(final RingEntry entry, final long sequence)
    {
        entries.execute(entry, sequence);
    }

    /** @return what executes entries, and the commands that commands call. */
    public EntryExecutor entries()
    {
        return entries;
    }

    /** Says what time it is before the first entry does, for what is loaded before it. */
    public void startAt(final long timeUs)
    {
        entries.startAt(timeUs);
    }

    /** Removes all keys, which are freed in steps, and tells those who watch. */
    public void removeAllKeys()
    {
        for (int i = 0; i < keyspace.databaseCount(); i++)
        {
            changes.emptied(keyspace.database(i));
        }
        keyspace.clear();
        for (int i = 0; i < keyspace.databaseCount(); i++)
        {
            changes.databaseChanged(i);
        }
    }

    /** Puts other databases in the place of the present ones, whose keys are freed in steps, and tells who watches. */
    public void replaceAllKeys(final Database[] databases)
    {
        for (int i = 0; i < keyspace.databaseCount(); i++)
        {
            changes.emptied(keyspace.database(i));
        }
        keyspace.replace(databases);
        for (int i = 0; i < keyspace.databaseCount(); i++)
        {
            changes.databaseChanged(i);
        }
    }

    /** @return the time at which the engine wants a tick, in ms since the epoch. */
    public long nextTickMs()
    {
        return tickTasks.nextTickMs();
    }

    public ServerConfig config()
    {
        return config;
    }

    /** Takes a new configuration that the host has applied already. */
    public void config(final ServerConfig next)
    {
        this.config = next;
        arena.snapshotPoolBytes(next.get(SnapshotParameters.SNAPSHOT_POOL_BYTES));
        acl.onConfig(next);
        durability.onConfig(next);
        replication.onConfig(next);
        tracking.onConfig(next);
        observer.onConfig(next);
        scripting.onConfig(next);
        accessClock.onConfig(next);
        evictor.onConfig(next);
        following.onConfig(next);
        clientEvictor.onConfig(next);
        notifier.onConfig(next);
        lookups.lazyExpire(next.get(MemoryParameters.LAZYFREE_LAZY_EXPIRE));
        figures.onConfig(next);
        families.forEach(family -> family.onConfig(next));
    }

    public EngineHost host()
    {
        return host;
    }

    public OffHeapAllocator allocator()
    {
        return allocator;
    }

    public ValueCopiers valueCopiers()
    {
        if (null == valueCopiers)
        {
            valueCopiers = CollectionCopiers.create(arena);
        }
        return valueCopiers;
    }

    public Arena arena()
    {
        return arena;
    }

    public Keyspace keyspace()
    {
        return keyspace;
    }

    public CommandTable commands()
    {
        return commands;
    }

    public Sessions sessions()
    {
        return sessions;
    }

    /** @return the state in which clients wait, because CLIENT PAUSE asked for it. */
    public ClientPause pause()
    {
        return pause;
    }

    /** @return the clients that wait for keys. */
    public Blocking blocking()
    {
        return blocking;
    }

    /** @return scripts and functions. */
    public Scripting scripting()
    {
        return scripting;
    }

    /** @return what clients have queued and watch. */
    public Transactions transactions()
    {
        return transactions;
    }

    public PubSub pubSub()
    {
        return pubSub;
    }

    /** @return what clients have read and want to hear of. */
    public Tracking tracking()
    {
        return tracking;
    }

    /** @return the users and what they may do. */
    public Acl acl()
    {
        return acl;
    }

    /** @return the client whose command is being executed, or null. */
    public Session executingSession()
    {
        return pubSub.executing();
    }

    public CommandObserver observer()
    {
        return observer;
    }

    public EngineIdentity identity()
    {
        return identity;
    }

    /** Leaves expired keys until somebody looks them up, or removes them in time again. */
    public void expiryActive(final boolean active)
    {
        tickTasks.expiryActive(active);
    }

    /** Stops, or resumes, what is done periodically: figures and the search for clients that take too much. */
    public void periodPaused(final boolean paused)
    {
        tickTasks.periodPaused(paused);
    }

    public SeededRandom random()
    {
        return random;
    }

    public EffectLog effectLog()
    {
        return effectLog;
    }

    /** @return whom this server follows and who follows it. */
    public Replication replication()
    {
        return replication;
    }

    /** @return whom this server follows, and how far it has come. */
    public Following following()
    {
        return following;
    }

    public Effects effects()
    {
        return effects;
    }

    public KeyChanges changes()
    {
        return changes;
    }

    /** @return which keys have changed and may not be durable yet. */
    public PendingKeys pendingKeys()
    {
        return pendingKeys;
    }

    public KeyLookups lookups()
    {
        return lookups;
    }

    public AccessClock accessClock()
    {
        return accessClock;
    }

    public Evictor evictor()
    {
        return evictor;
    }

    public ClientEvictor clientEvictor()
    {
        return clientEvictor;
    }

    /** @return what is in use, and how much of it counts against {@code maxmemory}. */
    public MemoryAccount memory()
    {
        return memory;
    }

    /** @return what has been counted. */
    public EngineFigures figures()
    {
        return figures;
    }

    /** @return the newest entry's time, in microseconds since the epoch. */
    public long nowUs()
    {
        return entries.nowUs();
    }

    /** @return the newest entry's place in the ring. */
    public long sequence()
    {
        return entries.sequence();
    }

    /** @return the seeds by which large collections find their members. */
    CollectionSeeds seeds()
    {
        return seeds;
    }

    /** @return the sets of field names that hashes share. */
    public HashTemplates hashTemplates()
    {
        return hashTemplates;
    }

    /** @return what frees values of every type. */
    public static ValueReleaser valueReleaser()
    {
        return CommandFamilies.releaser();
    }

    /** @return a decoder of values of a file into this engine's arena; to be closed by the caller. */
    public ValueDecoder newValueDecoder()
    {
        final ValueDecoder decoder = new ValueDecoder(
            arena, allocator, seeds, hashTemplates, CommandFamilies.releaser());
        decoder.onConfig(config);
        decoder.adoption().limits(config.longValue(EncodingParameters.HASH_RDB_LOAD_MIN_TEMPLATE_ENTRIES),
            config.longValue(EncodingParameters.HASH_RDB_LOAD_MAX_TEMPLATE_ENTRIES),
            config.longValue(EncodingParameters.HASH_RDB_LOAD_TEMPLATE_DISASSEMBLY_THRESHOLD));
        return decoder;
    }

    /** @return what the engine knows of the disk. */
    public Durability durability()
    {
        return durability;
    }

    /**
     * Ends the server: a save that is running is given up, and another one is made if the request or the configuration
     * wants it.
     *
     * @return false if that has failed and the request does not insist; the server then goes on.
     */
    public boolean shutdown(final ShutdownRequest request)
    {
        return new EngineShutdown(host, durability).shutdown(request, nowUs() / 1000);
    }

    @Override
    public void close()
    {
        families.forEach(CommandFamily::close);
        following.close();
        durability.close();
        for (final Session session : sessions.snapshot())
        {
            session.dropAllPostponed();
        }
        blocking.close();
        scripting.close();
        transactions.close(sessions.snapshot());
        notifier.close();
        pubSub.close();
        tracking.close();
        acl.close();
        replication.close();
        effects.close();
        effectLog.close();
        arena.close();
    }

    private boolean isExpired(final KeyEntry entry)
    {
        return lookups.isExpired(entry);
    }
}
