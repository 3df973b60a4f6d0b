package io.ringbolt.transport.replication;

import io.ringbolt.config.GeneralParameters;
import io.ringbolt.config.GuardedAccess;
import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.ReplicationParameters;
import io.ringbolt.config.SecurityParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ServerConfigBuilder;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.config.ThreadingMode;
import io.ringbolt.transport.Server;
import io.ringbolt.transport.differential.RedisProcess;
import io.ringbolt.transport.differential.RespConnection;
import io.ringbolt.transport.differential.Workload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A Ringbolt master of real redis-servers, on a way on which things go wrong.
 */
@Timeout(180)
class MasterOfRedisTest
{
    private static final long SEED = Long.getLong("seed", 20261121);
    private static final int FAULTS = Integer.getInteger("faults", 20);

    @TempDir
    private Path redisDirectory;
    @TempDir
    private Path otherDirectory;
    @TempDir
    private Path directory;
    private final List<AutoCloseable> open = new ArrayList<>();
    private Server server;
    private Node master;
    private FaultProxy proxy;
    private Node replica;

    @AfterEach
    void tearDown() throws Exception
    {
        for (int i = open.size() - 1; i >= 0; i--)
        {
            open.get(i).close();
        }
        assertEquals(0, server.offHeapBytes());
    }

    private void start(final ThreadingMode mode, final String isDiskless) throws Exception
    {
        start(config(mode).set(ReplicationParameters.REPL_DISKLESS_SYNC, "yes".equals(isDiskless)));
    }

    private void start(final ServerConfigBuilder config) throws Exception
    {
        server = Server.start(config.build());
        open.add(server);
        server.awaitLoaded();
        master = opened(new Node(server.port()));
        proxy = opened(new FaultProxy(server.port()));
    }

    private ServerConfigBuilder config(final ThreadingMode mode)
    {
        return ServerConfig.builder()
            .set(NetworkParameters.PORT, 0)
            .set(NetworkParameters.BIND, List.of("127.0.0.1"))
            .set(GeneralParameters.DIR, directory.toString())
            .set(SecurityParameters.ENABLE_DEBUG_COMMAND, GuardedAccess.YES)
            .set(ReplicationParameters.REPL_DISKLESS_SYNC_DELAY, 0)
            .set(ReplicationParameters.REPL_PING_REPLICA_PERIOD, 1)
            .set(ThreadParameters.THREADING_MODE, mode)
            .set(ThreadParameters.IO_THREADS, ThreadingMode.DEDICATED == mode ? 2 : 1)
            .set(ThreadParameters.RING_SIZE, 1024)
            .set(ThreadParameters.ARENA_CHUNK_BYTES, 1L << 20);
    }

    /** Starts a redis-server that follows the server by way of the proxy. */
    private Node follow(final Path where) throws Exception
    {
        final RedisProcess redis = opened(RedisProcess.start(
            where, "--replicaof", "127.0.0.1 " + proxy.port(), "--repl-ping-replica-period", "1"));
        return opened(new Node(redis.port()));
    }

    private <T extends AutoCloseable> T opened(final T resource)
    {
        open.add(resource);
        return resource;
    }

    @ParameterizedTest
    @CsvSource({"yes,SHARED", "no,SHARED", "yes,DEDICATED", "no,DEDICATED"})
    void shouldGiveAReplicaItsDataUnderLoad(final String isDiskless, final ThreadingMode mode) throws Exception
    {
        start(mode, isDiskless);
        final Workload workload = new Workload(SEED);
        workload.run(master.connection(), 3000);
        master.ask("FUNCTION", "LOAD", "#!lua name=lib\nredis.register_function" +
            "{function_name='f', callback=function() return 7 end, flags={'no-writes'}}");
        replica = follow(redisDirectory);
        workload.run(master.connection(), 3000);

        replica.assertHoldsDataOf(master, "diskless=" + isDiskless + " seed=" + SEED);

        assertEquals(":7", replica.ask("FCALL", "f", "0"));
        assertEquals(1, master.stat("sync_full"));
        assertEquals(":1", master.ask("WAIT", "1", "20000"));
        try (var files = java.nio.file.Files.list(directory))
        {
            assertEquals(0, files.count(), "no file is left");
        }
    }

    @Test
    void shouldLetAReplicaGoOnWhereTheLinkBroke() throws Exception
    {
        start(ThreadingMode.SHARED, "yes");
        final Workload workload = new Workload(SEED);
        workload.run(master.connection(), 1000);
        replica = follow(redisDirectory);
        replica.assertHoldsDataOf(master, "before");
        for (int i = 1; i <= 3; i++)
        {
            proxy.refusing(true);
            proxy.cut();
            Node.await("link is down", () -> !replica.isLinked());
            workload.run(master.connection(), 3000);
            proxy.refusing(false);
            replica.assertHoldsDataOf(master, "after cut " + i);
        }
        assertEquals(1, master.stat("sync_full"));
        assertEquals(3, master.stat("sync_partial_ok"));
    }

    @Test
    void shouldNotDivergeWhateverHappensToTheLink() throws Exception
    {
        start(ThreadingMode.DEDICATED, "yes");
        final Workload workload = new Workload(SEED);
        workload.run(master.connection(), 1000);
        replica = follow(redisDirectory);

        new LinkFaults(proxy, master, replica, SEED).assertNoDivergence(FAULTS, workload, (random, isFullLikely) ->
            master.ask("CONFIG", "SET", "repl-diskless-sync", random.nextBoolean() ? "yes" : "no"));
    }

    @Test
    void shouldShareOneSnapshotAmongThoseWhoWait() throws Exception
    {
        start(config(ThreadingMode.SHARED)
            .set(ReplicationParameters.REPL_DISKLESS_SYNC_DELAY, 10_000)
            .set(ReplicationParameters.REPL_DISKLESS_SYNC_MAX_REPLICAS, 2));
        final Workload workload = new Workload(SEED);
        workload.run(master.connection(), 1000);
        replica = follow(redisDirectory);
        Node.await("the first waits", () -> master.info("replication", "slave0").contains("state=wait_bgsave"));
        final Node other = follow(otherDirectory);
        workload.run(master.connection(), 1000);

        replica.assertHoldsDataOf(master, "first");
        other.assertHoldsDataOf(master, "second");
        assertEquals("2", master.info("replication", "connected_slaves"));
        assertEquals(":2", master.ask("WAIT", "2", "20000"));
    }

    @Test
    void shouldReplicateToAReplicaOfAReplica() throws Exception
    {
        start(ThreadingMode.SHARED, "yes");
        final Workload workload = new Workload(SEED);
        workload.run(master.connection(), 500);
        replica = follow(redisDirectory);
        final RedisProcess last = opened(RedisProcess.start(
            otherDirectory, "--replicaof", "127.0.0.1 " + replica.port()));
        final Node end = opened(new Node(last.port()));
        workload.run(master.connection(), 2000);

        replica.assertHoldsDataOf(master, "middle");
        end.assertHoldsDataOf(master, "end");
    }

    @Test
    void shouldTellReplicasWhatScriptsWantThemToDo() throws Exception
    {
        start(ThreadingMode.SHARED, "yes");
        replica = follow(redisDirectory);
        replica.assertHoldsDataOf(master, "before");
        master.ask("EVAL", "redis.call('SET','all','1') redis.set_repl(redis.REPL_AOF) redis.call('SET','aof','1') " +
            "redis.set_repl(redis.REPL_REPLICA) redis.call('SET','stream','1') " +
            "redis.set_repl(redis.REPL_NONE) redis.call('SET','none','1')", "0");
        try (RespConnection subscriber = new RespConnection(replica.port()))
        {
            subscriber.ask("SUBSCRIBE", "c");
            master.ask("PUBLISH", "c", "hello");
            assertTrue(subscriber.reply().toString().contains("hello"));
        }
        assertEquals(":1", master.ask("WAIT", "1", "20000"));

        assertEquals(":2", replica.ask("EXISTS", "all", "stream"));
        assertEquals(":0", replica.ask("EXISTS", "aof", "none"));
    }

    @Test
    void shouldRemoveExpiredAndEvictedKeysFromReplicas() throws Exception
    {
        start(ThreadingMode.SHARED, "yes");
        replica = follow(redisDirectory);
        replica.assertHoldsDataOf(master, "before");
        master.ask("SET", "short", "1", "PX", "20");
        Node.await("expired", () -> "".equals(replica.info("keyspace", "db0")));

        for (int i = 0; i < 2000; i++)
        {
            master.ask("SET", "key" + i, "v".repeat(200));
        }
        master.ask("CONFIG", "SET", "maxmemory-policy", "allkeys-lru", "maxmemory",
            Long.toString(Long.parseLong(master.info("memory", "used_memory")) -
                Long.parseLong(master.info("memory", "mem_not_counted_for_evict")) - 200_000));
        Node.await("evicted", () -> Long.parseLong(master.info("stats", "evicted_keys")) > 0);
        master.ask("SET", "last", "1");

        replica.assertHoldsDataOf(master, "after eviction");
        assertTrue(Long.parseLong(master.ask("DBSIZE").substring(1)) < 2001);
    }

    @Test
    void shouldRefuseWritesWithoutEnoughGoodReplicas() throws Exception
    {
        start(config(ThreadingMode.SHARED).set(ReplicationParameters.MIN_REPLICAS_TO_WRITE, 1));
        assertEquals("-NOREPLICAS Not enough good replicas to write.", master.ask("SET", "k", "1"));
        assertEquals("-NOREPLICAS Not enough good replicas to write.",
            master.ask("EVAL", "return redis.call('SET','k','1')", "0").split(" script")[0]);
        assertEquals("0", master.info("replication", "min_slaves_good_slaves"));
        replica = follow(redisDirectory);
        Node.await("good", () -> "1".equals(master.info("replication", "min_slaves_good_slaves")));

        assertEquals("+OK", master.ask("SET", "k", "1"));
        proxy.refusing(true);
        proxy.cut();
        Node.await("gone", () -> "0".equals(master.info("replication", "connected_slaves")));
        assertEquals("-NOREPLICAS Not enough good replicas to write.", master.ask("SET", "k", "1"));
        assertEquals(":0", master.ask("WAIT", "1", "10"));
    }

    @ParameterizedTest
    @CsvSource({"SHARED", "DEDICATED"})
    void shouldDropAReplicaThatDoesNotRead(final ThreadingMode mode) throws Exception
    {
        start(mode, "yes");
        master.ask("CONFIG", "SET", "client-output-buffer-limit", "replica 2mb 0 0");
        try (RespConnection stuck = new RespConnection(server.port()))
        {
            stuck.ask("REPLCONF", "capa", "psync2");
            stuck.send(List.of(List.of("PSYNC", "?", "-1")));
            Node.await("attached", () -> "1".equals(master.info("replication", "connected_slaves")));
            final String value = "v".repeat(100_000);
            for (int i = 0; i < 300; i++)
            {
                assertEquals("+OK", master.ask("SET", "k", value));
            }
            Node.await("dropped", () -> "0".equals(master.info("replication", "connected_slaves")));
            assertEquals("1", master.info("stats", "client_output_buffer_limit_disconnections"));
        }
    }

    @Test
    void shouldCountAReplicaAmongTheClients() throws Exception
    {
        start(ThreadingMode.SHARED, "yes");
        replica = follow(redisDirectory);
        replica.assertHoldsDataOf(master, "before");
        assertTrue(master.ask("CLIENT", "LIST", "TYPE", "replica").contains("flags=S"));
        assertTrue(master.ask("ROLE").contains("master"));
        assertTrue(master.info("replication", "slave0").contains("state=online"));

        assertEquals(":1", master.ask("CLIENT", "KILL", "TYPE", "replica"));

        Node.await("comes back", () -> 1 == master.stat("sync_partial_ok"));
        replica.assertHoldsDataOf(master, "after");
        assertEquals("*2", master.ask("WAITAOF", "0", "0", "0").substring(0, 2));
    }

    @ParameterizedTest
    @CsvSource({"SHARED", "DEDICATED"})
    void shouldHandOverToAReplica(final ThreadingMode mode) throws Exception
    {
        start(mode, "yes");
        final Workload workload = new Workload(SEED);
        workload.run(master.connection(), 1000);
        final RedisProcess redis = opened(RedisProcess.start(
            redisDirectory, "--replicaof", "127.0.0.1 " + server.port(), "--repl-diskless-sync-delay", "0"));
        replica = opened(new Node(redis.port()));
        replica.assertHoldsDataOf(master, "before");

        assertEquals("+OK", master.ask(
            "FAILOVER", "TO", "127.0.0.1", Integer.toString(redis.port()), "TIMEOUT", "30000"));
        Node.await("handed over", () -> "slave".equals(master.info("replication", "role")) && master.isLinked());

        assertEquals("master", replica.info("replication", "role"));
        assertEquals("no-failover", master.info("replication", "master_failover_state"));
        workload.run(replica.connection(), 1000);
        master.assertHoldsDataOf(replica, "after");
        assertEquals(0, replica.stat("sync_full"));
        assertEquals(1, replica.stat("sync_partial_ok"));
    }
}
