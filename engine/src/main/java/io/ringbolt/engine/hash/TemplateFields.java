package io.ringbolt.engine.hash;

import io.ringbolt.engine.index.MemberBlock;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * A hash whose field names are a template's: its values in the order of the names, in a listpack behind the template's
 * reference, or in blocks of their own where there are many or one is long. A field that comes or goes takes the hash
 * to another template, which costs O(fields).
 * <pre>
 *   0          8       12         16
 *  +----------+-------+----------+-----------------------------+
 *  | template | count | reserved | ref of each value's block   |     the root of the second form; a block has the
 *  +----------+-------+----------+-----------------------------+     value's length and bytes, see MemberBlock
 * </pre>
 */
final class TemplateFields
{
    static final int COUNT_OFFSET = 8;
    static final int VALUES_OFFSET = 16;
    private static final int FIRST_VALUE = 1;

    private final Arena arena;
    private final HashTemplates templates;
    private final ListPackElement element = new ListPackElement();
    private int foundIndex;

    TemplateFields(final Arena arena, final HashTemplates templates)
    {
        this.arena = arena;
        this.templates = templates;
    }

    static boolean isTemplate(final ValueRef hash)
    {
        return Encoding.isTemplate(hash.encoding());
    }

    /** The template of a hash. */
    long template(final int encoding, final long root)
    {
        final long address = arena.address(root);
        if (encoding == Encoding.TEMPLATE_ARRAY)
        {
            return OffHeap.getLong(address);
        }
        ListPack.read(address, ListPack.first(address), element);
        return element.longValue();
    }

    /** The names of a hash's fields, see {@link TemplateContent}. */
    long content(final ValueRef hash)
    {
        return templates.content(template(hash.encoding(), hash.root()));
    }

    int count(final ValueRef hash)
    {
        return hash.encoding() == Encoding.TEMPLATE_ARRAY ? arrayCount(hash.root()) :
            ListPack.count(arena.address(hash.root())) - FIRST_VALUE;
    }

    private int arrayCount(final long root)
    {
        return OffHeap.getInt(arena.address(root) + COUNT_OFFSET);
    }

    /** Finds a field and remembers its place, or the one it would have. */
    boolean find(final ValueRef hash, final long fieldAddress, final int fieldLength)
    {
        foundIndex = TemplateContent.find(content(hash), fieldAddress, fieldLength);
        return foundIndex >= 0;
    }

    void readFoundValue(final ValueRef hash, final ListPackElement out)
    {
        readValue(hash, foundIndex, out);
    }

    void readField(final ValueRef hash, final int index, final ListPackElement out)
    {
        final long content = content(hash);
        out.set(TemplateContent.name(content, index), TemplateContent.nameLength(content, index));
    }

    void readValue(final ValueRef hash, final int index, final ListPackElement out)
    {
        if (hash.encoding() == Encoding.TEMPLATE_ARRAY)
        {
            final long value = arena.address(valueBlock(hash.root(), index));
            out.set(MemberBlock.bytes(value), MemberBlock.length(value));
        }
        else
        {
            final long address = arena.address(hash.root());
            ListPack.read(address, ListPack.seek(address, FIRST_VALUE + index), out);
        }
    }

    private long valueBlock(final long root, final int index)
    {
        return OffHeap.getLong(arena.address(root) + valueOffset(index));
    }

    private static long valueOffset(final int index)
    {
        return VALUES_OFFSET + (long)index * Long.BYTES;
    }

    /** Gives the field that was found another value. */
    void replaceFoundValue(final ValueRef hash, final long valueAddress, final int valueLength)
    {
        if (hash.encoding() == Encoding.TEMPLATE_ARRAY)
        {
            final long old = valueBlock(hash.root(), foundIndex);
            final long length = MemberBlock.storedLength(valueLength);
            if (arena.usableLength(old) == Arena.blockLength(length))
            {
                MemberBlock.put(arena.writable(old, 0, length), valueAddress, valueLength);
                return;
            }
            arena.putLong(hash.root(), valueOffset(foundIndex), newValue(valueAddress, valueLength));
            arena.free(old);
        }
        else
        {
            final int offset = ListPack.seek(arena.address(hash.root()), FIRST_VALUE + foundIndex);
            hash.root(ListPack.replace(arena, hash.root(), offset, valueAddress, valueLength));
        }
    }

    private long newValue(final long valueAddress, final int valueLength)
    {
        final long length = MemberBlock.storedLength(valueLength);
        final long block = arena.allocate(length);
        MemberBlock.put(arena.writable(block, 0, length), valueAddress, valueLength);
        return block;
    }

    /** Adds the field that was just missed. */
    void insertMissed(
        final ValueRef hash, final long fieldAddress, final int fieldLength,
        final long valueAddress, final int valueLength)
    {
        final int index = -1 - foundIndex;
        final long next = withName(content(hash), index, fieldAddress, fieldLength);
        if (hash.encoding() == Encoding.TEMPLATE_ARRAY)
        {
            final int count = arrayCount(hash.root());
            final long root = arena.reallocate(hash.root(), valueOffset(count), valueOffset(count + 1));
            hash.root(root);
            if (index < count)
            {
                arena.copyWithin(
                    root, valueOffset(index), valueOffset(index + 1), (long)(count - index) * Long.BYTES);
            }
            arena.putLong(root, valueOffset(index), newValue(valueAddress, valueLength));
            arena.putInt(root, COUNT_OFFSET, count + 1);
        }
        else
        {
            final long address = arena.address(hash.root());
            final int offset = index == count(hash) ? ListPack.end(address) :
                ListPack.seek(address, FIRST_VALUE + index);
            hash.root(ListPack.insert(arena, hash.root(), offset, valueAddress, valueLength));
        }
        become(hash, next);
    }

    /** Removes the field that was found, of several. */
    void removeFound(final ValueRef hash)
    {
        final long next = withoutName(content(hash), foundIndex);
        if (hash.encoding() == Encoding.TEMPLATE_ARRAY)
        {
            final int count = arrayCount(hash.root());
            arena.free(valueBlock(hash.root(), foundIndex));
            if (foundIndex < count - 1)
            {
                arena.copyWithin(hash.root(), valueOffset(foundIndex + 1), valueOffset(foundIndex),
                    (long)(count - 1 - foundIndex) * Long.BYTES);
            }
            hash.root(arena.reallocate(hash.root(), valueOffset(count), valueOffset(count - 1)));
            arena.putInt(hash.root(), COUNT_OFFSET, count - 1);
        }
        else
        {
            final int offset = ListPack.seek(arena.address(hash.root()), FIRST_VALUE + foundIndex);
            hash.root(ListPack.remove(arena, hash.root(), offset, 1));
        }
        become(hash, next);
    }

    private void become(final ValueRef hash, final long next)
    {
        final long previous = template(hash.encoding(), hash.root());
        templates.addKey(next);
        if (hash.encoding() == Encoding.TEMPLATE_ARRAY)
        {
            arena.putLong(hash.root(), 0, next);
        }
        else
        {
            final int first = ListPack.first(arena.address(hash.root()));
            hash.root(ListPack.replaceLong(arena, hash.root(), first, next));
        }
        templates.dropKey(previous);
    }

    private long withName(final long content, final int index, final long nameAddress, final int nameLength)
    {
        final int count = TemplateContent.count(content);
        final long length = TemplateContent.length(content) + Integer.BYTES + nameLength;
        final long scratch = arena.allocate(length);
        final long target = arena.writable(scratch, 0, length);
        TemplateContent.create(target, count + 1);
        for (int i = 0; i <= count; i++)
        {
            if (i == index)
            {
                TemplateContent.put(target, i, nameAddress, nameLength);
            }
            else
            {
                putName(target, i, content, i < index ? i : i - 1);
            }
        }
        return internAndFree(scratch, target);
    }

    private long withoutName(final long content, final int index)
    {
        final int count = TemplateContent.count(content);
        final long length = TemplateContent.length(content);
        final long scratch = arena.allocate(length);
        final long target = arena.writable(scratch, 0, length);
        TemplateContent.create(target, count - 1);
        for (int i = 0; i < count - 1; i++)
        {
            putName(target, i, content, i < index ? i : i + 1);
        }
        return internAndFree(scratch, target);
    }

    private static void putName(final long target, final int index, final long content, final int from)
    {
        TemplateContent.put(
            target, index, TemplateContent.name(content, from), TemplateContent.nameLength(content, from));
    }

    private long internAndFree(final long scratch, final long content)
    {
        final long template = templates.intern(content);
        arena.free(scratch);
        return template;
    }

    /** Makes {@code out} a listpack of no values yet, to be given each by {@link #append} in the order of the names. */
    void create(final ValueRef out, final long template)
    {
        templates.addKey(template);
        out.set(Encoding.TEMPLATE_LISTPACK, ListPack.appendLong(arena, ListPack.create(arena), template));
    }

    /** The same with a block for each value. */
    void createArray(final ValueRef out, final long template, final int count)
    {
        templates.addKey(template);
        final long root = arena.allocate(valueOffset(count));
        arena.putLong(root, 0, template);
        arena.putLong(root, COUNT_OFFSET, 0);
        out.set(Encoding.TEMPLATE_ARRAY, root);
    }

    void append(final ValueRef hash, final long valueAddress, final int valueLength)
    {
        if (hash.encoding() == Encoding.TEMPLATE_ARRAY)
        {
            final int count = arrayCount(hash.root());
            arena.putLong(hash.root(), valueOffset(count), newValue(valueAddress, valueLength));
            arena.putInt(hash.root(), COUNT_OFFSET, count + 1);
        }
        else
        {
            hash.root(ListPack.append(arena, hash.root(), valueAddress, valueLength));
        }
    }

    /** Makes a copy that shares the template alone. */
    long copyOf(final int encoding, final long root)
    {
        templates.addKey(template(encoding, root));
        if (encoding != Encoding.TEMPLATE_ARRAY)
        {
            return ListPack.copyOf(arena, arena.address(root));
        }
        final int count = arrayCount(root);
        final long copy = copyOf(root, valueOffset(count));
        for (int i = 0; i < count; i++)
        {
            final long value = valueBlock(root, i);
            arena.putLong(copy, valueOffset(i), copyOf(value, arena.usableLength(value)));
        }
        return copy;
    }

    private long copyOf(final long block, final long length)
    {
        final long copy = arena.allocate(length);
        arena.copyIn(copy, 0, arena.address(block), length);
        return copy;
    }

    /** Bytes that are this hash's own. @param sampleCount values to look at; the others are reckoned like these. */
    long bytes(final ValueRef hash, final long sampleCount)
    {
        final long own = arena.usableLength(hash.root());
        if (hash.encoding() != Encoding.TEMPLATE_ARRAY)
        {
            return own;
        }
        final int count = arrayCount(hash.root());
        final int seen = (int)Math.min(count, Math.max(1, sampleCount));
        long sum = 0;
        for (int i = 0; i < seen; i++)
        {
            sum += arena.usableLength(valueBlock(hash.root(), i));
        }
        return own + (seen == count ? sum : (long)((double)sum / seen * count));
    }

    /** Frees a hash in bounded steps. @return what is left of the budget; the hash is gone if that is above 0. */
    int release(final ValueRef hash, final int budget)
    {
        int rest = budget;
        if (hash.encoding() == Encoding.TEMPLATE_ARRAY)
        {
            int count = arrayCount(hash.root());
            while (count > 0 && rest > 0)
            {
                arena.free(valueBlock(hash.root(), --count));
                rest--;
            }
            arena.putInt(hash.root(), COUNT_OFFSET, count);
            if (rest == 0)
            {
                return 0;
            }
        }
        templates.dropKey(template(hash.encoding(), hash.root()));
        arena.free(hash.root());
        return Math.max(1, rest - 1);
    }
}
