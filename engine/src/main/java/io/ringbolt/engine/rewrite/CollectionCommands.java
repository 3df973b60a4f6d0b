package io.ringbolt.engine.rewrite;

import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.hash.FieldWalk;
import io.ringbolt.engine.index.MemberBlock;
import io.ringbolt.engine.index.MemberTableWalk;
import io.ringbolt.engine.index.RefTreeWalk;
import io.ringbolt.engine.index.StoredBytes;
import io.ringbolt.engine.intset.IntSet;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.keyspace.KeyspaceCursor;
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
 * Writes lists, sets, sorted sets and hashes as RPUSH, SADD, ZADD, HSET and HPEXPIREAT, up to 64 items a command. What
 * is held at a time is one block and one command. Owned by one thread.
 */
final class CollectionCommands implements AutoCloseable
{
    private static final int ITEMS_PER_COMMAND = 64;
    private static final byte[] RPUSH = Errors.text("RPUSH");
    private static final byte[] SADD = Errors.text("SADD");
    private static final byte[] ZADD = Errors.text("ZADD");
    private static final byte[] HSET = Errors.text("HSET");
    private static final byte[] HPEXPIREAT = Errors.text("HPEXPIREAT");
    private static final byte[] FIELDS = Errors.text("FIELDS");

    private final BlockReader blocks;
    private final CommandFrames frames;
    private final Scratch block;
    private final Scratch pieces;
    private final StoredBytes member;
    private final MemberTableWalk table;
    private final FieldWalk fields;
    private final RefTreeWalk tree;
    private final QuickListWalk nodes;
    private final ListPackElement element = new ListPackElement();
    private final ListPackElement second = new ListPackElement();
    private KeyspaceCursor key;
    private byte[] command;
    private int argumentsPerItem;
    private long restCount;
    private long openCount;

    CollectionCommands(final BlockReader blocks, final OffHeapAllocator allocator, final CommandFrames frames)
    {
        this.blocks = blocks;
        this.frames = frames;
        this.block = new Scratch(allocator);
        this.pieces = new Scratch(allocator);
        this.table = new MemberTableWalk(blocks, allocator);
        this.member = new StoredBytes(blocks, allocator);
        this.fields = new FieldWalk(blocks, table, member, allocator);
        this.tree = new RefTreeWalk(blocks, allocator);
        this.nodes = new QuickListWalk(blocks);
    }

    /** Writes the collection on which a cursor stands. */
    void write(final KeyspaceCursor cursor)
    {
        key = cursor;
        switch (cursor.type())
        {
            case ValueType.LIST -> writeList(cursor.encoding(), cursor.root());
            case ValueType.SET -> writeSet(cursor.encoding(), cursor.root());
            case ValueType.ZSET -> writeSortedSet(cursor.encoding(), cursor.root());
            case ValueType.HASH -> writeHash(cursor.encoding(), cursor.root());
            default -> throw new IllegalStateException("no commands for type " + cursor.type());
        }
        assert 0 == restCount && 0 == openCount : "rest=" + restCount + " open=" + openCount;
        block.trim();
        pieces.trim();
        member.trim();
        fields.trim();
    }

    private void items(final byte[] name, final int perItem, final long count)
    {
        command = name;
        argumentsPerItem = perItem;
        restCount = count;
        openCount = 0;
    }

    /** Begins a command if the last one has all its items. */
    private CommandFrames item()
    {
        if (0 == openCount)
        {
            openCount = Math.min(ITEMS_PER_COMMAND, restCount);
            restCount -= openCount;
            frames.begin(2 + openCount * argumentsPerItem).word(command).bytes(key.keyAddress(), key.keyLength());
        }
        openCount--;
        return frames;
    }

    private long loadPack(final long ref)
    {
        return block.load(blocks, ref, blocks.getInt(ref, 0));
    }

    private void writeList(final int encoding, final long root)
    {
        if (Encoding.LISTPACK == encoding)
        {
            final long pack = loadPack(root);
            items(RPUSH, 1, ListPack.count(pack));
            writeElements(pack);
            return;
        }
        items(RPUSH, 1, blocks.getLong(root, 0));
        nodes.wrap(root);
        while (nodes.next())
        {
            final int plainLength = nodes.plainLength();
            if (0 == plainLength)
            {
                writeElements(nodes.isPacked() ? nodes.unpack(block, pieces) : loadPack(nodes.data()));
            }
            else if (nodes.isPacked())
            {
                item().bytes(nodes.unpack(block, pieces), plainLength);
            }
            else
            {
                blocks.read(nodes.data(), 0, plainLength, item().bulk(plainLength));
            }
        }
    }

    private void writeElements(final long pack)
    {
        for (int offset = ListPack.first(pack); ListPack.NONE != offset; offset = ListPack.next(pack, offset))
        {
            ListPack.read(pack, offset, element);
            item().element(element);
        }
    }

    private void writeSet(final int encoding, final long root)
    {
        if (Encoding.INTSET == encoding)
        {
            final int length = IntSet.length(block.load(blocks, root, Long.BYTES));
            final long integers = block.load(blocks, root, length);
            final int count = IntSet.count(integers);
            items(SADD, 1, count);
            for (int i = 0; i < count; i++)
            {
                item().number(IntSet.get(integers, i));
            }
        }
        else if (Encoding.LISTPACK == encoding)
        {
            final long pack = loadPack(root);
            items(SADD, 1, ListPack.count(pack));
            writeElements(pack);
        }
        else
        {
            table.wrap(root);
            items(SADD, 1, table.count());
            for (long ref = table.next(); Arena.NULL_REF != ref; ref = table.next())
            {
                final long address = member.wrap(ref).loadBytes(0);
                item().bytes(MemberBlock.bytes(address), MemberBlock.length(address));
            }
        }
    }

    private void writeSortedSet(final int encoding, final long root)
    {
        if (Encoding.LISTPACK == encoding)
        {
            final long pack = loadPack(root);
            items(ZADD, 2, ListPack.count(pack) / 2);
            for (int offset = ListPack.first(pack); ListPack.NONE != offset; offset = ListPack.next(pack, offset))
            {
                ListPack.read(pack, offset, element);
                offset = ListPack.next(pack, offset);
                ListPack.read(pack, offset, second);
                item().number(SortedSets.score(second)).element(element);
            }
            return;
        }
        tree.wrap(SortedSets.tree(blocks, root), true);
        items(ZADD, 2, tree.size());
        for (long ref = tree.next(); Arena.NULL_REF != ref; ref = tree.next())
        {
            final long address = member.wrap(ref).loadBytes(Double.BYTES);
            final long stored = address + Double.BYTES;
            item().number(OffHeap.getDouble(address)).bytes(MemberBlock.bytes(stored), MemberBlock.length(stored));
        }
    }

    /** A hash whose fields may expire is walked twice: first for the fields, then for the times of those that do. */
    private void writeHash(final int encoding, final long root)
    {
        final boolean isExpiring = Encoding.hasFieldExpiry(encoding);
        if (Encoding.LISTPACK == encoding || Encoding.LISTPACK_EX == encoding)
        {
            final long pack = loadPack(fields.fields(encoding, root));
            items(HSET, 2, ListPack.count(pack) / (isExpiring ? 3 : 2));
            walkPackedFields(pack, isExpiring, false);
            if (isExpiring)
            {
                walkPackedFields(pack, true, true);
            }
            return;
        }
        items(HSET, 2, fields.wrap(encoding, root).count());
        while (fields.next())
        {
            item().bytes(fields.field(), fields.fieldLength()).bytes(fields.value(), fields.valueLength());
        }
        if (isExpiring)
        {
            fields.wrap(encoding, root);
            while (fields.next())
            {
                if (0 != fields.expiresAtMs())
                {
                    fieldExpiry(fields.expiresAtMs()).bytes(fields.field(), fields.fieldLength());
                }
            }
        }
    }

    private void walkPackedFields(final long pack, final boolean isExpiring, final boolean wantsTimes)
    {
        for (int offset = ListPack.first(pack); ListPack.NONE != offset; offset = ListPack.next(pack, offset))
        {
            ListPack.read(pack, offset, element);
            offset = ListPack.next(pack, offset);
            ListPack.read(pack, offset, second);
            if (!wantsTimes)
            {
                item().element(element).element(second);
            }
            if (isExpiring)
            {
                offset = ListPack.next(pack, offset);
                ListPack.read(pack, offset, second);
                if (wantsTimes && 0 != second.longValue())
                {
                    fieldExpiry(second.longValue()).element(element);
                }
            }
        }
    }

    private CommandFrames fieldExpiry(final long expiresAtMs)
    {
        return frames.begin(6).word(HPEXPIREAT).bytes(key.keyAddress(), key.keyLength()).number(expiresAtMs)
            .word(FIELDS).number(1);
    }

    @Override
    public void close()
    {
        block.close();
        pieces.close();
        member.close();
        fields.close();
        table.close();
        tree.close();
    }
}
