package io.ringbolt.engine.set;

import io.ringbolt.engine.index.MemberBlock;
import io.ringbolt.engine.index.MemberTable;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.intset.IntSet;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.listpack.IntegerText;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;

/**
 * The ways from one encoding of a set to another: all members move, and the old form is freed.
 */
final class SetConversions
{
    private final Arena arena;
    private final MemberTable members;
    private final long scratch;
    private final ListPackElement element = new ListPackElement();

    /**
     * @param scratch an arena block of at least {@link IntegerText#MAX_LENGTH} bytes.
     */
    SetConversions(final Arena arena, final MemberTable members, final long scratch)
    {
        this.arena = arena;
        this.members = members;
        this.scratch = scratch;
    }

    /** From sorted integers or a listpack to a hash table. */
    void toTable(final ValueRef set)
    {
        final long table = members.create();
        final boolean isIntSet = set.encoding() == Encoding.INTSET;
        final long address = arena.address(set.root());
        final int count = isIntSet ? IntSet.count(address) : ListPack.count(address);
        int offset = isIntSet ? 0 : ListPack.first(address);
        for (int i = 0; i < count; i++)
        {
            if (isIntSet)
            {
                element.set(IntSet.get(address, i));
            }
            else
            {
                ListPack.read(address, offset, element);
                offset = ListPack.next(address, offset);
            }
            element.toText(arena.writable(scratch, 0, IntegerText.MAX_LENGTH));
            members.find(table, element.address(), element.length());
            members.insert(table, createBlock(element.address(), element.length()));
        }
        arena.free(set.root());
        set.set(Encoding.HASHTABLE, table);
    }

    /** A member's block for the hash table, owned by the caller. */
    long createBlock(final long memberAddress, final int memberLength)
    {
        final long length = MemberBlock.storedLength(memberLength);
        final long block = arena.allocate(length);
        MemberBlock.put(arena.writable(block, 0, length), memberAddress, memberLength);
        return block;
    }

    /** From sorted integers to a listpack. */
    void toPack(final ValueRef set)
    {
        final int count = IntSet.count(arena.address(set.root()));
        long pack = ListPack.create(arena);
        for (int i = 0; i < count; i++)
        {
            pack = ListPack.appendLong(arena, pack, IntSet.get(arena.address(set.root()), i));
        }
        arena.free(set.root());
        set.set(Encoding.LISTPACK, pack);
    }
}
