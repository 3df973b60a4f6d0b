package io.ringbolt.engine.hyperloglog;

import io.ringbolt.engine.memory.OffHeap;
import org.agrona.BufferUtil;

import java.nio.ByteBuffer;

import static io.ringbolt.engine.hyperloglog.HyperLogLogDescriptor.DENSE;
import static io.ringbolt.engine.hyperloglog.HyperLogLogDescriptor.DENSE_LENGTH;
import static io.ringbolt.engine.hyperloglog.HyperLogLogDescriptor.HEADER_LENGTH;
import static io.ringbolt.engine.hyperloglog.HyperLogLogDescriptor.INDEX_BITS;
import static io.ringbolt.engine.hyperloglog.HyperLogLogDescriptor.MAX_SPARSE_LENGTH;
import static io.ringbolt.engine.hyperloglog.HyperLogLogDescriptor.RANK_BITS;
import static io.ringbolt.engine.hyperloglog.HyperLogLogDescriptor.REGISTER_COUNT;
import static io.ringbolt.engine.hyperloglog.HyperLogLogDescriptor.SPARSE;

/**
 * A HyperLogLog being changed, in memory of its own; and the union of several, one byte a register. The one place that
 * knows when a sparse one becomes dense.
 */
public final class HyperLogLogs
{
    private static final int SPARE = 16;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(2 * MAX_SPARSE_LENGTH + REGISTER_COUNT + 2 * SPARE);
    private final long address = BufferUtil.address(memory);
    private final long converted = address + MAX_SPARSE_LENGTH + SPARE;
    private final long union = converted + MAX_SPARSE_LENGTH + SPARE;
    private final SparseEditor editor = new SparseEditor();
    private int length;
    private boolean isDense;

    /** @param maxLength beyond which a HyperLogLog becomes dense. */
    public void maxSparseLength(final long maxLength)
    {
        editor.maxLength(Math.min(maxLength, MAX_SPARSE_LENGTH));
    }

    /** @return whether the value, which begins as a HyperLogLog, has all registers. */
    static boolean isSound(final long valueAddress, final int valueLength)
    {
        return DENSE == HyperLogLogDescriptor.encoding(valueAddress) || valueLength <= MAX_SPARSE_LENGTH &&
            SparseRegisters.isSound(valueAddress + HEADER_LENGTH, valueAddress + valueLength);
    }

    /** @return the register of an element. */
    public static int index(final long hash)
    {
        return (int)hash & REGISTER_COUNT - 1;
    }

    /** @return what an element raises its register to. */
    public static int rank(final long hash)
    {
        return Long.numberOfTrailingZeros(hash >>> INDEX_BITS | 1L << RANK_BITS) + 1;
    }

    /** Begins with an empty one. */
    public void create()
    {
        length = SparseRegisters.create(address);
        isDense = false;
    }

    /** Begins with a copy of one, sound or not, of at most {@link HyperLogLogDescriptor#MAX_SPARSE_LENGTH} bytes. */
    void load(final long valueAddress, final int valueLength)
    {
        OffHeap.copy(valueAddress, address, valueLength);
        length = valueLength;
        isDense = DENSE == HyperLogLogDescriptor.encoding(valueAddress);
    }

    public long address()
    {
        return address;
    }

    public int length()
    {
        return length;
    }

    /**
     * Raises a register.
     *
     * @return {@link SparseEditor#CHANGED}, {@link SparseEditor#UNCHANGED} or {@link SparseEditor#CORRUPTED}.
     */
    public int raise(final int index, final int value)
    {
        if (!isDense)
        {
            final int outcome = editor.wrap(address, length).raise(index, value);
            length = editor.length();
            if (SparseEditor.TOO_GREAT != outcome)
            {
                return outcome;
            }
            if (!isSound(address, length))
            {
                return SparseEditor.CORRUPTED;
            }
            toDense();
        }
        if (DenseRegisters.get(address, index) >= value)
        {
            return SparseEditor.UNCHANGED;
        }
        DenseRegisters.put(address + DenseRegisters.byteOffset(index), index, value);
        return SparseEditor.CHANGED;
    }

    /** Makes it dense if it is not; it is sound. */
    public void toDense()
    {
        if (isDense)
        {
            return;
        }
        OffHeap.set(converted, REGISTER_COUNT, (byte)0);
        SparseRegisters.mergeInto(converted, address + HEADER_LENGTH, address + length);
        DenseRegisters.pack(converted, address);
        OffHeap.putByte(address + HyperLogLogDescriptor.ENCODING_OFFSET, (byte)DENSE);
        length = DENSE_LENGTH;
        isDense = true;
    }

    /** Makes the union empty. */
    void beginUnion()
    {
        OffHeap.set(union, REGISTER_COUNT, (byte)0);
    }

    /** Joins a sound HyperLogLog to the union. */
    void join(final long valueAddress, final int valueLength)
    {
        if (SPARSE == HyperLogLogDescriptor.encoding(valueAddress))
        {
            SparseRegisters.mergeInto(union, valueAddress + HEADER_LENGTH, valueAddress + valueLength);
        }
        else
        {
            DenseRegisters.mergeInto(union, valueAddress);
        }
    }

    /** Raises all registers to those of the union, which is above them. */
    void raiseToUnion()
    {
        for (int i = 0; i < REGISTER_COUNT && !isDense; i += Long.BYTES)
        {
            if (0 != OffHeap.getLong(union + i))
            {
                raiseEight(i);
            }
        }
        if (isDense)
        {
            DenseRegisters.pack(union, address);
        }
    }

    private void raiseEight(final int first)
    {
        for (int i = first; i < first + Long.BYTES; i++)
        {
            if (0 != OffHeap.getByte(union + i))
            {
                raise(i, OffHeap.getByte(union + i));
            }
        }
    }

    /** @return the union's registers, one byte each. */
    long unionAddress()
    {
        return union;
    }
}
