package io.ringbolt.engine.bitmap;

import io.ringbolt.engine.memory.OffHeap;
import org.agrona.BufferUtil;

import java.nio.ByteBuffer;

/**
 * A short stretch of BITOP's result while it is computed, small enough to stay in the first-level cache however many
 * sources there are. Sources that end within the stretch, or before it, go on as zeros.
 */
final class BitBlock
{
    static final int LENGTH = 2048;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(3 * LENGTH);
    private final long result = BufferUtil.address(memory);
    private final long repeated = result + LENGTH;
    private final long padded = repeated + LENGTH;
    private int length;

    /** Begins a stretch of so many bytes, all zeros. */
    void begin(final int stretchLength)
    {
        this.length = stretchLength;
        OffHeap.set(result, LENGTH, (byte)0);
        OffHeap.set(repeated, LENGTH, (byte)0);
    }

    /** @return where the result stands. */
    long address()
    {
        return result;
    }

    /** Takes a source's bytes as they are. */
    void set(final long source, final long sourceLength)
    {
        final int part = (int)Math.max(0, Math.min(length, sourceLength));
        OffHeap.copy(source, result, part);
        OffHeap.set(result + part, LENGTH - part, (byte)0);
    }

    void and(final long source, final long sourceLength)
    {
        final long bytes = whole(source, sourceLength);
        for (int i = 0; i < length; i += Long.BYTES)
        {
            OffHeap.putLong(result + i, OffHeap.getLong(result + i) & OffHeap.getLong(bytes + i));
        }
    }

    void or(final long source, final long sourceLength)
    {
        final long bytes = whole(source, sourceLength);
        for (int i = 0; i < length; i += Long.BYTES)
        {
            OffHeap.putLong(result + i, OffHeap.getLong(result + i) | OffHeap.getLong(bytes + i));
        }
    }

    void xor(final long source, final long sourceLength)
    {
        final long bytes = whole(source, sourceLength);
        for (int i = 0; i < length; i += Long.BYTES)
        {
            OffHeap.putLong(result + i, OffHeap.getLong(result + i) ^ OffHeap.getLong(bytes + i));
        }
    }

    /** Like {@link #or}, and notes the bits that were there before. */
    void orNotingRepeated(final long source, final long sourceLength)
    {
        final long bytes = whole(source, sourceLength);
        for (int i = 0; i < length; i += Long.BYTES)
        {
            final long seen = OffHeap.getLong(result + i);
            final long more = OffHeap.getLong(bytes + i);
            OffHeap.putLong(repeated + i, OffHeap.getLong(repeated + i) | seen & more);
            OffHeap.putLong(result + i, seen | more);
        }
    }

    /** Takes away what was noted as repeated. */
    void dropRepeated()
    {
        for (int i = 0; i < length; i += Long.BYTES)
        {
            OffHeap.putLong(result + i, OffHeap.getLong(result + i) & ~OffHeap.getLong(repeated + i));
        }
    }

    /** Takes away what a source has. */
    void andNot(final long source, final long sourceLength)
    {
        final long bytes = whole(source, sourceLength);
        for (int i = 0; i < length; i += Long.BYTES)
        {
            OffHeap.putLong(result + i, OffHeap.getLong(result + i) & ~OffHeap.getLong(bytes + i));
        }
    }

    void not()
    {
        for (int i = 0; i < length; i += Long.BYTES)
        {
            OffHeap.putLong(result + i, ~OffHeap.getLong(result + i));
        }
    }

    /**
     * @return where at least this stretch's bytes, in whole words, can be read: the source, or a padded
     * copy of its end.
     */
    private long whole(final long source, final long sourceLength)
    {
        if (sourceLength >= length && 0 == (length & Long.BYTES - 1))
        {
            return source;
        }
        final int part = (int)Math.max(0, Math.min(length, sourceLength));
        OffHeap.copy(source, padded, part);
        OffHeap.set(padded + part, LENGTH - part, (byte)0);
        return padded;
    }
}
