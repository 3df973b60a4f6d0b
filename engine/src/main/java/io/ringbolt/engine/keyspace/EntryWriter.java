package io.ringbolt.engine.keyspace;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

import java.util.function.IntSupplier;

/**
 * Writes entry blocks: makes new ones, and gives existing ones another value or room for an expiry, in place if the
 * block's size class stays the same. A block always has the size class of what it holds.
 */
final class EntryWriter
{
    /** Longest string that stays in the entry's block; a longer one would make every move of the entry dear. */
    static final int INLINE_LIMIT = 1024;

    private final Arena arena;
    private final KeyTable table;
    private final IntSupplier accessOfNewKeys;

    EntryWriter(final Arena arena, final KeyTable table, final IntSupplier accessOfNewKeys)
    {
        this.arena = arena;
        this.table = table;
        this.accessOfNewKeys = accessOfNewKeys;
    }

    /** The head of a key that is made now. */
    int newHead(final int type, final int encoding)
    {
        return EntryBlock.head(type, encoding, accessOfNewKeys.getAsInt());
    }

    static int inlineLength(final int valueLength)
    {
        return EntryBlock.varintLength(valueLength) + valueLength;
    }

    /** A block with its key, without expiry, and with room for a value of the given form. */
    long create(
        final long keyAddress, final int keyLength, final int head, final int form, final int valuePartLength)
    {
        final int keyOffset = EntryBlock.KEY_LENGTH_OFFSET + EntryBlock.varintLength(keyLength);
        final int length = keyOffset + keyLength + valuePartLength;
        final long ref = arena.allocate(length);
        final long address = arena.writable(ref, 0, length);
        OffHeap.putInt(address + EntryBlock.HEAD_OFFSET, head);
        OffHeap.putByte(address + EntryBlock.FLAGS_OFFSET, (byte)(form << EntryBlock.FORM_SHIFT));
        EntryBlock.putVarint(address + EntryBlock.KEY_LENGTH_OFFSET, keyLength);
        OffHeap.copy(keyAddress, address + keyOffset, keyLength);
        return ref;
    }

    /** Makes room for another value; the expiry stays. What the old value referred to has been dealt with. */
    void reshape(final KeyEntry entry, final int head, final int form, final int valuePartLength)
    {
        final int valueOffset = entry.valueOffset();
        final int length = valueOffset + valuePartLength;
        final int flags = entry.flags() & (EntryBlock.HAS_EXPIRY | EntryBlock.FAR_EXPIRY) |
            form << EntryBlock.FORM_SHIFT;
        long ref = entry.ref;
        if (Arena.blockLength(length) != Arena.blockLength(entry.blockLength()))
        {
            ref = arena.allocate(length);
            arena.copyIn(ref, 0, arena.address(entry.ref), valueOffset);
            replace(entry, ref);
        }
        final long address = arena.writable(ref, 0, length);
        OffHeap.putInt(address + EntryBlock.HEAD_OFFSET, head);
        OffHeap.putByte(address + EntryBlock.FLAGS_OFFSET, (byte)flags);
        entry.wrapBlock(ref);
    }

    /** Changes the length of an inline string, keeping its bytes; both lengths have a varint of one byte. */
    void resizeInline(final KeyEntry entry, final int newLength)
    {
        final int oldLength = entry.stringLength();
        final int valueOffset = entry.valueOffset();
        final int length = valueOffset + inlineLength(newLength);
        long ref = entry.ref;
        if (Arena.blockLength(length) != Arena.blockLength(entry.blockLength()))
        {
            ref = arena.allocate(length);
            arena.copyIn(ref, 0, arena.address(entry.ref), valueOffset + 1 + Math.min(oldLength, newLength));
            replace(entry, ref);
        }
        arena.putByte(ref, valueOffset, (byte)newLength);
        arena.fill(ref, valueOffset + 1L + oldLength, Math.max(0, newLength - oldLength), (byte)0);
        entry.wrapBlock(ref);
    }

    /** Adds or removes the eight bytes of the expiry; the word itself is written by the caller. */
    void reshapeExpiry(final KeyEntry entry, final boolean hasExpiry)
    {
        assert entry.hasExpiry() != hasExpiry : "nothing to do: " + entry;
        final int oldOffset = entry.valueOffset();
        final int newOffset = oldOffset + (hasExpiry ? EntryBlock.EXPIRY_LENGTH : -EntryBlock.EXPIRY_LENGTH);
        final int valuePartLength = entry.valuePartLength();
        final int length = newOffset + valuePartLength;
        final int flags = entry.flags() & ~(EntryBlock.HAS_EXPIRY | EntryBlock.FAR_EXPIRY) |
            (hasExpiry ? EntryBlock.HAS_EXPIRY : 0);
        long ref = entry.ref;
        if (Arena.blockLength(length) == Arena.blockLength(entry.blockLength()))
        {
            arena.copyWithin(ref, oldOffset, newOffset, valuePartLength);
        }
        else
        {
            ref = arena.allocate(length);
            final long old = arena.address(entry.ref);
            arena.copyIn(ref, 0, old, entry.expiryOffset());
            arena.copyIn(ref, newOffset, old + oldOffset, valuePartLength);
            replace(entry, ref);
        }
        arena.putByte(ref, EntryBlock.FLAGS_OFFSET, (byte)flags);
        entry.wrapBlock(ref);
    }

    private void replace(final KeyEntry entry, final long ref)
    {
        table.replaceRef(entry, ref);
        arena.free(entry.ref);
        entry.ref = ref;
    }

    void putInline(final long ref, final int valueOffset, final long valueAddress, final int valueLength)
    {
        final long address = arena.writable(ref, valueOffset, inlineLength(valueLength));
        final long bytes = EntryBlock.putVarint(address, valueLength);
        OffHeap.copy(valueAddress, bytes, valueLength);
    }

    void putExternal(final long ref, final int valueOffset, final long externalRef, final int valueLength)
    {
        final long address = arena.writable(ref, valueOffset, EntryBlock.EXTERNAL_LENGTH);
        EntryBlock.putRef(address, externalRef);
        OffHeap.putInt(address + EntryBlock.EXTERNAL_LENGTH - 4, valueLength);
    }

    /** Turns a number into its decimal digits. */
    void toText(final KeyEntry entry)
    {
        final long value = entry.longValue();
        final int digitCount = decimalLength(value);
        reshape(entry, EntryBlock.head(ValueType.STRING, Encoding.RAW, entry.access()),
            EntryBlock.INLINE, inlineLength(digitCount));
        final long address = arena.writable(entry.ref, entry.valueOffset(), inlineLength(digitCount));
        OffHeap.putByte(address, (byte)digitCount);
        long rest = value;
        for (int i = digitCount; i > 0; i--)
        {
            OffHeap.putByte(address + i, (byte)('0' + Math.abs(rest % 10)));
            rest /= 10;
            if (0 == rest && value < 0 && 2 == i)
            {
                OffHeap.putByte(address + 1, (byte)'-');
                break;
            }
        }
    }

    private static int decimalLength(final long value)
    {
        int length = value <= 0 ? 1 : 0;
        for (long rest = value; 0 != rest; rest /= 10)
        {
            length++;
        }
        return length;
    }
}
