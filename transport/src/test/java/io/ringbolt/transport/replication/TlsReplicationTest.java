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
import io.ringbolt.config.TlsParameters;
import io.ringbolt.transport.Server;
import io.ringbolt.transport.TlsFixture;
import io.ringbolt.transport.differential.RedisProcess;
import io.ringbolt.transport.differential.Workload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/**
 * Encrypted links between masters and replicas of either kind.
 */
class TlsReplicationTest
{
    private static final long SEED = 20261121;
    private static final int COMMANDS = 2000;

    @TempDir
    private Path directory;
    @TempDir
    private Path otherDirectory;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @AfterEach
    void close() throws Exception
    {
        while (!open.isEmpty())
        {
            open.pop().close();
        }
    }

    private <T extends AutoCloseable> T opened(final T resource)
    {
        open.push(resource);
        return resource;
    }

    private ServerConfigBuilder config(final Path folder, final ThreadingMode mode) throws IOException
    {
        return TlsFixture.encrypted(ServerConfig.builder()
            .set(NetworkParameters.PORT, 0)
            .set(NetworkParameters.BIND, List.of("127.0.0.1"))
            .set(GeneralParameters.DIR, folder.toString())
            .set(SecurityParameters.ENABLE_DEBUG_COMMAND, GuardedAccess.YES)
            .set(ReplicationParameters.REPL_DISKLESS_SYNC_DELAY, 0)
            .set(ReplicationParameters.REPL_PING_REPLICA_PERIOD, 1)
            .set(ThreadParameters.THREADING_MODE, mode)
            .set(ThreadParameters.ARENA_CHUNK_BYTES, 1L << 20), "server.crt", "server.key")
            .set(TlsParameters.TLS_REPLICATION, true);
    }

    private Node start(final ServerConfig config) throws Exception
    {
        final Server server = opened(Server.start(config));
        server.awaitLoaded();
        return opened(new Node(server.port()));
    }

    private Node redis(final int tlsPort, final String... options) throws Exception
    {
        final String[] all = new String[10 + options.length];
        System.arraycopy(new String[]{
            "--tls-port", Integer.toString(tlsPort), "--tls-replication", "yes",
            "--tls-cert-file", TlsFixture.file("server.crt"), "--tls-key-file", TlsFixture.file("server.key"),
            "--tls-ca-cert-file", TlsFixture.file("ca.crt")}, 0, all, 0, 10);
        System.arraycopy(options, 0, all, 10, options.length);
        return opened(new Node(opened(RedisProcess.start(otherDirectory, all)).port()));
    }

    private static void compare(final Node master, final Node replica, final String context) throws Exception
    {
        final Workload workload = new Workload(SEED);
        workload.run(master.connection(), COMMANDS);
        Node.await("no link: " + context, replica::isLinked);
        workload.run(master.connection(), COMMANDS);
        replica.assertHoldsDataOf(master, context);
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldFollowRedis(final ThreadingMode mode) throws Exception
    {
        final int port = TlsFixture.freePort();
        final Node master = redis(port, "--repl-diskless-sync-delay", "0");
        final Node replica = start(config(directory, mode).build());
        assertEquals("+OK", replica.ask("REPLICAOF", "127.0.0.1", Integer.toString(port)));
        compare(master, replica, "ours behind redis-server, " + mode);
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldBeFollowedByRedis(final ThreadingMode mode) throws Exception
    {
        final ServerConfig config = config(directory, mode).build();
        final Node master = start(config);
        final Node replica = redis(TlsFixture.freePort(), "--replicaof",
            "127.0.0.1 " + config.intValue(TlsParameters.TLS_PORT));
        compare(master, replica, "redis-server behind ours, " + mode);
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldFollowEachOther(final ThreadingMode mode) throws Exception
    {
        final ServerConfig config = config(directory, mode).build();
        final Node master = start(config);
        final Node replica = start(config(otherDirectory, mode).build());
        replica.ask("REPLICAOF", "127.0.0.1", Integer.toString(config.intValue(TlsParameters.TLS_PORT)));
        compare(master, replica, "ours behind ours, " + mode);
    }

    @Test
    void shouldNotFollowWhomItDoesNotTrust() throws Exception
    {
        final ServerConfig config = config(directory, ThreadingMode.SHARED).build();
        start(config);
        final Node replica = start(config(otherDirectory, ThreadingMode.SHARED)
            .set(TlsParameters.TLS_CA_CERT_FILE, TlsFixture.file("client.crt")).build());
        replica.ask("REPLICAOF", "127.0.0.1", Integer.toString(config.intValue(TlsParameters.TLS_PORT)));
        Thread.sleep(1500);                               // a try and another one
        assertFalse(replica.isLinked());
    }
}
