package io.ringbolt.transport.replication;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.persistence.disk.Disk;
import io.ringbolt.transport.tls.TlsEngines;
import org.agrona.concurrent.EpochMicroClock;

import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a link needs of the server around it.
 *
 * @param allocator     of what lies between link and engine.
 * @param toEngine      runs something on the engine thread, through the ring and in order; any thread may call.
 * @param wakeEngine    has the engine look whether it has something to load; any thread.
 * @param isInvoked     whether the link has no thread of its own, but is driven by the engine's.
 * @param encryption    what encrypts the connection to a master, or null; any thread may ask.
 * @param listeningPort the port that clients reach this server at.
 * @param clientIds     gives ids among the clients.
 * @param forcedOffset  of the history, up to which everything is forced to disk; -1 if that is not known. Any thread.
 */
public record LinkContext(
    Engine engine,
    OffHeapAllocator allocator,
    Disk disk,
    EpochMicroClock clock,
    Consumer<Runnable> toEngine,
    Runnable wakeEngine,
    boolean isInvoked,
    Supplier<TlsEngines> encryption,
    IntSupplier listeningPort,
    LongSupplier clientIds,
    LongSupplier forcedOffset)
{
}
