package io.ringbolt.engine.zset;

import io.ringbolt.engine.command.Doubles;
import io.ringbolt.engine.index.MemberBlock;
import io.ringbolt.engine.index.MemberTable;
import io.ringbolt.engine.index.RefCondition;
import io.ringbolt.engine.index.RefTreeCursor;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.listpack.IntegerText;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.BlockReader;
import io.ringbolt.engine.memory.OffHeap;

/**
 * What can be done with a sorted set, whichever way it is stored: a small listpack, or blocks of score and member that
 * a hash table finds by member and a tree keeps in order. Knows the thresholds. Bytes handed in are copied and must not
 * lie in the set itself; an element handed out is valid until the next change.
 */
/*
 * The root of the large form, reported as skiplist, is a block of two references: table 8 | tree 8. Both share the
 * member blocks, which the table owns: with 12-byte members 24 bytes a block, below 8 in the table, below 7 in the
 * tree.
 */
public final class SortedSets implements AutoCloseable
{
    public static final int DEFAULT_MAX_LISTPACK_ENTRIES = 128;
    public static final int DEFAULT_MAX_LISTPACK_VALUE = 64;

    private static final int TREE_OFFSET = 8;
    private static final int HEADER_LENGTH = 16;
    /** Bytes in a listpack around a member and its score, at most. */
    private static final int PACK_OVERHEAD = 20;

    final Arena arena;
    final ScoreTree trees;
    final PackedScores packed;

    private final MemberTable members;
    private final RefTreeCursor cursor;
    private final long scratch;
    private final ListPackElement element = new ListPackElement();
    private int maxListPackEntries = DEFAULT_MAX_LISTPACK_ENTRIES;
    private int maxListPackValue = DEFAULT_MAX_LISTPACK_VALUE;
    private final RefCondition isWithinLimit = this::isWithinLimit;
    private double score;
    private long limitAddress;
    private int limitLength;
    private int limitOrder;
    private int foundOffset;
    private long foundBlock;

    public SortedSets(final Arena arena, final long hashSeed)
    {
        this.arena = arena;
        this.trees = new ScoreTree(arena);
        this.members = new MemberTable(arena, hashSeed, ScoreTree.MEMBER_OFFSET);
        this.cursor = new RefTreeCursor(trees);
        this.scratch = arena.allocate(2 * ScoreText.MAX_LENGTH);
        this.packed = new PackedScores(arena, scratch);
    }

    /** Takes over new thresholds; sorted sets adapt as they grow. */
    public void limits(final int listPackEntries, final int listPackValue)
    {
        maxListPackEntries = listPackEntries;
        maxListPackValue = listPackValue;
    }

    /** Makes {@code out} an empty sorted set. */
    public void create(final int firstMemberLength, final ValueRef out)
    {
        if (maxListPackEntries == 0 || firstMemberLength > maxListPackValue)
        {
            out.set(Encoding.SKIPLIST, createHeader());
        }
        else
        {
            out.set(Encoding.LISTPACK, ListPack.create(arena));
        }
    }

    /** Makes {@code out} an empty sorted set in the encoding that suits so many short members. */
    void createFor(final long expectedCount, final ValueRef out)
    {
        if (expectedCount > maxListPackEntries)
        {
            out.set(Encoding.SKIPLIST, createHeader());
        }
        else
        {
            out.set(Encoding.LISTPACK, ListPack.create(arena));
        }
    }

    public long count(final ValueRef sortedSet)
    {
        return isPack(sortedSet) ? ListPack.count(arena.address(sortedSet.root())) / 2 :
            members.count(table(sortedSet.root()));
    }

    /**
     * Finds a member, whose score is then {@link #score()}, and remembers its place for {@link #add} and {@link
     * #update}.
     */
    public boolean find(final ValueRef sortedSet, final long memberAddress, final int memberLength)
    {
        if (isPack(sortedSet))
        {
            final long address = arena.address(sortedSet.root());
            foundOffset = PackedScores.find(address, memberAddress, memberLength);
            if (foundOffset == ListPack.NONE)
            {
                return false;
            }
            score = packed.score(address, foundOffset);
            return true;
        }
        foundBlock = members.find(table(sortedSet.root()), memberAddress, memberLength);
        if (foundBlock == Arena.NULL_REF)
        {
            return false;
        }
        score = OffHeap.getDouble(arena.address(foundBlock));
        return true;
    }

    /** The score of the member that {@link #find} has found. */
    public double score()
    {
        return score;
    }

    /**
     * Adds the member that {@link #find} has just missed.
     *
     * @param newScore any but NaN.
     */
    public void add(
        final ValueRef sortedSet, final long memberAddress, final int memberLength, final double newScore)
    {
        if (isPack(sortedSet) && (count(sortedSet) >= maxListPackEntries || memberLength > maxListPackValue ||
            !ListPack.hasRoom(arena.address(sortedSet.root()), memberLength + ScoreText.MAX_LENGTH, 2)))
        {
            toTree(sortedSet);
            find(sortedSet, memberAddress, memberLength);
        }
        if (isPack(sortedSet))
        {
            sortedSet.root(packed.insert(sortedSet.root(), memberAddress, memberLength, newScore));
        }
        else
        {
            insert(sortedSet.root(), memberAddress, memberLength, newScore);
        }
    }

    /**
     * Changes the score of the member that {@link #find} has just found.
     *
     * @param newScore any but NaN.
     */
    public void update(
        final ValueRef sortedSet, final long memberAddress, final int memberLength, final double newScore)
    {
        if (isPack(sortedSet))
        {
            final long without = ListPack.remove(arena, sortedSet.root(), foundOffset, 2);
            sortedSet.root(packed.insert(without, memberAddress, memberLength, newScore));
            return;
        }
        final long tree = tree(sortedSet.root());
        trees.remove(tree, foundBlock);
        OffHeap.putDouble(arena.writable(foundBlock, 0, Double.BYTES), newScore);
        trees.insert(tree, foundBlock);
    }

    /**
     * Removes a member.
     *
     * @return false if the sorted set does not have it.
     */
    public boolean remove(final ValueRef sortedSet, final long memberAddress, final int memberLength)
    {
        if (!find(sortedSet, memberAddress, memberLength))
        {
            return false;
        }
        if (isPack(sortedSet))
        {
            sortedSet.root(ListPack.remove(arena, sortedSet.root(), foundOffset, 2));
        }
        else
        {
            trees.remove(tree(sortedSet.root()), foundBlock);
            members.removeFound(table(sortedSet.root()));
            arena.free(foundBlock);
        }
        return true;
    }

    /**
     * Finds a member's rank in ascending order, and its {@link #score()}.
     *
     * @return the rank, or -1 if the sorted set does not have the member.
     */
    public long rank(final ValueRef sortedSet, final long memberAddress, final int memberLength)
    {
        if (!find(sortedSet, memberAddress, memberLength))
        {
            return -1;
        }
        return isPack(sortedSet) ? PackedScores.rank(arena.address(sortedSet.root()), foundOffset) :
            trees.rank(tree(sortedSet.root()), foundBlock);
    }

    /** Number of members whose score is below the given one or, inclusive, not above it. */
    public long rankOfScore(final ValueRef sortedSet, final double limit, final boolean inclusive)
    {
        return isPack(sortedSet) ? packed.rankOfScore(arena.address(sortedSet.root()), limit, inclusive) :
            trees.rankOfKey(tree(sortedSet.root()), ScoreTree.orderKey(limit), inclusive);
    }

    /**
     * Number of members that are below the given one or, inclusive, not above it, provided that all scores are the
     * same.
     */
    public long rankOfMember(
        final ValueRef sortedSet, final long memberAddress, final int memberLength, final boolean inclusive)
    {
        if (isPack(sortedSet))
        {
            return packed.rankOfMember(arena.address(sortedSet.root()), memberAddress, memberLength, inclusive,
                arena.writable(scratch, 0, ScoreText.MAX_LENGTH));
        }
        limitAddress = memberAddress;
        limitLength = memberLength;
        limitOrder = inclusive ? 1 : 0;
        return trees.partition(tree(sortedSet.root()), isWithinLimit);
    }

    private boolean isWithinLimit(final long block)
    {
        return trees.compareMember(block, limitAddress, limitLength) < limitOrder;
    }

    /**
     * Removes members by rank, all of which exist.
     */
    public void removeRange(final ValueRef sortedSet, final long rank, final long count)
    {
        if (isPack(sortedSet))
        {
            if (count > 0)
            {
                final int offset = ListPack.seek(arena.address(sortedSet.root()), (int)rank * 2);
                sortedSet.root(ListPack.remove(arena, sortedSet.root(), offset, (int)count * 2));
            }
            return;
        }
        for (long i = 0; i < count; i++)
        {
            final long block = cursor.wrap(tree(sortedSet.root()), rank).block();
            final long member = arena.address(block) + ScoreTree.MEMBER_OFFSET;
            remove(sortedSet, MemberBlock.bytes(member), MemberBlock.length(member));
        }
    }

    /** The table of a sorted set in encoding {@code skiplist}, for a scan. */
    public long table(final long root)
    {
        return OffHeap.getLong(arena.address(root));
    }

    public MemberTable members()
    {
        return members;
    }

    public void readMember(final long block, final ListPackElement out)
    {
        final long member = arena.address(block) + ScoreTree.MEMBER_OFFSET;
        out.set(MemberBlock.bytes(member), MemberBlock.length(member));
    }

    public double readScore(final long block)
    {
        return OffHeap.getDouble(arena.address(block));
    }

    /** Makes a copy that shares nothing with the sorted set. */
    public long copyOf(final int encoding, final long root)
    {
        if (encoding == Encoding.LISTPACK)
        {
            return ListPack.copyOf(arena, arena.address(root));
        }
        final long tree = trees.create();
        final long table = members.copyOf(table(root), block -> trees.insert(tree, block));
        return createHeader(table, tree);
    }

    /**
     * Bytes of a sorted set in the arena.
     *
     * @param sampleCount members to look at, more or less; the others are reckoned like these.
     */
    public long bytes(final ValueRef sortedSet, final long sampleCount)
    {
        final long root = sortedSet.root();
        return isPack(sortedSet) ? arena.usableLength(root) : arena.usableLength(root) +
            trees.bytes(tree(root), sampleCount) + members.bytes(table(root), sampleCount);
    }

    /**
     * Frees a sorted set in bounded steps.
     *
     * @param budget blocks to free in this call, more or less.
     * @return what is left of the budget; the sorted set is gone if that is above 0.
     */
    public int release(final ValueRef sortedSet, final int budget)
    {
        final long root = sortedSet.root();
        if (isPack(sortedSet))
        {
            arena.free(root);
            return Math.max(1, budget - 1);
        }
        int rest = budget;
        if (tree(root) != Arena.NULL_REF)
        {
            rest = trees.release(tree(root), budget);
            if (rest == 0)
            {
                return 0;
            }
            arena.putLong(root, TREE_OFFSET, Arena.NULL_REF);
        }
        rest = members.release(table(root), rest);
        if (rest > 0)
        {
            arena.free(root);
        }
        return rest;
    }

    @Override
    public void close()
    {
        arena.free(scratch);
    }

    /** The tree of a sorted set in encoding {@code skiplist}, as a reader of blocks shows it. */
    public static long tree(final BlockReader blocks, final long root)
    {
        return blocks.getLong(root, TREE_OFFSET);
    }

    /** The score that an element of a listpack stands for; NaN if it is none. */
    public static double score(final ListPackElement element)
    {
        return element.isInteger() ? element.longValue() : Doubles.parse(element.address(), element.length());
    }

    boolean isPack(final ValueRef sortedSet)
    {
        return sortedSet.encoding() == Encoding.LISTPACK;
    }

    long tree(final long root)
    {
        return OffHeap.getLong(arena.address(root) + TREE_OFFSET);
    }

    private long createHeader()
    {
        return createHeader(members.create(), trees.create());
    }

    /** The root of a table and a tree that share their blocks. */
    long createHeader(final long table, final long tree)
    {
        final long root = arena.allocate(HEADER_LENGTH);
        arena.putLong(root, 0, table);
        arena.putLong(root, TREE_OFFSET, tree);
        return root;
    }

    /** Turns a listpack into the large form. */
    public void toTree(final ValueRef sortedSet)
    {
        final long root = createHeader();
        final long address = arena.address(sortedSet.root());
        int offset = ListPack.first(address);
        while (offset != ListPack.NONE)
        {
            final double memberScore = packed.score(address, offset);
            ListPack.read(address, offset, element);
            element.toText(arena.writable(scratch, 0, IntegerText.MAX_LENGTH));
            members.find(table(root), element.address(), element.length());
            insert(root, element.address(), element.length(), memberScore);
            offset = ListPack.next(address, ListPack.next(address, offset));
        }
        arena.free(sortedSet.root());
        sortedSet.set(Encoding.SKIPLIST, root);
    }

    private void insert(final long root, final long memberAddress, final int memberLength, final double newScore)
    {
        final long block = createBlock(memberAddress, memberLength, newScore);
        members.insert(table(root), block);
        trees.insert(tree(root), block);
    }

    /** A block for the table and the tree, owned by the caller. */
    long createBlock(final long memberAddress, final int memberLength, final double newScore)
    {
        final long length = ScoreTree.MEMBER_OFFSET + MemberBlock.storedLength(memberLength);
        final long block = arena.allocate(length);
        final long address = arena.writable(block, 0, length);
        OffHeap.putDouble(address, newScore);
        MemberBlock.put(address + ScoreTree.MEMBER_OFFSET, memberAddress, memberLength);
        return block;
    }

    /** Says whether a listpack suits so many members of such lengths. */
    boolean fitsIntoPack(final long count, final int longestMember, final long textLength)
    {
        return count <= maxListPackEntries && longestMember <= maxListPackValue &&
            textLength + count * (ScoreText.MAX_LENGTH + PACK_OVERHEAD) < ListPack.MAX_LENGTH;
    }
}
