package io.ringbolt.engine.server;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.generic.ReferenceCount;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.KeyVisitor;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.memory.OffHeap;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The forms of DEBUG that look at keys and values.
 */
final class DebugData
{
    private static final int OPERAND = 2;
    private static final int SCAN_COUNT = 1000;
    private static final int MAX_POPULATED_LENGTH = 512 << 20;
    private static final byte[] NOT_A_LISTPACK = Errors.text("ERR Not a listpack encoded object.");
    private static final byte[] NOT_A_STRING = Errors.text("ERR Not an sds encoded string.");
    private static final byte[] NOT_A_TABLE =
        Errors.text("ERR The value stored at the specified key is not represented using an hash table");
    private static final byte[] OUT_OF_RANGE_DB = Errors.text("ERR Out of range database");

    private final Engine engine;
    private final KeyEntry entry = new KeyEntry();

    DebugData(final Engine engine)
    {
        this.engine = engine;
    }

    void object(final CommandContext context)
    {
        if (!findEvenExpired(context))
        {
            context.reply().error(Errors.NO_SUCH_KEY);
            return;
        }
        final long length = ValueType.STRING == entry.type() ? ValueDigest.stringOf(entry).length :
            context.database().memoryUsage(entry);
        context.reply().simple("Value at:0x" + Long.toHexString(entry.ref()) + " refcount:" +
            ReferenceCount.of(entry, engine.config()) + " encoding:" + Encoding.name(entry.encoding()) +
            " serializedlength:" + length + " lru:" + entry.access() + " lru_seconds_idle:" +
            engine.accessClock().idleSeconds(entry));
    }

    void digest(final CommandContext context)
    {
        final Digest all = new Digest();
        final ValueDigest values = new ValueDigest(engine.arena());
        for (int i = 0; i < engine.keyspace().databaseCount(); i++)
        {
            final Database database = engine.keyspace().database(i);
            if (0 != database.size())
            {
                all.mix(i);
                final KeyVisitor visitor = found -> mix(found, values, all);
                long cursor = 0;
                do
                {
                    cursor = database.scan(cursor, SCAN_COUNT, visitor);
                }
                while (0 != cursor);
            }
        }
        context.reply().simple(all.toString());
    }

    void digestOfValues(final CommandContext context)
    {
        final ValueDigest values = new ValueDigest(engine.arena());
        context.reply().array(context.argCount() - OPERAND);
        for (int i = OPERAND; i < context.argCount(); i++)
        {
            final Digest digest = new Digest();
            if (find(context, i))
            {
                values.mix(entry, digest);
            }
            context.reply().simple(digest.toString());
        }
    }

    /** What a string takes in the entry's block and, if it is long, in one of its own. */
    void stringLengths(final CommandContext context)
    {
        if (!findEvenExpired(context))
        {
            context.reply().error(Errors.NO_SUCH_KEY);
        }
        else if (ValueType.STRING != entry.type() || entry.isLong())
        {
            context.reply().error(NOT_A_STRING);
        }
        else
        {
            final long room = entry.stringRoom();
            context.reply().simple("key_sds_len:" + entry.keyLength() + ", key_sds_avail:0, key_zmalloc: " +
                entry.blockBytes() + ", val_sds_len:" + entry.stringLength() + ", val_sds_avail:" +
                (0 == room ? 0 : room - entry.stringLength()) + ", val_zmalloc: " + room);
        }
    }

    void listPack(final CommandContext context)
    {
        if (!find(context, OPERAND))
        {
            context.reply().error(Errors.NO_SUCH_KEY);
        }
        else if (Encoding.LISTPACK != entry.encoding() && Encoding.LISTPACK_EX != entry.encoding())
        {
            context.reply().error(NOT_A_LISTPACK);
        }
        else
        {
            context.reply().simple("Listpack structure of " + engine.arena().usableLength(entry.root()) + " bytes");
        }
    }

    void tableStatistics(final CommandContext context)
    {
        final long index = context.args().longAt(OPERAND);
        if (index < 0 || index >= engine.keyspace().databaseCount())
        {
            context.args().fail(OUT_OF_RANGE_DB);
        }
        if (context.args().failed())
        {
            return;
        }
        final Database database = engine.keyspace().database((int)index);
        context.reply().verbatim(
            "txt", "[Dictionary HT]\n table size: " + database.slotCount() + "\n number of elements: " +
            database.size() + "\n segments: " + database.segmentCount() + "\n bytes: " + database.tableBytes() +
            "\n[Expires HT]\n number of elements: " + database.expiresCount() + "\n");
    }

    void valueTableStatistics(final CommandContext context)
    {
        if (!find(context, OPERAND))
        {
            context.reply().error(Errors.NO_SUCH_KEY);
        }
        else if (!"hashtable".equals(Encoding.name(entry.encoding())) && Encoding.SKIPLIST != entry.encoding())
        {
            context.reply().error(NOT_A_TABLE);
        }
        else
        {
            context.reply().verbatim("txt", "Hash table of " + ValueType.name(entry.type()) + "\n");
        }
    }

    void populate(final CommandContext context)
    {
        final ArgParser args = context.args();
        final long count = args.longAt(OPERAND, 0, Long.MAX_VALUE, Errors.MUST_BE_POSITIVE);
        final String prefix = args.count() > OPERAND + 1 ? args.textAt(OPERAND + 1) : "key";
        final long length = args.count() > OPERAND + 2 ?
            args.longAt(OPERAND + 2, 0, MAX_POPULATED_LENGTH, Errors.MUST_BE_POSITIVE) : 0;
        if (args.failed())
        {
            return;
        }
        for (long i = 0; i < count; i++)
        {
            populate(context.database(), prefix + ':' + i, "value:" + i, (int)length);
        }
        context.reply().ok();
    }

    private void populate(final Database database, final String key, final String value, final int length)
    {
        final byte[] keyBytes = key.getBytes(StandardCharsets.ISO_8859_1);
        final byte[] plain = value.getBytes(StandardCharsets.US_ASCII);
        final byte[] valueBytes = 0 == length ? plain : Arrays.copyOf(plain, length);
        final long total = keyBytes.length + (long)valueBytes.length;
        final long address = engine.allocator().allocate(total);
        try
        {
            OffHeap.copyIn(keyBytes, 0, address, keyBytes.length);
            OffHeap.copyIn(valueBytes, 0, address + keyBytes.length, valueBytes.length);
            if (!database.find(address, keyBytes.length, entry))
            {
                final int encoding = valueBytes.length <= 44 ? Encoding.EMBSTR : Encoding.RAW;
                database.setString(address, keyBytes.length, encoding, address + keyBytes.length, valueBytes.length,
                    entry);
            }
        }
        finally
        {
            engine.allocator().free(address, total);
        }
    }

    private boolean find(final CommandContext context, final int index)
    {
        return engine.lookups().peek(context.database(), context.argAddress(index), context.argLength(index), entry);
    }

    /** Looks a key up without removing it when its time is over, so that this can be looked at too. */
    private boolean findEvenExpired(final CommandContext context)
    {
        return context.database().find(context.argAddress(OPERAND), context.argLength(OPERAND), entry);
    }

    private static void mix(final KeyEntry found, final ValueDigest values, final Digest all)
    {
        final Digest digest = new Digest();
        digest.mix(OffHeap.toBytes(found.keyAddress(), found.keyLength()));
        values.mix(found, digest);
        all.xor(digest.bytes());
    }
}
