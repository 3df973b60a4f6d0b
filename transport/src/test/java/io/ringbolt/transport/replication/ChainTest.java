package io.ringbolt.transport.replication;

import io.ringbolt.config.GeneralParameters;
import io.ringbolt.config.GuardedAccess;
import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.ReplicationParameters;
import io.ringbolt.config.SecurityParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.config.ThreadingMode;
import io.ringbolt.transport.Server;
import io.ringbolt.transport.differential.RedisProcess;
import io.ringbolt.transport.differential.Workload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Servers of both kinds that follow one another in a row, whose middle ones change their roles.
 */
@Timeout(180)
class ChainTest
{
    private static final long SEED = Long.getLong("seed", 20261121);
    private static final int QUORUM = 1;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<Server> servers = new ArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void tearDown() throws Exception
    {
        while (!open.isEmpty())
        {
            open.pop().close();
        }
        for (final Server server : servers)
        {
            assertEquals(0, server.offHeapBytes());
        }
    }

    /** Starts a server: {@code o} one of ours with a thread, {@code d} one with several, {@code r} a redis-server. */
    private Node start(final char kind) throws Exception
    {
        final Path folder = Files.createDirectory(directory.resolve(kind + "-" + open.size()));
        final int port;
        if ('r' == kind)
        {
            final RedisProcess redis = RedisProcess.start(folder, "--repl-diskless-sync-delay", "0",
                "--repl-ping-replica-period", "1", "--repl-backlog-size", "10mb");
            open.push(redis);
            port = redis.port();
        }
        else
        {
            final Server server = Server.start(ServerConfig.builder()
                .set(NetworkParameters.PORT, 0)
                .set(NetworkParameters.BIND, List.of("127.0.0.1"))
                .set(GeneralParameters.DIR, folder.toString())
                .set(SecurityParameters.ENABLE_DEBUG_COMMAND, GuardedAccess.YES)
                .set(ReplicationParameters.REPL_DISKLESS_SYNC_DELAY, 0)
                .set(ReplicationParameters.REPL_PING_REPLICA_PERIOD, 1)
                .set(ReplicationParameters.REPL_BACKLOG_SIZE, 10L << 20)
                .set(ThreadParameters.THREADING_MODE, 'o' == kind ? ThreadingMode.SHARED : ThreadingMode.DEDICATED)
                .set(ThreadParameters.IO_THREADS, 'o' == kind ? 1 : 2)
                .set(ThreadParameters.RING_SIZE, 1024)
                .set(ThreadParameters.ARENA_CHUNK_BYTES, 1L << 20)
                .build());
            open.push(server);
            servers.add(server);
            port = server.port();
        }
        final Node node = new Node(port);
        open.push(node);
        return node;
    }

    private static void follow(final Node replica, final Node master) throws IOException
    {
        assertEquals("+OK", replica.ask("REPLICAOF", "127.0.0.1", Integer.toString(master.port())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"oo", "do", "roro", "oror", "odor"})
    void shouldHoldTheSameDataInEachLink(final String kinds) throws Exception
    {
        final List<Node> nodes = new ArrayList<>();
        for (final char kind : kinds.toCharArray())
        {
            nodes.add(start(kind));
        }
        final Node first = nodes.get(0);
        final Workload workload = new Workload(SEED);
        workload.run(first.connection(), 500);
        for (int i = 1; i < nodes.size(); i++)
        {
            follow(nodes.get(i), nodes.get(i - 1));
        }
        workload.run(first.connection(), 2000);

        for (int i = 1; i < nodes.size(); i++)
        {
            nodes.get(i).assertHoldsDataOf(first, kinds + " link=" + i + " seed=" + SEED);
            assertEquals(first.info("replication", "master_replid"), nodes.get(i).info("replication", "master_replid"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ooo", "oro", "roo", "oor", "ror"})
    void shouldGoOnInPartWhenTheMiddleTakesOver(final String kinds) throws Exception
    {
        final Node first = start(kinds.charAt(0));
        final Node middle = start(kinds.charAt(1));
        final Node last = start(kinds.charAt(2));
        final Workload workload = new Workload(SEED);
        workload.run(first.connection(), 500);
        follow(middle, first);
        middle.assertHoldsDataOf(first, kinds);
        follow(last, middle);
        last.assertHoldsDataOf(first, kinds);
        final long fullBefore = middle.stat("sync_full");

        assertEquals("+OK", middle.ask("REPLICAOF", "NO", "ONE"));
        new Workload(SEED + 1).run(middle.connection(), 500);
        follow(first, middle);

        first.assertHoldsDataOf(middle, kinds + " first");
        last.assertHoldsDataOf(middle, kinds + " last");
        assertEquals(fullBefore, middle.stat("sync_full"), kinds);
    }

    @Test
    void shouldBeFailedOverBySentinel() throws Exception
    {
        final Node first = start('o');
        final Node second = start('o');
        follow(second, first);
        first.ask("SET", "before", "1");
        second.assertHoldsDataOf(first, "before");
        final Path folder = Files.createDirectory(directory.resolve("sentinel"));
        final Path file = folder.resolve("sentinel.conf");
        Files.writeString(file, "sentinel monitor pair 127.0.0.1 " + first.port() + ' ' + QUORUM + "\n" +
            "sentinel down-after-milliseconds pair 1500\nsentinel failover-timeout pair 10000\n");
        final RedisProcess sentinel = RedisProcess.startSentinel(folder, file);
        open.push(sentinel);
        final Node watcher = new Node(sentinel.port());
        open.push(watcher);
        Node.await("sentinel knows the replica", () -> watcher.info("sentinel", "master0").contains("slaves=1"));

        servers.get(0).close();

        Node.await("sentinel has promoted the replica", () -> watcher.info("sentinel", "master0")
            .contains(":" + second.port()));
        try (Node promoted = new Node(second.port()))     // sentinel ends the clients of a server that it promotes
        {
            assertEquals("master", promoted.info("replication", "role"));
            assertEquals("+OK", promoted.ask("SET", "after", "1"));
            assertEquals("$1", promoted.ask("GET", "before"));
        }
    }
}
