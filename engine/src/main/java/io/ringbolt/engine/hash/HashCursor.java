package io.ringbolt.engine.hash;

import io.ringbolt.engine.index.MemberIterator;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;

/**
 * A walk over all fields of a hash that does not change meanwhile.
 */
public final class HashCursor
{
    private final Hashes hashes;
    private final MemberIterator iterator;
    private boolean isPack;
    private long pack;
    private int offset;

    public HashCursor(final Hashes hashes)
    {
        this.hashes = hashes;
        this.iterator = new MemberIterator(hashes.members);
    }

    /** Begins before the first field. */
    public HashCursor wrap(final ValueRef hash)
    {
        isPack = hashes.isPack(hash);
        if (isPack)
        {
            pack = hash.root();
            offset = ListPack.first(hashes.arena.address(pack));
        }
        else
        {
            iterator.wrap(hash.root());
        }
        return this;
    }

    /**
     * @return false behind the last field.
     */
    public boolean next(final ListPackElement field, final ListPackElement value)
    {
        return isPack ? nextPacked(field, value) : nextBlock(field, value);
    }

    private boolean nextPacked(final ListPackElement field, final ListPackElement value)
    {
        if (offset == ListPack.NONE)
        {
            return false;
        }
        final long address = hashes.arena.address(pack);
        ListPack.read(address, offset, field);
        final int valueOffset = ListPack.next(address, offset);
        ListPack.read(address, valueOffset, value);
        offset = ListPack.next(address, valueOffset);
        return true;
    }

    private boolean nextBlock(final ListPackElement field, final ListPackElement value)
    {
        final long block = iterator.next();
        if (block == Arena.NULL_REF)
        {
            return false;
        }
        hashes.readField(block, field);
        hashes.readValue(block, value);
        return true;
    }
}
