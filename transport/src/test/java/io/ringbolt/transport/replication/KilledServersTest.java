package io.ringbolt.transport.replication;

import io.ringbolt.transport.SpawnedServer;
import io.ringbolt.transport.differential.RedisProcess;
import io.ringbolt.transport.differential.Workload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Master and replica as processes that are killed under load and start again with their append-only files.
 */
@Timeout(300)
class KilledServersTest
{
    private static final long SEED = Long.getLong("seed", 20261121);
    private static final int ROUNDS = Integer.getInteger("kills", 1);
    private static final int MAX_MS_TO_LIVE = 200;

    @TempDir
    private Path directory;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private FaultProxy proxy;

    /** A process that can be killed, and a client of it. */
    private record Member(AutoCloseable process, Node node)
    {
        void kill() throws Exception
        {
            if (process instanceof SpawnedServer ours)
            {
                ours.kill();
            }
            else
            {
                ((RedisProcess)process).kill();
            }
            node.close();
        }
    }

    @BeforeEach
    void setUp() throws IOException
    {
        proxy = new FaultProxy(0);
        proxy.refusing(true);
        open.push(proxy);
    }

    @AfterEach
    void tearDown() throws Exception
    {
        while (!open.isEmpty())
        {
            open.pop().close();
        }
    }

    private Member start(final char kind, final String name, final String... options) throws Exception
    {
        final Path folder = Files.createDirectories(directory.resolve(name));
        final String[] all = new String[options.length + 6];
        System.arraycopy(new String[]{"--appendonly", "yes", "--repl-diskless-sync-delay", "0",
            "--enable-debug-command", "yes"}, 0, all, 0, 6);
        System.arraycopy(options, 0, all, 6, options.length);
        final AutoCloseable process = 'o' == kind ?
            SpawnedServer.start(folder, directory.resolve(name + ".log"), all) : RedisProcess.start(folder, all);
        open.push(process);
        final Node node = new Node(process instanceof SpawnedServer ours ? ours.port() :
            ((RedisProcess)process).port());
        open.push(node);
        Node.await("loaded", () -> "0".equals(node.info("persistence", "loading")));
        return new Member(process, node);
    }

    private Member startMaster(final char kind) throws Exception
    {
        final Member master = start(kind, "master");
        proxy.target(master.node.port());
        proxy.refusing(false);
        return master;
    }

    private Member startReplica(final char kind) throws Exception
    {
        return start(kind, "replica", "--replicaof", "127.0.0.1 " + proxy.port());
    }

    @ParameterizedTest
    @ValueSource(strings = {"oo", "or", "ro"})
    void shouldHoldTheSameDataAfterBothWereKilled(final String kinds) throws Exception
    {
        final Random random = new Random(SEED);
        Member master = startMaster(kinds.charAt(0));
        new Workload(SEED).run(master.node.connection(), 500);
        Member replica = startReplica(kinds.charAt(1));
        replica.node.assertHoldsDataOf(master.node, kinds + " at first");
        for (int round = 0; round < ROUNDS; round++)
        {
            loadAndKill(master, replica, random);
            replica = startReplica(kinds.charAt(1));
            replica.node.assertHoldsDataOf(master.node, kinds + " replica killed, round=" + round + " seed=" + SEED);

            loadAndKill(master, master, random);
            master = startMaster(kinds.charAt(0));
            replica.node.assertHoldsDataOf(master.node, kinds + " master killed, round=" + round + " seed=" + SEED);
        }
        assertEquals("1", master.node.info("replication", "connected_slaves"));
    }

    /** Kills one of the two while the master has much to do. */
    private void loadAndKill(final Member master, final Member victim, final Random random) throws Exception
    {
        final Workload workload = new Workload(random.nextLong());
        final Thread load = new Thread(() ->
        {
            try
            {
                for (int i = 0; i < 20; i++)
                {
                    workload.run(master.node.connection(), 100);
                }
            }
            catch (final IOException killed)
            {
                // as it must be if the victim is the master
            }
        });
        load.start();
        Thread.sleep(random.nextInt(MAX_MS_TO_LIVE));         // any moment will do
        victim.kill();
        if (victim == master)
        {
            proxy.refusing(true);
            proxy.cut();
        }
        load.join();
    }
}
