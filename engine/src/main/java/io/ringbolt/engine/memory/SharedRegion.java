package io.ringbolt.engine.memory;

/**
 * Off-heap memory with several users, which goes when the last one's claim ends: the arguments of a long command, which
 * the command's entry and the effect log read. Engine thread.
 */
public final class SharedRegion implements Claim
{
    private final ChunkReleaser releaser;
    private final long address;
    private final long length;
    private int claimCount = 1;

    private SharedRegion(final ChunkReleaser releaser, final long address, final long length)
    {
        this.releaser = releaser;
        this.address = address;
        this.length = length;
    }

    /**
     * Takes over a region with one claim on it, the returned object.
     *
     * @param owner    what it came from.
     * @param taker    to which it belongs from now on.
     * @param releaser gets it in the end; frees it to {@code taker}.
     * @return null if {@code taker} can't have it, and it remains its owner's.
     */
    public static SharedRegion take(
        final OffHeapAllocator owner,
        final OffHeapAllocator taker,
        final ChunkReleaser releaser,
        final long address,
        final long length)
    {
        if (!owner.mayHandOver(taker))
        {
            return null;
        }
        owner.handOver(length, taker);
        return new SharedRegion(releaser, address, length);
    }

    @Override
    public Claim again()
    {
        claimCount++;
        return this;
    }

    @Override
    public boolean isSole()
    {
        return true;
    }

    @Override
    public void release()
    {
        if (0 == --claimCount)
        {
            releaser.release(address, length);
        }
    }

    @Override
    public String toString()
    {
        return "SharedRegion{address=" + address + " length=" + length + " claims=" + claimCount + '}';
    }
}
