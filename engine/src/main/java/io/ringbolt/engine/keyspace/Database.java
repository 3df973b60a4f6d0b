package io.ringbolt.engine.keyspace;

import io.ringbolt.engine.memory.Arena;

import java.util.function.IntSupplier;

/**
 * One of the numbered key namespaces: finds, stores and removes keys, and knows which expire. Owned by the engine
 * thread. Whether an expired key counts as there is decided by the layers above; here it stays until removed.
 * <p>
 * Keys and values are passed by address and copied; they must not lie in the entry that is being changed.
 */
public final class Database
{
    /** Frees the table of a few keys on the spot: node, segments, leaf and root. */
    private static final int STEPS_FOR_EMPTY_TABLE = 16;

    int index;
    private final Arena arena;
    private final LazyFree lazyFree;
    private final KeyTable table;
    private final KeyScan keyScan;
    private final EntryWriter writer;
    private final StringValues strings;
    private final KeyExpiry expiry;
    private final FieldTimers fieldTimers;
    private final KeyEntry other = new KeyEntry();

    Database(
        final int index,
        final Arena arena,
        final long seed,
        final LazyFree lazyFree,
        final GatheredKeys keys,
        final IntSupplier accessOfNewKeys)
    {
        this.index = index;
        this.arena = arena;
        this.lazyFree = lazyFree;
        table = new KeyTable(arena, seed, keys);
        keyScan = new KeyScan(table);
        writer = new EntryWriter(arena, table, accessOfNewKeys);
        fieldTimers = new FieldTimers(arena, table);
        strings = new StringValues(arena, writer, lazyFree, fieldTimers);
        expiry = new KeyExpiry(arena, table, writer);
    }

    Directory directory()
    {
        return table.directory;
    }

    public int index()
    {
        return index;
    }

    public long size()
    {
        return table.size();
    }

    /** Keys that have an expiry. */
    public long expiresCount()
    {
        return expiry.count();
    }

    /** Hashes some of whose fields expire. */
    public long expiringHashCount()
    {
        return fieldTimers.count();
    }

    /** @param out on success a window on the key; otherwise it may be given to {@link #insertString} and the like. */
    /**
     * Makes room for so many keys, if there are none yet, so that the table does not have to grow while they come.
     * Takes some 8 bytes for each, whether it comes or not; {@link #clear()} gives them back.
     */
    public void presize(final long keyCount)
    {
        if (table.directory.isEmpty() && keyCount > 0)
        {
            table.shaper().start(keyCount);
        }
    }

    public boolean find(final long keyAddress, final int keyLength, final KeyEntry out)
    {
        final long hash = table.hash(keyAddress, keyLength);
        out.hash = hash;
        return table.find(hash, keyAddress, keyLength, out);
    }

    /** Stores a string under a key, new or not; an old value is released and an expiry dropped. */
    public void setString(
        final long keyAddress,
        final int keyLength,
        final int encoding,
        final long valueAddress,
        final int valueLength,
        final KeyEntry out)
    {
        final long hash = table.hash(keyAddress, keyLength);
        if (table.find(hash, keyAddress, keyLength, out))
        {
            expiry.persist(out);
            replaceString(out, encoding, valueAddress, valueLength);
        }
        else
        {
            table.insert(hash, strings.create(keyAddress, keyLength, encoding, valueAddress, valueLength), out);
        }
    }

    /** Stores a number under a key, new or not; an old value is released and an expiry dropped. */
    public void setLong(final long keyAddress, final int keyLength, final long value, final KeyEntry out)
    {
        final long hash = table.hash(keyAddress, keyLength);
        if (table.find(hash, keyAddress, keyLength, out))
        {
            expiry.persist(out);
            setLong(out, value);
        }
        else
        {
            insertWord(hash, keyAddress, keyLength, writer.newHead(ValueType.STRING, Encoding.INT),
                EntryBlock.LONG, value, out);
        }
    }

    /**
     * Enters a string under a key that is not there.
     *
     * @param out with which {@link #find} has just looked for the key in vain, so that it is not hashed again.
     */
    public void insertString(
        final long keyAddress,
        final int keyLength,
        final int encoding,
        final long valueAddress,
        final int valueLength,
        final KeyEntry out)
    {
        assert isMissed(keyAddress, keyLength, out) : "not what was looked for: hash=" + out.hash;
        table.insert(out.hash, strings.create(keyAddress, keyLength, encoding, valueAddress, valueLength), out);
    }

    /** As {@link #insertString}, of a value in a block of its own, which is the key's from now on. */
    public void insertAdopted(
        final long keyAddress,
        final int keyLength,
        final int encoding,
        final long valueRef,
        final int valueLength,
        final KeyEntry out)
    {
        assert isMissed(keyAddress, keyLength, out) : "not what was looked for: hash=" + out.hash;
        table.insert(out.hash, strings.createAround(keyAddress, keyLength, encoding, valueRef, valueLength), out);
    }

    /** As {@link #insertString}, of a number. */
    public void insertLong(final long keyAddress, final int keyLength, final long value, final KeyEntry out)
    {
        assert isMissed(keyAddress, keyLength, out) : "not what was looked for: hash=" + out.hash;
        insertWord(out.hash, keyAddress, keyLength, writer.newHead(ValueType.STRING, Encoding.INT),
            EntryBlock.LONG, value, out);
    }

    private boolean isMissed(final long keyAddress, final int keyLength, final KeyEntry out)
    {
        return out.hash == table.hash(keyAddress, keyLength) &&
            !table.find(out.hash, keyAddress, keyLength, new KeyEntry());
    }

    /** Enters a collection under a key that is not there. */
    public void insert(
        final long keyAddress,
        final int keyLength,
        final int type,
        final int encoding,
        final long root,
        final KeyEntry out)
    {
        insertWord(table.hash(keyAddress, keyLength), keyAddress, keyLength, writer.newHead(type, encoding),
            EntryBlock.ROOT, root, out);
        fieldTimers.attach(out);
    }

    private void insertWord(
        final long hash,
        final long keyAddress,
        final int keyLength,
        final int head,
        final int form,
        final long word,
        final KeyEntry out)
    {
        final long ref = writer.create(keyAddress, keyLength, head, form, Long.BYTES);
        arena.putLong(ref, EntryBlock.expiryOffset(arena.address(ref)), word);
        table.insert(hash, ref, out);
    }

    /** Gives a key a number as its value and keeps its expiry. */
    public void setLong(final KeyEntry entry, final long value)
    {
        if (!entry.isLong() || entry.isCopiedNumber())
        {
            strings.releaseValue(entry, false);
            writer.reshape(entry, EntryBlock.head(ValueType.STRING, Encoding.INT, entry.access()),
                EntryBlock.LONG, Long.BYTES);
        }
        arena.putLong(entry.ref, entry.valueOffset(), value);
    }

    /** Gives a key a string as its value and keeps its expiry. */
    public void replaceString(
        final KeyEntry entry, final int encoding, final long valueAddress, final int valueLength)
    {
        strings.replace(entry, encoding, valueAddress, valueLength);
    }

    /** As {@link #replaceString}, of a value in a block of its own, which is the key's from now on. */
    public void replaceAdopted(
        final KeyEntry entry, final int encoding, final long valueRef, final int valueLength)
    {
        strings.replaceBy(entry, encoding, valueRef, valueLength);
    }

    /** Gives a key a collection as its value and keeps its expiry. */
    public void replaceRoot(final KeyEntry entry, final int type, final int encoding, final long root)
    {
        strings.releaseValue(entry, false);
        writer.reshape(entry, EntryBlock.head(type, encoding, entry.access()), EntryBlock.ROOT, Long.BYTES);
        entry.root(root);
        fieldTimers.attach(entry);
    }

    /** As {@link #resizeString(KeyEntry, int, int, int)} for writing anywhere in the string. */
    public long resizeString(final KeyEntry entry, final int newLength)
    {
        return resizeString(entry, newLength, 0, newLength);
    }

    /**
     * Changes the length of a string, which keeps its bytes, gets zeros behind them, and is RAW from now on. Appending
     * many times costs amortised constant time a byte.
     *
     * @return where to write the {@code writeLength} bytes at {@code writeOffset} of the string, and only those.
     */
    public long resizeString(
        final KeyEntry entry, final int newLength, final int writeOffset, final int writeLength)
    {
        return strings.resize(entry, newLength, writeOffset, writeLength);
    }

    /**
     * Removes a key and its value; what is left of a collection after a few steps is left to
     * {@link Keyspace#lazyFree(int)}.
     *
     * @param lazy whether that was asked for, and counts among what was freed so.
     */
    public void remove(final KeyEntry entry, final boolean lazy)
    {
        unlink(entry);
        strings.releaseValue(entry, lazy);
        arena.free(entry.ref);
    }

    /**
     * Frees a part of a collection that no key leads to any more, as a value of its own: a few steps now,
     * the rest later.
     */
    public void release(final int type, final int encoding, final long root)
    {
        lazyFree.release(type, encoding, root, false);
    }

    private void unlink(final KeyEntry entry)
    {
        fieldTimers.detach(entry);
        expiry.forget(entry);
        table.remove(entry);
        if (0 == table.size())
        {
            detachTable(0);
            lazyFree.doWork(STEPS_FOR_EMPTY_TABLE);
        }
    }

    private void detachTable(final long keyCount)
    {
        if (!table.directory.isEmpty())
        {
            lazyFree.releaseTable(table.directory.rootRef(), table.directory.rootBits(), keyCount);
            table.detach();
            expiry.clear();
            fieldTimers.clear();
        }
    }

    /** Removes all keys in O(1); they are freed by {@link Keyspace#lazyFree(int)}. */
    public void clear()
    {
        detachTable(table.size());
    }

    /** Removes a key but keeps its value, type and expiry in {@code out}, which the caller must bring to an end. */
    public void take(final KeyEntry entry, final DetachedEntry out)
    {
        assert out.isEmpty() : "holds another key: ref=" + out.ref;
        out.expiresAtMs = entry.hasExpiry() ? entry.expiresAtMs() : -1;
        unlink(entry);
        out.ref = entry.ref;
    }

    /** Stores what was taken, here or in another database of the keyspace, under a key; replaces what is there. */
    public void adopt(final long keyAddress, final int keyLength, final DetachedEntry taken, final KeyEntry out)
    {
        final long hash = table.hash(keyAddress, keyLength);
        if (table.find(hash, keyAddress, keyLength, out))
        {
            remove(out, false);
        }
        other.arena = arena;
        other.wrapBlock(taken.ref);
        final int head = EntryBlock.head(other.type(), other.encoding(), other.access());
        final boolean isCopied = other.isCopiedNumber();
        final int valuePartLength = other.valuePartLength();
        final long ref = writer.create(keyAddress, keyLength, head, other.form(), valuePartLength);
        arena.copyIn(ref, EntryBlock.expiryOffset(arena.address(ref)),
            arena.address(taken.ref) + other.valueOffset(), valuePartLength);
        arena.free(taken.ref);
        taken.ref = Arena.NULL_REF;
        table.insert(hash, ref, out);
        if (isCopied)
        {
            out.copiedNumber();
        }
        fieldTimers.attach(out);
        if (taken.hasExpiry())
        {
            expiry.expireAt(out, taken.expiresAtMs);
        }
    }

    /** Frees what was taken. */
    public void discard(final DetachedEntry taken)
    {
        other.arena = arena;
        other.wrapBlock(taken.ref);
        strings.releaseValue(other, false);
        arena.free(taken.ref);
        taken.ref = Arena.NULL_REF;
    }

    /** Sets when a key expires, ms since 1970; a time before 1970 counts as 1970. */
    public void expireAt(final KeyEntry entry, final long expiresAtMs)
    {
        expiry.expireAt(entry, Math.max(0, expiresAtMs));
    }

    /** Removes a key's expiry and tells whether it had one. */
    public boolean persist(final KeyEntry entry)
    {
        return expiry.persist(entry);
    }

    /**
     * Time of the earliest expiry, of a key or of a hash's field, never too late but perhaps too early; {@link
     * Long#MAX_VALUE} without any.
     */
    public long nextExpiryMs()
    {
        return Math.min(table.timers.lowerBoundMs(), fieldTimers.earliestMs());
    }

    /**
     * Tells when the first field of a hash expires, after any change to a hash that has an {@link ExpiringHash}.
     *
     * @param earliestMs {@link Long#MAX_VALUE} if no field does.
     */
    public void fieldExpiry(final KeyEntry entry, final long earliestMs)
    {
        fieldTimers.update(entry, earliestMs);
    }

    /**
     * Finds the hash with the field that expired first, if one has: its time is before {@code nowMs}. The caller
     * removes the field, tells of the next one, and asks again.
     */
    public boolean pollExpiredField(final long nowMs, final KeyEntry out)
    {
        return fieldTimers.poll(nowMs, out);
    }

    /**
     * Finds the key that expired first, if one has: its time is before {@code nowMs}. The caller removes it and asks
     * again. May answer false although one has expired when many keys were removed before their time; the next call
     * goes on from there.
     */
    public boolean pollExpired(final long nowMs, final KeyEntry out)
    {
        return expiry.pollExpired(nowMs, out);
    }

    /**
     * Shows about {@code count} keys.
     *
     * @param cursor 0 to begin, then what the last call returned.
     * @return the next cursor, 0 when all have been shown. A key that is there all the time is shown exactly once.
     */
    public long scan(final long cursor, final int count, final KeyVisitor visitor)
    {
        return keyScan.scan(cursor, count, visitor);
    }

    /** Draws a key, each equally likely; false only when there is none. Equal bits draw equal keys. */
    public boolean random(final long randomBits, final KeyEntry out)
    {
        return keyScan.random(randomBits, out);
    }

    /**
     * Finds a key again that was seen before, by {@link KeyEntry#hash()} and {@link KeyEntry#ref()}; false if it went
     * or moved.
     */
    public boolean findAgain(final long hash, final long ref, final KeyEntry out)
    {
        return table.findRef(hash, ref, out);
    }

    /** Shows up to {@code count} keys from a random one on, for less than drawing each. @return keys shown. */
    public int sample(final long randomBits, final int count, final KeyVisitor visitor)
    {
        return keyScan.sample(randomBits, count, visitor);
    }

    /** Finds the key that expires first; false when none has a timer. */
    public boolean firstToExpire(final KeyEntry out)
    {
        return expiry.first(out);
    }

    /** Draws a key that has a timer; false when there is none. */
    public boolean randomVolatile(final long randomBits, final KeyEntry out)
    {
        return expiry.random(randomBits, out);
    }

    /** Bytes that a key costs, its share of the table included; for a collection without what hangs on its root. */
    public long memoryUsage(final KeyEntry entry)
    {
        final long external = EntryBlock.EXTERNAL == entry.form() ? arena.usableLength(entry.externalRef()) : 0;
        final long timer = entry.hasTimer() ? Long.BYTES : 0;
        return Arena.blockLength(entry.blockLength()) + external + timer + table.bytes() / Math.max(1, table.size());
    }

    /** Bytes of the key table itself, its directory and the heap of timers; without timer lists. */
    public long tableBytes()
    {
        return table.bytes() + fieldTimers.bytes();
    }

    public long segmentCount()
    {
        return table.shaper().segmentCount();
    }

    /** Slots in all segments; {@link #size()} of them are used. */
    public long slotCount()
    {
        return (table.shaper().segmentBytes() / Segment.BUCKET_LENGTH - segmentCount()) * Segment.SLOTS_PER_BUCKET;
    }
}
