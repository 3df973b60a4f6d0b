package io.ringbolt.engine.array;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * A node of an array's radix tree: 64 slots, of which only those in use take room. A leaf's words are values, those of
 * the other nodes references to nodes.
 * <pre>
 *   0          8        16
 *  +----------+--------+--------+---
 *  | presence | word   | word   | ...   one word for each bit set, in the order of the slots
 *  +----------+--------+--------+---
 * </pre>
 */
final class ArrayNode
{
    static final int SLOT_BITS = 6;
    static final int SLOT_COUNT = 1 << SLOT_BITS;
    static final int SLOT_MASK = SLOT_COUNT - 1;

    private static final int WORDS_OFFSET = 8;
    private static final int WORD_LENGTH = 8;

    private ArrayNode()
    {
    }

    /** An empty node with room for one word. */
    static long create(final Arena arena)
    {
        final long node = arena.allocate(length(1));
        arena.putLong(node, 0, 0);
        return node;
    }

    static long presence(final long address)
    {
        return OffHeap.getLong(address);
    }

    /** The slot of an index at a level, 0 being that of the leaves. */
    static int slot(final long index, final int level)
    {
        return (int)(index >>> level * SLOT_BITS) & SLOT_MASK;
    }

    static boolean has(final long presence, final int slot)
    {
        return (presence >>> slot & 1) != 0;
    }

    static int count(final long presence)
    {
        return Long.bitCount(presence);
    }

    /** Where among the words that of a slot is, or would be. */
    static int position(final long presence, final int slot)
    {
        return Long.bitCount(presence & (1L << slot) - 1);
    }

    static long word(final long address, final int position)
    {
        return OffHeap.getLong(wordAddress(address, position));
    }

    static long wordAddress(final long address, final int position)
    {
        return address + WORDS_OFFSET + (long)position * WORD_LENGTH;
    }

    static void word(final Arena arena, final long node, final int position, final long word)
    {
        arena.putLong(node, WORDS_OFFSET + (long)position * WORD_LENGTH, word);
    }

    /**
     * Puts a word into a slot that has none.
     *
     * @return the node's reference from now on.
     */
    static long open(final Arena arena, final long node, final int slot, final long word)
    {
        final long presence = presence(arena.address(node));
        final int count = count(presence);
        final int position = position(presence, slot);
        final long opened = arena.reallocate(node, length(count), length(count + 1));
        final long address = arena.writable(opened, 0, length(count + 1));
        OffHeap.copy(wordAddress(address, position), wordAddress(address, position + 1),
            (long)(count - position) * WORD_LENGTH);
        OffHeap.putLong(wordAddress(address, position), word);
        OffHeap.putLong(address, presence | 1L << slot);
        return opened;
    }

    /**
     * Takes the words out of the slots in {@code closed}, all of which have one, and not all that there are.
     *
     * @return the node's reference from now on.
     */
    static long close(final Arena arena, final long node, final long closed)
    {
        final long presence = presence(arena.address(node));
        final int count = count(presence);
        final long address = arena.writable(node, 0, length(count));
        int kept = position(presence, Long.numberOfTrailingZeros(closed));
        long rest = presence >>> Long.numberOfTrailingZeros(closed);
        int slot = Long.numberOfTrailingZeros(closed);
        for (int position = kept; position < count; position++)
        {
            final int skipped = Long.numberOfTrailingZeros(rest);
            slot += skipped;
            if (!has(closed, slot))
            {
                OffHeap.putLong(wordAddress(address, kept++), word(address, position));
            }
            rest = rest >>> skipped >>> 1;
            slot++;
        }
        OffHeap.putLong(address, presence & ~closed);
        return arena.reallocate(node, length(kept), length(kept));
    }

    /** Bytes that a node with {@code count} words takes. */
    static long length(final int count)
    {
        return WORDS_OFFSET + (long)count * WORD_LENGTH;
    }
}
