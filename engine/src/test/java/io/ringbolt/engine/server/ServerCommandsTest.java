package io.ringbolt.engine.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.config.ConfigException;
import io.ringbolt.config.ConfigOrigin;
import io.ringbolt.config.DirectiveLine;
import io.ringbolt.config.FileParameters;
import io.ringbolt.config.GuardedAccess;
import io.ringbolt.config.SecurityParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.EngineHarness;
import io.ringbolt.engine.FakeHost;
import io.ringbolt.engine.ProductVersion;
import io.ringbolt.engine.memory.OffHeapAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;

class ServerCommandsTest
{
    /** What redis-server 7.0.15 answers to DEBUG DIGEST-VALUE for a string bar without expiry. */
    private static final String DIGEST_OF_BAR = "68467c70ae30376e7ce005bcc8827f5ba7fd67dc";
    /** And to DEBUG DIGEST when that value is all there is, under the key foo in database 0. */
    private static final String DIGEST_OF_ALL = "d2ab4820c1be0580ea28efbfe8bfa1dc05bb802a";

    private final EngineHarness redis = new EngineHarness(
        ServerConfig.defaults().with(SecurityParameters.ENABLE_DEBUG_COMMAND, GuardedAccess.YES));

    @AfterEach
    void tearDown()
    {
        redis.close();
    }

    @Test
    void shouldShowAKeyWhoseTimeIsOverAndThatIsStillThere()
    {
        redis.run("SET", "foo", "bar", "PX", "1");
        redis.advanceMs(2);

        assertTrue(redis.run("DEBUG", "OBJECT", "foo").startsWith("+Value at:"));
        assertTrue(redis.run("DEBUG", "SDSLEN", "foo").startsWith("+key_sds_len:3"));
        assertEquals(":0", redis.run("EXISTS", "foo"));
        assertEquals("-ERR no such key", redis.run("DEBUG", "OBJECT", "foo"));
    }

    @Test
    void shouldDigestAsRedisDoes()
    {
        redis.run("SET", "foo", "bar");
        assertEquals("+" + DIGEST_OF_ALL, redis.run("DEBUG", "DIGEST"));
        assertTrue(redis.run("DEBUG", "DIGEST-VALUE", "foo").endsWith("+" + DIGEST_OF_BAR));
    }

    @Test
    void shouldRefuseDebugUnlessItIsEnabled()
    {
        try (EngineHarness closed = new EngineHarness())
        {
            assertTrue(closed.run("DEBUG", "DIGEST").startsWith("-ERR DEBUG command not allowed."));
        }
    }

    @Test
    void shouldGiveElementsFromThePackedThresholdOnNodesOfTheirOwn()
    {
        final String error = "-ERR argument must be a memory value bigger than 1 and smaller than 4gb";
        assertEquals(error, redis.run("DEBUG", "QUICKLIST-PACKED-THRESHOLD", "abc"));
        assertEquals(error, redis.run("DEBUG", "QUICKLIST-PACKED-THRESHOLD", "5gb"));
        redis.run("RPUSH", "k", "x".repeat(9000), "first");
        assertEquals("+OK", redis.run("DEBUG", "QUICKLIST-PACKED-THRESHOLD", "6b"));
        final long before = redis.engine().arena().liveCount();
        redis.run("RPUSH", "k", "second", "third");
        assertEquals(before + 4, redis.engine().arena().liveCount(), "two nodes, and what they hold");
        assertEquals("$6 second", redis.run("LINDEX", "k", "2"));
        assertEquals("+OK", redis.run("DEBUG", "QUICKLIST-PACKED-THRESHOLD", "0"));
        redis.run("RPUSH", "k", "fourth");
        assertEquals(before + 4, redis.engine().arena().liveCount());
    }

    @Test
    void shouldTellTheLengthsOfStrings()
    {
        redis.run("SET", "k", "hello");
        redis.run("SET", "long", "x".repeat(5000));
        redis.run("SET", "number", "5");
        redis.run("RPUSH", "list", "a");
        assertEquals("+key_sds_len:1, key_sds_avail:0, key_zmalloc: 16, val_sds_len:5, val_sds_avail:0, val_zmalloc: 0",
            redis.run("DEBUG", "SDSLEN", "k"));
        assertTrue(redis.run("DEBUG", "SDSLEN", "long").contains("val_sds_len:5000, val_sds_avail:120, "));
        assertEquals("-ERR no such key", redis.run("DEBUG", "SDSLEN", "none"));
        assertEquals("-ERR Not an sds encoded string.", redis.run("DEBUG", "SDSLEN", "number"));
        assertEquals("-ERR Not an sds encoded string.", redis.run("DEBUG", "SDSLEN", "list"));
    }

    @Test
    void shouldDrawForTheVersionsThatDrew()
    {
        final String version = "Redis ver. " + ProductVersion.REDIS_VERSION;
        assertTrue(redis.run("LOLWUT", "VERSION", "5", "10").contains(version));
        assertFalse(redis.run("LOLWUT", "VERSION", "6").contains(" " + version));
        assertTrue(redis.run("LOLWUT", "VERSION", "99").contains(" " + version), "only that");
        assertEquals("-ERR value is not an integer or out of range", redis.run("LOLWUT", "VERSION", "x"));
    }

    @Test
    void shouldRefuseSwitchesThatHaveNothingToActOn()
    {
        assertTrue(redis.run("DEBUG", "DICT-RESIZING", "0").startsWith("-ERR DEBUG DICT-RESIZING has no effect here"));
        assertEquals("+OK", redis.run("DEBUG", "REPLYBUFFER", "RESIZING", "0"));
        assertTrue(redis.run("DEBUG", "REPLYBUFFER", "PEAK-RESET-TIME", "0")
            .startsWith("-ERR DEBUG REPLYBUFFER has no effect"));
    }

    @Test
    void shouldShowTheArenaAgainstTheProcessAndItself()
    {
        final String info = redis.run("INFO", "everything");
        for (final String name : List.of("allocator_rss_ratio", "allocator_rss_bytes", "rss_overhead_ratio",
            "rss_overhead_bytes", "io_threaded_reads_processed", "io_threaded_writes_processed",
            "used_cpu_sys_main_thread", "used_cpu_user_main_thread"))
        {
            assertTrue(info.contains(name + ":"), name);
        }
    }

    @Test
    void shouldCountOnlyTouchedMemoryAsResident()
    {
        assertTrue(info().contains("allocator_rss_ratio:1.00"), info());
        redis.run("SET", "key", "value");

        assertTrue(info().contains("allocator_rss_ratio:1.00"), info());
        assertTrue(redis.run("MEMORY", "STATS").contains("allocator-rss.bytes :0"), redis.run("MEMORY", "STATS"));
    }

    @Test
    void shouldCountWhatWasInUseAtTheStartApart()
    {
        redis.engine().figures().onStarted();
        final long startup = redis.engine().figures().startupMemory();
        assertTrue(startup > 0);
        assertTrue(redis.run("INFO", "memory").contains("used_memory_startup:" + startup), info());
        assertTrue(redis.run("MEMORY", "STATS").contains("startup.allocated :" + startup),
            redis.run("MEMORY", "STATS"));
    }

    private String info()
    {
        return redis.run("INFO", "memory");
    }

    @Test
    void shouldCountClientsThemselvesAsMemory()
    {
        assertTrue(redis.run("INFO", "memory").contains("mem_clients_normal:512"), info());
    }

    @Test
    void shouldEndArgumentsOfUnknownCommandsAtAZeroByte()
    {
        assertEquals("-ERR unknown command 'no', with args beginning with: 'a' 'c' ",
            redis.run("no\0pe", "a\0b", "c"));
    }

    @Test
    void shouldListNobodyForAnIdThatNobodyHas()
    {
        assertFalse(redis.run("CLIENT", "LIST", "ID", "0").contains("addr="));
        assertFalse(redis.run("CLIENT", "LIST", "ID", "-1").contains("ERR"));
        assertEquals("-ERR client-id should be greater than 0", redis.run("CLIENT", "KILL", "ID", "0"));
    }

    @Test
    void shouldTellWhatABitfieldDoesToItsKeyByItsOperations()
    {
        final String read = redis.run("COMMAND", "GETKEYSANDFLAGS", "BITFIELD_RO", "k", "GET", "u8", "0");
        assertEquals(read, redis.run("COMMAND", "GETKEYSANDFLAGS", "BITFIELD", "k", "GET", "u8", "0"));
        final String written = redis.run(
            "COMMAND", "GETKEYSANDFLAGS", "BITFIELD", "k", "GET", "u8", "0", "SET", "u8", "0", "1");
        assertTrue(written.contains("RW") && written.contains("access") && written.contains("update"), written);
        assertFalse(written.contains("variable"), written);
    }

    @Test
    void shouldNotTakeShardChannelsForKeys()
    {
        final String none = "-ERR The command has no key arguments";
        assertEquals(none, redis.run("COMMAND", "GETKEYS", "SPUBLISH", "channel", "message"));
        assertEquals(none, redis.run("COMMAND", "GETKEYS", "SSUBSCRIBE", "channel"));
    }

    @Test
    void shouldCountTheKeysOfAFlushAsChanges()
    {
        redis.run("MSET", "a", "1", "b", "2");
        final long before = redis.engine().changes().dirty();
        redis.run("FLUSHALL");
        assertEquals(before + 2, redis.engine().changes().dirty());
        redis.run("FLUSHALL");
        assertEquals(before + 2, redis.engine().changes().dirty());
    }

    @Test
    void shouldSwapDatabases()
    {
        redis.run("SET", "k", "zero");
        assertEquals("+OK", redis.run("SWAPDB", "0", "9"));
        assertEquals(":0", redis.run("DBSIZE"));
        assertEquals("+OK", redis.run("SELECT", "9"));
        assertEquals("$4 zero", redis.run("GET", "k"));
        assertEquals("-ERR invalid second DB index", redis.run("SWAPDB", "0", "b"));
        assertEquals("-ERR DB index is out of range", redis.run("SWAPDB", "0", "99"));
    }

    @Test
    void shouldFlushOneDatabaseOrAll()
    {
        redis.run("SET", "k", "0");
        redis.run("SELECT", "1");
        redis.run("SET", "k", "1");
        assertEquals("+OK", redis.run("FLUSHDB", "ASYNC"));
        redis.run("SELECT", "0");
        assertEquals(":1", redis.run("DBSIZE"));
        assertEquals("+OK", redis.run("FLUSHALL"));
        assertEquals(":0", redis.run("DBSIZE"));
        assertEquals("-ERR syntax error", redis.run("FLUSHALL", "NOW"));
    }

    @Test
    void shouldReplayAFlushEvenOfAnEmptyDatabase()
    {
        redis.recordEffects();
        redis.run("FLUSHALL");
        assertEquals(1, redis.effects().size());
    }

    @Test
    void shouldSetSeveralParametersOrNone()
    {
        assertEquals("+OK", redis.run("CONFIG", "SET", "maxmemory", "10mb", "maxmemory-policy", "allkeys-lru"));
        assertTrue(redis.run("CONFIG", "GET", "maxmemory").contains("10485760"));
        assertTrue(redis.run("CONFIG", "SET", "maxmemory", "20mb", "hz", "x").startsWith("-ERR CONFIG SET failed"));
        assertTrue(redis.run("CONFIG", "GET", "maxmemory").contains("10485760"));
    }

    @Test
    void shouldShowTheSectionsThatAreAskedFor()
    {
        final String some = redis.run("INFO", "cpu", "keyspace");
        assertTrue(some.contains("# CPU") && some.contains("# Keyspace"));
        assertFalse(some.contains("# Server"));
        assertFalse(redis.run("INFO").contains("# Commandstats"));
        assertTrue(redis.run("INFO", "everything").contains("cmdstat_info:calls=2"));
    }

    @Test
    void shouldCountErrorsByTheirCode()
    {
        redis.run("SET", "k", "v");
        redis.run("LPUSH", "k", "v");
        redis.run("NOSUCH");
        final String errors = redis.run("INFO", "errorstats");
        assertTrue(errors.contains("errorstat_WRONGTYPE:count=1") && errors.contains("errorstat_ERR:count=1"), errors);
        redis.run("CONFIG", "RESETSTAT");
        assertFalse(redis.run("INFO", "errorstats").contains("errorstat_ERR"));
    }

    @Test
    void shouldAbridgeAndRedactInTheSlowLog()
    {
        redis.run("CONFIG", "SET", "slowlog-log-slower-than", "0");
        redis.run("SLOWLOG", "RESET");
        redis.run("SET", "k", "x".repeat(200));
        redis.run("CONFIG", "SET", "requirepass", "hidden");
        final String log = redis.run("SLOWLOG", "GET", "-1");
        assertTrue(log.contains("x".repeat(128) + "... (72 more bytes)"), log);
        assertTrue(log.contains("(redacted)") && !log.contains("hidden"), log);
    }

    @Test
    void shouldFeedMonitorsWithQuotedArguments()
    {
        final int monitor = redis.openSession();
        redis.use(monitor);
        assertEquals("+OK", redis.run("MONITOR"));
        redis.use(0);
        redis.run("SET", "k", "a\"b\n");
        redis.run("CONFIG", "GET", "port");
        redis.use(monitor);
        final String feed = redis.received();
        assertTrue(feed.contains("\"SET\" \"k\" \"a\\\"b\\n\""), feed);
        assertFalse(feed.contains("CONFIG"), feed);
    }

    @Test
    void shouldKeepAMonitorOffTheKeyspaceUntilReset()
    {
        redis.run("MONITOR");
        assertEquals("-ERR Replica can't interact with the keyspace", redis.run("GET", "k"));
        assertEquals("-ERR Replica can't interact with the keyspace", redis.run("SET", "k", "v"));
        redis.run("RESET");
        assertEquals("+OK", redis.run("SET", "k", "v"));
    }

    @Test
    void shouldTellTheAverageTimeToLive()
    {
        redis.run("SET", "lasting", "v");
        assertTrue(redis.run("INFO", "keyspace").contains("db0:keys=1,expires=0,avg_ttl=0"));
        redis.run("SET", "a", "v", "PX", "50000");
        redis.run("SET", "b", "v", "PX", "50000");
        redis.advanceMs(10_000);
        final String info = redis.run("INFO", "keyspace");
        assertTrue(info.contains("db0:keys=3,expires=2,avg_ttl=40000"), info);
    }

    @Test
    void shouldDescribeACommandByItsSyntax()
    {
        final String docs = redis.run("COMMAND", "DOCS", "SET");
        assertTrue(docs.contains("pure-token") && docs.contains("unix-time") && docs.contains("EX"), docs);
        assertTrue(redis.run("COMMAND", "DOCS").length() > 10_000);
    }

    @Test
    void shouldFindTheKeysOfACommand()
    {
        assertEquals("*2 $1 a $1 c", redis.run("COMMAND", "GETKEYS", "MSET", "a", "b", "c", "d"));
        assertEquals("-ERR The command has no key arguments", redis.run("COMMAND", "GETKEYS", "PING", "x"));
        assertEquals("-ERR Invalid command specified", redis.run("COMMAND", "GETKEYS", "NOSUCH"));
        assertEquals("-ERR Invalid command specified", redis.run("COMMAND", "GETKEYS", "MEMORY", "NOSUCH"));
    }

    @Test
    void shouldCountWhatLiesAroundTheDataAsUsedMemory()
    {
        redis.run("SET", "k", "v".repeat(100_000));
        final String info = redis.run("INFO", "memory");
        final long buffers = memoryField(info, "used_memory") - memoryField(info, "allocator_allocated");

        assertTrue(buffers > 0, info);
        assertEquals(0, memoryField(info, "mem_not_counted_for_evict"), "nobody reads effects, no view is open");
        assertTrue(memoryField(info, "used_memory_overhead") >= buffers, info);
        assertTrue(memoryField(info, "used_memory_dataset") >= 100_000, info);
        assertTrue(memoryField(info, "used_memory_peak") >= memoryField(info, "used_memory"), info);
    }

    private static long memoryField(final String info, final String name)
    {
        final String start = " " + name + ":";
        final int from = info.indexOf(start) + start.length();
        return Long.parseLong(info.substring(from, info.indexOf(' ', from)));
    }

    @Test
    void shouldTellTheMemoryOfAKey()
    {
        redis.run("SET", "k", "x".repeat(10_000));
        final long bytes = Long.parseLong(redis.run("MEMORY", "USAGE", "k").substring(1));
        assertTrue(bytes > 10_000 && bytes < 13_000, "bytes=" + bytes);
        assertEquals("$-1", redis.run("MEMORY", "USAGE", "nosuch"));
        assertEquals("-ERR syntax error", redis.run("MEMORY", "USAGE", "k", "SAMPLES", "-1"));
    }

    @Test
    void shouldFindARenamedCommandByItsNewNameOnly()
    {
        final ServerConfig config = ServerConfig.builder().set(FileParameters.RENAME_COMMAND, List.of(
            new DirectiveLine(List.of("GET", "fetch"), null), new DirectiveLine(List.of("FLUSHALL", ""), null)))
            .build();
        try (EngineHarness renamed = new EngineHarness(config))
        {
            assertEquals("$-1", renamed.run("FETCH", "k"));
            assertTrue(renamed.run("GET", "k").startsWith("-ERR unknown command 'GET'"));
            assertTrue(renamed.run("FLUSHALL").startsWith("-ERR unknown command 'FLUSHALL'"));
        }
    }

    @Test
    void shouldDescribeARenamedCommandByItsNewNameOnly()
    {
        final ServerConfig config = ServerConfig.builder().set(FileParameters.RENAME_COMMAND, List.of(
            new DirectiveLine(List.of("GET", "fetch"), null), new DirectiveLine(List.of("OBJECT", "thing"), null),
            new DirectiveLine(List.of("FLUSHALL", ""), null))).build();
        try (EngineHarness renamed = new EngineHarness(config))
        {
            assertEquals("*3 $-1 $-1 $-1", renamed.run("COMMAND", "INFO", "get", "object|freq", "flushall"));
            assertEquals("*0", renamed.run("COMMAND", "DOCS", "get", "object", "object|freq", "flushall"));
            assertTrue(renamed.run("COMMAND", "INFO", "FETCH").startsWith("*1 *10 $3 get :2 "));
            assertTrue(renamed.run("COMMAND", "INFO", "thing|FREQ").startsWith("*1 *10 $11 object|freq :3 "));
            assertTrue(renamed.run("COMMAND", "DOCS", "fetch").startsWith("*2 $3 get *"));
            assertEquals("*1 $1 k", renamed.run("COMMAND", "GETKEYS", "fetch", "k"));
            assertEquals("-ERR Invalid command specified", renamed.run("COMMAND", "GETKEYS", "get", "k"));
            renamed.run("FETCH", "k");
            assertEquals("*0", renamed.run("LATENCY", "HISTOGRAM", "get"));
            assertTrue(renamed.run("LATENCY", "HISTOGRAM", "fetch").startsWith("*2 $3 get "));
            assertEquals("-ERR unknown subcommand 'x'. Try THING HELP.", renamed.run("THING", "x"));
            assertTrue(renamed.run("thing", "help").contains("+THING <subcommand>"));
            assertEquals("+OK", renamed.run("ACL", "SETUSER", "u", "+get", "+object|freq", "+flushall"));
            assertTrue(renamed.run("ACL", "SETUSER", "u", "+fetch").contains("Unknown command"));
        }
    }

    @Test
    void shouldKeepNoMemoryWhenARenamedCommandIsUnknown()
    {
        final ServerConfig config = ServerConfig.builder().set(FileParameters.RENAME_COMMAND, List.of(
            new DirectiveLine(List.of("NOSUCH", "x"), ConfigOrigin.PROGRAM))).build();
        final OffHeapAllocator allocator = new OffHeapAllocator();
        assertThrows(
            ConfigException.class, () -> new Engine(config, new FakeHost(), allocator, allocator::free, 1, () -> 0));
        assertEquals(0, allocator.liveBytes());
    }

    /** redis-cli crashes at its start where one is described without them. */
    @Test
    void shouldDescribeWhatEveryGroupOfArgumentsConsistsOf()
    {
        for (final String argument : redis.line("COMMAND DOCS").split(" \\$4 name "))
        {
            if (argument.contains("$4 type $5 block") || argument.contains("$4 type $5 oneof"))
            {
                assertTrue(argument.contains("$9 arguments"), argument);
            }
        }
    }
}
