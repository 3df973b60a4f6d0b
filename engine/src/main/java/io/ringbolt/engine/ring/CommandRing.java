package io.ringbolt.engine.ring;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.WaitStrategy;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;

/**
 * The Disruptor ring between the selectors, which publish, and the engine, journal and replication, which poll.
 * <p>
 * Producers only ever try: a full ring is an answer, {@link #FULL}, and the producer pauses the one connection it was
 * reading. Each entry has an inline area for its arguments in one off-heap block that this class allocates and frees.
 */
public final class CommandRing implements AutoCloseable
{
    /** The answer of {@link #tryNext()} when no entry is free. */
    public static final long FULL = -1;

    private static final int CACHE_LINE_LENGTH = 64;
    /**
     * Consumers are pollers and never wait here; the default strategy would take a lock at each publish to wake nobody.
     */
    private static final WaitStrategy NO_WAITING = new BusySpinWaitStrategy();

    private final RingBuffer<RingEntry> ringBuffer;
    private final OffHeapAllocator allocator;
    private final long inlineAddress;
    private final long inlineLength;
    private long nextInlineAddress;

    /**
     * @param allocator        of the inline areas and of large arguments.
     * @param size              entries, a power of two.
     * @param inlineLength      bytes of the inline area per entry, rounded up to cache lines.
     * @param isSingleProducer  true if only one thread will ever publish.
     */
    public CommandRing(
        final OffHeapAllocator allocator, final int size, final int inlineLength, final boolean isSingleProducer)
    {
        this.allocator = allocator;
        final int stride = (inlineLength + CACHE_LINE_LENGTH - 1) / CACHE_LINE_LENGTH * CACHE_LINE_LENGTH;
        this.inlineLength = (long)size * stride + CACHE_LINE_LENGTH;
        inlineAddress = allocator.allocate(this.inlineLength);
        nextInlineAddress = (inlineAddress + CACHE_LINE_LENGTH - 1) / CACHE_LINE_LENGTH * CACHE_LINE_LENGTH;
        ringBuffer = isSingleProducer ?
            RingBuffer.createSingleProducer(() -> newEntry(stride), size, NO_WAITING) :
            RingBuffer.createMultiProducer(() -> newEntry(stride), size, NO_WAITING);
    }

    /** Claims the next entry. @return its sequence, to be passed to {@link #publish}, or {@link #FULL}. */
    public long tryNext()
    {
        if (!ringBuffer.hasAvailableCapacity(1))
        {
            return FULL;
        }
        try
        {
            return ringBuffer.tryNext();
        }
        catch (final InsufficientCapacityException full)
        {
            // another producer took the last one; the exception is preallocated
            return FULL;
        }
    }

    public RingEntry get(final long sequence)
    {
        return ringBuffer.get(sequence);
    }

    /** @return an entry outside the ring to which others can be moved; its holder calls {@link RingEntry#free()} in the end. */
    public RingEntry newDetachedEntry()
    {
        return new RingEntry(allocator, OffHeap.NULL_ADDRESS, 0);
    }

    public void publish(final long sequence)
    {
        ringBuffer.publish(sequence);
    }

    /**
     * Makes a consumer behind the given sequences, or behind the producers if there are none. Gate it by {@link #gate}.
     */
    public EventPoller<RingEntry> newPoller(final Sequence... behind)
    {
        return ringBuffer.newPoller(behind);
    }

    /**
     * Keeps producers from overwriting entries that this consumer has not passed. Every last consumer of a
     * chain needs it.
     */
    public void gate(final Sequence... sequences)
    {
        ringBuffer.addGatingSequences(sequences);
    }

    /** @return the newest published sequence, or -1 at the start; with several producers, the newest claimed. */
    public long cursor()
    {
        return ringBuffer.getCursor();
    }

    /** @return the source of regions for large arguments, see {@link RingEntry#adoptCommand}. */
    public OffHeapAllocator allocator()
    {
        return allocator;
    }

    public int size()
    {
        return ringBuffer.getBufferSize();
    }

    /** Frees the inline areas and what unread entries still own. Producers and consumers must have stopped. */
    @Override
    public void close()
    {
        for (int i = 0; i < ringBuffer.getBufferSize(); i++)
        {
            ringBuffer.get(i).release();
        }
        allocator.free(inlineAddress, inlineLength);
    }

    private RingEntry newEntry(final int stride)
    {
        final RingEntry entry = new RingEntry(allocator, nextInlineAddress, stride);
        nextInlineAddress += stride;
        return entry;
    }
}
