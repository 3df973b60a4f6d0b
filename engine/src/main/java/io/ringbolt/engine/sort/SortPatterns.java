package io.ringbolt.engine.sort;

import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.hash.Hashes;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.listpack.IntegerText;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;

/**
 * Finds what a pattern of BY or GET leads to from an element: the string under the key that comes of putting the
 * element in the place of the star, or of a hash under that key the field behind {@code ->}; {@code #} is the
 * element itself.
 */
final class SortPatterns implements AutoCloseable
{
    private static final int NONE = -1;

    private final Hashes hashes;
    private final Scratch key;
    private final Scratch text;
    private final ValueRef hash = new ValueRef();
    private final KeyEntry entry = new KeyEntry();
    private final ListPackElement number = new ListPackElement();
    private CommandContext context;
    private boolean isElement;
    private long pattern;
    private int starAt;
    private int suffixLength;
    private long field;
    private int fieldLength;

    SortPatterns(final OffHeapAllocator allocator, final Hashes hashes)
    {
        this.hashes = hashes;
        this.key = new Scratch(allocator);
        this.text = new Scratch(allocator);
        text.reserve(IntegerText.MAX_LENGTH);
    }

    void begin(final CommandContext newContext)
    {
        context = newContext;
        hashes.onTime(newContext.expiryMs());
    }

    /** Turns to the pattern at an argument. */
    void wrap(final int index)
    {
        pattern = context.argAddress(index);
        final int length = context.argLength(index);
        isElement = 1 == length && '#' == OffHeap.getByte(pattern);
        starAt = find(0, length, '*', NONE);
        final int arrow = NONE == starAt ? NONE : find(starAt + 1, length, '-', '>');
        final boolean hasField = NONE != arrow && arrow + 2 < length && 0 != OffHeap.getByte(pattern + arrow + 2);
        fieldLength = hasField ? length - arrow - 2 : 0;
        field = pattern + length - fieldLength;
        suffixLength = (hasField ? arrow : length) - starAt - 1;
    }

    /**
     * Finds a byte, followed by another if that is not {@link #NONE}; what is behind a zero byte does not
     * count, as in Redis.
     */
    private int find(final int from, final int length, final int first, final int second)
    {
        for (int i = from; i < length; i++)
        {
            final byte letter = OffHeap.getByte(pattern + i);
            if (0 == letter)
            {
                return NONE;
            }
            if (first == letter && (NONE == second || i + 1 < length && second == OffHeap.getByte(pattern + i + 1)))
            {
                return i;
            }
        }
        return NONE;
    }

    /**
     * @return false if the pattern leads nowhere from this element; else what it leads to, good until the next change.
     */
    boolean resolve(final ListPackElement element, final ListPackElement out)
    {
        if (isElement)
        {
            out.set(element);
            return true;
        }
        if (NONE == starAt || !lookup(element))
        {
            return false;
        }
        if (0 != fieldLength)
        {
            return ValueType.HASH == entry.type() &&
                hashes.get(hash.set(entry.encoding(), entry.root()), field, fieldLength, out);
        }
        if (ValueType.STRING != entry.type())
        {
            return false;
        }
        if (entry.isLong())
        {
            out.set(entry.longValue());
        }
        else
        {
            out.set(entry.stringAddress(), entry.stringLength());
        }
        return true;
    }

    private boolean lookup(final ListPackElement element)
    {
        final ListPackElement inserted = element.isInteger() ?
            number.set(element).toText(text.address()) : element;
        final long length = (long)starAt + inserted.length() + suffixLength;
        if (length > Integer.MAX_VALUE)
        {
            return false;
        }
        final long address = key.reserve(Math.max(1, length));
        OffHeap.copy(pattern, address, starAt);
        OffHeap.copy(inserted.address(), address + starAt, inserted.length());
        OffHeap.copy(pattern + starAt + 1, address + starAt + inserted.length(), suffixLength);
        return context.engine().lookups().read(
            context.database(), address, (int)length, context.session().isNoTouch(), entry);
    }

    void trim()
    {
        key.trim();
    }

    @Override
    public void close()
    {
        key.close();
        text.close();
    }
}
