package io.ringbolt.engine.array;

import io.ringbolt.engine.listpack.IntegerText;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * One value of an array as a word: an integer of 62 bits, up to seven bytes of text, or the reference of a block with
 * more. The two lowest bits tell which.
 * <pre>
 *   01   integer, in the upper 62 bits
 *   10   reference of a block: length as int, then the bytes; in bits 2 to 41
 *   11   text: length in bits 2 to 4, the bytes from the second byte of the word on
 * </pre>
 */
final class ArrayValue
{
    private static final int KIND_MASK = 3;
    private static final int KIND_BITS = 2;
    private static final int INTEGER = 1;
    private static final int BLOCK = 2;
    private static final int TEXT = 3;
    private static final int MAX_TEXT_LENGTH = 7;
    private static final int LENGTH_MASK = 7;
    static final int BYTES_OFFSET = 4;
    private static final long MAX_INTEGER = (1L << 61) - 1;

    private ArrayValue()
    {
    }

    /** Stores bytes. @return the word that stands for them. */
    static long create(final Arena arena, final long address, final int length)
    {
        if (IntegerText.isInteger(address, length))
        {
            final long value = IntegerText.parse(address, length);
            if (-MAX_INTEGER <= value && value <= MAX_INTEGER)
            {
                return value << KIND_BITS | INTEGER;
            }
        }
        if (length <= MAX_TEXT_LENGTH)
        {
            long word = TEXT | (long)length << KIND_BITS;
            for (int i = 0; i < length; i++)
            {
                word |= (long)OffHeap.getUnsignedByte(address + i) << (i + 1) * Byte.SIZE;
            }
            return word;
        }
        final long block = arena.allocate((long)BYTES_OFFSET + length);
        arena.putInt(block, 0, length);
        arena.copyIn(block, BYTES_OFFSET, address, length);
        return block << KIND_BITS | BLOCK;
    }

    /** Frees what a word refers to. */
    static void free(final Arena arena, final long word)
    {
        if (isBlock(word))
        {
            arena.free(word >>> KIND_BITS);
        }
    }

    /** @return a word that stands for the same bytes and shares nothing with {@code word}. */
    static long copyOf(final Arena arena, final long word)
    {
        if (!isBlock(word))
        {
            return word;
        }
        final long address = arena.address(word >>> KIND_BITS);
        return create(arena, address + BYTES_OFFSET, OffHeap.getInt(address));
    }

    static boolean isBlock(final long word)
    {
        return (word & KIND_MASK) == BLOCK;
    }

    /** Bytes of the arena that a word refers to. */
    static long bytes(final Arena arena, final long word)
    {
        return isBlock(word) ? arena.usableLength(word >>> KIND_BITS) : 0;
    }

    /** Reads the value whose word lies at {@code wordAddress}, which the element may point into. */
    static void read(final Arena arena, final long wordAddress, final ListPackElement out)
    {
        final long word = OffHeap.getLong(wordAddress);
        if (isBlock(word))
        {
            final long address = arena.address(block(word));
            out.set(address + BYTES_OFFSET, OffHeap.getInt(address));
        }
        else
        {
            readInline(wordAddress, out);
        }
    }

    /** As {@link #read} of a word that refers to no block. */
    static void readInline(final long wordAddress, final ListPackElement out)
    {
        final long word = OffHeap.getLong(wordAddress);
        if ((word & KIND_MASK) == INTEGER)
        {
            out.set(word >> KIND_BITS);
        }
        else
        {
            out.set(wordAddress + 1, (int)(word >>> KIND_BITS) & LENGTH_MASK);
        }
    }

    /** The block that a word refers to. */
    static long block(final long word)
    {
        return word >>> KIND_BITS;
    }
}
