package io.ringbolt.engine.memory;

/**
 * A claim on the bytes of a long block: until its release they stay where and as they are, also if the block is freed
 * meanwhile. Made by the engine thread, see {@link Arena#pin(long)}; read and released by any one thread.
 */
public final class BlockPin implements Claim
{
    final int chunk;
    private final Pins pins;
    private final long address;

    BlockPin(final Pins pins, final int chunk, final long address)
    {
        this.pins = pins;
        this.chunk = chunk;
        this.address = address;
    }

    /** @return where the block begins. */
    public long address()
    {
        return address;
    }

    @Override
    public Claim again()
    {
        return pins.again(this);
    }

    @Override
    public boolean isSole()
    {
        return false;
    }

    /** Ends the claim; to be called once. Any thread. */
    @Override
    public void release()
    {
        pins.onReleased(this);
    }

    @Override
    public String toString()
    {
        return "BlockPin{chunk=" + chunk + " address=" + address + '}';
    }
}
