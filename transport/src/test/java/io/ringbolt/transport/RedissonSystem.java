package io.ringbolt.transport;

import static io.ringbolt.transport.TestServers.config;

import io.ringbolt.config.ThreadingMode;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.redisson.config.Protocol;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server and the Redisson clients connected to it. Closing it shuts the clients down, then the server.
 */
final class RedissonSystem implements AutoCloseable
{
    private static final int CONNECTIONS = 8;
    private static final int THREADS = 4;
    private static final int TIMEOUT_MS = 30_000;

    private final Server server;
    private final Protocol protocol;
    private final List<RedissonClient> clients = new ArrayList<>();

    private RedissonSystem(final Server server, final Protocol protocol)
    {
        this.server = server;
        this.protocol = protocol;
    }

    static RedissonSystem start(final ThreadingMode mode, final Protocol protocol) throws IOException
    {
        return new RedissonSystem(Server.start(config(mode).build()), protocol);
    }

    /** Another client, with connections of its own and nothing shared but the server. */
    RedissonClient connect()
    {
        final Config config = new Config().setProtocol(protocol).setThreads(THREADS).setNettyThreads(THREADS);
        config.useSingleServer()
            .setAddress("redis://127.0.0.1:" + server.port())
            .setConnectionPoolSize(CONNECTIONS)
            .setConnectionMinimumIdleSize(1)
            .setSubscriptionConnectionPoolSize(CONNECTIONS)
            .setTimeout(TIMEOUT_MS);
        final RedissonClient client = Redisson.create(config);
        clients.add(client);
        return client;
    }

    @Override
    public void close()
    {
        for (final RedissonClient client : clients)
        {
            client.shutdown(0, 1, TimeUnit.SECONDS);
        }
        server.close();
    }
}
