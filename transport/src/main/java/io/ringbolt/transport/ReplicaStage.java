package io.ringbolt.transport;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.persistence.disk.FileSystemDisk;
import io.ringbolt.transport.replication.LinkContext;
import io.ringbolt.transport.replication.MasterLink;
import io.ringbolt.transport.tls.TlsEngines;
import org.agrona.concurrent.IdleStrategy;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The place in the server of the link to a master: on a thread of its own, which parks while nobody is followed.
 */
final class ReplicaStage
{
    private final Engine engine;
    private final MasterLink link;

    /**
     * @param toEngine   runs something on the engine thread, through the ring.
     * @param wakeEngine has the engine look whether it has something to load.
     * @param isInvoked  whether there are no threads.
     * @param encryption what encrypts the connection to a master, or null; any thread may ask.
     */
    ReplicaStage(
        final Engine engine,
        final OffHeapAllocator allocator,
        final ServerClocks clocks,
        final Consumer<Runnable> toEngine,
        final Runnable wakeEngine,
        final boolean isInvoked,
        final Supplier<TlsEngines> encryption,
        final IntSupplier listeningPort,
        final LongSupplier clientIds,
        final LongSupplier forcedOffset) throws IOException
    {
        this.engine = engine;
        this.link = new MasterLink(new LinkContext(
            engine, allocator, new FileSystemDisk(), clocks.epochClock(), toEngine, wakeEngine, isInvoked,
            encryption, listeningPort, clientIds, forcedOffset));
        engine.following().links(link);
    }

    /** Has the engine follow whom its configuration names, once its own data are loaded. Before the start. */
    void begin()
    {
        engine.following().start();
    }

    void start(final AgentThreads threads)
    {
        threads.start("ringbolt-link", link, new LinkIdleStrategy());
    }

    int doWork()
    {
        return link.doWork();
    }

    void wake()
    {
        link.wake();
    }

    /** Frees what the link holds. After all threads have ended, and the engine. */
    void close()
    {
        link.onClose();
    }

    /** Waits in the link's selector. */
    private final class LinkIdleStrategy implements IdleStrategy
    {
        @Override
        public void idle(final int workCount)
        {
            if (0 == workCount)
            {
                link.await();
            }
        }

        @Override
        public void idle()
        {
            link.await();
        }

        @Override
        public void reset()
        {
            // keeps no state
        }
    }
}
