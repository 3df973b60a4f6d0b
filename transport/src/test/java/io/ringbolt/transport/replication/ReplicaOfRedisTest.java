package io.ringbolt.transport.replication;

import io.ringbolt.config.GeneralParameters;
import io.ringbolt.config.GuardedAccess;
import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.PrimaryAddress;
import io.ringbolt.config.ReplDisklessLoad;
import io.ringbolt.config.ReplicationParameters;
import io.ringbolt.config.SecurityParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ServerConfigBuilder;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.config.ThreadingMode;
import io.ringbolt.transport.Server;
import io.ringbolt.transport.differential.RedisProcess;
import io.ringbolt.transport.differential.Workload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A Ringbolt replica of a real redis-server, on a way on which things go wrong.
 */
@Timeout(180)
class ReplicaOfRedisTest
{
    private static final long SEED = Long.getLong("seed", 20261121);
    private static final int FAULTS = Integer.getInteger("faults", 20);

    @TempDir
    private Path redisDirectory;
    @TempDir
    private Path directory;
    private RedisProcess redis;
    private FaultProxy proxy;
    private Node master;
    private Server server;
    private Node replica;

    @BeforeEach
    void setUp() throws Exception
    {
        redis = RedisProcess.start(redisDirectory, "--repl-diskless-sync-delay", "0", "--repl-ping-replica-period",
            "1", "--repl-backlog-size", "10mb");
        proxy = new FaultProxy(redis.port());
        master = new Node(redis.port());
    }

    @AfterEach
    void tearDown() throws Exception
    {
        stop();
        master.close();
        proxy.close();
        redis.close();
    }

    private ServerConfigBuilder config(final ThreadingMode mode)
    {
        return ServerConfig.builder()
            .set(NetworkParameters.PORT, 0)
            .set(NetworkParameters.BIND, List.of("127.0.0.1"))
            .set(GeneralParameters.DIR, directory.toString())
            .set(SecurityParameters.ENABLE_DEBUG_COMMAND, GuardedAccess.YES)
            .set(ReplicationParameters.REPLICAOF, new PrimaryAddress("127.0.0.1", proxy.port()))
            .set(ThreadParameters.THREADING_MODE, mode)
            .set(ThreadParameters.IO_THREADS, ThreadingMode.DEDICATED == mode ? 2 : 1)
            .set(ThreadParameters.RING_SIZE, 1024)
            .set(ThreadParameters.ARENA_CHUNK_BYTES, 1L << 20);
    }

    private void start(final ServerConfigBuilder config) throws Exception
    {
        server = Server.start(config.build());
        server.awaitLoaded();
        replica = new Node(server.port());
    }

    private void stop() throws Exception
    {
        if (null != replica)
        {
            replica.close();
            server.close();
            assertEquals(0, server.offHeapBytes());
            replica = null;
        }
    }

    @ParameterizedTest
    @CsvSource({"DISABLED,yes,SHARED", "DISABLED,no,DEDICATED", "ON_EMPTY_DB,yes,SHARED", "SWAPDB,yes,DEDICATED",
        "SWAPDB,no,SHARED", "FLUSH_BEFORE_LOAD,no,DEDICATED"})
    void shouldHoldTheMastersDataUnderLoad(
        final ReplDisklessLoad load, final String isDisklessMaster, final ThreadingMode mode) throws Exception
    {
        master.ask("CONFIG", "SET", "repl-diskless-sync", isDisklessMaster);
        final Workload workload = new Workload(SEED);
        workload.run(master.connection(), 3000);
        master.ask("FUNCTION", "LOAD", "#!lua name=lib\nredis.register_function{function_name='f', " +
            "callback=function() return 7 end, flags={'no-writes'}}");
        start(config(mode).set(ReplicationParameters.REPL_DISKLESS_LOAD, load));
        workload.run(master.connection(), 3000);

        replica.assertHoldsDataOf(master, "load=" + load + " seed=" + SEED);

        assertEquals(":7", replica.ask("FCALL", "f", "0"));
        assertEquals(master.offset(), replica.offset());
    }

    @Test
    void shouldGoOnWhereALinkBroke() throws Exception
    {
        final Workload workload = new Workload(SEED);
        workload.run(master.connection(), 1000);
        start(config(ThreadingMode.SHARED));
        replica.assertHoldsDataOf(master, "before");

        proxy.refusing(true);
        proxy.cut();
        Node.await("link is down", () -> !replica.isLinked());
        workload.run(master.connection(), 3000);
        proxy.refusing(false);

        replica.assertHoldsDataOf(master, "after");
        assertEquals(1, master.stat("sync_full"));
        assertEquals(1, master.stat("sync_partial_ok"));
    }

    @Test
    void shouldNotDivergeWhateverHappensToTheLink() throws Exception
    {
        final Workload workload = new Workload(SEED);
        workload.run(master.connection(), 1000);
        start(config(ThreadingMode.SHARED));

        new LinkFaults(proxy, master, replica, SEED).assertNoDivergence(FAULTS, workload, (random, isFullLikely) ->
        {
            if (isFullLikely)
            {
                replica.ask("CONFIG", "SET", "repl-diskless-load", random.nextBoolean() ? "swapdb" : "disabled");
            }
        });
    }

    @Test
    void shouldKeepOldDataWhenASynchronizationBreaks() throws Exception
    {
        master.ask("SET", "old", "1");
        start(config(ThreadingMode.SHARED).set(ReplicationParameters.REPL_DISKLESS_LOAD, ReplDisklessLoad.SWAPDB));
        replica.assertHoldsDataOf(master, "before");
        proxy.refusing(true);
        proxy.cut();
        master.ask("DEBUG", "CHANGE-REPL-ID");
        master.ask("CONFIG", "SET", "rdbcompression", "no");
        master.ask("DEBUG", "POPULATE", "20000", "key", "100");
        proxy.refuseAfter(1 << 20);
        proxy.refusing(false);
        Node.await("synchronization was cut", proxy::isRefusing);

        Node.await("synchronization was given up", () -> !replica.isLinked() &&
            "0".equals(replica.info("replication", "master_sync_in_progress")) &&
            "0".equals(replica.info("persistence", "async_loading")));
        assertEquals("$1", replica.ask("GET", "old"));
        proxy.refusing(false);

        replica.assertHoldsDataOf(master, "after");
    }

    @Test
    void shouldGoOnAfterARestart() throws Exception
    {
        final Workload workload = new Workload(SEED);
        workload.run(master.connection(), 2000);
        start(config(ThreadingMode.SHARED));
        workload.run(master.connection(), 500);
        replica.assertHoldsDataOf(master, "before");
        assertEquals("+OK", replica.ask("SAVE"));
        stop();
        workload.run(master.connection(), 500);

        start(config(ThreadingMode.DEDICATED));

        replica.assertHoldsDataOf(master, "after");
        assertEquals(1, master.stat("sync_full"));
    }

    @Test
    void shouldBecomeAMasterWithTheSameData() throws Exception
    {
        new Workload(SEED).run(master.connection(), 2000);
        start(config(ThreadingMode.SHARED));
        replica.assertHoldsDataOf(master, "as replica");
        final String id = replica.info("replication", "master_replid");

        assertEquals("+OK", replica.ask("REPLICAOF", "NO", "ONE"));

        assertEquals("master", replica.info("replication", "role"));
        assertEquals(id, replica.info("replication", "master_replid2"));
        assertEquals(replica.offset() + 1, Long.parseLong(replica.info("replication", "second_repl_offset")));
        assertEquals("+OK", replica.ask("SET", "own", "1"));
        assertEquals("+OK", replica.ask("SLAVEOF", "127.0.0.1", Integer.toString(redis.port())));
        replica.assertHoldsDataOf(master, "as replica again");
    }

    @Test
    void shouldRefuseWhatAReplicaMayNotDo() throws Exception
    {
        new Workload(SEED).run(master.connection(), 500);
        start(config(ThreadingMode.SHARED));
        replica.assertHoldsDataOf(master, "as replica");
        assertEquals("-READONLY You can't write against a read only replica.", replica.ask("SET", "own", "1"));
        assertEquals("+OK", replica.ask("CONFIG", "SET", "replica-serve-stale-data", "no"));
        proxy.refusing(true);
        proxy.cut();
        Node.await("link is down", () -> !replica.isLinked());

        assertEquals("-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
            replica.ask("GET", "own"));
        assertScriptsAreRefused();
    }

    /** What redis-server 7.0.15 answers where it is a replica whose master is away. */
    private void assertScriptsAreRefused() throws IOException
    {
        assertEquals("-READONLY You can't write against a read only replica.",
            replica.ask("EVAL", "#!lua\nreturn 1", "0"));
        assertEquals("-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
            replica.ask("EVAL", "#!lua flags=no-writes\nreturn 1", "0"));
        assertEquals("-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
            replica.ask("EVAL", "return 1", "0"));
        assertEquals("+1", replica.ask("EVAL", "#!lua flags=no-writes,allow-stale\nreturn {ok = '1'}", "0"));
        final String refused = replica.ask("EVAL", "#!lua flags=no-writes,allow-stale\nreturn redis.call('GET', 'own')",
            "0");
        assertTrue(refused.startsWith("-ERR Can not execute the command on a stale replica script: "), refused);
    }

    @Test
    void shouldLeaveExpiryToItsMaster() throws Exception
    {
        start(config(ThreadingMode.SHARED));
        replica.assertHoldsDataOf(master, "before");
        master.ask("DEBUG", "SET-ACTIVE-EXPIRE", "0");
        master.ask("SET", "gone", "1", "PX", "1");
        Node.await("came", () -> replica.offset() == master.offset());
        Thread.sleep(20);

        assertEquals("$-1", replica.ask("GET", "gone"));
        assertEquals(":1", replica.ask("DBSIZE"));
        assertEquals("$-1", master.ask("GET", "gone"));
        Node.await("was removed", () -> isReply(":0", "DBSIZE"));
    }

    @Test
    void shouldExpireWhatItsOwnClientsGaveATimeTo() throws Exception
    {
        start(config(ThreadingMode.SHARED).set(ReplicationParameters.REPLICA_READ_ONLY, false));
        replica.assertHoldsDataOf(master, "before");
        final long offset = replica.offset();

        assertEquals("+OK", replica.ask("SET", "own", "1", "PX", "5"));

        Node.await("expired", () -> isReply(":0", "DBSIZE"));
        assertTrue(replica.offset() >= offset);
        assertEquals(master.offset(), replica.offset(), "what the replica does itself is no part of the history");
    }

    private boolean isReply(final String expected, final String... command)
    {
        try
        {
            return expected.equals(replica.ask(command));
        }
        catch (final java.io.IOException broken)
        {
            throw new IllegalStateException(broken);
        }
    }
}
