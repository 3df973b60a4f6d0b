package io.ringbolt.engine.keyspace;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.BlockPin;
import io.ringbolt.engine.memory.OffHeap;

/**
 * A window on one key: its value, type, expiry and place in the table. The caller keeps one and lets
 * {@link Database} fill it. Good until the key is removed or changed through another window; other keys may come and
 * go.
 * Addresses it gives are good until the next change.
 */
public final class KeyEntry
{
    Arena arena;
    long hash;
    long ref;
    long segmentRef;
    int slotIndex;
    int tableVersion;

    private long address;
    private int head;
    private int flags;
    private int keyOffset;
    private int keyLength;

    void wrap(final Arena arena, final long hash, final long segmentRef, final int slotIndex, final long ref)
    {
        this.arena = arena;
        this.hash = hash;
        this.segmentRef = segmentRef;
        this.slotIndex = slotIndex;
        wrapBlock(ref);
    }

    void wrapBlock(final long ref)
    {
        this.ref = ref;
        address = arena.address(ref);
        head = OffHeap.getInt(address + EntryBlock.HEAD_OFFSET);
        flags = OffHeap.getByte(address + EntryBlock.FLAGS_OFFSET);
        keyLength = EntryBlock.getVarint(address + EntryBlock.KEY_LENGTH_OFFSET);
        keyOffset = EntryBlock.KEY_LENGTH_OFFSET + EntryBlock.varintLength(keyLength);
    }

    public long ref()
    {
        return ref;
    }

    /** With {@link #ref()} what {@link Database#findAgain} needs to know. */
    public long hash()
    {
        return hash;
    }

    /** One of {@link ValueType}. */
    public int type()
    {
        return head & EntryBlock.TYPE_MASK;
    }

    /** One of {@link Encoding}. */
    public int encoding()
    {
        return head >>> EntryBlock.ENCODING_SHIFT & EntryBlock.TYPE_MASK;
    }

    public void encoding(final int encoding)
    {
        head(EntryBlock.head(type(), encoding, access()));
    }

    /** 24 bits for the eviction policy: LRU clock or LFU counters. */
    public int access()
    {
        return head >>> EntryBlock.ACCESS_SHIFT;
    }

    public void access(final int access)
    {
        if (access != access())
        {
            head(EntryBlock.head(type(), encoding(), access));
        }
    }

    void head(final int newHead)
    {
        head = newHead;
        arena.putInt(ref, EntryBlock.HEAD_OFFSET, newHead);
    }

    public boolean hasExpiry()
    {
        return 0 != (flags & EntryBlock.HAS_EXPIRY);
    }

    /** When the key expires, ms since 1970; only with {@link #hasExpiry()}. */
    public long expiresAtMs()
    {
        assert hasExpiry() : "key has no expiry: ref=" + ref;
        final long word = expiryWord();
        return hasTimer() ? word >>> EntryBlock.TIMER_INDEX_BITS : word;
    }

    /**
     * When the first field of a hash expires, ms since 1970; {@link Long#MAX_VALUE} if none does, or for another type.
     */
    public long firstFieldExpiresAtMs()
    {
        return hasFieldExpiry() ? ExpiringHash.earliestMs(arena.address(root())) : Long.MAX_VALUE;
    }

    public boolean hasFieldExpiry()
    {
        return EntryBlock.ROOT == form() && ValueType.HASH == type() && Encoding.hasFieldExpiry(encoding());
    }

    public long keyAddress()
    {
        return address + keyOffset;
    }

    public int keyLength()
    {
        return keyLength;
    }

    /** The word that belongs to a collection's type API. */
    public long root()
    {
        assert EntryBlock.ROOT == form() : "not a collection: type=" + type();
        return OffHeap.getLong(address + valueOffset());
    }

    public void root(final long root)
    {
        assert EntryBlock.ROOT == form() : "not a collection: type=" + type();
        arena.putLong(ref, valueOffset(), root);
    }

    /** Whether the value is a number, to be read with {@link #longValue()} and not as bytes. */
    public boolean isLong()
    {
        return EntryBlock.LONG == form();
    }

    /** Says that the value is the number of another key, copied; forgotten when it gets another value. */
    public void copiedNumber()
    {
        assert isLong() : "not a number: encoding=" + encoding();
        flags |= EntryBlock.COPIED_NUMBER;
        arena.putByte(ref, EntryBlock.FLAGS_OFFSET, (byte)flags);
    }

    /** @return whether the value is a number that COPY made, which Redis does not share with other keys. */
    public boolean isCopiedNumber()
    {
        return 0 != (flags & EntryBlock.COPIED_NUMBER);
    }

    public long longValue()
    {
        assert isLong() : "not a number: encoding=" + encoding();
        return OffHeap.getLong(address + valueOffset());
    }

    /** First byte of a string that is kept as bytes. */
    public long stringAddress()
    {
        final long value = address + valueOffset();
        if (EntryBlock.INLINE == form())
        {
            return value + EntryBlock.varintLength(EntryBlock.getVarint(value));
        }
        return arena.address(externalRef());
    }

    public int stringLength()
    {
        assert EntryBlock.INLINE == form() || EntryBlock.EXTERNAL == form() : "not bytes: encoding=" + encoding();
        final long value = address + valueOffset();
        return EntryBlock.INLINE == form() ?
            EntryBlock.getVarint(value) : OffHeap.getInt(value + EntryBlock.EXTERNAL_LENGTH - 4);
    }

    /** Bytes of the block with the key and whatever of the value lies in it. */
    public long blockBytes()
    {
        return Arena.blockLength(blockLength());
    }

    /** Bytes of the block that a long string has of its own; 0 for one inside the entry's. */
    public long stringRoom()
    {
        return EntryBlock.EXTERNAL == form() ? arena.usableLength(externalRef()) : 0;
    }

    /** @return whether the value is a string so long that it has a chunk of its own, so that others may read it. */
    public boolean canPin()
    {
        return EntryBlock.EXTERNAL == form() && arena.canPin(externalRef());
    }

    /** Claims the bytes of such a string as they are; who gets the pin releases it. */
    public BlockPin pin()
    {
        return arena.pin(externalRef());
    }

    long externalRef()
    {
        assert EntryBlock.EXTERNAL == form() : "value is in the entry: encoding=" + encoding();
        return EntryBlock.getRef(address + valueOffset());
    }

    int flags()
    {
        return flags;
    }

    int form()
    {
        return EntryBlock.form(flags);
    }

    boolean hasTimer()
    {
        return EntryBlock.HAS_EXPIRY == (flags & (EntryBlock.HAS_EXPIRY | EntryBlock.FAR_EXPIRY));
    }

    long expiryWord()
    {
        return OffHeap.getLong(address + keyOffset + keyLength);
    }

    int keyOffset()
    {
        return keyOffset;
    }

    int expiryOffset()
    {
        return keyOffset + keyLength;
    }

    int valueOffset()
    {
        return keyOffset + keyLength + (hasExpiry() ? EntryBlock.EXPIRY_LENGTH : 0);
    }

    /** Bytes of the value inside the entry's block. */
    int valuePartLength()
    {
        switch (form())
        {
            case EntryBlock.INLINE:
                final int length = stringLength();
                return EntryBlock.varintLength(length) + length;
            case EntryBlock.EXTERNAL:
                return EntryBlock.EXTERNAL_LENGTH;
            default:
                return Long.BYTES;
        }
    }

    int blockLength()
    {
        return valueOffset() + valuePartLength();
    }

    @Override
    public String toString()
    {
        return "KeyEntry{ref=" + ref + " type=" + type() + " encoding=" + encoding() + " access=" + access() +
            " keyLength=" + keyLength + " form=" + form() +
            (hasExpiry() ? " expiresAtMs=" + expiresAtMs() : "") + '}';
    }
}
