package io.ringbolt.engine.memory;

import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;

/**
 * The claims on dedicated chunks whose bytes others than the engine read, and the way back of those that have ended.
 * Owned by the engine thread, which alone counts; releases come from any.
 */
final class Pins
{
    private final Chunks chunks;
    private final ManyToOneConcurrentLinkedQueue<BlockPin> released = new ManyToOneConcurrentLinkedQueue<>();

    Pins(final Chunks chunks)
    {
        this.chunks = chunks;
    }

    BlockPin pin(final int page)
    {
        final int chunk = chunks.chunkOf(page);
        chunks.pin(chunk);
        return new BlockPin(this, chunk, chunks.base[chunk]);
    }

    BlockPin again(final BlockPin pin)
    {
        chunks.pin(pin.chunk);
        return new BlockPin(this, pin.chunk, pin.address());
    }

    boolean isPinned(final int page)
    {
        settle();
        return chunks.isPinned(chunks.chunkOf(page));
    }

    /** Counts the claims that have ended; a chunk that was freed meanwhile goes with its last one. */
    void settle()
    {
        while (!released.isEmpty())
        {
            chunks.unpin(released.poll().chunk);
        }
    }

    void onReleased(final BlockPin pin)
    {
        released.add(pin);
    }
}
