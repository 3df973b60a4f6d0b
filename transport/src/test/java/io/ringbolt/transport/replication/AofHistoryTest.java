package io.ringbolt.transport.replication;

import io.ringbolt.config.AppendFsync;
import io.ringbolt.config.AppendOnlyParameters;
import io.ringbolt.config.GuardedAccess;
import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.PrimaryAddress;
import io.ringbolt.config.ReplicationParameters;
import io.ringbolt.config.SecurityParameters;
import io.ringbolt.config.ServerConfigBuilder;
import io.ringbolt.transport.differential.RedisProcess;
import io.ringbolt.transport.differential.Workload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Servers that restart from their append-only file and go on with the history in which they were.
 */
@Timeout(180)
class AofHistoryTest
{
    private static final long SEED = Long.getLong("seed", 20261121);

    @TempDir
    private Path directory;
    private Fleet fleet;

    @BeforeEach
    void setUp()
    {
        fleet = new Fleet(directory);
    }

    @AfterEach
    void tearDown() throws Exception
    {
        fleet.close();
    }

    private static void journaling(final ServerConfigBuilder config)
    {
        config.set(AppendOnlyParameters.APPENDONLY, true)
            .set(AppendOnlyParameters.APPENDFSYNC, AppendFsync.ALWAYS)
            .set(ReplicationParameters.REPL_PING_REPLICA_PERIOD, 1)
            .set(ReplicationParameters.REPL_BACKLOG_SIZE, 10L << 20);
    }

    private static void following(final ServerConfigBuilder config, final Node master)
    {
        journaling(config);
        config.set(ReplicationParameters.REPLICAOF, new PrimaryAddress("127.0.0.1", master.port()));
    }

    @Test
    void shouldGoOnAsAReplicaOfRedis() throws Exception
    {
        final RedisProcess redis = fleet.opened(RedisProcess.start(fleet.folder("redis"),
            "--repl-diskless-sync-delay", "0", "--repl-ping-replica-period", "1", "--repl-backlog-size", "10mb"));
        final Node master = fleet.opened(new Node(redis.port()));
        goOnAsReplica(master);
    }

    @Test
    void shouldGoOnAsAReplicaOfOurs() throws Exception
    {
        goOnAsReplica(fleet.start("master", AofHistoryTest::journaling));
    }

    private void goOnAsReplica(final Node master) throws Exception
    {
        final Workload workload = new Workload(SEED);
        workload.run(master.connection(), 500);
        Node replica = fleet.start("replica", config -> following(config, master));
        replica.assertHoldsDataOf(master, "at first");
        for (int round = 0; round < 3; round++)
        {
            final Node now = replica;
            workload.run(master.connection(), 500);
            now.assertHoldsDataOf(master, "before restart " + round);
            if (1 == round)
            {
                awaitBase(now);
                assertTrue(now.ask("BGREWRITEAOF").startsWith("+"));
            }
            awaitBase(now);
            awaitPing(now);
            fleet.stop(now);
            workload.run(master.connection(), 500);
            replica = fleet.start("replica", config -> following(config, master));
            replica.assertHoldsDataOf(master, "after restart " + round + " seed=" + SEED);
        }
        assertEquals(1, master.stat("sync_full"));
        assertEquals(3, master.stat("sync_partial_ok"));
    }

    /** Waits until the file holds the master's data, with which it begins anew after a full synchronization. */
    private static void awaitBase(final Node replica) throws Exception
    {
        Node.await("rewritten", () -> "0".equals(replica.info("persistence", "aof_rewrite_in_progress")) &&
            "0".equals(replica.info("persistence", "aof_rewrite_scheduled")));
    }

    /** Waits until something has come that is in no file. */
    private static void awaitPing(final Node replica) throws Exception
    {
        final long offset = replica.offset();
        Node.await("a PING came", () -> replica.offset() > offset);
    }

    @Test
    void shouldKeepOutOfTheFileWhatIsForReplicasAlone() throws Exception
    {
        final Node master = fleet.start("master", config ->
        {
            journaling(config);
            config.set(SecurityParameters.ENABLE_DEBUG_COMMAND, GuardedAccess.YES);
        });
        final RedisProcess redis = fleet.opened(RedisProcess.start(fleet.folder("redis"),
            "--replicaof", "127.0.0.1 " + master.port(), "--repl-ping-replica-period", "1"));
        final Node replica = fleet.opened(new Node(redis.port()));
        replica.assertHoldsDataOf(master, "before");
        assertEquals("+OK", master.ask("DEBUG", "REPLICATE", "SET", "stream", "1"));
        master.ask("SET", "both", "1");
        assertEquals(":1", master.ask("WAIT", "1", "20000"));
        assertEquals(":2", replica.ask("EXISTS", "stream", "both"));

        assertEquals("+OK", master.ask("DEBUG", "LOADAOF"));
        assertEquals(":1", master.ask("EXISTS", "both"));
        assertEquals(":0", master.ask("EXISTS", "stream"));
    }

    @Test
    void shouldNotCountWhatAReplicaWritesItself() throws Exception
    {
        final Node master = fleet.start("master", AofHistoryTest::journaling);
        final Node replica = fleet.start("replica", config ->
        {
            following(config, master);
            config.set(ReplicationParameters.REPLICA_READ_ONLY, false);
        });
        new Workload(SEED).run(master.connection(), 100);
        replica.assertHoldsDataOf(master, "before");
        final long fullBefore = master.stat("sync_full");   // more than one if it was flushed meanwhile
        assertEquals("+OK", replica.ask("SET", "own", "1"));
        master.ask("SET", "theirs", "1");
        Node.await("came", () -> replica.offset() == master.offset());
        assertEquals("+OK", replica.ask("SET", "own", "2"));
        awaitBase(replica);
        master.ask("WAITAOF", "0", "1", "60000");       // until a restart of the replica finds what the master sent
        fleet.stop(replica);
        master.ask("INCR", "theirs");

        final Node again = fleet.start("replica", config -> following(config, master));

        Node.await("linked", () -> again.isLinked() && again.offset() >= master.offset());
        assertEquals(fullBefore, master.stat("sync_full"));
        assertEquals("$2", again.ask("GET", "theirs"));
        assertEquals("$2", again.ask("GET", "own"));
    }

    @Test
    void shouldGoOnAsAMaster() throws Exception
    {
        final Node master = fleet.start("master", AofHistoryTest::journaling);
        final int port = master.port();
        final Node replica = fleet.start("replica", config -> following(config, master));
        new Workload(SEED).run(master.connection(), 500);
        replica.assertHoldsDataOf(master, "before");
        awaitPing(replica);
        final String id = master.info("replication", "master_replid");
        fleet.stop(master);

        final Node again = fleet.start("master", config ->
        {
            journaling(config);
            config.set(NetworkParameters.PORT, port);
        });

        assertEquals(id, again.info("replication", "master_replid2"));
        new Workload(SEED + 1).run(again.connection(), 100);
        replica.assertHoldsDataOf(again, "after");
        assertEquals(0, again.stat("sync_full"));
        assertEquals(1, again.stat("sync_partial_ok"));
    }

    @Test
    void shouldBeginAnewWhenAnotherServerHasWrittenInTheFile() throws Exception
    {
        final Node master = fleet.start("master", AofHistoryTest::journaling);
        final Node replica = fleet.start("replica", config -> following(config, master));
        new Workload(SEED).run(master.connection(), 100);
        replica.assertHoldsDataOf(master, "before");
        final long fullBefore = master.stat("sync_full");   // more than one if it was flushed meanwhile
        awaitBase(replica);
        fleet.stop(replica);
        Files.writeString(newestIncrement(),
            "*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n*3\r\n$3\r\nSET\r\n$3\r\nown\r\n$1\r\n1\r\n", StandardOpenOption.APPEND);

        final Node again = fleet.start("replica", config -> following(config, master));

        again.assertHoldsDataOf(master, "after");
        assertEquals(fullBefore + 1, master.stat("sync_full"));
    }

    private Path newestIncrement() throws IOException
    {
        try (Stream<Path> files = Files.list(fleet.folder("replica").resolve("appendonlydir")))
        {
            return files.filter(file -> file.toString().endsWith(".incr.aof")).max(Path::compareTo).orElseThrow();
        }
    }
}
