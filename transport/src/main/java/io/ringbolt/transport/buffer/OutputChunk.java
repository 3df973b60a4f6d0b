package io.ringbolt.transport.buffer;

import io.ringbolt.engine.memory.BlockPin;
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
    /** What others own is shown piece by piece through an ordinary chunk; both null for an ordinary chunk. */
    private final BlockPin pin;
    private final OutputChunk window;
    private int shown;

    /** @param home the pool it goes back to. */
    OutputChunk(final ChunkPool home, final int capacity)
    {
        this.home = home;
        this.capacity = capacity;
        this.buffer = ByteBuffer.allocateDirect(capacity);
        this.address = BufferUtil.address(buffer);
        this.pin = null;
        this.window = null;
        assert OffHeap.NULL_ADDRESS != address;
    }

    /**
     * A full chunk whose bytes lie in a block of somebody else's.
     *
     * @param window an ordinary chunk, through which a selector shows the bytes to a socket; returned with this one.
     * @param pin    released with this chunk.
     */
    OutputChunk(final ChunkPool home, final OutputChunk window, final BlockPin pin, final int offset, final int length)
    {
        this.home = home;
        this.capacity = length;
        this.buffer = window.buffer;
        this.address = pin.address() + offset;
        this.pin = pin;
        this.window = window;
    }

    /**
     * @return the chunk's bytes; position and limit frame what is left to be written once {@link #open()} was called.
     *     Of a block of somebody else's, the next piece.
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
        if (null == window)
        {
            buffer.clear().limit(length);
        }
        else
        {
            showNext();
        }
    }

    /** @return true if there are bytes left to be written; the buffer holds the next ones then. Selector thread. */
    boolean hasMore()
    {
        if (!buffer.hasRemaining() && !isLastPiece())
        {
            showNext();
        }
        return buffer.hasRemaining();
    }

    /** @return false if more follows when the buffer has been written. */
    public boolean isLastPiece()
    {
        return null == window || shown == length;
    }

    private void showNext()
    {
        final int piece = Math.min(window.capacity, length - shown);
        OffHeap.copy(address + shown, window.address, piece);
        shown += piece;
        buffer.clear().limit(piece);
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
        if (null == window)
        {
            home.give(this);
        }
        else
        {
            home.give(window);
            pin.release();
        }
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

    /**
     * Moves the following chunk's bytes behind those that are there if they fit, wait for nothing more, and are not
     * traced. Both are open. Selector thread.
     */
    boolean takesIn(final OutputChunk following)
    {
        final boolean mayJoin = null == window && null == following.window && null == following.sample &&
            (UNGATED == following.gateSequence || gateSequence == following.gateSequence);
        if (!mayJoin || room() < following.length)
        {
            return false;
        }
        append(following.address, following.length);
        return true;
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
