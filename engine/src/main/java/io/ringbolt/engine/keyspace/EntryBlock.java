package io.ringbolt.engine.keyspace;

import io.ringbolt.engine.memory.OffHeap;

/**
 * One key with what belongs to it, in one arena block: a 16-byte key with a 16-byte string takes 39 bytes.
 * <pre>
 *   0      3        4       5             5+k    ...
 *  +------+--------+-------+------------+-----+-------------+----------------------------------------+
 *  | head | access | flags | key length | key | expiry word | value, in one of four forms            |
 *  +------+--------+-------+------------+-----+-------------+----------------------------------------+
 *   head, access   one int: type in bits 0-3, encoding in 4-7, access (LRU clock or LFU counters) in 8-31
 *   flags          bit 0 has expiry, bit 1 far expiry, bits 2-3 form of the value, bit 4 number that COPY made
 *   key length     varint, 1 to 5 bytes
 *   expiry word    8 bytes, only with bit 0: ms since 1970 in the upper 48 bits, place in the timer list in the lower
 *                  16; with bit 1 plain ms, so far away that no timer is kept
 *   form INLINE    varint length, bytes
 *   form LONG      8 bytes
 *   form EXTERNAL  5 bytes reference of a block with the bytes, 4 bytes length
 *   form ROOT      8 bytes, owned by the collection's type API
 * </pre>
 */
final class EntryBlock
{
    static final int HEAD_OFFSET = 0;
    static final int FLAGS_OFFSET = HEAD_OFFSET + 4;
    static final int KEY_LENGTH_OFFSET = FLAGS_OFFSET + 1;

    static final int HAS_EXPIRY = 1;
    static final int FAR_EXPIRY = 2;
    static final int FORM_SHIFT = 2;
    static final int FORM_MASK = 3;
    static final int INLINE = 0;
    static final int LONG = 1;
    static final int EXTERNAL = 2;
    static final int ROOT = 3;
    static final int COPIED_NUMBER = 1 << 4;

    static final int EXPIRY_LENGTH = 8;
    static final int EXTERNAL_LENGTH = 9;
    static final int TYPE_MASK = 0xF;
    static final int ENCODING_SHIFT = 4;
    static final int ACCESS_SHIFT = 8;
    static final int TIMER_INDEX_BITS = 16;
    static final long TIMER_INDEX_MASK = (1L << TIMER_INDEX_BITS) - 1;
    /** Expiry times from here on (the year 6429) have no timer. */
    static final long FAR_MS = 1L << 47;
    static final long REF_MASK = (1L << 40) - 1;

    private EntryBlock()
    {
    }

    static int head(final int type, final int encoding, final int access)
    {
        return type | encoding << ENCODING_SHIFT | access << ACCESS_SHIFT;
    }

    static int form(final int flags)
    {
        return flags >>> FORM_SHIFT & FORM_MASK;
    }

    static int varintLength(final int value)
    {
        return value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : value < 1 << 28 ? 4 : 5;
    }

    static int getVarint(final long address)
    {
        int value = OffHeap.getByte(address);
        if (value >= 0)
        {
            return value;
        }
        value &= 0x7F;
        for (int i = 1; i < 5; i++)
        {
            final int next = OffHeap.getUnsignedByte(address + i);
            value |= (next & 0x7F) << 7 * i;
            if (next < 0x80)
            {
                break;
            }
        }
        return value;
    }

    /** Writes a length and returns the address behind it. */
    static long putVarint(final long address, final int value)
    {
        long at = address;
        int rest = value;
        while (rest >= 0x80)
        {
            OffHeap.putByte(at++, (byte)(rest | 0x80));
            rest >>>= 7;
        }
        OffHeap.putByte(at, (byte)rest);
        return at + 1;
    }

    static boolean hasKey(final long address, final long keyAddress, final int keyLength)
    {
        final long at = address + KEY_LENGTH_OFFSET;
        return getVarint(at) == keyLength && OffHeap.equal(at + varintLength(keyLength), keyAddress, keyLength);
    }

    static long hashOfKey(final long address, final long seed)
    {
        final long at = address + KEY_LENGTH_OFFSET;
        final int keyLength = getVarint(at);
        return Hash64.hash(seed, at + varintLength(keyLength), keyLength);
    }

    /** The expiry word if the key has a timer, otherwise -1. */
    static long timerWord(final long address)
    {
        final int flags = OffHeap.getByte(address + FLAGS_OFFSET);
        final boolean hasTimer = HAS_EXPIRY == (flags & (HAS_EXPIRY | FAR_EXPIRY));
        return hasTimer ? OffHeap.getLong(address + expiryOffset(address)) : -1;
    }

    static int expiryOffset(final long address)
    {
        final int keyLength = getVarint(address + KEY_LENGTH_OFFSET);
        return KEY_LENGTH_OFFSET + varintLength(keyLength) + keyLength;
    }

    static long getRef(final long address)
    {
        return OffHeap.getInt(address) & 0xFFFF_FFFFL | (OffHeap.getByte(address + 4) & 0xFFL) << 32;
    }

    static void putRef(final long address, final long ref)
    {
        OffHeap.putInt(address, (int)ref);
        OffHeap.putByte(address + 4, (byte)(ref >>> 32));
    }
}
