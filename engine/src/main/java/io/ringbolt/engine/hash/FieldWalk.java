package io.ringbolt.engine.hash;

import io.ringbolt.engine.index.MemberBlock;
import io.ringbolt.engine.index.MemberTableWalk;
import io.ringbolt.engine.index.StoredBytes;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.keyspace.ExpiringHash;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.BlockReader;
import io.ringbolt.engine.memory.OffHeapAllocator;

/**
 * A walk over the fields of a hash in a table or with a template, and the way to the listpack of a small one, as a
 * {@link BlockReader} shows them, live or in a view. Fields that have expired and have not been removed yet are among
 * them.
 */
public final class FieldWalk implements AutoCloseable
{
    private final BlockReader blocks;
    private final MemberTableWalk table;
    private final StoredBytes block;
    private final TemplateWalk template;
    private boolean isTemplate;
    private long address;

    public FieldWalk(
        final BlockReader blocks, final MemberTableWalk table, final StoredBytes block,
        final OffHeapAllocator allocator)
    {
        this.blocks = blocks;
        this.table = table;
        this.block = block;
        this.template = new TemplateWalk(blocks, block, allocator);
    }

    /** The listpack or the table to which the root of a hash leads. */
    public long fields(final int encoding, final long root)
    {
        return Encoding.hasFieldExpiry(encoding) ? blocks.getLong(root, ExpiringHash.FIELDS_OFFSET) : root;
    }

    /** When the first field of a hash that has field expiry expires; {@link Long#MAX_VALUE} if none does. */
    public long earliestMs(final long root)
    {
        return blocks.getLong(root, ExpiringHash.EARLIEST_OFFSET);
    }

    /** The way to the names and values of a hash with a template. */
    public TemplateWalk template()
    {
        return template;
    }

    /** Begins before the first field of a hash that is no listpack of fields. */
    public FieldWalk wrap(final int encoding, final long root)
    {
        isTemplate = Encoding.isTemplate(encoding);
        if (isTemplate)
        {
            template.wrap(encoding, root);
            return this;
        }
        table.wrap(fields(encoding, root));
        return this;
    }

    public long count()
    {
        return isTemplate ? template.count() : table.count();
    }

    /** @return false behind the last field. */
    public boolean next()
    {
        if (isTemplate)
        {
            return template.next();
        }
        final long ref = table.next();
        if (Arena.NULL_REF == ref)
        {
            return false;
        }
        final long start = block.wrap(ref).loadBytes(0);
        final long valueOffset = FieldBlock.valueOffset(FieldBlock.fieldLength(start));
        final long head = block.loadNumber(valueOffset);
        final int word = MemberBlock.length(head + valueOffset);
        final long length = valueOffset + MemberBlock.prefixLength(word) +
            (0 == (word & 1) ? 0 : FieldBlock.EXPIRY_LENGTH) + (word >>> 1);
        address = block.loadTo(length);
        return true;
    }

    public long field()
    {
        return isTemplate ? template.field() : FieldBlock.field(address);
    }

    public int fieldLength()
    {
        return isTemplate ? template.fieldLength() : FieldBlock.fieldLength(address);
    }

    public long value()
    {
        return isTemplate ? template.value() : FieldBlock.value(address);
    }

    public int valueLength()
    {
        return isTemplate ? template.valueLength() : FieldBlock.valueLength(address);
    }

    /** When the field expires, ms since 1970; 0 if it never does. */
    public long expiresAtMs()
    {
        return isTemplate ? FieldBlock.NEVER : FieldBlock.expiresAtMs(address);
    }

    /** Gives memory back that is more than usual values need. */
    public void trim()
    {
        template.trim();
    }

    @Override
    public void close()
    {
        template.close();
    }
}
