package io.ringbolt.engine.memory;

/**
 * Takes over a chunk of which nothing is used any more, of the arena or of a log. Returning a chunk of 64 MiB to the
 * operating system takes milliseconds, so a server hands it to a thread that may wait; that thread ends with
 * {@link OffHeapAllocator#free(long, long)} of the same address and length.
 */
@FunctionalInterface
public interface ChunkReleaser
{
    void release(long address, long length);
}
