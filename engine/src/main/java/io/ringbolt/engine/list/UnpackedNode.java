package io.ringbolt.engine.list;

import io.ringbolt.engine.memory.Arena;

/**
 * A place for one reader to look at a packed node: a copy of what it holds, valid until the reader looks at the next.
 */
final class UnpackedNode
{
    private final Arena arena;
    private final ListCompression compression;
    private long ref = Arena.NULL_REF;

    UnpackedNode(final Arena arena, final ListCompression compression)
    {
        this.arena = arena;
        this.compression = compression;
    }

    /** @return the node's own block, or that of a copy if it is packed. */
    long blockOf(final long node)
    {
        if (!QuickListNode.isPacked(arena, node))
        {
            return QuickListNode.data(arena, node);
        }
        final int length = compression.rawLength(QuickListNode.data(arena, node));
        if (ref == Arena.NULL_REF || arena.usableLength(ref) < length)
        {
            release();
            ref = arena.allocate(length);
        }
        compression.copyTo(node, arena.writable(ref, 0, length));
        return ref;
    }

    void release()
    {
        if (ref != Arena.NULL_REF)
        {
            arena.free(ref);
            ref = Arena.NULL_REF;
        }
    }
}
