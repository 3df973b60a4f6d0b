package io.ringbolt.engine.hash;

import io.ringbolt.engine.index.MemberBlock;
import io.ringbolt.engine.index.MemberViewCursor;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.keyspace.ExpiringHash;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.ArenaView;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;

/**
 * A walk over all fields of a hash as it was when a view was opened, those included that had expired and not been
 * removed, with the times at which they expire. For whoever writes a snapshot; owned by the view's reader. What it
 * hands out is valid until the next step.
 */
public final class HashViewCursor implements AutoCloseable
{
    private static final int FIRST_BYTES = 1024;
    /** A block has at least these, and the length of its field lies in them. */
    private static final int FIRST_READ = 8;

    private final ArenaView view;
    private final OffHeapAllocator allocator;
    private final MemberViewCursor members;
    private final ListPackElement element = new ListPackElement();
    private long buffer;
    private int bufferLength = FIRST_BYTES;
    private boolean isPack;
    private boolean isExpiring;
    private int offset;
    private long expiresAtMs;

    public HashViewCursor(final ArenaView view, final OffHeapAllocator allocator)
    {
        this.view = view;
        this.allocator = allocator;
        this.members = new MemberViewCursor(view, allocator);
        this.buffer = allocator.allocate(bufferLength);
    }

    /**
     * Begins before the first field.
     *
     * @param root as {@link io.ringbolt.engine.keyspace.KeyspaceCursor#root()} gives it.
     */
    public HashViewCursor wrap(final int encoding, final long root)
    {
        isExpiring = Encoding.hasFieldExpiry(encoding);
        isPack = encoding == Encoding.LISTPACK || encoding == Encoding.LISTPACK_EX;
        expiresAtMs = FieldBlock.NEVER;
        final long fields = isExpiring ? view.getLong(root, ExpiringHash.FIELDS_OFFSET) : root;
        if (isPack)
        {
            final int length = view.getInt(fields, 0);
            reserve(length);
            view.read(fields, 0, length, buffer);
            offset = ListPack.first(buffer);
        }
        else
        {
            members.wrap(fields);
        }
        return this;
    }

    /** Fields of the hash. */
    public long count()
    {
        return isPack ?
            ListPack.count(buffer) / (isExpiring ? PackedFields.TRIPLE : PackedFields.PAIR) : members.count();
    }

    /** The listpack's bytes as they are, of a hash that is one: pairs, or triples in the order of their times. */
    public long packAddress()
    {
        return buffer;
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
        ListPack.read(buffer, offset, field);
        int last = ListPack.next(buffer, offset);
        ListPack.read(buffer, last, value);
        if (isExpiring)
        {
            last = ListPack.next(buffer, last);
            ListPack.read(buffer, last, element);
            expiresAtMs = element.longValue();
        }
        offset = ListPack.next(buffer, last);
        return true;
    }

    private boolean nextBlock(final ListPackElement field, final ListPackElement value)
    {
        final long block = members.next();
        if (block == Arena.NULL_REF)
        {
            return false;
        }
        readBlock(block);
        field.set(FieldBlock.field(buffer), FieldBlock.fieldLength(buffer));
        value.set(FieldBlock.value(buffer), FieldBlock.valueLength(buffer));
        expiresAtMs = FieldBlock.expiresAtMs(buffer);
        return true;
    }

    /** Reads a block in steps, since its length follows from its content; no byte behind it is read. */
    private void readBlock(final long block)
    {
        view.read(block, 0, FIRST_READ, buffer);
        final int fieldLength = MemberBlock.length(buffer);
        final long wordOffset = FieldBlock.valueOffset(fieldLength);
        int word = 0;
        byte part;
        int partCount = 0;
        do
        {
            part = view.getByte(block, wordOffset + partCount);
            word |= (part & 0x7F) << 7 * partCount++;
        }
        while (part < 0);
        final int length = (int)FieldBlock.length(fieldLength, word);
        reserve(length);
        view.read(block, 0, length, buffer);
    }

    /** Whether the field that {@link #next} has come to expires. */
    public boolean hasExpiry()
    {
        return expiresAtMs != FieldBlock.NEVER;
    }

    /** When the field expires, ms since 1970; only with {@link #hasExpiry()}. */
    public long expiresAtMs()
    {
        return expiresAtMs;
    }

    private void reserve(final int length)
    {
        if (length > bufferLength)
        {
            allocator.free(buffer, bufferLength);
            buffer = OffHeap.NULL_ADDRESS;
            buffer = allocator.allocate(length);
            bufferLength = length;
        }
    }

    @Override
    public void close()
    {
        members.close();
        allocator.free(buffer, bufferLength);
    }
}
