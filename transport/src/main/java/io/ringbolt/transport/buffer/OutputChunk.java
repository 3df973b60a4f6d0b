package io.ringbolt.transport.buffer;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.observe.StageSample;
import org.agrona.BufferUtil;

import java.nio.ByteBuffer;

/**
 * A piece of memory on its way to a socket: replies lie in it one after the other.
 * <p>
 * Written by the engine thread until it is handed over, then read by the connection's selector, who gives it
 * back to the pool.
 */
public final class OutputChunk
{
    /** The gate sequence of a chunk whose replies wait for nothing. */
    public static final long UNGATED = -1;

    final long address;
    final int capacity;
    OutputChunk next;
    int length;
    long gateSequence = UNGATED;
    /** The newest broadcast that goes before this chunk, see {@link OutputBuffer#appendBroadcast}. */
    long afterBroadcast;
    /** Samples of commands whose replies end in this chunk. */
    StageSample sample;
    private final ChunkPool home;
    private final ByteBuffer buffer;

    /** @param home the pool it goes back to. */
    OutputChunk(final ChunkPool home, final int capacity)
    {
        this.home = home;
        this.capacity = capacity;
        this.buffer = ByteBuffer.allocateDirect(capacity);
        this.address = BufferUtil.address(buffer);
        assert OffHeap.NULL_ADDRESS != address;
    }

    /**
     * @return the chunk's bytes; position and limit frame what is left to be written once {@link #open()} was called.
     */
    public ByteBuffer buffer()
    {
        return buffer;
    }

    /** @return the ring sequence that must be durable before this chunk may leave, or {@link #UNGATED}. */
    public long gateSequence()
    {
        return gateSequence;
    }

    public OutputChunk next()
    {
        return next;
    }

    /** Frames the written bytes for reading. */
    void open()
    {
        buffer.clear().limit(length);
    }

    void reset()
    {
        next = null;
        length = 0;
        gateSequence = UNGATED;
        afterBroadcast = 0;
        sample = null;
    }

    /** @return true if the chunk came from {@code pool}. */
    boolean isFrom(final ChunkPool pool)
    {
        return home == pool;
    }

    /** Gives the chunk back to its pool. Any thread. */
    void giveBack()
    {
        home.give(this);
    }

    /** @return bytes that fit behind those that are there. */
    int room()
    {
        return capacity - length;
    }

    /** Appends to an open chunk; at most {@link #room()} bytes. Selector thread. */
    void append(final long source, final int count)
    {
        OffHeap.copy(source, address + length, count);
        length += count;
        buffer.limit(length);
    }

    void free()
    {
        BufferUtil.free(buffer);
    }

    @Override
    public String toString()
    {
        return "OutputChunk{capacity=" + capacity + " length=" + length + " gateSequence=" + gateSequence + '}';
    }
}
