package io.ringbolt.engine.hyperloglog;

import io.ringbolt.engine.memory.OffHeap;
import org.agrona.BufferUtil;

import java.nio.ByteBuffer;

import static io.ringbolt.engine.hyperloglog.HyperLogLogDescriptor.HEADER_LENGTH;

/**
 * Changes registers of a sparse HyperLogLog, held in memory of its own, by Redis's rules of splitting and joining runs,
 * so that the same elements give the same bytes.
 */
final class SparseEditor
{
    /** What {@link #raise} comes to. */
    static final int UNCHANGED = 0;
    static final int CHANGED = 1;
    /** The register, or the length, is too great for the sparse form; nothing has changed. */
    static final int TOO_GREAT = 2;
    static final int CORRUPTED = -1;

    /** Runs behind the changed one, and before it, among which neighbours are joined. */
    private static final int JOINED_RUNS = 5;
    private static final int MAX_PIECES_LENGTH = 5;

    private final ByteBuffer pieces = ByteBuffer.allocateDirect(Long.BYTES);
    private final long piecesAddress = BufferUtil.address(pieces);
    private long address;
    private long end;
    private long maxLength = HyperLogLogDescriptor.MAX_SPARSE_LENGTH;

    /** @param length beyond which a HyperLogLog becomes dense. */
    void maxLength(final long length)
    {
        this.maxLength = length;
    }

    /** Turns to a HyperLogLog in memory that has room for a few bytes more. @return this. */
    SparseEditor wrap(final long valueAddress, final int valueLength)
    {
        this.address = valueAddress;
        this.end = valueAddress + valueLength;
        return this;
    }

    /** @return bytes of the value, header included. */
    int length()
    {
        return (int)(end - address);
    }

    /** Raises a register to {@code value} unless it has as much. */
    int raise(final int index, final int value)
    {
        if (value > SparseRegisters.MAX_VALUE)
        {
            return TOO_GREAT;
        }
        final long start = address + HEADER_LENGTH;
        long at = start;
        long previous = start;
        int first = 0;
        while (at < end && index >= first + SparseRegisters.runLength(at))
        {
            first += SparseRegisters.runLength(at);
            previous = at;
            at += SparseRegisters.codeLength(at);
        }
        if (at >= end || at + SparseRegisters.codeLength(at) > end)
        {
            return CORRUPTED;
        }
        if (SparseRegisters.value(at) >= value)
        {
            return UNCHANGED;
        }
        if (1 == SparseRegisters.runLength(at) && 1 == SparseRegisters.codeLength(at))
        {
            SparseRegisters.putValue(at, value, 1);
        }
        else if (!split(at, first, index, value))
        {
            return TOO_GREAT;
        }
        join(previous);
        return CHANGED;
    }

    /**
     * Puts in a run's place what is left of it on both sides of the register, and the register. @return
     * false if too long.
     */
    private boolean split(final long at, final int first, final int index, final int value)
    {
        final int before = index - first;
        final int behind = first + SparseRegisters.runLength(at) - 1 - index;
        final int old = SparseRegisters.value(at);
        long piece = putRun(piecesAddress, old, before);
        piece = putRun(SparseRegisters.putValue(piece, value, 1), old, behind);
        final int newLength = (int)(piece - piecesAddress);
        assert newLength <= MAX_PIECES_LENGTH : "length=" + newLength;
        final int oldLength = SparseRegisters.codeLength(at);
        if (newLength > oldLength && length() + newLength - oldLength > maxLength)
        {
            return false;
        }
        OffHeap.copy(at + oldLength, at + newLength, end - at - oldLength);
        OffHeap.copy(piecesAddress, at, newLength);
        end += newLength - oldLength;
        return true;
    }

    private static long putRun(final long at, final int value, final int runLength)
    {
        if (0 == runLength)
        {
            return at;
        }
        return 0 == value ? SparseRegisters.putZeros(at, runLength) : SparseRegisters.putValue(at, value, runLength);
    }

    private void join(final long from)
    {
        long at = from;
        for (int i = 0; i < JOINED_RUNS && at < end; i++)
        {
            if (!isJoinable(at))
            {
                at += SparseRegisters.codeLength(at);
                continue;
            }
            // the joined run may join the next one in its turn
            SparseRegisters.putValue(at + 1, SparseRegisters.value(at),
                SparseRegisters.runLength(at) + SparseRegisters.runLength(at + 1));
            OffHeap.copy(at + 1, at, end - at - 1);
            end--;
        }
    }

    private boolean isJoinable(final long at)
    {
        return SparseRegisters.isValue(at) && at + 1 < end && SparseRegisters.isValue(at + 1) &&
            SparseRegisters.value(at) == SparseRegisters.value(at + 1) &&
            SparseRegisters.runLength(at) + SparseRegisters.runLength(at + 1) <= SparseRegisters.MAX_VALUE_RUN;
    }
}
