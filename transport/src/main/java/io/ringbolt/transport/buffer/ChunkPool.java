package io.ringbolt.transport.buffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The store of empty output chunks. The engine thread takes; any selector gives back. Chunks beyond a bound are freed,
 * so an idle server holds little.
 */
/*
 * Two stacks per size: the taker's own, touched by no other thread, and one of returned chunks to which selectors push
 * by compare-and-set. When its own is empty the taker takes the whole returned stack at once, so there is no ABA:
 * nobody pops one.
 *
 * A chunk's length is no power of two: consecutive chunks would otherwise begin in the same cache sets, and the first
 * lines of fifty clients' replies would evict each other.
 */
public final class ChunkPool implements AutoCloseable
{
    /** Bytes of an ordinary chunk. */
    public static final int SMALL_LENGTH = (16 << 10) + 192;
    /** Bytes of a chunk for large replies. */
    public static final int LARGE_LENGTH = (256 << 10) + 192;

    private static final int SMALL_KEPT = 512;
    private static final int LARGE_KEPT = 16;

    private final Shelf small = new Shelf(SMALL_LENGTH, SMALL_KEPT);
    private final Shelf large = new Shelf(LARGE_LENGTH, LARGE_KEPT);
    private final AtomicLong liveBytes = new AtomicLong();
    private final AtomicInteger takenCount = new AtomicInteger();

    /** Takes an empty chunk. Engine thread. @param wanted bytes about to be written; only a hint. */
    OutputChunk take(final long wanted)
    {
        final OutputChunk chunk = wanted > SMALL_LENGTH ? large.take() : small.take();
        chunk.reset();
        return chunk;
    }

    /** Gives a chunk back. Any thread. */
    void give(final OutputChunk chunk)
    {
        (LARGE_LENGTH == chunk.capacity ? large : small).give(chunk);
    }

    /** @return bytes of all chunks, pooled or in use. */
    public long liveBytes()
    {
        return liveBytes.get();
    }

    /** @return bytes of the chunks in use, roughly while others take and give. */
    public long takenBytes()
    {
        return liveBytes.get() - small.keptBytes() - large.keptBytes();
    }

    /** @return chunks that were taken and not given back. */
    public int takenCount()
    {
        return takenCount.get();
    }

    /** Frees the pooled chunks. Taker and givers must have stopped. */
    @Override
    public void close()
    {
        small.close();
        large.close();
    }

    /** The chunks of one size. */
    private final class Shelf
    {
        private static final VarHandle RETURNED;

        static
        {
            try
            {
                RETURNED = MethodHandles.lookup().findVarHandle(Shelf.class, "returned", OutputChunk.class);
            }
            catch (final ReflectiveOperationException impossible)
            {
                throw new ExceptionInInitializerError(impossible);
            }
        }

        private final int length;
        private final int keptLimit;
        private final AtomicInteger keptCount = new AtomicInteger();
        private OutputChunk own;
        @SuppressWarnings("unused")
        private OutputChunk returned;

        Shelf(final int length, final int keptLimit)
        {
            this.length = length;
            this.keptLimit = keptLimit;
        }

        long keptBytes()
        {
            return (long)keptCount.get() * length;
        }

        OutputChunk take()
        {
            takenCount.getAndIncrement();
            OutputChunk chunk = own;
            if (null == chunk)
            {
                chunk = (OutputChunk)RETURNED.getAndSet(this, null);
                if (null == chunk)
                {
                    liveBytes.addAndGet(length);
                    return new OutputChunk(ChunkPool.this, length);
                }
            }
            own = chunk.next;
            keptCount.getAndDecrement();
            return chunk;
        }

        void give(final OutputChunk chunk)
        {
            takenCount.getAndDecrement();
            if (keptCount.get() >= keptLimit)
            {
                liveBytes.addAndGet(-length);
                chunk.free();
                return;
            }
            keptCount.getAndIncrement();
            OutputChunk top;
            do
            {
                top = (OutputChunk)RETURNED.getAcquire(this);
                chunk.next = top;
            }
            while (!RETURNED.compareAndSet(this, top, chunk));
        }

        void close()
        {
            freeAll(own);
            freeAll((OutputChunk)RETURNED.getAndSet(this, null));
            own = null;
        }

        private void freeAll(final OutputChunk first)
        {
            OutputChunk chunk = first;
            while (null != chunk)
            {
                final OutputChunk following = chunk.next;
                liveBytes.addAndGet(-length);
                chunk.free();
                chunk = following;
            }
        }
    }
}
