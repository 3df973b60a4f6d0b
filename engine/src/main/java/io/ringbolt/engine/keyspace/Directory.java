package io.ringbolt.engine.keyspace;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * Finds the segment of a hash: a root indexed by the hash's first bits, leaves indexed by the next ones.
 * <pre>
 *   root word   0-39 leaf reference      40-47 bits of its index    48-55 depth: bits of the hash before its index
 *   leaf word   0-39 segment reference   40-47 depth: bits all its hashes share    48-55 lines of 64 bytes
 * </pre>
 * A leaf has at most 4096 words, and splits when it needs more, so deepening copies 32 KiB at most; the root doubles
 * when a leaf splits that it reaches through one word only, and has 4096 words at a thousand million keys.
 */
final class Directory
{
    static final int MAX_DEPTH = 24;

    private static final int MAX_LEAF_BITS = 12;
    private static final int BITS_SHIFT = 40;
    private static final int DEPTH_SHIFT = 48;
    private static final long REF_MASK = EntryBlock.REF_MASK;

    private final Arena arena;
    private long rootRef;
    private int rootBits;
    private long bytes;

    Directory(final Arena arena)
    {
        this.arena = arena;
    }

    static long segmentRef(final long word)
    {
        return word & REF_MASK;
    }

    static int depth(final long word)
    {
        return (int)(word >>> 40) & 0xFF;
    }

    static int lines(final long word)
    {
        return (int)(word >>> 48) & 0xFF;
    }

    static long word(final long segmentRef, final int depth, final int lines)
    {
        return segmentRef | (long)depth << 40 | (long)lines << 48;
    }

    static int bitsOf(final long hash, final int depth, final int bits)
    {
        return (int)(hash << depth >>> 1 >>> 63 - bits);
    }

    static long leafRef(final long rootWord)
    {
        return rootWord & REF_MASK;
    }

    static int leafBits(final long rootWord)
    {
        return (int)(rootWord >>> BITS_SHIFT) & 0xFF;
    }

    static int leafDepth(final long rootWord)
    {
        return (int)(rootWord >>> DEPTH_SHIFT) & 0xFF;
    }

    boolean isEmpty()
    {
        return Arena.NULL_REF == rootRef;
    }

    long rootRef()
    {
        return rootRef;
    }

    int rootBits()
    {
        return rootBits;
    }

    long bytes()
    {
        return bytes;
    }

    /** Word of the segment that a hash belongs to; 0 while the directory is empty. */
    long find(final long hash)
    {
        if (Arena.NULL_REF == rootRef)
        {
            return 0;
        }
        final long rootWord = rootWord(hash);
        final int index = bitsOf(hash, leafDepth(rootWord), leafBits(rootWord));
        return OffHeap.getLong(arena.address(leafRef(rootWord)) + ((long)index << 3));
    }

    long rootWord(final long hash)
    {
        return OffHeap.getLong(arena.address(rootRef) + ((long)bitsOf(hash, 0, rootBits) << 3));
    }

    /** Makes every word that leads to the hashes sharing {@code depth} bits with {@code hash} lead to a segment. */
    void put(final long hash, final long segmentRef, final int depth, final int lines)
    {
        if (Arena.NULL_REF == rootRef)
        {
            rootRef = allocate(0);
            arena.putLong(rootRef, 0, allocate(0));
        }
        final long rootWord = rootWord(hash);
        final int spare = leafDepth(rootWord) + leafBits(rootWord) - depth;
        assert spare >= 0 && depth >= leafDepth(rootWord) : "depth=" + depth;
        final int first = bitsOf(hash, leafDepth(rootWord), leafBits(rootWord)) & -1 << spare;
        fill(leafRef(rootWord), first, 1 << spare, word(segmentRef, depth, lines));
    }

    /** Whether two segments of this depth that differ in its last bit lie in one leaf and so can be merged. */
    boolean mayMerge(final long hash, final int depth)
    {
        return depth > leafDepth(rootWord(hash));
    }

    /** Makes the directory tell apart hashes that differ only in the last of their first {@code depth} bits. */
    void deepen(final long hash, final int depth)
    {
        if (depth > MAX_DEPTH)
        {
            throw new IllegalStateException("key table too deep: depth=" + depth + " hash=" + hash);
        }
        long rootWord = rootWord(hash);
        while (leafDepth(rootWord) + leafBits(rootWord) < depth)
        {
            if (leafBits(rootWord) < MAX_LEAF_BITS)
            {
                doubleLeaf(hash, rootWord);
            }
            else
            {
                splitLeaf(hash, rootWord);
            }
            rootWord = rootWord(hash);
        }
    }

    private void doubleLeaf(final long hash, final long rootWord)
    {
        final int bits = leafBits(rootWord);
        final long leaf = allocate(bits + 1);
        final long source = arena.address(leafRef(rootWord));
        final long target = arena.writable(leaf, 0, 16L << bits);
        for (int i = 0; i < 1 << bits; i++)
        {
            final long word = OffHeap.getLong(source + ((long)i << 3));
            OffHeap.putLong(target + ((long)i << 4), word);
            OffHeap.putLong(target + ((long)i << 4) + 8, word);
        }
        free(leafRef(rootWord), bits);
        putLeaf(hash, leaf, bits + 1, leafDepth(rootWord));
    }

    private void splitLeaf(final long hash, final long rootWord)
    {
        final int depth = leafDepth(rootWord);
        if (depth == rootBits)
        {
            doubleRoot();
        }
        final int bits = leafBits(rootWord) - 1;
        final long half = 8L << bits;
        final long source = arena.address(leafRef(rootWord));
        final long bit = Long.MIN_VALUE >>> depth;
        for (int side = 0; side < 2; side++)
        {
            final long leaf = allocate(bits);
            arena.copyIn(leaf, 0, source + side * half, half);
            putLeaf(0 == side ? hash & ~bit : hash | bit, leaf, bits, depth + 1);
        }
        free(leafRef(rootWord), bits + 1);
    }

    private void doubleRoot()
    {
        final long root = allocate(rootBits + 1);
        final long source = arena.address(rootRef);
        for (int i = 0; i < 1 << rootBits; i++)
        {
            final long word = OffHeap.getLong(source + ((long)i << 3));
            arena.putLong(root, (long)i << 4, word);
            arena.putLong(root, ((long)i << 4) + 8, word);
        }
        free(rootRef, rootBits);
        rootRef = root;
        rootBits++;
    }

    private void putLeaf(final long hash, final long leaf, final int bits, final int depth)
    {
        final int spare = rootBits - depth;
        final int first = bitsOf(hash, 0, rootBits) & -1 << spare;
        fill(rootRef, first, 1 << spare, leaf | (long)bits << BITS_SHIFT | (long)depth << DEPTH_SHIFT);
    }

    private void fill(final long ref, final int first, final int count, final long word)
    {
        final long address = arena.writable(ref, (long)first << 3, (long)count << 3);
        for (int i = 0; i < count; i++)
        {
            OffHeap.putLong(address + ((long)i << 3), word);
        }
    }

    private long allocate(final int bits)
    {
        final long ref = arena.allocate(8L << bits);
        bytes += 8L << bits;
        return ref;
    }

    private void free(final long ref, final int bits)
    {
        arena.free(ref);
        bytes -= 8L << bits;
    }

    /** Forgets everything without freeing it. */
    void detach()
    {
        rootRef = Arena.NULL_REF;
        rootBits = 0;
        bytes = 0;
    }
}
