package io.ringbolt.engine.rdb;

import io.ringbolt.engine.array.ArrayWalk;
import io.ringbolt.engine.array.SparseArrays;
import io.ringbolt.engine.hash.FieldWalk;
import io.ringbolt.engine.hash.TemplateWalk;
import io.ringbolt.engine.index.MemberBlock;
import io.ringbolt.engine.index.MemberTableWalk;
import io.ringbolt.engine.index.RefTreeWalk;
import io.ringbolt.engine.index.StoredBytes;
import io.ringbolt.engine.intset.IntSet;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.keyspace.StringSource;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.list.QuickListWalk;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.BlockReader;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;
import io.ringbolt.engine.zset.SortedSets;

/**
 * Writes values of all types in RDB's forms, from the arena as it is or from a view of it, which another thread may do.
 * Owned by one thread.
 */
/*
 * A value is read block by block through a BlockReader and leaves through the writer's buffer, so what is held at a
 * time is one block: a listpack, a node of a list, a member. Only a string that may be compressed is held whole.
 */
public final class ValueEncoder implements AutoCloseable
{
    private final BlockReader blocks;
    private final Scratch block;
    private final Scratch pieces;
    private final StoredBytes member;
    private final MemberTableWalk table;
    private final FieldWalk fields;
    private final RefTreeWalk tree;
    private final QuickListWalk nodes;
    private final StreamEncoder streams;
    private final ArrayWalk array;
    private final ListPackElement element = new ListPackElement();
    private RdbWriter writer;
    private int version;

    public ValueEncoder(final BlockReader blocks, final OffHeapAllocator allocator)
    {
        this.blocks = blocks;
        this.block = new Scratch(allocator);
        this.pieces = new Scratch(allocator);
        this.table = new MemberTableWalk(blocks, allocator);
        this.member = new StoredBytes(blocks, allocator);
        this.fields = new FieldWalk(blocks, table, member, allocator);
        this.tree = new RefTreeWalk(blocks, allocator);
        this.nodes = new QuickListWalk(blocks);
        this.array = new ArrayWalk(blocks, allocator);
        this.streams = new StreamEncoder(blocks, allocator, tree, block);
    }

    /** Writes to this writer from now on. @param rdbVersion 9 to 15; older servers read no newer forms. */
    public ValueEncoder wrap(final RdbWriter newWriter, final int rdbVersion)
    {
        writer = newWriter;
        version = rdbVersion;
        return this;
    }

    /** The RDB type under which a value will be written. @param root of a collection. */
    public int rdbType(final int type, final int encoding, final long root)
    {
        final boolean isPacked = Encoding.LISTPACK == encoding && version >= RdbType.VERSION_WITH_LISTPACKS;
        return switch (type)
        {
            case ValueType.STRING -> RdbType.STRING;
            case ValueType.LIST ->
                version >= RdbType.VERSION_WITH_LISTPACKS ? RdbType.LIST_QUICKLIST_2 : RdbType.LIST;
            case ValueType.SET -> setType(encoding);
            case ValueType.ZSET -> isPacked ? RdbType.SORTED_SET_LISTPACK : RdbType.SORTED_SET;
            case ValueType.HASH -> hashType(encoding, isPacked);
            case ValueType.STREAM -> StreamEncoder.rdbType(streams.requiredVersion(version, root));
            case ValueType.ARRAY -> RdbType.ARRAY;
            default -> throw new IllegalStateException("no RDB form for type " + type);
        };
    }

    /** A hash whose fields may expire has forms of its own only, also where an older version is written. */
    private int hashType(final int encoding, final boolean isPacked)
    {
        if (Encoding.isTemplate(encoding) && version >= RdbType.VERSION_WITH_TEMPLATES)
        {
            return Encoding.TEMPLATE_LISTPACK == encoding ?
                RdbType.HASH_TEMPLATE_LISTPACK : RdbType.HASH_TEMPLATE_ARRAY;
        }
        return switch (encoding)
        {
            case Encoding.LISTPACK_EX -> RdbType.HASH_LISTPACK_WITH_EXPIRY;
            case Encoding.HASHTABLE_EX -> RdbType.HASH_WITH_EXPIRY;
            default -> isPacked ? RdbType.HASH_LISTPACK : RdbType.HASH;
        };
    }

    /** The version that a reader must know in order to read a value; mostly the one that is written. */
    public int requiredVersion(final int type, final int encoding, final long root)
    {
        if (ValueType.STREAM == type)
        {
            return streams.requiredVersion(version, root);
        }
        return Encoding.hasFieldExpiry(encoding) ? Math.max(version, RdbType.VERSION_WITH_FIELD_EXPIRY) : version;
    }

    private int setType(final int encoding)
    {
        if (Encoding.INTSET == encoding)
        {
            return RdbType.SET_INTSET;
        }
        return Encoding.LISTPACK == encoding && version >= RdbType.VERSION_WITH_PACKED_SETS ?
            RdbType.SET_LISTPACK : RdbType.SET;
    }

    /** Writes a collection, without its type. */
    public void write(final int type, final int encoding, final long root)
    {
        switch (rdbType(type, encoding, root))
        {
            case RdbType.LIST -> writeList(encoding, root);
            case RdbType.LIST_QUICKLIST_2 -> writeNodes(encoding, root);
            case RdbType.SET -> writeSet(encoding, root);
            case RdbType.SET_INTSET -> writeIntSet(root);
            case RdbType.HASH -> writeHash(encoding, root);
            case RdbType.HASH_WITH_EXPIRY -> writeExpiringHash(encoding, root);
            case RdbType.HASH_LISTPACK_WITH_EXPIRY -> writeExpiringPack(encoding, root);
            case RdbType.SORTED_SET -> writeSortedSet(encoding, root);
            case RdbType.HASH_LISTPACK, RdbType.SORTED_SET_LISTPACK, RdbType.SET_LISTPACK -> writePack(root);
            case RdbType.ARRAY -> writeArray(root);
            case RdbType.HASH_TEMPLATE_LISTPACK, RdbType.HASH_TEMPLATE_ARRAY -> writeTemplateHash(encoding, root);
            default -> streams.write(writer, streams.requiredVersion(version, root), root);
        }
    }

    private void writeArray(final long root)
    {
        array.wrap(root);
        writer.writeLength(array.count());
        final boolean hasInserted = SparseArrays.NO_INDEX != array.insertIndex();
        writer.writeLength(hasInserted ? 1 : 0);
        if (hasInserted)
        {
            writer.writeLength(array.insertIndex());
        }
        while (array.next())
        {
            writer.writeLength(array.index());
            array.value(element);
            if (element.isInteger())
            {
                writer.writeLength(RdbType.ARRAY_INTEGER);
                writer.writeLong(element.longValue());
            }
            else
            {
                writer.writeLength(RdbType.ARRAY_STRING);
                writer.writeString(element.address(), element.length());
            }
        }
    }

    private void writePack(final long root)
    {
        final long pack = loadPack(root);
        writer.writeBlob(pack, ListPack.length(pack));
    }

    private long loadPack(final long ref)
    {
        return block.load(blocks, ref, blocks.getInt(ref, 0));
    }

    private void writeIntSet(final long root)
    {
        final long head = block.load(blocks, root, Long.BYTES);
        final int length = IntSet.length(head);
        writer.writeBlob(block.load(blocks, root, length), length);
    }

    private void writeNodes(final int encoding, final long root)
    {
        if (Encoding.LISTPACK == encoding)
        {
            writer.writeLength(1);
            writer.writeLength(RdbType.NODE_PACKED);
            writePack(root);
            return;
        }
        nodes.wrap(root);
        writer.writeLength(nodes.nodeCount());
        while (nodes.next())
        {
            final boolean isPlain = 0 != nodes.plainLength();
            writer.writeLength(isPlain ? RdbType.NODE_PLAIN : RdbType.NODE_PACKED);
            if (nodes.isPacked())
            {
                final long raw = nodes.unpack(block, pieces);
                writer.writeBlob(raw, isPlain ? nodes.plainLength() : ListPack.length(raw));
            }
            else if (isPlain)
            {
                writeBlock(nodes.data(), nodes.plainLength());
            }
            else
            {
                writePack(nodes.data());
            }
        }
    }

    /** Writes a block of bytes as a string; a very long one in pieces. */
    private void writeBlock(final long ref, final int length)
    {
        if (length <= RdbWriter.MAX_COMPRESSED_LENGTH)
        {
            writer.writeBlob(block.load(blocks, ref, length), length);
            return;
        }
        writer.writeLength(length);
        final long piece = pieces.reserve(StringSource.PIECE_LENGTH);
        for (int offset = 0; offset < length; offset += StringSource.PIECE_LENGTH)
        {
            final int pieceLength = Math.min(StringSource.PIECE_LENGTH, length - offset);
            blocks.read(ref, offset, pieceLength, piece);
            writer.writeBytes(piece, pieceLength);
        }
    }

    /** Writes a string that is kept as bytes; a very long one in pieces. */
    public void writeString(final StringSource source)
    {
        final int length = source.stringLength();
        if (length <= RdbWriter.MAX_COMPRESSED_LENGTH)
        {
            final long address = block.reserve(length);
            source.readString(0, length, address);
            writer.writeString(address, length);
            return;
        }
        writer.writeLength(length);
        final long piece = pieces.reserve(StringSource.PIECE_LENGTH);
        for (int offset = 0; offset < length; offset += StringSource.PIECE_LENGTH)
        {
            final int pieceLength = Math.min(StringSource.PIECE_LENGTH, length - offset);
            source.readString(offset, pieceLength, piece);
            writer.writeBytes(piece, pieceLength);
        }
    }

    /** The form of Redis before 7.0: elements one by one. */
    private void writeList(final int encoding, final long root)
    {
        if (Encoding.LISTPACK == encoding)
        {
            final long pack = loadPack(root);
            writer.writeLength(ListPack.count(pack));
            writeElements(pack);
            return;
        }
        writer.writeLength(blocks.getLong(root, 0));
        nodes.wrap(root);
        while (nodes.next())
        {
            if (0 == nodes.plainLength())
            {
                writeElements(nodes.isPacked() ? nodes.unpack(block, pieces) : loadPack(nodes.data()));
            }
            else if (nodes.isPacked())
            {
                writer.writeBlob(nodes.unpack(block, pieces), nodes.plainLength());
            }
            else
            {
                writeBlock(nodes.data(), nodes.plainLength());
            }
        }
    }

    private void writeElements(final long pack)
    {
        for (int offset = ListPack.first(pack); ListPack.NONE != offset; offset = ListPack.next(pack, offset))
        {
            ListPack.read(pack, offset, element);
            writer.writeElement(element);
        }
    }

    private void writeSet(final int encoding, final long root)
    {
        if (Encoding.LISTPACK == encoding)
        {
            final long pack = loadPack(root);
            writer.writeLength(ListPack.count(pack));
            writeElements(pack);
            return;
        }
        table.wrap(root);
        writer.writeLength(table.count());
        for (long ref = table.next(); Arena.NULL_REF != ref; ref = table.next())
        {
            writeStored(member.wrap(ref).loadBytes(0));
        }
    }

    private void writeHash(final int encoding, final long root)
    {
        if (Encoding.LISTPACK == encoding)
        {
            final long pack = loadPack(root);
            writer.writeLength(ListPack.count(pack) / 2);
            writeElements(pack);
            return;
        }
        fields.wrap(encoding, root);
        writer.writeLength(fields.count());
        while (fields.next())
        {
            writer.writeString(fields.field(), fields.fieldLength());
            writer.writeString(fields.value(), fields.valueLength());
        }
    }

    /** The names stand before the values, so that whoever reads them can have them shared. */
    private void writeTemplateHash(final int encoding, final long root)
    {
        fields.wrap(encoding, root);
        final TemplateWalk template = fields.template();
        writer.writeLength(RdbType.NAMES_LISTED);
        writer.writeLength(template.count());
        for (int i = 0; i < template.count(); i++)
        {
            writer.writeString(template.fieldAt(i), template.fieldLengthAt(i));
        }
        if (Encoding.TEMPLATE_LISTPACK == encoding)
        {
            writer.writeBlob(template.packAddress(), ListPack.length(template.packAddress()));
            return;
        }
        while (fields.next())
        {
            writer.writeString(fields.value(), fields.valueLength());
        }
    }

    /** Times count from just before the earliest, so that 0 is free for those that never come. */
    private void writeExpiringHash(final int encoding, final long root)
    {
        final long earliestMs = earliestMs(root);
        writer.writeLong(earliestMs);
        fields.wrap(encoding, root);
        writer.writeLength(fields.count());
        while (fields.next())
        {
            final long expiresAtMs = fields.expiresAtMs();
            writer.writeLength(0 == expiresAtMs ? 0 : expiresAtMs - earliestMs + 1);
            writer.writeString(fields.field(), fields.fieldLength());
            writer.writeString(fields.value(), fields.valueLength());
        }
    }

    private void writeExpiringPack(final int encoding, final long root)
    {
        writer.writeLong(earliestMs(root));
        writePack(fields.fields(encoding, root));
    }

    private long earliestMs(final long root)
    {
        final long earliestMs = fields.earliestMs(root);
        return Long.MAX_VALUE == earliestMs ? 0 : earliestMs;
    }

    /** Highest score first, as Redis does: loading then appends to the end of its skip list. */
    private void writeSortedSet(final int encoding, final long root)
    {
        if (Encoding.LISTPACK == encoding)
        {
            writePackedScores(loadPack(root));
            return;
        }
        tree.wrap(SortedSets.tree(blocks, root), false);
        writer.writeLength(tree.size());
        for (long ref = tree.next(); Arena.NULL_REF != ref; ref = tree.next())
        {
            final long address = member.wrap(ref).loadBytes(Double.BYTES);
            writeStored(address + Double.BYTES);
            writer.writeDouble(OffHeap.getDouble(address));
        }
    }

    private void writePackedScores(final long pack)
    {
        writer.writeLength(ListPack.count(pack) / 2);
        for (int offset = ListPack.last(pack); ListPack.NONE != offset; offset = ListPack.previous(pack, offset))
        {
            ListPack.read(pack, offset, element);
            final double score = SortedSets.score(element);
            offset = ListPack.previous(pack, offset);
            ListPack.read(pack, offset, element);
            writer.writeElement(element);
            writer.writeDouble(score);
        }
    }

    private void writeStored(final long address)
    {
        writer.writeString(MemberBlock.bytes(address), MemberBlock.length(address));
    }

    /** Gives memory back that is more than usual values need. */
    public void trim()
    {
        block.trim();
        member.trim();
        fields.trim();
        writer.trim();
    }

    @Override
    public void close()
    {
        array.close();
        block.close();
        pieces.close();
        member.close();
        fields.close();
        table.close();
        tree.close();
        streams.close();
    }
}
