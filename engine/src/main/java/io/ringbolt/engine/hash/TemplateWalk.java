package io.ringbolt.engine.hash;

import io.ringbolt.engine.index.MemberBlock;
import io.ringbolt.engine.index.StoredBytes;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.listpack.IntegerText;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.BlockReader;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;

/**
 * A walk over the fields of a hash with a template as a {@link BlockReader} shows them, live or in a view.
 */
public final class TemplateWalk implements AutoCloseable
{
    private final BlockReader blocks;
    private final StoredBytes values;
    private final StoredBytes names;
    private final Scratch pack;
    private final long number;
    private final OffHeapAllocator allocator;
    private final ListPackElement value = new ListPackElement();
    private boolean isArray;
    private long root;
    private long content;
    private int offset;
    private int index;

    TemplateWalk(final BlockReader blocks, final StoredBytes values, final OffHeapAllocator allocator)
    {
        this.blocks = blocks;
        this.values = values;
        this.names = new StoredBytes(blocks, allocator);
        this.pack = new Scratch(allocator);
        this.allocator = allocator;
        this.number = allocator.allocate(IntegerText.MAX_LENGTH);
    }

    /** Begins before the first field. */
    TemplateWalk wrap(final int encoding, final long newRoot)
    {
        isArray = encoding == Encoding.TEMPLATE_ARRAY;
        root = newRoot;
        index = -1;
        long template;
        if (isArray)
        {
            template = blocks.getLong(root, 0);
        }
        else
        {
            final long address = pack.load(blocks, root, blocks.getInt(root, 0));
            offset = ListPack.first(address);
            ListPack.read(address, offset, value);
            template = value.longValue();
        }
        content = MemberBlock.bytes(
            names.wrap(template).loadBytes(HashTemplates.CONTENT_OFFSET) + HashTemplates.CONTENT_OFFSET);
        return this;
    }

    public int count()
    {
        return TemplateContent.count(content);
    }

    /** @return false behind the last field. */
    boolean next()
    {
        if (++index == count())
        {
            return false;
        }
        if (isArray)
        {
            final long address = values.wrap(
                blocks.getLong(root, TemplateFields.VALUES_OFFSET + (long)index * Long.BYTES)).loadBytes(0);
            value.set(MemberBlock.bytes(address), MemberBlock.length(address));
        }
        else
        {
            offset = ListPack.next(pack.address(), offset);
            ListPack.read(pack.address(), offset, value);
            value.toText(number);
        }
        return true;
    }

    long field()
    {
        return fieldAt(index);
    }

    int fieldLength()
    {
        return fieldLengthAt(index);
    }

    long value()
    {
        return value.address();
    }

    int valueLength()
    {
        return value.length();
    }

    /** The name of any of the fields, which are in the order of their lengths, then of their bytes. */
    public long fieldAt(final int place)
    {
        return TemplateContent.name(content, place);
    }

    public int fieldLengthAt(final int place)
    {
        return TemplateContent.nameLength(content, place);
    }

    /** The listpack of values, whose first element is a number that says nothing elsewhere. */
    public long packAddress()
    {
        return pack.address();
    }

    void trim()
    {
        names.trim();
        pack.trim();
    }

    @Override
    public void close()
    {
        names.close();
        pack.close();
        allocator.free(number, IntegerText.MAX_LENGTH);
    }
}
