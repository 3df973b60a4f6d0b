package io.ringbolt.engine.rdb;

import io.ringbolt.config.EncodingParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.array.SparseArrays;
import io.ringbolt.engine.collection.CollectionSeeds;
import io.ringbolt.engine.hash.HashTemplates;
import io.ringbolt.engine.hash.Hashes;
import io.ringbolt.engine.hash.TemplateAdoption;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.ValueReleaser;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.list.Lists;
import io.ringbolt.engine.listpack.IntegerText;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.set.Sets;
import io.ringbolt.engine.stream.Streams;
import io.ringbolt.engine.string.Strings;
import io.ringbolt.engine.zset.SortedSets;

/**
 * Reads values of all types, in all forms that RDB has had, into the arena. It believes nothing: a value is either
 * refused, with nothing left behind, or one that commands could have made. Owned by the engine thread.
 */
public final class ValueDecoder implements AutoCloseable
{
    private static final int RELEASE_BUDGET = 1 << 16;

    private final Arena arena;
    private final ValueReleaser releaser;
    private final Lists lists;
    private final Sets sets;
    private final Hashes hashes;
    private final SortedSets sortedSets;
    private final PackDecoder packs;
    private final ListDecoder listDecoder;
    private final SetDecoder setDecoder;
    private final HashDecoder hashDecoder;
    private final SortedSetDecoder sortedSetDecoder;
    private final StreamDecoder streamDecoder;
    private final ArrayDecoder arrayDecoder;

    /** With templates of its own for hashes that have one. */
    public ValueDecoder(
        final Arena arena, final OffHeapAllocator allocator, final CollectionSeeds seeds, final ValueReleaser releaser)
    {
        this(arena, allocator, seeds, new HashTemplates(arena, seeds.hashes()), releaser);
    }

    public ValueDecoder(
        final Arena arena, final OffHeapAllocator allocator, final CollectionSeeds seeds,
        final HashTemplates templates, final ValueReleaser releaser)
    {
        this.arena = arena;
        this.releaser = releaser;
        this.lists = new Lists(arena);
        this.sets = new Sets(arena, seeds.sets());
        this.hashes = new Hashes(arena, seeds.hashes(), templates);
        this.sortedSets = new SortedSets(arena, seeds.sortedSets());
        this.packs = new PackDecoder(arena, allocator);
        this.listDecoder = new ListDecoder(arena, lists, packs);
        this.setDecoder = new SetDecoder(arena, allocator, sets, packs);
        this.hashDecoder = new HashDecoder(arena, allocator, hashes, templates, packs);
        this.sortedSetDecoder = new SortedSetDecoder(arena, allocator, sortedSets, packs);
        this.arrayDecoder = new ArrayDecoder(allocator, new SparseArrays(arena));
        this.streamDecoder = new StreamDecoder(arena, new Streams(arena), packs);
    }

    /** Takes over the sizes up to which values are kept in their compact encodings. */
    public void onConfig(final ServerConfig config)
    {
        final int intSetEntries = config.intValue(EncodingParameters.SET_MAX_INTSET_ENTRIES);
        final int setEntries = config.intValue(EncodingParameters.SET_MAX_LISTPACK_ENTRIES);
        final int hashEntries = config.intValue(EncodingParameters.HASH_MAX_LISTPACK_ENTRIES);
        final int sortedSetEntries = config.intValue(EncodingParameters.ZSET_MAX_LISTPACK_ENTRIES);
        lists.maxListpackSize(config.intValue(EncodingParameters.LIST_MAX_LISTPACK_SIZE));
        sets.limits(intSetEntries, setEntries, config.intValue(EncodingParameters.SET_MAX_LISTPACK_VALUE));
        setDecoder.limits(intSetEntries, setEntries);
        hashes.limits(hashEntries, config.intValue(EncodingParameters.HASH_MAX_LISTPACK_VALUE));
        hashDecoder.limits(hashEntries);
        final int sortedSetValue = config.intValue(EncodingParameters.ZSET_MAX_LISTPACK_VALUE);
        sortedSets.limits(sortedSetEntries, sortedSetValue);
        sortedSetDecoder.limits(sortedSetEntries, sortedSetValue);
    }

    /**
     * Reads a value.
     *
     * @param rdbType as it has been read before the value.
     * @return false after a fault, also if the type is none; {@code out} then holds nothing. A collection without
     *         elements is no fault: see {@link DecodedValue#isEmpty()}.
     */
    public boolean read(final int rdbType, final RdbReader reader, final DecodedValue out)
    {
        out.collection.set(0, Arena.NULL_REF);
        out.type = typeOf(rdbType);
        switch (out.type)
        {
            case ValueType.STRING -> reader.readString(RdbReader.FIRST, out.string);
            case ValueType.LIST -> listDecoder.read(rdbType, reader, out.collection);
            case ValueType.SET -> setDecoder.read(rdbType, reader, out.collection);
            case ValueType.ZSET -> sortedSetDecoder.read(rdbType, reader, out.collection);
            case ValueType.HASH -> hashDecoder.read(rdbType, reader, out.collection);
            case ValueType.STREAM -> streamDecoder.read(rdbType, reader, out.collection);
            case ValueType.ARRAY -> arrayDecoder.read(reader, out.collection);
            default -> reader.fail();
        }
        if (reader.hasFailed())
        {
            release(out);
        }
        return !reader.hasFailed();
    }

    /** What lets hashes of a file share their names; does nothing until it is told which. */
    public TemplateAdoption adoption()
    {
        return hashDecoder.adoption();
    }

    /** Reads the number of a hash's template and its names, to which hashes refer further on. */
    public void defineTemplate(final RdbReader reader)
    {
        hashDecoder.defineTemplate(reader);
    }

    /** Whether values of an RDB type can be read. */
    public static boolean isKnown(final int rdbType)
    {
        return typeOf(rdbType) >= 0;
    }

    private static int typeOf(final int rdbType)
    {
        return switch (rdbType)
        {
            case RdbType.STRING -> ValueType.STRING;
            case RdbType.LIST, RdbType.LIST_ZIPLIST, RdbType.LIST_QUICKLIST, RdbType.LIST_QUICKLIST_2 -> ValueType.LIST;
            case RdbType.SET, RdbType.SET_INTSET, RdbType.SET_LISTPACK -> ValueType.SET;
            case RdbType.SORTED_SET_TEXT, RdbType.SORTED_SET, RdbType.SORTED_SET_ZIPLIST,
                RdbType.SORTED_SET_LISTPACK -> ValueType.ZSET;
            case RdbType.HASH, RdbType.HASH_ZIPMAP, RdbType.HASH_ZIPLIST, RdbType.HASH_LISTPACK,
                RdbType.HASH_WITH_EXPIRY, RdbType.HASH_LISTPACK_WITH_EXPIRY,
                RdbType.HASH_TEMPLATE_LISTPACK, RdbType.HASH_TEMPLATE_LISTPACK_REF, RdbType.HASH_TEMPLATE_ARRAY,
                RdbType.HASH_TEMPLATE_ARRAY_REF -> ValueType.HASH;
            case RdbType.STREAM, RdbType.STREAM_2, RdbType.STREAM_3, RdbType.STREAM_4,
                RdbType.STREAM_5 -> ValueType.STREAM;
            case RdbType.ARRAY -> ValueType.ARRAY;
            default -> -1;
        };
    }

    /** Frees a value that no key will have. */
    public void release(final DecodedValue value)
    {
        long root = value.collection.root();
        while (Arena.NULL_REF != root)
        {
            root = releaser.release(arena, value.type, value.collection.encoding(), root, RELEASE_BUDGET);
        }
        value.collection.set(0, Arena.NULL_REF);
    }

    /** Gives a value to a key that is not there, which owns it from now on. */
    public void insert(
        final Database database,
        final long keyAddress,
        final int keyLength,
        final DecodedValue value,
        final KeyEntry out)
    {
        final ListPackElement string = value.string;
        if (ValueType.STRING != value.type)
        {
            database.insert(
                keyAddress, keyLength, value.type, value.collection.encoding(), value.collection.root(), out);
            if (out.hasFieldExpiry())
            {
                database.fieldExpiry(out, hashes.earliestMs(value.collection));
            }
            value.collection.set(0, Arena.NULL_REF);
        }
        else if (string.isInteger())
        {
            database.setLong(keyAddress, keyLength, string.longValue(), out);
        }
        else if (IntegerText.isInteger(string.address(), string.length()))
        {
            final long number = IntegerText.parse(string.address(), string.length());
            database.setLong(keyAddress, keyLength, number, out);
        }
        else
        {
            database.setString(keyAddress, keyLength, Strings.textEncoding(string.length()),
                string.address(), string.length(), out);
        }
    }

    @Override
    public void close()
    {
        arrayDecoder.close();
        packs.close();
        setDecoder.close();
        hashDecoder.close();
        sortedSetDecoder.close();
        sets.close();
        hashes.close();
        sortedSets.close();
    }
}
