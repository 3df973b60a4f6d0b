package io.ringbolt.perf.bench;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.Sequence;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.ring.CommandRing;
import io.ringbolt.engine.ring.RingEntry;

/**
 * A command ring with one consumer that reads the first byte of every argument, each of which is 1.
 */
final class RingFixture implements AutoCloseable
{
    private static final int RING_SIZE = 1024;
    private static final int INLINE_LENGTH = 512;
    private static final int ARGUMENT_COUNT = 3;

    private final int argumentLength;
    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private final long argumentAddress;
    private final CommandRing ring;
    private final EventPoller<RingEntry> poller;
    private final EventPoller.Handler<RingEntry> handler = this::onEntry;
    private long publishedCount;
    private long handledBytes;

    RingFixture(final int argumentLength, final boolean isSingleProducer)
    {
        this.argumentLength = argumentLength;
        argumentAddress = allocator.allocate(argumentLength);
        OffHeap.set(argumentAddress, argumentLength, (byte)1);
        ring = new CommandRing(allocator, RING_SIZE, INLINE_LENGTH, isSingleProducer);
        poller = ring.newPoller();
        ring.gate(poller.getSequence());
    }

    /** Copies a command of three arguments into the ring. @return its sequence. */
    long publish()
    {
        final long sequence = ring.tryNext();
        final RingEntry entry = ring.get(sequence);
        entry.beginCommand(null, ARGUMENT_COUNT, ARGUMENT_COUNT * argumentLength, publishedCount);
        for (int i = 0; i < ARGUMENT_COUNT; i++)
        {
            entry.argument(i, argumentAddress, argumentLength);
        }
        ring.publish(sequence);
        publishedCount++;
        return sequence;
    }

    /** Takes what has been published. @return whether there was anything. */
    boolean poll() throws Exception
    {
        return EventPoller.PollState.PROCESSING == poller.poll(handler);
    }

    /** Up to where the consumer has come. */
    Sequence passed()
    {
        return poller.getSequence();
    }

    long handledBytes()
    {
        return handledBytes;
    }

    /** Fails unless every byte that was published has been read, and what entries owned is free. */
    @Override
    public void close()
    {
        Results.expect(publishedCount * ARGUMENT_COUNT * argumentLength, handledBytes, "bytes through the ring");
        ring.close();
        allocator.free(argumentAddress, argumentLength);
        Results.expect(0, allocator.liveBytes(), "live bytes");
    }

    private boolean onEntry(final RingEntry entry, final long sequence, final boolean isEndOfBatch)
    {
        for (int i = 0; i < entry.argumentCount(); i++)
        {
            handledBytes += entry.argumentLength(i) * OffHeap.getByte(entry.argumentAddress(i));
        }
        entry.release();
        return true;
    }
}
