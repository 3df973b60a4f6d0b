package io.ringbolt.engine.keyspace;

import io.ringbolt.engine.memory.Arena;

/**
 * Strings as values of keys: short ones inside the entry's block, long and growing ones in a block of their own.
 */
final class StringValues
{
    private static final int RESIZE_INLINE_LIMIT = 64;
    private static final int SLACK_SHIFT = 2;
    private static final int MAX_SLACK = 16 << 20;
    private static final int SHRINK_SHIFT = 2;

    private final Arena arena;
    private final EntryWriter writer;
    private final LazyFree lazyFree;
    private final FieldTimers fieldTimers;

    StringValues(
        final Arena arena, final EntryWriter writer, final LazyFree lazyFree, final FieldTimers fieldTimers)
    {
        this.fieldTimers = fieldTimers;
        this.arena = arena;
        this.writer = writer;
        this.lazyFree = lazyFree;
    }

    /** An entry's block with key and value. */
    long create(
        final long keyAddress,
        final int keyLength,
        final int encoding,
        final long valueAddress,
        final int valueLength)
    {
        if (valueLength <= EntryWriter.INLINE_LIMIT)
        {
            final int head = writer.newHead(ValueType.STRING, encoding);
            final long ref = writer.create(
                keyAddress, keyLength, head, EntryBlock.INLINE, EntryWriter.inlineLength(valueLength));
            writer.putInline(ref, EntryBlock.expiryOffset(arena.address(ref)), valueAddress, valueLength);
            return ref;
        }
        return createAround(keyAddress, keyLength, encoding, copyOf(valueAddress, valueLength), valueLength);
    }

    /** An entry's block with a key, whose value lies in a block of its own. */
    long createAround(
        final long keyAddress, final int keyLength, final int encoding, final long external, final int valueLength)
    {
        final int head = writer.newHead(ValueType.STRING, encoding);
        final long ref = writer.create(keyAddress, keyLength, head, EntryBlock.EXTERNAL, EntryBlock.EXTERNAL_LENGTH);
        writer.putExternal(ref, EntryBlock.expiryOffset(arena.address(ref)), external, valueLength);
        return ref;
    }

    void replace(final KeyEntry entry, final int encoding, final long valueAddress, final int valueLength)
    {
        if (valueLength <= EntryWriter.INLINE_LIMIT)
        {
            final int head = EntryBlock.head(ValueType.STRING, encoding, entry.access());
            releaseValue(entry, false);
            writer.reshape(entry, head, EntryBlock.INLINE, EntryWriter.inlineLength(valueLength));
            writer.putInline(entry.ref, entry.valueOffset(), valueAddress, valueLength);
        }
        else
        {
            replaceBy(entry, encoding, copyOf(valueAddress, valueLength), valueLength);
        }
    }

    /** Gives a key the value that lies in a block of its own. */
    void replaceBy(final KeyEntry entry, final int encoding, final long external, final int valueLength)
    {
        final int head = EntryBlock.head(ValueType.STRING, encoding, entry.access());
        releaseValue(entry, false);
        writer.reshape(entry, head, EntryBlock.EXTERNAL, EntryBlock.EXTERNAL_LENGTH);
        writer.putExternal(entry.ref, entry.valueOffset(), external, valueLength);
    }

    /** See {@link Database#resizeString(KeyEntry, int, int, int)}. */
    long resize(final KeyEntry entry, final int newLength, final int writeOffset, final int writeLength)
    {
        if (entry.isLong())
        {
            writer.toText(entry);
        }
        if (Encoding.RAW != entry.encoding())
        {
            entry.encoding(Encoding.RAW);
        }
        if (EntryBlock.INLINE == entry.form())
        {
            final int oldLength = entry.stringLength();
            if (newLength == oldLength || Math.max(oldLength, newLength) <= RESIZE_INLINE_LIMIT)
            {
                if (newLength != oldLength)
                {
                    writer.resizeInline(entry, newLength);
                }
                final long offset = entry.stringAddress() - arena.address(entry.ref);
                return arena.writable(entry.ref, offset + writeOffset, writeLength);
            }
            makeExternal(entry, newLength);
        }
        else
        {
            resizeExternal(entry, newLength);
        }
        return arena.writable(entry.externalRef(), writeOffset, writeLength);
    }

    private void makeExternal(final KeyEntry entry, final int newLength)
    {
        final int oldLength = entry.stringLength();
        final long external = arena.allocate(capacityFor(newLength));
        arena.copyIn(external, 0, entry.stringAddress(), Math.min(oldLength, newLength));
        arena.fill(external, oldLength, newLength - oldLength, (byte)0);
        writer.reshape(entry, EntryBlock.head(ValueType.STRING, Encoding.RAW, entry.access()),
            EntryBlock.EXTERNAL, EntryBlock.EXTERNAL_LENGTH);
        writer.putExternal(entry.ref, entry.valueOffset(), external, newLength);
    }

    private void resizeExternal(final KeyEntry entry, final int newLength)
    {
        final int oldLength = entry.stringLength();
        final long capacity = arena.usableLength(entry.externalRef());
        long external = entry.externalRef();
        if (newLength > capacity || newLength < capacity >>> SHRINK_SHIFT)
        {
            external = arena.reallocate(external, Math.min(oldLength, newLength), capacityFor(newLength));
        }
        else if (arena.isPinned(external))
        {
            external = arena.allocate(capacityFor(newLength));          // who reads it wants it as it is
            arena.copyIn(external, 0, entry.stringAddress(), Math.min(oldLength, newLength));
            arena.free(entry.externalRef());
        }
        arena.fill(external, oldLength, newLength - oldLength, (byte)0);
        writer.putExternal(entry.ref, entry.valueOffset(), external, newLength);
    }

    private static long capacityFor(final int length)
    {
        return Math.max(1, length + (long)Math.min(length >>> SLACK_SHIFT, MAX_SLACK));
    }

    private long copyOf(final long valueAddress, final int valueLength)
    {
        final long ref = arena.allocate(valueLength);
        arena.copyIn(ref, 0, valueAddress, valueLength);
        return ref;
    }

    /** Frees what a value has outside the entry's block. */
    void releaseValue(final KeyEntry entry, final boolean lazy)
    {
        final int form = entry.form();
        if (EntryBlock.EXTERNAL == form)
        {
            arena.free(entry.externalRef());
        }
        else if (EntryBlock.ROOT == form && 0 != entry.root())
        {
            fieldTimers.detach(entry);
            lazyFree.release(entry.type(), entry.encoding(), entry.root(), lazy);
        }
    }
}
