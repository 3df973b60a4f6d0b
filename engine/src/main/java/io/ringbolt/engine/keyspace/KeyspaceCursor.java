package io.ringbolt.engine.keyspace;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.ArenaView;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;

/**
 * Walks the keys of a {@link KeyspaceView}, each once, in the order of their hashes. Owned by the view's reader. Keys
 * and short values are copied into memory of the cursor's, where they stay until the next step; every step may throw
 * {@link io.ringbolt.engine.memory.ViewOverflowException}.
 */
public final class KeyspaceCursor implements StringSource, AutoCloseable
{
    private static final int SEGMENT_BYTES = Segment.MAX_LINES * Segment.BUCKET_LENGTH;
    private static final int FIRST_READ = 8;
    private static final int LONG_VARINT = 2;

    private final KeyspaceView keyspaceView;
    private final ArenaView view;
    private final OffHeapAllocator allocator;
    private final long segment;
    private long buffer;
    private int bufferLength = 512;

    private long rootRef;
    private int rootBits;
    private long rootIndex;
    private long leafIndex;
    private int slot;
    private int slotCount;

    private int head;
    private int flags;
    private int keyOffset;
    private int keyLength;
    private int valueOffset;

    public KeyspaceCursor(final KeyspaceView keyspaceView, final OffHeapAllocator allocator)
    {
        this.keyspaceView = keyspaceView;
        this.allocator = allocator;
        view = keyspaceView.arenaView();
        segment = allocator.allocate(SEGMENT_BYTES);
        buffer = allocator.allocate(bufferLength);
    }

    /** Begins before the first key of a database. */
    public KeyspaceCursor database(final int index)
    {
        rootRef = keyspaceView.rootRef(index);
        rootBits = keyspaceView.rootBits(index);
        rootIndex = 0;
        leafIndex = 0;
        slot = 0;
        slotCount = 0;
        return this;
    }

    /** Goes to the next key; false behind the last one. */
    public boolean next()
    {
        do
        {
            while (slot < slotCount)
            {
                final int index = slot++;
                final long bucket = Segment.bucketAddress(segment, index / Segment.SLOTS_PER_BUCKET);
                if (0 != Segment.fingerprintAt(bucket, index % Segment.SLOTS_PER_BUCKET))
                {
                    readEntry(Segment.refAt(bucket, index % Segment.SLOTS_PER_BUCKET));
                    return true;
                }
            }
        }
        while (nextSegment());
        return false;
    }

    private boolean nextSegment()
    {
        while (Arena.NULL_REF != rootRef && 0 == rootIndex >> rootBits)
        {
            final long rootWord = view.getLong(rootRef, rootIndex << 3);
            final int leafBits = Directory.leafBits(rootWord);
            final int leafDepth = Directory.leafDepth(rootWord);
            if (0 == leafIndex >> leafBits)
            {
                final long word = view.getLong(Directory.leafRef(rootWord), leafIndex << 3);
                leafIndex += 1L << leafDepth + leafBits - Directory.depth(word);
                final int lines = Directory.lines(word);
                view.read(Directory.segmentRef(word), 0, (long)lines * Segment.BUCKET_LENGTH, segment);
                slot = 0;
                slotCount = (lines - 1) * Segment.SLOTS_PER_BUCKET;
                return true;
            }
            leafIndex = 0;
            rootIndex += 1L << rootBits - leafDepth;
        }
        return false;
    }

    /** Reads a block in steps, since its length follows from its content; no byte behind it is read. */
    private void readEntry(final long ref)
    {
        view.read(ref, 0, FIRST_READ, buffer);
        if ((OffHeap.getInt(buffer + EntryBlock.FLAGS_OFFSET) & 0x80808000) == 0x80808000)
        {
            view.read(ref, FIRST_READ, LONG_VARINT, buffer + FIRST_READ);
        }
        head = OffHeap.getInt(buffer + EntryBlock.HEAD_OFFSET);
        flags = OffHeap.getByte(buffer + EntryBlock.FLAGS_OFFSET);
        keyLength = EntryBlock.getVarint(buffer + EntryBlock.KEY_LENGTH_OFFSET);
        keyOffset = EntryBlock.KEY_LENGTH_OFFSET + EntryBlock.varintLength(keyLength);
        valueOffset = keyOffset + keyLength + (hasExpiry() ? EntryBlock.EXPIRY_LENGTH : 0);
        final int form = EntryBlock.form(flags);
        if (EntryBlock.INLINE == form)
        {
            readTo(ref, valueOffset + 1);
            if (OffHeap.getByte(buffer + valueOffset) < 0)
            {
                readTo(ref, valueOffset + 2);
            }
            final int valueLength = EntryBlock.getVarint(buffer + valueOffset);
            readTo(ref, valueOffset + EntryWriter.inlineLength(valueLength));
        }
        else
        {
            readTo(ref, valueOffset + (EntryBlock.EXTERNAL == form ? EntryBlock.EXTERNAL_LENGTH : Long.BYTES));
        }
    }

    private void readTo(final long ref, final int length)
    {
        if (length > bufferLength)
        {
            final int newLength = Math.max(length, (int)Math.min(2L * bufferLength, Integer.MAX_VALUE));
            allocator.free(buffer, bufferLength);
            buffer = OffHeap.NULL_ADDRESS;
            buffer = allocator.allocate(newLength);
            bufferLength = newLength;
        }
        view.read(ref, 0, length, buffer);
    }

    public int type()
    {
        return head & EntryBlock.TYPE_MASK;
    }

    public int encoding()
    {
        return head >>> EntryBlock.ENCODING_SHIFT & EntryBlock.TYPE_MASK;
    }

    public int access()
    {
        return head >>> EntryBlock.ACCESS_SHIFT;
    }

    public boolean hasExpiry()
    {
        return 0 != (flags & EntryBlock.HAS_EXPIRY);
    }

    /** When the key expires, ms since 1970; only with {@link #hasExpiry()}. */
    public long expiresAtMs()
    {
        final long word = OffHeap.getLong(buffer + keyOffset + keyLength);
        return 0 == (flags & EntryBlock.FAR_EXPIRY) ? word >>> EntryBlock.TIMER_INDEX_BITS : word;
    }

    public long keyAddress()
    {
        return buffer + keyOffset;
    }

    public int keyLength()
    {
        return keyLength;
    }

    /** Whether the value is a number, to be read with {@link #longValue()} and not as bytes. */
    public boolean isLong()
    {
        return EntryBlock.LONG == EntryBlock.form(flags);
    }

    public long longValue()
    {
        return OffHeap.getLong(buffer + valueOffset);
    }

    /** The word of a collection, whose blocks are to be read through {@link KeyspaceView#arenaView()}. */
    public long root()
    {
        return OffHeap.getLong(buffer + valueOffset);
    }

    @Override
    public int stringLength()
    {
        return EntryBlock.EXTERNAL == EntryBlock.form(flags) ?
            OffHeap.getInt(buffer + valueOffset + EntryBlock.EXTERNAL_LENGTH - 4) :
            EntryBlock.getVarint(buffer + valueOffset);
    }

    /** Copies part of a string that is kept as bytes. */
    @Override
    public void readString(final int offset, final int length, final long destination)
    {
        if (EntryBlock.EXTERNAL == EntryBlock.form(flags))
        {
            view.read(EntryBlock.getRef(buffer + valueOffset), offset, length, destination);
        }
        else
        {
            final int lengthOfLength = EntryBlock.varintLength(stringLength());
            OffHeap.copy(buffer + valueOffset + lengthOfLength + offset, destination, length);
        }
    }

    @Override
    public void close()
    {
        allocator.free(segment, SEGMENT_BYTES);
        allocator.free(buffer, bufferLength);
    }
}
