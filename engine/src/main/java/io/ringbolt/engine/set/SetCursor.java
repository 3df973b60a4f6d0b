package io.ringbolt.engine.set;

import io.ringbolt.engine.index.MemberIterator;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.intset.IntSet;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;

/**
 * A walk over all members of a set that does not change meanwhile.
 */
public final class SetCursor
{
    private final Sets sets;
    private final Arena arena;
    private final MemberIterator iterator;
    private int encoding;
    private long root;
    private int position;

    public SetCursor(final Sets sets)
    {
        this.sets = sets;
        this.arena = sets.arena;
        this.iterator = new MemberIterator(sets.members);
    }

    /** Begins before the first member. */
    public SetCursor wrap(final ValueRef set)
    {
        encoding = set.encoding();
        root = set.root();
        position = 0;
        if (encoding == Encoding.HASHTABLE)
        {
            iterator.wrap(root);
        }
        else if (encoding == Encoding.LISTPACK)
        {
            position = ListPack.first(arena.address(root));
        }
        return this;
    }

    /**
     * @return false behind the last member.
     */
    public boolean next(final ListPackElement out)
    {
        return switch (encoding)
        {
            case Encoding.INTSET -> nextInteger(out);
            case Encoding.LISTPACK -> nextPacked(out);
            default -> nextBlock(out);
        };
    }

    private boolean nextInteger(final ListPackElement out)
    {
        final long address = arena.address(root);
        if (position >= IntSet.count(address))
        {
            return false;
        }
        out.set(IntSet.get(address, position++));
        return true;
    }

    private boolean nextPacked(final ListPackElement out)
    {
        if (position == ListPack.NONE)
        {
            return false;
        }
        final long address = arena.address(root);
        ListPack.read(address, position, out);
        position = ListPack.next(address, position);
        return true;
    }

    private boolean nextBlock(final ListPackElement out)
    {
        final long block = iterator.next();
        if (block == Arena.NULL_REF)
        {
            return false;
        }
        sets.read(block, out);
        return true;
    }

    /** Whether another set has the member that the last call has come to, which may become text by that. */
    boolean isIn(final ValueRef other, final ListPackElement member)
    {
        return encoding == Encoding.HASHTABLE && other.encoding() == Encoding.HASHTABLE ?
            iterator.isLastIn(other.root()) : sets.contains(other, member);
    }
}
