package io.ringbolt.transport;

import io.ringbolt.engine.agent.WakeSignal;
import io.ringbolt.engine.memory.ChunkReleaser;
import io.ringbolt.engine.memory.OffHeapAllocator;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;

import java.util.Queue;

/**
 * The way of unused chunks back to the operating system, on a thread that may wait: unmapping a value of 512 MB
 * takes tens of milliseconds, in which the engine answers others. The engine thread hands chunks over; the agent's
 * thread frees them.
 */
final class MemoryReturn implements ChunkReleaser, Agent
{
    private final Queue<Chunk> chunks = new ManyToOneConcurrentLinkedQueue<>();
    private final OffHeapAllocator allocator;
    private final WakeSignal signal;

    /** @param signal wakes the agent's thread. */
    MemoryReturn(final OffHeapAllocator allocator, final WakeSignal signal)
    {
        this.allocator = allocator;
        this.signal = signal;
    }

    @Override
    public void release(final long address, final long length)
    {
        chunks.add(new Chunk(address, length));
        signal.published();
    }

    boolean hasWork()
    {
        return !chunks.isEmpty();
    }

    /** Frees one chunk, so that a server that stops does not wait for more. */
    @Override
    public int doWork()
    {
        final Chunk chunk = chunks.poll();
        if (null == chunk)
        {
            return 0;
        }
        allocator.free(chunk.address, chunk.length);
        return 1;
    }

    /** Frees what is left. After the engine and the agent's thread have ended. */
    void close()
    {
        while (doWork() > 0)
        {
            // each turn frees one
        }
    }

    @Override
    public String roleName()
    {
        return "memory-return";
    }

    private record Chunk(long address, long length)
    {
    }
}
