package io.ringbolt.engine.hash;

import io.ringbolt.engine.index.MemberBlock;
import io.ringbolt.engine.index.MemberTable;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * The templates of a server: sets of field names that hashes share, each kept once and as long as a hash has these
 * fields or a client has prepared them for HIMPORT. Owned by the engine thread; a view shows templates as they were.
 * <pre>
 *   0       8      16     24
 *  +-------+------+------+-------+
 *  | table | seed | keys | bytes |             the registry: all templates, and sums over them
 *  +-------+------+------+-------+
 *   0          8      16      24
 *  +----------+------+-------+----------------+---------
 *  | registry | keys | holds | content length | content      a template, see TemplateContent
 *  +----------+------+-------+----------------+---------
 * </pre>
 * Whoever frees or copies hashes finds the registry through the template.
 */
public final class HashTemplates
{
    private static final int SEED_OFFSET = 8;
    private static final int KEYS_OFFSET = 16;
    private static final int BYTES_OFFSET = 24;
    private static final int REGISTRY_LENGTH = 32;
    private static final int TEMPLATE_KEYS_OFFSET = 8;
    private static final int TEMPLATE_HOLDS_OFFSET = 16;
    static final int CONTENT_OFFSET = 24;

    private final Arena arena;
    private MemberTable members;
    private long registry = Arena.NULL_REF;

    /** Without a registry, until templates are met. */
    HashTemplates(final Arena arena)
    {
        this.arena = arena;
    }

    /** With a registry of its own. */
    public HashTemplates(final Arena arena, final long hashSeed)
    {
        this(arena);
        members = new MemberTable(arena, hashSeed, CONTENT_OFFSET);
        registry = arena.allocate(REGISTRY_LENGTH);
        arena.fill(registry, 0, REGISTRY_LENGTH, (byte)0);
        arena.putLong(registry, 0, members.create());
        arena.putLong(registry, SEED_OFFSET, hashSeed);
    }

    /** Different templates. */
    public long count()
    {
        return members.count(table());
    }

    /** Hashes that have one. */
    public long keyCount()
    {
        return OffHeap.getLong(arena.address(registry) + KEYS_OFFSET);
    }

    /** What templates take, without the values of the hashes. */
    public long bytes()
    {
        return OffHeap.getLong(arena.address(registry) + BYTES_OFFSET);
    }

    /** The names of a template's fields. */
    long content(final long template)
    {
        return MemberBlock.bytes(arena.address(template) + CONTENT_OFFSET);
    }

    /** Hashes that have this template. */
    long keyCount(final long template)
    {
        return OffHeap.getLong(arena.address(template) + TEMPLATE_KEYS_OFFSET);
    }

    /** The template of that content, or {@link Arena#NULL_REF}. */
    long find(final long contentAddress)
    {
        return members.find(table(), contentAddress, (int)TemplateContent.length(contentAddress));
    }

    /** The template of that content, made if there is none; the caller adds a key to it or holds it. */
    long intern(final long contentAddress)
    {
        final int length = (int)TemplateContent.length(contentAddress);
        final long known = find(contentAddress);
        if (known != Arena.NULL_REF)
        {
            return known;
        }
        final long blockLength = CONTENT_OFFSET + MemberBlock.storedLength(length);
        final long template = arena.allocate(blockLength);
        final long address = arena.writable(template, 0, blockLength);
        OffHeap.putLong(address, registry);
        OffHeap.putLong(address + TEMPLATE_KEYS_OFFSET, 0);
        OffHeap.putLong(address + TEMPLATE_HOLDS_OFFSET, 0);
        MemberBlock.put(address + CONTENT_OFFSET, contentAddress, length);
        members.insert(table(), template);
        add(registry, BYTES_OFFSET, arena.usableLength(template));
        return template;
    }

    /** A hash has the template from now on. */
    void addKey(final long template)
    {
        meet(template);
        add(template, TEMPLATE_KEYS_OFFSET, 1);
        add(registry, KEYS_OFFSET, 1);
    }

    /** A hash has the template no more. */
    void dropKey(final long template)
    {
        meet(template);
        add(registry, KEYS_OFFSET, -1);
        add(template, TEMPLATE_KEYS_OFFSET, -1);
        freeIfUnused(template);
    }

    /** Keeps a template without a hash. */
    void hold(final long template)
    {
        add(template, TEMPLATE_HOLDS_OFFSET, 1);
    }

    void letGo(final long template)
    {
        add(template, TEMPLATE_HOLDS_OFFSET, -1);
        freeIfUnused(template);
    }

    private void freeIfUnused(final long template)
    {
        final long address = arena.address(template);
        if (OffHeap.getLong(address + TEMPLATE_KEYS_OFFSET) == 0 &&
            OffHeap.getLong(address + TEMPLATE_HOLDS_OFFSET) == 0)
        {
            final long found = members.find(table(), content(template), MemberBlock.length(address + CONTENT_OFFSET));
            assert found == template : "template=" + template + " found=" + found;
            members.removeFound(table());
            add(registry, BYTES_OFFSET, -arena.usableLength(template));
            arena.free(template);
        }
    }

    private void meet(final long template)
    {
        final long home = OffHeap.getLong(arena.address(template));
        if (home != registry)
        {
            assert registry == Arena.NULL_REF : "registry=" + registry + " home=" + home;
            registry = home;
            members = new MemberTable(
                arena, OffHeap.getLong(arena.address(home) + SEED_OFFSET), CONTENT_OFFSET);
        }
    }

    private long table()
    {
        return OffHeap.getLong(arena.address(registry));
    }

    private void add(final long block, final int offset, final long delta)
    {
        final long address = arena.writable(block, offset, Long.BYTES);
        OffHeap.putLong(address, OffHeap.getLong(address) + delta);
    }
}
