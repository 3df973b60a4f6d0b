package io.ringbolt.engine.server;

import io.ringbolt.engine.array.ArrayCursor;
import io.ringbolt.engine.array.SparseArrays;
import io.ringbolt.engine.command.Doubles;
import io.ringbolt.engine.hash.HashCursor;
import io.ringbolt.engine.hash.Hashes;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.list.ListCursor;
import io.ringbolt.engine.list.Lists;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.set.SetCursor;
import io.ringbolt.engine.set.Sets;
import io.ringbolt.engine.stream.StreamCursor;
import io.ringbolt.engine.stream.StreamId;
import io.ringbolt.engine.stream.Streams;
import io.ringbolt.engine.zset.SortedSetCursor;
import io.ringbolt.engine.zset.SortedSets;

import java.nio.charset.StandardCharsets;

/**
 * Feeds a key's value into a {@link Digest}, as Redis does for DEBUG DIGEST: lists and streams in order, members of
 * sets, hashes and sorted sets so that their order does not matter. The encoding never shows.
 */
final class ValueDigest
{
    private static final byte[] EXPIRES = "!!expire!!".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FIELD_EXPIRES = "!!hexpire!!".getBytes(StandardCharsets.US_ASCII);

    private final Arena arena;
    private final ValueRef value = new ValueRef();
    private final ListPackElement element = new ListPackElement();
    private final ListPackElement second = new ListPackElement();

    ValueDigest(final Arena arena)
    {
        this.arena = arena;
    }

    void mix(final KeyEntry entry, final Digest digest)
    {
        digest.mix(entry.type());
        if (ValueType.STRING != entry.type())
        {
            value.set(entry.encoding(), entry.root());
        }
        switch (entry.type())
        {
            case ValueType.STRING -> digest.mix(stringOf(entry));
            case ValueType.LIST -> mixList(digest);
            case ValueType.SET -> mixSet(digest);
            case ValueType.ZSET -> mixSortedSet(digest);
            case ValueType.HASH -> mixHash(digest);
            case ValueType.STREAM -> mixStream(digest);
            case ValueType.ARRAY -> mixArray(digest);
            default -> throw new IllegalStateException("no digest for type " + entry.type());
        }
        if (entry.hasExpiry())
        {
            digest.xor(EXPIRES);
        }
    }

    static byte[] stringOf(final KeyEntry entry)
    {
        return entry.isLong() ? ascii(Long.toString(entry.longValue())) :
            OffHeap.toBytes(entry.stringAddress(), entry.stringLength());
    }

    private void mixList(final Digest digest)
    {
        final ListCursor cursor = new ListCursor(new Lists(arena)).wrap(value, 0, true);
        while (cursor.next(element))
        {
            digest.mix(bytesOf(element));
        }
        cursor.release();
    }

    private void mixSet(final Digest digest)
    {
        try (Sets sets = new Sets(arena, 0))
        {
            final SetCursor cursor = new SetCursor(sets).wrap(value);
            while (cursor.next(element))
            {
                digest.xor(bytesOf(element));
            }
        }
    }

    private void mixSortedSet(final Digest digest)
    {
        final long scratch = arena.allocate(Doubles.MAX_LENGTH);
        try (SortedSets sortedSets = new SortedSets(arena, 0))
        {
            final SortedSetCursor cursor = new SortedSetCursor(sortedSets).wrap(value, 0, true);
            while (cursor.next(element))
            {
                final Digest member = new Digest();
                member.mix(bytesOf(element));
                member.mix(textOf(cursor.score(), scratch));
                digest.xor(member.bytes());
            }
        }
        finally
        {
            arena.free(scratch);
        }
    }

    private byte[] textOf(final double score, final long scratch)
    {
        final long address = arena.writable(scratch, 0, Doubles.MAX_LENGTH);
        return OffHeap.toBytes(address, Doubles.write(score, address));
    }

    private void mixHash(final Digest digest)
    {
        try (Hashes hashes = new Hashes(arena, 0))
        {
            final HashCursor cursor = new HashCursor(hashes).wrap(value);
            while (cursor.next(element, second))
            {
                final Digest field = new Digest();
                field.mix(bytesOf(element));
                field.mix(bytesOf(second));
                if (cursor.hasExpiry())
                {
                    field.xor(FIELD_EXPIRES);
                }
                digest.xor(field.bytes());
            }
        }
    }

    private void mixStream(final Digest digest)
    {
        final StreamCursor cursor = new StreamCursor(new Streams(arena))
            .wrap(value, new StreamId().set(0, 0), new StreamId().set(-1, -1), true);
        while (cursor.next())
        {
            digest.mix(ascii(Long.toUnsignedString(cursor.id().timeMs()) + '.' +
                Long.toUnsignedString(cursor.id().number())));
            for (int i = 0; i < cursor.fieldCount(); i++)
            {
                cursor.nextField(element, second);
                digest.mix(bytesOf(element));
                digest.mix(bytesOf(second));
            }
        }
    }

    private void mixArray(final Digest digest)
    {
        final SparseArrays arrays = new SparseArrays(arena);
        final ArrayCursor cursor = new ArrayCursor(arrays).wrap(value, 0, -1, true);
        digest.mix(ascii(Long.toUnsignedString(arrays.insertIndex(value))));
        while (cursor.next())
        {
            cursor.value(element);
            digest.mix(ascii(Long.toUnsignedString(cursor.index())));
            digest.mix(bytesOf(element));
        }
    }

    private static byte[] bytesOf(final ListPackElement element)
    {
        return element.isInteger() ? ascii(Long.toString(element.longValue())) :
            OffHeap.toBytes(element.address(), element.length());
    }

    private static byte[] ascii(final String text)
    {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
