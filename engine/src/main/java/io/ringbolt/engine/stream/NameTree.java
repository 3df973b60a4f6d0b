package io.ringbolt.engine.stream;

import io.ringbolt.engine.index.RefTree;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * Blocks that carry a name, in the order of the names' bytes: a stream's groups, a group's consumers, a stream's
 * producers. A block keeps its name behind what else is in it: its length in four bytes, then its bytes.
 */
final class NameTree extends RefTree
{
    /** Stands for the name that is searched; no block has this reference. */
    private static final long PROBE = -1;
    static final int LENGTH_BYTES = 4;

    private final int nameOffset;
    private long probeAddress;
    private int probeLength;

    /** @param nameOffset where in a block the name's length stands. */
    NameTree(final Arena arena, final int nameOffset)
    {
        super(arena);
        this.nameOffset = nameOffset;
    }

    /** Allocates a block with a name; what stands before the name is zero. */
    long createBlock(final long address, final int length)
    {
        final long block = arena.allocate(nameOffset + LENGTH_BYTES + (long)length);
        arena.fill(block, 0, nameOffset, (byte)0);
        arena.putInt(block, nameOffset, length);
        arena.copyIn(block, nameOffset + LENGTH_BYTES, address, length);
        return block;
    }

    /**
     * @return the block of that name, or {@link Arena#NULL_REF}.
     */
    long find(final long tree, final long address, final int length)
    {
        probeAddress = address;
        probeLength = length;
        final long block = floor(tree, PROBE);
        return block != Arena.NULL_REF && compareTie(block, PROBE) == 0 ? block : Arena.NULL_REF;
    }

    long nameAddress(final long block)
    {
        return block == PROBE ? probeAddress : arena.address(block) + nameOffset + LENGTH_BYTES;
    }

    int nameLength(final long block)
    {
        return block == PROBE ? probeLength : OffHeap.getInt(arena.address(block) + nameOffset);
    }

    /** Bytes of a block up to the end of its name. */
    long blockLength(final long block)
    {
        return nameOffset + LENGTH_BYTES + (long)nameLength(block);
    }

    @Override
    protected long orderKey(final long block)
    {
        final long address = nameAddress(block);
        final int length = Math.min(Long.BYTES, nameLength(block));
        long key = 0;
        for (int i = 0; i < length; i++)
        {
            key |= (OffHeap.getByte(address + i) & 0xFFL) << 56 - 8 * i;
        }
        return key ^ Long.MIN_VALUE;
    }

    @Override
    protected int compareTie(final long block, final long otherBlock)
    {
        return OffHeap.compare(nameAddress(block), nameLength(block), nameAddress(otherBlock), nameLength(otherBlock));
    }
}
