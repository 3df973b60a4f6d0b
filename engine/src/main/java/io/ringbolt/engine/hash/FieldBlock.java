package io.ringbolt.engine.hash;

import io.ringbolt.engine.index.MemberBlock;
import io.ringbolt.engine.memory.OffHeap;

/**
 * A field of a hash table with its value, and with the time when it expires if it has one.
 * <pre>
 *  +--------------+-------+-----------------------+-------------------+-------+
 *  | field length | field | value length, expires | expires at, 48 b. | value |
 *  +--------------+-------+-----------------------+-------------------+-------+
 *   lengths        seven bits to a byte; that of the value is shifted by one bit, which says whether the field expires
 *   expires at     ms since 1970, only if it does
 * </pre>
 */
final class FieldBlock
{
    /** No expiry; also what a listpack has in the place of one. */
    static final long NEVER = 0;

    static final int EXPIRY_LENGTH = 6;

    private FieldBlock()
    {
    }

    static int fieldLength(final long address)
    {
        return MemberBlock.length(address);
    }

    static long field(final long address)
    {
        return MemberBlock.bytes(address);
    }

    /** When the field expires, or {@link #NEVER}. */
    static long expiresAtMs(final long address)
    {
        final long behindField = MemberBlock.end(address);
        final int word = MemberBlock.length(behindField);
        return (word & 1) == 0 ? NEVER : getTime(behindField + MemberBlock.prefixLength(word));
    }

    static int valueLength(final long address)
    {
        return MemberBlock.length(MemberBlock.end(address)) >>> 1;
    }

    static long value(final long address)
    {
        final long behindField = MemberBlock.end(address);
        final int word = MemberBlock.length(behindField);
        return behindField + MemberBlock.prefixLength(word) + ((word & 1) == 0 ? 0 : EXPIRY_LENGTH);
    }

    /** Bytes that a block takes. */
    static long length(final int fieldLength, final int valueLength, final long expiresAtMs)
    {
        return length(fieldLength, word(valueLength, expiresAtMs));
    }

    /** Bytes of a block whose value's length and flag are {@code word}. */
    static long length(final int fieldLength, final int word)
    {
        return MemberBlock.storedLength(fieldLength) + MemberBlock.prefixLength(word) +
            ((word & 1) == 0 ? 0 : EXPIRY_LENGTH) + (word >>> 1);
    }

    /** Where in a block what follows the field begins. */
    static long valueOffset(final int fieldLength)
    {
        return MemberBlock.storedLength(fieldLength);
    }

    /** Writes the field. @return the address behind it, for {@link #putValue}. */
    static long putField(final long address, final long fieldAddress, final int fieldLength)
    {
        return MemberBlock.put(address, fieldAddress, fieldLength);
    }

    /** Writes what follows the field; the value may lie in the same block. */
    static void putValue(
        final long behindField, final long expiresAtMs, final long valueAddress, final int valueLength)
    {
        final int word = word(valueLength, expiresAtMs);
        final long time = behindField + MemberBlock.prefixLength(word);
        OffHeap.copy(valueAddress, time + (expiresAtMs == NEVER ? 0 : EXPIRY_LENGTH), valueLength);
        MemberBlock.putLength(behindField, word);
        if (expiresAtMs != NEVER)
        {
            putTime(time, expiresAtMs);
        }
    }

    private static int word(final int valueLength, final long expiresAtMs)
    {
        return valueLength << 1 | (expiresAtMs == NEVER ? 0 : 1);
    }

    private static long getTime(final long address)
    {
        return OffHeap.getInt(address) & 0xFFFF_FFFFL | (OffHeap.getShort(address + 4) & 0xFFFFL) << 32;
    }

    private static void putTime(final long address, final long expiresAtMs)
    {
        OffHeap.putInt(address, (int)expiresAtMs);
        OffHeap.putShort(address + 4, (short)(expiresAtMs >>> 32));
    }
}
