package io.ringbolt.engine.rdb;

import io.ringbolt.engine.array.SparseArrays;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.listpack.IntegerText;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * Reads arrays: how many values, the newest insertion if there was one, then each index with its value, which
 * says what it is.
 */
final class ArrayDecoder implements AutoCloseable
{
    private static final int MIN_VALUE_LENGTH = 3;

    private final SparseArrays arrays;
    private final Scratch text;
    private final ListPackElement element = new ListPackElement();

    ArrayDecoder(final OffHeapAllocator allocator, final SparseArrays arrays)
    {
        this.arrays = arrays;
        this.text = new Scratch(allocator);
    }

    /** Reads an array; after a fault {@code out} holds what there is, to be released. */
    void read(final RdbReader reader, final ValueRef out)
    {
        final long count = reader.readCount(MIN_VALUE_LENGTH);
        final long hasInserted = reader.readLength();
        final long inserted = 1 == hasInserted ? reader.readLength() : SparseArrays.NO_INDEX;
        if (0 == count || hasInserted > 1 || hasInserted < 0)
        {
            reader.fail();
        }
        if (reader.hasFailed())
        {
            return;
        }
        arrays.create(out);
        arrays.insertIndex(out, inserted);
        for (long i = 0; i < count && !reader.hasFailed(); i++)
        {
            final long index = reader.readLength();
            readValue(reader);
            if (!reader.hasFailed() &&
                (SparseArrays.NO_INDEX == index || !arrays.set(out, index, element.address(), element.length())))
            {
                reader.fail();
            }
        }
    }

    private void readValue(final RdbReader reader)
    {
        switch ((int)reader.readLength())
        {
            case RdbType.ARRAY_INTEGER ->
            {
                final long address = text.reserve(IntegerText.MAX_LENGTH);
                element.set(address, IntegerText.format(reader.readLong(), address));
            }
            case RdbType.ARRAY_DOUBLE -> readDouble(reader);
            case RdbType.ARRAY_STRING, RdbType.ARRAY_SHORT_STRING -> reader.readText(RdbReader.FIRST, element);
            default -> reader.fail();
        }
    }

    /** A number that Redis keeps as a double when its shortest text is the one that was given. */
    private void readDouble(final RdbReader reader)
    {
        final double value = reader.readDouble();
        if (!Double.isFinite(value))
        {
            reader.fail();
            return;
        }
        final byte[] digits = new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString()
            .getBytes(StandardCharsets.US_ASCII);
        final long address = text.reserve(digits.length);
        OffHeap.copyIn(digits, 0, address, digits.length);
        element.set(address, digits.length);
    }

    @Override
    public void close()
    {
        text.close();
    }
}
