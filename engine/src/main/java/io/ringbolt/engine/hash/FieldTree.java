package io.ringbolt.engine.hash;

import io.ringbolt.engine.index.RefTree;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * The order in which the fields of a large hash expire: by their time, then by the field's bytes.
 */
final class FieldTree extends RefTree
{
    FieldTree(final Arena arena)
    {
        super(arena);
    }

    @Override
    protected long orderKey(final long block)
    {
        return FieldBlock.expiresAtMs(arena.address(block));
    }

    @Override
    protected int compareTie(final long block, final long otherBlock)
    {
        final long address = arena.address(block);
        final long other = arena.address(otherBlock);
        return OffHeap.compare(FieldBlock.field(address), FieldBlock.fieldLength(address),
            FieldBlock.field(other), FieldBlock.fieldLength(other));
    }
}
