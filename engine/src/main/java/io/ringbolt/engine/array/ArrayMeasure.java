package io.ringbolt.engine.array;

import io.ringbolt.engine.memory.Arena;

/**
 * Counts the bytes that an array's nodes and values take, all of them or a sample that stands for them.
 */
final class ArrayMeasure
{
    private final Arena arena;
    private final long sampleCount;
    private long seenCount;

    ArrayMeasure(final Arena arena, final long sampleCount)
    {
        this.arena = arena;
        this.sampleCount = sampleCount;
    }

    /** @param count values in the array. */
    long bytes(final long root, final int level, final long count)
    {
        final long seenBytes = walk(root, level);
        return seenCount == count ? seenBytes : (long)((double)seenBytes / seenCount * count);
    }

    private long walk(final long node, final int level)
    {
        final long address = arena.address(node);
        final int count = ArrayNode.count(ArrayNode.presence(address));
        long bytes = arena.usableLength(node);
        for (int i = 0; i < count && (level == 0 || seenCount < sampleCount || seenCount == 0); i++)
        {
            final long word = ArrayNode.word(address, i);
            bytes += level == 0 ? ArrayValue.bytes(arena, word) : walk(word, level - 1);
        }
        seenCount += level == 0 ? count : 0;
        return bytes;
    }
}
