package io.ringbolt.engine.hash;

import io.ringbolt.engine.index.MemberTable;
import io.ringbolt.engine.index.RefTreeCursor;
import io.ringbolt.engine.memory.Arena;

/**
 * A large hash in a table of {@link FieldBlock}s, with a tree of those that expire beside it once there are any. A
 * field that expires costs about 6 bytes for its time and 6 for its place in the tree. Every change costs O(log
 * expiring fields).
 */
final class TableFields
{
    final MemberTable members;

    private final Arena arena;
    private final FieldTree trees;
    private final RefTreeCursor first;
    private long foundBlock;

    TableFields(final Arena arena, final long hashSeed)
    {
        this.arena = arena;
        this.members = new MemberTable(arena, hashSeed, 0);
        this.trees = new FieldTree(arena);
        this.first = new RefTreeCursor(trees);
    }

    long createTree()
    {
        return trees.create();
    }

    /** Finds a field's block, or {@link Arena#NULL_REF}, and remembers its place. */
    long find(final long table, final long fieldAddress, final int fieldLength)
    {
        foundBlock = members.find(table, fieldAddress, fieldLength);
        return foundBlock;
    }

    /** The block that {@link #find} has found. */
    long foundBlock()
    {
        return foundBlock;
    }

    /**
     * Gives the field that {@link #find} has found, or just missed, a value and a time.
     *
     * @param tree        0 as long as no field of the hash expires.
     * @param expiresAtMs {@link FieldBlock#NEVER} for none.
     */
    void put(
        final long table, final long tree, final long fieldAddress, final int fieldLength,
        final long valueAddress, final int valueLength, final long expiresAtMs)
    {
        final long old = foundBlock;
        final long length = FieldBlock.length(fieldLength, valueLength, expiresAtMs);
        if (old != Arena.NULL_REF)
        {
            leaveTree(tree, old);
        }
        if (old != Arena.NULL_REF && arena.usableLength(old) == Arena.blockLength(length))
        {
            final long offset = FieldBlock.valueOffset(fieldLength);
            FieldBlock.putValue(
                arena.writable(old, offset, length - offset), expiresAtMs, valueAddress, valueLength);
        }
        else
        {
            foundBlock = arena.allocate(length);
            final long address = arena.writable(foundBlock, 0, length);
            FieldBlock.putValue(FieldBlock.putField(address, fieldAddress, fieldLength),
                expiresAtMs, valueAddress, valueLength);
            replace(table, old);
        }
        if (expiresAtMs != FieldBlock.NEVER)
        {
            trees.insert(tree, foundBlock);
        }
    }

    private void replace(final long table, final long old)
    {
        if (old == Arena.NULL_REF)
        {
            members.insert(table, foundBlock);
        }
        else
        {
            members.replaceFound(table, foundBlock);
            arena.free(old);
        }
    }

    /** Gives the field that was found another time; its value stays. */
    void expireFound(final long table, final long tree, final long expiresAtMs)
    {
        final long address = arena.address(foundBlock);
        put(table, tree, FieldBlock.field(address), FieldBlock.fieldLength(address),
            FieldBlock.value(address), FieldBlock.valueLength(address), expiresAtMs);
    }

    /** Removes the field that was found. */
    void removeFound(final long table, final long tree)
    {
        leaveTree(tree, foundBlock);
        members.removeFound(table);
        arena.free(foundBlock);
    }

    private void leaveTree(final long tree, final long block)
    {
        if (tree != Arena.NULL_REF && FieldBlock.expiresAtMs(arena.address(block)) != FieldBlock.NEVER)
        {
            trees.remove(tree, block);
        }
    }

    /** The block of the field that expires first, or {@link Arena#NULL_REF}. */
    long firstExpiring(final long tree)
    {
        return first.wrap(tree, 0).block();
    }

    long earliestMs(final long tree)
    {
        final long block = firstExpiring(tree);
        return block == Arena.NULL_REF ? Long.MAX_VALUE : FieldBlock.expiresAtMs(arena.address(block));
    }

    /** Fields that have a time, be it past. */
    long expiringCount(final long tree)
    {
        return tree == Arena.NULL_REF ? 0 : trees.size(tree);
    }

    /** A walk over the fields that have a time, in its order. */
    RefTreeCursor treeCursor()
    {
        return new RefTreeCursor(trees);
    }

    /** Fields whose time has come. */
    long expiredCount(final long tree, final long nowMs)
    {
        return trees.rankOfKey(tree, nowMs, false);
    }

    /** Copies a table, and enters the fields that expire into a new tree. */
    long copyOf(final long table, final long newTree)
    {
        return members.copyOf(table, block ->
        {
            if (FieldBlock.expiresAtMs(arena.address(block)) != FieldBlock.NEVER)
            {
                trees.insert(newTree, block);
            }
        });
    }

    long bytes(final long table, final long tree, final long sampleCount)
    {
        return members.bytes(table, sampleCount) + (tree == Arena.NULL_REF ? 0 : trees.bytes(tree, sampleCount));
    }

    /**
     * Frees a tree's nodes in bounded steps. @return what is left of the budget; the tree is gone if that is above 0.
     */
    int releaseTree(final long tree, final int budget)
    {
        return trees.release(tree, budget);
    }

    static boolean isExpired(final long expiresAtMs, final long nowMs)
    {
        return expiresAtMs != FieldBlock.NEVER && expiresAtMs < nowMs;
    }

    /** The time of a block. */
    long expiresAtMs(final long block)
    {
        return FieldBlock.expiresAtMs(arena.address(block));
    }

    /** Enters a field that is not in the table. */
    void insert(
        final long table, final long tree, final long fieldAddress, final int fieldLength,
        final long valueAddress, final int valueLength, final long expiresAtMs)
    {
        find(table, fieldAddress, fieldLength);
        put(table, tree, fieldAddress, fieldLength, valueAddress, valueLength, expiresAtMs);
    }
}
