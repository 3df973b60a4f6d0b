package io.ringbolt.engine.memory;

/**
 * Arena blocks as they are now, for the engine thread.
 */
public final class LiveBlocks implements BlockReader
{
    private final Arena arena;

    public LiveBlocks(final Arena arena)
    {
        this.arena = arena;
    }

    @Override
    public void read(final long ref, final long offset, final long length, final long destination)
    {
        OffHeap.copy(arena.address(ref) + offset, destination, length);
    }

    @Override
    public byte getByte(final long ref, final long offset)
    {
        return OffHeap.getByte(arena.address(ref) + offset);
    }

    @Override
    public int getInt(final long ref, final long offset)
    {
        return OffHeap.getInt(arena.address(ref) + offset);
    }

    @Override
    public long getLong(final long ref, final long offset)
    {
        return OffHeap.getLong(arena.address(ref) + offset);
    }
}
