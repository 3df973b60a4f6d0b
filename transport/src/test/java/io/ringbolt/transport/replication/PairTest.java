package io.ringbolt.transport.replication;

import io.ringbolt.config.AppendOnlyParameters;
import io.ringbolt.config.ReplicationParameters;
import io.ringbolt.config.ServerConfigBuilder;
import io.ringbolt.transport.differential.Workload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Two servers of ours: what the commands and settings of replication do between them.
 */
@Timeout(120)
class PairTest
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

    private Node followed(final Node master) throws Exception
    {
        final Node replica = fleet.start("replica", config -> { });
        Fleet.follow(replica, master.port());
        replica.assertHoldsDataOf(master, "at first");
        return replica;
    }

    @Test
    void shouldNotHaveReplicasSaveWhatItSaves() throws Exception
    {
        final Node master = fleet.start("master", config -> { });
        final Node replica = followed(master);
        master.ask("SET", "k", "1");
        assertEquals("+OK", master.ask("SAVE"));
        master.ask("SET", "k", "2");

        replica.assertHoldsDataOf(master, "after");

        assertEquals("", replica.info("commandstats", "cmdstat_save"));
    }

    @Test
    void shouldCountReplicasWhoseDiskHasAChange() throws Exception
    {
        final Node master = fleet.start("master", PairTest::journaling);
        final Node replica = fleet.start("replica", PairTest::journaling);
        Fleet.follow(replica, master.port());
        replica.assertHoldsDataOf(master, "at first");
        assertEquals("+OK", master.ask("CONFIG", "SET", "appendfsync", "always"));
        master.ask("SET", "k", "1");

        assertEquals("*2[:1, :1]", master.ask("WAITAOF", "1", "1", "60000"));
        assertEquals("+OK", replica.ask("CONFIG", "SET", "appendfsync", "no"));
        master.ask("SET", "k", "2");
        assertEquals("*2[:1, :0]", master.ask("WAITAOF", "1", "1", "50"));
        assertEquals("+OK", replica.ask("CONFIG", "SET", "appendfsync", "everysec"));
        assertEquals("*2[:1, :1]", master.ask("WAITAOF", "1", "1", "60000"));
    }

    private static void journaling(final ServerConfigBuilder config)
    {
        config.set(AppendOnlyParameters.APPENDONLY, true);
    }

    @Test
    void shouldSendAnOldReplicaItsDataAndWhatChanges() throws Exception
    {
        final Node master = fleet.start("master", config -> { });
        master.ask("SET", "k", "value");
        try (RawReplica old = new RawReplica(master.port()))
        {
            old.send("SYNC");
            assertTrue(old.data().contains("value"));
            master.ask("SET", "k", "other");
            assertEquals("*2", old.line());
            assertEquals("$6", old.line());
            assertEquals("SELECT", old.line());
            Node.await("online", () -> master.info("replication", "slave0").contains("state=online"));
        }
    }

    @Test
    void shouldSendOnlyWhatAFilterLetsThrough() throws Exception
    {
        final Node master = fleet.start("master", config -> { });
        master.ask("SET", "k", "value");
        master.ask("FUNCTION", "LOAD", "#!lua name=lib\nredis.register_function('f', function() return 7 end)");
        try (RawReplica reader = new RawReplica(master.port()))
        {
            assertEquals("+OK", reader.ask("REPLCONF rdb-only 1"));
            assertEquals("+OK", reader.ask("REPLCONF rdb-filter-only functions"));
            assertTrue(reader.ask("PSYNC ? -1").startsWith("-ERR"), "it must know $EOF");
            assertEquals("+OK", reader.ask("REPLCONF capa eof"));
            assertTrue(reader.ask("REPLCONF rdb-filter-only keys").startsWith("-ERR Unsupported rdb-filter-only"));
            assertTrue(reader.ask("PSYNC ? -1").startsWith("+FULLRESYNC"));
            final String data = reader.data();
            assertTrue(data.contains("register_function"));
            assertFalse(data.contains("value"));
            reader.awaitEnd();
        }
    }

    @Test
    void shouldEndAReplicaThatAcknowledgesNothing() throws Exception
    {
        final Node master = fleet.start("master", config -> config.set(ReplicationParameters.REPL_TIMEOUT, 1));
        try (RawReplica silent = new RawReplica(master.port()))
        {
            assertEquals("+OK", silent.ask("REPLCONF capa eof"));
            assertTrue(silent.ask("PSYNC ? -1").startsWith("+FULLRESYNC"));
            silent.data();
            silent.send("REPLCONF ACK 0");
            silent.awaitEnd();
        }
        Node.await("forgotten", () -> "0".equals(master.info("replication", "connected_slaves")));
    }

    @Test
    void shouldTurnFromAMasterThatSaysNothing() throws Exception
    {
        final Node replica = fleet.start("replica", config -> { });
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress()))
        {
            silent.setSoTimeout(60_000);
            Fleet.follow(replica, silent.getLocalPort());
            try (Socket first = silent.accept())
            {
                assertEquals("+OK", replica.ask("CONFIG", "SET", "repl-timeout", "1"));
                while (first.getInputStream().read() >= 0)
                {
                    // PING, and then the end
                }
            }
            silent.accept().close();
        }
    }

    @Test
    void shouldForgetTheHistoryWhenNobodyFollowsForLong() throws Exception
    {
        final Node master = fleet.start("master", config -> config.set(ReplicationParameters.REPL_BACKLOG_TTL, 1L));
        final Node replica = followed(master);
        final String id = master.info("replication", "master_replid");
        assertEquals("+OK", replica.ask("REPLICAOF", "NO", "ONE"));

        Node.await("freed", () -> "0".equals(master.info("replication", "repl_backlog_active")));

        assertNotEquals(id, master.info("replication", "master_replid"));
        assertEquals("1", replica.info("replication", "repl_backlog_active"));
    }

    @Test
    void shouldGiveItsMasterUserAndPassword() throws Exception
    {
        final Node master = fleet.start("master", config -> { });
        assertEquals("+OK", master.ask("ACL", "SETUSER", "follower", "on", ">secret", "+psync", "+replconf", "+ping"));
        assertEquals("+OK", master.ask("CONFIG", "SET", "requirepass", "other"));
        assertEquals("+OK", master.ask("AUTH", "other"));
        final Node replica = fleet.start("replica", config -> config
            .set(ReplicationParameters.MASTERUSER, "follower").set(ReplicationParameters.MASTERAUTH, "wrong"));
        Fleet.follow(replica, master.port());
        Node.await("refused", () -> !"".equals(master.info("errorstats", "errorstat_WRONGPASS")));
        assertFalse(replica.isLinked());

        assertEquals("+OK", replica.ask("CONFIG", "SET", "masterauth", "secret"));

        replica.assertHoldsDataOf(master, "after");
    }

    @Test
    void shouldTellWhatItIsToAnnounce() throws Exception
    {
        final Node master = fleet.start("master", config -> { });
        final Node replica = fleet.start("replica", config -> config
            .set(ReplicationParameters.REPLICA_ANNOUNCE_IP, "10.1.2.3")
            .set(ReplicationParameters.REPLICA_ANNOUNCE_PORT, 4567)
            .set(ReplicationParameters.REPLICA_PRIORITY, 7)
            .set(ReplicationParameters.REPLICA_ANNOUNCED, false));
        Fleet.follow(replica, master.port());
        replica.assertHoldsDataOf(master, "at first");

        assertTrue(master.info("replication", "slave0").startsWith("ip=10.1.2.3,port=4567,state=online"));
        assertTrue(master.ask("ROLE").contains("10.1.2.3"));
        assertEquals("7", replica.info("replication", "slave_priority"));
        assertEquals("0", replica.info("replication", "replica_announced"));
    }

    @Test
    void shouldLeaveEvictionToItsMaster() throws Exception
    {
        final Node master = fleet.start("master", config -> { });
        final Node replica = followed(master);
        assertEquals("+OK", replica.ask("CONFIG", "SET", "maxmemory-policy", "allkeys-lru", "maxmemory", "1"));
        for (int i = 0; i < 100; i++)
        {
            master.ask("SET", "key" + i, "v".repeat(1000));
        }
        replica.assertHoldsDataOf(master, "while it ignores its limit");
        assertEquals(":100", replica.ask("DBSIZE"));

        assertEquals("+OK", replica.ask("CONFIG", "SET", "replica-ignore-maxmemory", "no"));

        master.ask("SET", "more", "1");
        Node.await("evicted", () -> replica.stat("evicted_keys") > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no"})
    void shouldReplaceItsDataLazilyOrAtOnce(final String isLazy) throws Exception
    {
        final Node master = fleet.start("master", config -> { });
        final Node replica = fleet.start("replica", config -> { });
        new Workload(SEED).run(master.connection(), 200);
        new Workload(SEED + 1).run(replica.connection(), 500);
        assertEquals("+OK", replica.ask("CONFIG", "SET", "replica-lazy-flush", isLazy));

        Fleet.follow(replica, master.port());

        replica.assertHoldsDataOf(master, "lazy=" + isLazy);
    }
}
