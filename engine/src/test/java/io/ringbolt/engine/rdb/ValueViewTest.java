package io.ringbolt.engine.rdb;

import io.ringbolt.engine.EngineHarness;
import io.ringbolt.engine.keyspace.KeyspaceCursor;
import io.ringbolt.engine.keyspace.KeyspaceView;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * For each type and encoding: a view is taken, the value changed in every way and deleted, and the view still
 * shows it whole.
 */
class ValueViewTest
{
    private static final int VERSION = 12;
    private static final int FOOTER_LENGTH = 10;
    private static final int CHANGES = 400;

    private final OffHeapAllocator allocator = new OffHeapAllocator();

    @AfterEach
    void shouldHoldNothing()
    {
        assertEquals(0, allocator.liveBytes());
    }

    /** In commands # counts up. */
    @ParameterizedTest(name = "{0}, {1} x {2}")
    @CsvSource(delimiter = '|', value = {
        "int        | 1     | SET v 12345                     | INCR v ; APPEND v 6",
        "embstr     | 1     | SET v text                      | APPEND v more ; SETRANGE v 2 xyz",
        "raw        | 5000  | APPEND v text#                  | SETRANGE v 100 other# ; SETBIT v # 1 ; APPEND v #",
        "raw        | 3000  | SETBIT v # 1                    | SETBIT v # 0 ; BITFIELD v SET u8 # 7",
        "listpack   | 30    | RPUSH v e#                      | LPUSH v # ; LSET v 3 # ; RPOP v",
        "quicklist  | 20000 | RPUSH v element#                | LPUSH v # ; LSET v 9000 # ; RPOP v ; LTRIM v 5 -5",
        "intset     | 100   | SADD v #                        | SADD v 100000# ; SREM v # ; SADD v text",
        "listpack   | 50    | SADD v m#                       | SADD v n# ; SREM v m# ; SPOP v",
        "hashtable  | 5000  | SADD v member#                  | SADD v n# ; SREM v member# ; SPOP v",
        "listpack   | 50    | HSET v f# #                     | HSET v f# other ; HDEL v f# ; HINCRBY v n #",
        "hashtable  | 5000  | HSET v f# #                     | HSET v f# other ; HDEL v f# ; HINCRBY v n #",
        "listpackex | 50    | HSETEX v PX 5000 FIELDS 1 f# #  | HPERSIST v FIELDS 1 f# ; HDEL v f# ; HDEL v f9",
        "hashtable  | 5000  | HSETEX v PX 5000 FIELDS 1 f# #  | HPERSIST v FIELDS 1 f# ; HDEL v f# ; HDEL v f9",
        "listpack   | 50    | ZADD v 1.# m#                   | ZINCRBY v 2 m# ; ZREM v m# ; ZPOPMIN v",
        "skiplist   | 5000  | ZADD v #.5 m#                   | ZINCRBY v 2 m# ; ZREM v m# ; ZADD v 7 n#",
        "stream     | 2000  | XADD v 1-# f # ; XREADGROUP GROUP g c STREAMS v > | XDEL v 1-# ; XACK v g 1-#",
        "array      | 3000  | ARSET v #00 text#               | ARSET v # other ; ARDEL v #00 ; ARINSERT v more",
        "raw        | 30    | PFADD v e#                      | PFADD v f#",
        "raw        | 20000 | PFADD v e#                      | PFADD v f#"})
    void shouldShowTheValueAsItWas(
        final String encoding, final int count, final String filling, final String changing)
    {
        try (EngineHarness redis = new EngineHarness())
        {
            redis.line("CONFIG SET rdb-version " + VERSION);
            if (encoding.equals("stream"))
            {
                redis.line("XGROUP CREATE v g 0 MKSTREAM");
            }
            run(redis, filling, 1, count);
            assertEncoding(redis, encoding);
            final String before = dump(redis);
            final KeyspaceView view = redis.engine().keyspace().openView();
            run(redis, changing, 1, CHANGES);
            assertNotEquals(before, dump(redis), "nothing has changed");
            redis.line("DEL v");
            redis.advanceMs(10_000);
            for (int i = 0; i < count / 100 + 10; i++)
            {
                redis.tick();
            }
            redis.line("RPUSH v another value in the same memory");
            assertEquals(before, dumpFrom(view));
            redis.engine().keyspace().closeView(view);
        }
    }

    private static void assertEncoding(final EngineHarness redis, final String encoding)
    {
        final String reply = redis.line("OBJECT ENCODING v");
        assertTrue(reply.endsWith(" " + encoding) || encoding.equals("array") || encoding.equals("stream"), reply);
    }

    private static void run(final EngineHarness redis, final String commands, final int from, final int count)
    {
        for (int i = from; i < from + count; i++)
        {
            for (final String command : commands.split(" ; "))
            {
                redis.line(command.strip().replace("#", Integer.toString(i)));
            }
        }
    }

    private static String dump(final EngineHarness redis)
    {
        final String reply = redis.runRaw("DUMP", "v");
        if (reply.startsWith("$-1"))
        {
            return "";
        }
        final String dump = DumpPayloads.bulk(reply);
        return dump.substring(0, dump.length() - FOOTER_LENGTH);
    }

    private String dumpFrom(final KeyspaceView view)
    {
        try (MemorySink sink = new MemorySink(allocator); RdbWriter writer = new RdbWriter(allocator);
            KeyEncoder encoder = new KeyEncoder(view, allocator, writer, VERSION);
            ValueEncoder types = new ValueEncoder(view.arenaView(), allocator);
            KeyspaceCursor cursor = new KeyspaceCursor(view, allocator).database(0))
        {
            types.wrap(writer, VERSION);
            assertTrue(cursor.next());
            writer.wrap(sink, true);
            writer.writeByte(types.rdbType(cursor.type(), cursor.encoding(), cursor.root()));
            encoder.writeValue(cursor);
            writer.flush();
            final String dump = DumpPayloads.text(OffHeap.toBytes(sink.address(), (int)sink.length()));
            assertFalse(cursor.next());
            return dump;
        }
    }
}
