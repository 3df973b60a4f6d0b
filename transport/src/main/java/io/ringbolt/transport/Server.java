package io.ringbolt.transport;

import com.lmax.disruptor.Sequence;
import io.ringbolt.config.AppendOnlyParameters;
import io.ringbolt.config.GeneralParameters;
import io.ringbolt.config.LoggingParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ShutdownOption;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.config.ThreadingMode;
import io.ringbolt.config.TlsParameters;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.EngineAgent;
import io.ringbolt.engine.HostStatistics;
import io.ringbolt.engine.ShutdownRequest;
import io.ringbolt.engine.memory.ChunkReleaser;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.migrate.Migration;
import io.ringbolt.engine.ring.CommandRing;
import io.ringbolt.transport.buffer.ChunkPool;
import io.ringbolt.transport.buffer.DeferredRegion;
import io.ringbolt.transport.metrics.Metrics;
import io.ringbolt.transport.migration.MigrationService;
import io.ringbolt.transport.resp.CommandPublisher;
import io.ringbolt.transport.resp.StageSampler;
import io.ringbolt.transport.resp.HeaderScratch;
import io.ringbolt.transport.tls.HandshakeThread;
import io.ringbolt.transport.tls.TlsEngines;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * A running Ringbolt server: its engine, its sockets and its threads. Any number of them live in one JVM.
 * <p>
 * {@link #close()} may be called from any thread but the server's own and leaves nothing behind.
 */
public final class Server implements AutoCloseable
{
    private static final Logger LOGGER = LoggerFactory.getLogger(Server.class);
    private static final int SHARED_UP_TO_CORES = 3;

    private final NanoClock nanoClock;
    private final ThreadingMode mode;
    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private final OffHeapAllocator buffers = allocator.share();
    private final ConnectionCounts counts = new ConnectionCounts();
    private final ChunkPool chunks = new ChunkPool();
    private final DeferredRegion deferred = new DeferredRegion(buffers);
    private final HeaderScratch scratch = new HeaderScratch(buffers);
    private final BroadcastFanOut fanOut = new BroadcastFanOut(buffers);
    private final ReplyDispatch dispatch = new ReplyDispatch(counts, fanOut);
    private final DistinctErrors errors = new DistinctErrors();
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final CountDownLatch loaded = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AgentThreads.ParkedThread parkedEngine = new AgentThreads.ParkedThread();
    private final AgentThreads.ParkedThread parkedReturn = new AgentThreads.ParkedThread();
    private final MemoryReturn memoryReturn = new MemoryReturn(allocator, parkedReturn.signal);
    private final MigrationService migrations = new MigrationService(this::callOnEngine, this::clusterTls);
    private final AgentThreads threads;
    private final HandshakeThread handshakes;
    private final long startMs;
    private final CommandRing ring;
    private final ServerHost host;
    private final Engine engine;
    private final EngineAgent engineAgent;
    private final JournalStage journal;
    private final SnapshotStage snapshots;
    private final ReplicaStage replica;
    private final ReplyGate gate;
    private final SelectorAgent[] selectors;
    private final Acceptor acceptor;
    private final Listeners listeners;
    private final SharedAgent invoked;
    private volatile Throwable failure;
    private volatile ServerConfig limitsConfig;
    private boolean isPasswordRequired;
    private Metrics metrics;

    private Server(final ServerConfig config, final ServerOptions options) throws IOException
    {
        mode = resolve(config.get(ThreadParameters.THREADING_MODE));
        nanoClock = options.clocks().nanoClock();
        startMs = options.clocks().epochClock().microTime() / 1000;
        threads = new AgentThreads(config.get(ThreadParameters.WAIT_STRATEGY), this::onAgentError);
        handshakes = new HandshakeThread(ThreadingMode.INVOKER == mode);

        host = new ServerHost(this, options, errors);

        final boolean isDedicated = ThreadingMode.DEDICATED == mode;
        selectors = new SelectorAgent[isDedicated ? config.intValue(ThreadParameters.IO_THREADS) : 1];
        try
        {
            // The pipeline, in the order in which a command passes through it.
            ring = new CommandRing(
                buffers,
                config.intValue(ThreadParameters.RING_SIZE),
                config.intValue(ThreadParameters.RING_INLINE_BYTES),
                1 == selectors.length);
            final ChunkReleaser releaser = ThreadingMode.INVOKER == mode ? allocator::free : memoryReturn;
            engine = new Engine(
                config, host, allocator, releaser, options.seed(),
                options.clocks().nanoClock());
            engineAgent = new EngineAgent(engine, ring, this::onEngineBatch);
            ring.gate(engineAgent.ringSequence());
            snapshots = new SnapshotStage(
                engine, options.clocks(), engineAgent.sequence(), hasFewCores(), call -> selectors[0].call(call));
            journal = new JournalStage(
                engine, ring, engineAgent.sequence(), engineAgent.ringSequence(), snapshots.snapshots(),
                options.clocks(), call -> selectors[0].call(call), this::onDurable);
            gate = new ReplyGate(journal.durableSequence());

            final BooleanSupplier makeRoom = isDedicated ? () -> false : this::executeNow;
            final Runnable onPublished = isDedicated ? parkedEngine.signal::published : Server::executeLater;
            for (int i = 0; i < selectors.length; i++)
            {
                selectors[i] = new SelectorAgent(
                    i, buffers, publisher(options, makeRoom), gate,
                    options.clocks(), dispatch.answeredSequence(), onPublished, counts, this::clientBytes);
            }
            selectors[0].tickSource(new TickSource(engineAgent));
            dispatch.selectors(selectors);
            acceptor = new Acceptor(
                selectors, chunks, deferred, scratch, gate, dispatch, counts, handshakes,
                engine.acl()::enterByCertificate);
            replica = new ReplicaStage(
                engine, buffers, options.clocks(), this::callOnEngine,
                isDedicated ? parkedEngine.signal::published : selectors[0]::wake, ThreadingMode.INVOKER == mode,
                this::replicationTls, this::announcedPort, acceptor::nextClientId,
                journal.file()::forcedHistoryOffset);
            listeners = new Listeners(selectors[0].selector(), acceptor, options.isPortZeroFree());
            invoked = isDedicated ? null : new SharedAgent(selectors[0], engineAgent, dispatch, journal);
            limits(config);
            host.onStart(config);
            snapshots.open(options.isPersistent());
            journal.open();
            engine.figures().onStarted();
            replica.begin();
            load(config, options);
        }
        catch (final IOException | RuntimeException | Error failed)
        {
            free();
            throw failed;
        }
    }

    private CommandPublisher publisher(final ServerOptions options, final BooleanSupplier makeRoom)
    {
        return new CommandPublisher(ring, engine.commands(), makeRoom,
            new StageSampler(engine.figures().stages().samples(), options.clocks().nanoClock()));
    }

    /** Has the engine load what there is: the append-only file if there is to be one, else the snapshot. */
    private void load(final ServerConfig config, final ServerOptions options) throws IOException
    {
        if (null != options.journalSink())
        {
            journal.begin(options.journalSink());
            limits(config);
        }
        if (config.get(AppendOnlyParameters.APPENDONLY))
        {
            journal.load(options.recoverTo(), options.clocks().epochClock().microTime() / 1000, loaded::countDown);
        }
        else if (options.isPersistent())
        {
            snapshots.load(loaded::countDown);
        }
        else
        {
            loaded.countDown();
        }
    }

    private int announcedPort()
    {
        return 0 == port() ? listeners.tlsPort() : port();
    }

    /** Begins to journal or stops. Engine thread. @return null, or why that can't be. */
    String appendOnly(final boolean isOn)
    {
        return journal.file().turn(isOn);
    }

    /**
     * Starts a server; port 0 asks for a free one. What is in the folder that {@code dir} names is loaded, and saved
     * there at save points and at the end by SHUTDOWN; where {@code dir} is not set, data are only saved when a command
     * says so.
     *
     * @return the server, ready to accept connections; to be closed by the caller.
     * @throws UncheckedIOException if it can't listen where it should.
     */
    public static Server start(final ServerConfig config)
    {
        try
        {
            return start(config, ServerOptions.embedded(config));
        }
        catch (final ListenException refused)
        {
            throw new UncheckedIOException(new IOException(refused.getMessage(), refused));
        }
    }

    static Server start(final ServerConfig config, final ServerOptions options) throws ListenException
    {
        final Server server;
        try
        {
            server = new Server(config, options);
        }
        catch (final IOException broken)
        {
            LOGGER.warn("Fatal error: can't start: {}", broken.toString());
            throw new UncheckedIOException(broken);
        }
        try
        {
            server.listeners.open(config);
            server.startThreads();
            server.showFigures(config);
            return server;
        }
        catch (final ListenException | RuntimeException | Error failed)
        {
            server.close();
            throw failed;
        }
    }

    private void showFigures(final ServerConfig config) throws ListenException
    {
        if (Metrics.isWanted(config))
        {
            try
            {
                metrics = Metrics.open(config, engine, this::callOnEngine, 0 == port() ? listeners.tlsPort() : port());
            }
            catch (final IOException taken)
            {
                throw new ListenException("Failed listening on metrics-port " +
                    config.get(LoggingParameters.METRICS_PORT) + ": " + taken.getMessage(), taken);
            }
        }
    }

    /** @return the TCP port it listens on, 0 if on none. */
    public int port()
    {
        return listeners.port();
    }

    /**
     * Does what is to be done now, in {@code threading-mode invoker} only. Never blocks.
     *
     * @return 0 if there was nothing to do.
     */
    public int doWork()
    {
        if (ThreadingMode.INVOKER != mode)
        {
            throw new IllegalStateException("the server runs by itself: threading-mode=" + mode);
        }
        if (isStopping())
        {
            return 0;
        }
        try
        {
            return invoked.doWork() + snapshots.doWork() + journal.doWork() + replica.doWork();
        }
        catch (final Exception bug)
        {
            onAgentError(bug);
            return 0;
        }
    }

    /** @return true once SHUTDOWN or a broken engine asked for the end. A server with threads closes itself then. */
    public boolean isStopping()
    {
        return 0 == stopRequested.getCount();
    }

    /** @return off-heap bytes held, outside the JVM's direct buffers; 0 after {@link #close()}. */
    public long offHeapBytes()
    {
        return allocator.liveBytes() + chunkBytes();
    }

    private long chunkBytes()
    {
        long bytes = chunks.liveBytes();
        for (final SelectorAgent selector : selectors)
        {
            bytes += null == selector ? 0 : selector.broadcasts().liveBytes();
        }
        return bytes;
    }

    /**
     * @return bytes that clients' buffers take, with the ring and whatever else takes their commands in. Any thread.
     */
    long clientBytes()
    {
        long bytes = buffers.liveBytes() + chunks.takenBytes();
        for (final SelectorAgent selector : selectors)
        {
            bytes += null == selector ? 0 : selector.broadcasts().takenBytes();
        }
        return bytes;
    }

    BroadcastFanOut fanOut()
    {
        return fanOut;
    }

    /** Stops the threads, closes all sockets and frees all memory. Does nothing the second time. */
    @Override
    public void close()
    {
        if (!isClosed.compareAndSet(false, true))
        {
            awaitClosed();
            return;
        }
        try
        {
            stop();
            free();
        }
        finally
        {
            closed.countDown();
        }
    }

    private void stop()
    {
        if (null != metrics)
        {
            metrics.close();
        }
        threads.requestStop();
        stopRequested.countDown();
        listeners.close();
        migrations.close();
        threads.join(this::wakeAll);
        handshakes.close();
    }

    private void wakeAll()
    {
        for (final SelectorAgent selector : selectors)
        {
            selector.wake();
        }
        parkedEngine.signal.published();
        parkedReturn.signal.published();
        snapshots.requestStop();
        journal.wake();
        replica.wake();
    }

    /** Frees what there is: not all of it after a constructor that failed. */
    private void free()
    {
        host.onClose();
        if (null != snapshots)
        {
            snapshots.close();
        }
        if (null != journal)
        {
            journal.close();
        }
        if (null != engineAgent)
        {
            dispatch.dispatch(engineAgent.sequence().get());
            engineAgent.onClose();
        }
        closeSelectors();
        if (null != ring)
        {
            ring.close();
        }
        if (null != engine)
        {
            engine.close();
        }
        if (null != replica)
        {
            replica.close();
        }
        memoryReturn.close();
        scratch.close();
        deferred.close();
        chunks.close();
    }

    private void closeSelectors()
    {
        for (final SelectorAgent selector : selectors)
        {
            if (null != selector)
            {
                selector.onClose();
            }
        }
    }

    private void awaitClosed()
    {
        try
        {
            closed.await();
        }
        catch (final InterruptedException interrupted)
        {
            Thread.currentThread().interrupt();
        }
    }

    long connectionCount()
    {
        return counts.open();
    }

    /** Waits until SHUTDOWN, a broken engine or {@link #close()} ends the server. @return what broke it, or null. */
    Throwable awaitStop() throws InterruptedException
    {
        stopRequested.await();
        return failure;
    }

    /**
     * Waits until the data are loaded, or the server ends; clients are told so until then.
     *
     * @return false if it ends.
     */
    public boolean awaitLoaded() throws InterruptedException
    {
        loaded.await();
        return !isStopping();
    }

    /** @return true while data are being loaded; any thread. */
    boolean isLoading()
    {
        return engine.durability().loading().isOn();
    }

    /**
     * Asks for the end as SHUTDOWN does, with the options that the configuration has for a signal. Any thread.
     *
     * @param isInterrupt whether the signal was SIGINT and not SIGTERM.
     * @param onRefused   run on the engine thread if the server goes on, because its data can't be saved.
     */
    void requestShutdown(final boolean isInterrupt, final Runnable onRefused)
    {
        selectors[0].call(() ->
        {
            final Set<ShutdownOption> options = engine.config().get(
                isInterrupt ? GeneralParameters.SHUTDOWN_ON_SIGINT : GeneralParameters.SHUTDOWN_ON_SIGTERM);
            if (!engine.shutdown(ShutdownRequest.of(options)))
            {
                onRefused.run();
            }
        });
    }

    /** Asks for the end. Any thread. @param cause null if the end is wanted. */
    void requestStop(final Throwable cause)
    {
        failure = null == failure ? cause : failure;
        engineAgent.halt();
        if (stopRequested.getCount() > 0)
        {
            stopRequested.countDown();
            loaded.countDown();
            if (ThreadingMode.INVOKER != mode)
            {
                final Thread closer = new Thread(this::close, "ringbolt-close");
                closer.start();
            }
        }
    }

    /** Serves clients beside a command that runs for long; called from inside it, on the engine thread. */
    void serveBeside()
    {
        try
        {
            if (null == invoked)
            {
                engineAgent.serveBeside();
            }
            else
            {
                invoked.serveBeside();
            }
        }
        catch (final RuntimeException bug)
        {
            onAgentError(bug);
        }
    }

    Listeners listeners()
    {
        return listeners;
    }

    /** Carries keys to another server; without threads, which an invoked server has none of, now. Engine thread. */
    void migrate(final Migration migration, final Runnable onReturn)
    {
        if (ThreadingMode.INVOKER == mode)
        {
            migrations.carry(migration);
            callOnEngine(onReturn);
        }
        else
        {
            migrations.migrate(migration, onReturn);
        }
    }

    /** @return what encrypts connections to a cluster's nodes; null if {@code tls-cluster} is off. Any thread. */
    private TlsEngines clusterTls()
    {
        return limitsConfig.booleanValue(TlsParameters.TLS_CLUSTER) ? listeners.tls() : null;
    }

    /** @return what encrypts the connection to a primary; null if {@code tls-replication} is off. Any thread. */
    private TlsEngines replicationTls()
    {
        return limitsConfig.booleanValue(TlsParameters.TLS_REPLICATION) ? listeners.tls() : null;
    }

    void migrateNow(final Migration migration)
    {
        migrations.carry(migration);
    }

    private void callOnEngine(final Runnable call)
    {
        selectors[0].call(call);
    }

    /** Tells whether new clients have to log in, which acceptor and decoders heed. Engine thread. */
    void passwordRequired(final boolean isRequired)
    {
        isPasswordRequired = isRequired;
        if (null != limitsConfig)
        {
            limits(limitsConfig);
        }
    }

    /**
     * Passes what concerns connections of a new configuration to those who hold it. Engine thread, or before the start.
     */
    void limits(final ServerConfig config)
    {
        limitsConfig = config;
        final ConnectionLimits limits = new ConnectionLimits(config, isPasswordRequired);
        for (final SelectorAgent selector : selectors)
        {
            selector.limits(limits);
        }
        acceptor.limits(limits);
        dispatch.limits(limits);
        journal.onConfig(config);
        gate.waiting(journal.isGating(config));
        engine.pendingKeys().active(journal.isGating(config));
    }

    void onTimerChanged()
    {
        selectors[0].wake();
    }

    void fill(final HostStatistics statistics)
    {
        statistics.bytesIn = 0;
        statistics.bytesOut = 0;
        statistics.readsProcessed = 0;
        statistics.writesProcessed = 0;
        statistics.queryBufferLimitDisconnections = 0;
        for (final SelectorAgent selector : selectors)
        {
            final TrafficFigures figures = selector.figures();
            statistics.bytesIn += figures.bytesIn();
            statistics.bytesOut += figures.bytesOut();
            statistics.readsProcessed += figures.readCount();
            statistics.writesProcessed += figures.writeCount();
            statistics.queryBufferLimitDisconnections += figures.queryLimitCount();
        }
        statistics.connectionsReceived = counts.received();
        statistics.connectionsRejected = counts.rejected();
        statistics.outputBufferLimitDisconnections = counts.outputLimit();
        statistics.directBytes = chunkBytes();
        statistics.migrationLinks = migrations.idleCount();
        statistics.tcpPort = announcedPort();
        statistics.threadingMode = mode.name().toLowerCase(Locale.ROOT);
        statistics.selectorCount = selectors.length;
        statistics.ioThreadsActive = selectors.length > 1 ? 1 : 0;
        statistics.processStartMs = startMs;
        if (statistics.executable.isEmpty())
        {
            statistics.executable = ProcessHandle.current().info().command().orElse("");
        }
    }

    private static ThreadingMode resolve(final ThreadingMode configured)
    {
        if (ThreadingMode.AUTO != configured)
        {
            return configured;
        }
        return hasFewCores() ? ThreadingMode.SHARED : ThreadingMode.DEDICATED;
    }

    private static boolean hasFewCores()
    {
        return Runtime.getRuntime().availableProcessors() <= SHARED_UP_TO_CORES;
    }

    private static void executeLater()
    {
        // engine and selector share a thread: the turn that reads also executes
    }

    /** The engine has executed a batch: its replies go to the selectors, where the turn does not do that itself. */
    private void onEngineBatch()
    {
        if (null == invoked)
        {
            dispatch.dispatch(engineAgent.sequence().get());
        }
        journal.onEngineBatch();
    }

    /** Changes have become durable: selectors may hold replies that waited for them. */
    private void onDurable()
    {
        gate.lastDurableNs(nanoClock.nanoTime());
        for (final SelectorAgent selector : selectors)
        {
            selector.wake();
        }
    }

    private boolean executeNow()
    {
        try
        {
            return engineAgent.makeRoom();
        }
        catch (final RuntimeException bug)
        {
            onAgentError(bug);
            return false;
        }
    }

    private void startThreads()
    {
        if (ThreadingMode.SHARED == mode)
        {
            threads.start("ringbolt", invoked, selectors[0]);
        }
        else if (ThreadingMode.DEDICATED == mode)
        {
            threads.start("ringbolt-engine", engineAgent, engineAgent::hasWork, parkedEngine);
            for (final SelectorAgent selector : selectors)
            {
                threads.start("ringbolt-" + selector.roleName(), selector, selector);
            }
        }
        if (ThreadingMode.INVOKER != mode)
        {
            snapshots.start(threads);
            threads.startBackground("ringbolt-memory", memoryReturn, memoryReturn::hasWork, parkedReturn);
        }
        if (ThreadingMode.INVOKER != mode)
        {
            journal.start(threads);
            replica.start(threads);
        }
    }

    private void onAgentError(final Throwable error)
    {
        errors.onError("agent", error);
        if (error instanceof Error)
        {
            requestStop(error);
        }
    }

    @Override
    public String toString()
    {
        return "Server{port=" + port() + " mode=" + mode + '}';
    }
}
