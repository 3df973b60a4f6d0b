package io.ringbolt.engine.hash;

import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;

/**
 * A small hash in a listpack: pairs of field and value, or, once fields expire, triples of field, value and time.
 * <p>
 * Triples are in the order of their times; those that never expire, whose time is {@link FieldBlock#NEVER}, come last.
 * So the first triple says when the hash's timer rings, and the bytes are those of Redis's {@code listpackex}.
 */
final class PackedFields
{
    static final int PAIR = 2;
    static final int TRIPLE = 3;

    private final Arena arena;
    private final ListPackElement element = new ListPackElement();
    private int foundOffset;
    private long foundExpiresAtMs;

    PackedFields(final Arena arena)
    {
        this.arena = arena;
    }

    /** Finds a field and remembers its place. */
    boolean find(final long pack, final int stride, final long fieldAddress, final int fieldLength)
    {
        final long address = arena.address(pack);
        foundOffset = ListPack.find(address, ListPack.first(address), fieldAddress, fieldLength, stride);
        if (foundOffset == ListPack.NONE)
        {
            return false;
        }
        foundExpiresAtMs = stride == PAIR ? FieldBlock.NEVER :
            time(address, ListPack.next(address, ListPack.next(address, foundOffset)));
        return true;
    }

    /** When the field that was found expires, or {@link FieldBlock#NEVER}. */
    long foundExpiresAtMs()
    {
        return foundExpiresAtMs;
    }

    void readFoundValue(final long pack, final ListPackElement out)
    {
        final long address = arena.address(pack);
        ListPack.read(address, ListPack.next(address, foundOffset), out);
    }

    /** Gives the field that was found another value, and keeps its time. @return the listpack, which may have moved. */
    long replaceFoundValue(final long pack, final long valueAddress, final int valueLength)
    {
        final int offset = ListPack.next(arena.address(pack), foundOffset);
        return ListPack.replace(arena, pack, offset, valueAddress, valueLength);
    }

    /** Adds a field that is not there and does not expire. */
    long append(
        final long pack, final int stride, final long fieldAddress, final int fieldLength,
        final long valueAddress, final int valueLength)
    {
        final long withField = ListPack.append(arena, pack, fieldAddress, fieldLength);
        final long withValue = ListPack.append(arena, withField, valueAddress, valueLength);
        return stride == PAIR ? withValue : ListPack.appendLong(arena, withValue, FieldBlock.NEVER);
    }

    /** Gives the field that was found, of triples, another time and the place that goes with it. */
    long expireFound(final long pack, final long expiresAtMs)
    {
        final int timeOffset = timeOffset(arena.address(pack), foundOffset);
        final long changed = ListPack.replaceLong(arena, pack, timeOffset, expiresAtMs);
        final long address = arena.address(changed);
        final int until = ListPack.after(address, timeOffset);
        ListPack.move(arena, changed, foundOffset, until, place(address, expiresAtMs, foundOffset));
        return changed;
    }

    /** Where a triple of this time belongs: before the first other one that is later. */
    private int place(final long address, final long expiresAtMs, final int ownOffset)
    {
        int offset = ListPack.first(address);
        while (offset != ListPack.NONE && expiresAtMs != FieldBlock.NEVER)
        {
            final int timeOffset = timeOffset(address, offset);
            final long time = time(address, timeOffset);
            if (offset != ownOffset && (time == FieldBlock.NEVER || time > expiresAtMs))
            {
                return offset;
            }
            offset = ListPack.next(address, timeOffset);
        }
        return ListPack.end(address);
    }

    long removeFound(final long pack, final int stride)
    {
        return ListPack.remove(arena, pack, foundOffset, stride);
    }

    /** When the first of the triples expires; {@link Long#MAX_VALUE} if none does. */
    long earliestMs(final long pack)
    {
        final long address = arena.address(pack);
        if (ListPack.isEmpty(address))
        {
            return Long.MAX_VALUE;
        }
        final long time = time(address, timeOffset(address, ListPack.first(address)));
        return time == FieldBlock.NEVER ? Long.MAX_VALUE : time;
    }

    /** Triples whose time has come. */
    int expiredCount(final long pack, final long nowMs)
    {
        final long address = arena.address(pack);
        int count = 0;
        int offset = ListPack.first(address);
        while (offset != ListPack.NONE)
        {
            final int timeOffset = timeOffset(address, offset);
            final long time = time(address, timeOffset);
            if (time == FieldBlock.NEVER || time >= nowMs)
            {
                break;
            }
            count++;
            offset = ListPack.next(address, timeOffset);
        }
        return count;
    }

    long time(final long address, final int timeOffset)
    {
        ListPack.read(address, timeOffset, element);
        return element.longValue();
    }

    private static int timeOffset(final long address, final int fieldOffset)
    {
        return ListPack.next(address, ListPack.next(address, fieldOffset));
    }
}
