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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Servers of ours in this process that a test begins, joins and ends; what they have held off-heap is free then.
 */
final class Fleet implements AutoCloseable
{
    private final Path directory;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<Server> servers = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();

    /** @param directory where each server gets a folder of its name. */
    Fleet(final Path directory)
    {
        this.directory = directory;
    }

    /** Starts a server. @param name of its folder, which may hold what an earlier one has left. */
    Node start(final String name, final Consumer<ServerConfigBuilder> settings) throws Exception
    {
        final ServerConfigBuilder config = ServerConfig.builder()
            .set(NetworkParameters.PORT, 0)
            .set(NetworkParameters.BIND, List.of("127.0.0.1"))
            .set(GeneralParameters.DIR, folder(name).toString())
            .set(SecurityParameters.ENABLE_DEBUG_COMMAND, GuardedAccess.YES)
            .set(ReplicationParameters.REPL_DISKLESS_SYNC_DELAY, 0)
            .set(ThreadParameters.THREADING_MODE, ThreadingMode.SHARED)
            .set(ThreadParameters.RING_SIZE, 1024)
            .set(ThreadParameters.ARENA_CHUNK_BYTES, 1L << 20);
        settings.accept(config);
        final Server server = Server.start(config.build());
        servers.add(server);
        open.push(server);
        server.awaitLoaded();
        final Node node = opened(new Node(server.port()));
        nodes.add(node);
        return node;
    }

    Path folder(final String name) throws IOException
    {
        return Files.createDirectories(directory.resolve(name));
    }

    /** Ends a server as a signal does. */
    void stop(final Node node) throws Exception
    {
        node.close();
        servers.get(nodes.indexOf(node)).close();
    }

    <T extends AutoCloseable> T opened(final T resource)
    {
        open.push(resource);
        return resource;
    }

    static void follow(final Node replica, final int port) throws IOException
    {
        assertEquals("+OK", replica.ask("REPLICAOF", "127.0.0.1", Integer.toString(port)));
    }

    @Override
    public void close() throws Exception
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
}
