package io.ringbolt.transport.replication;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * FAILOVER where the replica does what is asked, lags, can't be reached, or refuses.
 */
@Timeout(120)
class HandOverTest
{
    @TempDir
    private Path directory;
    private Fleet fleet;
    private Node master;

    @BeforeEach
    void setUp() throws Exception
    {
        fleet = new Fleet(directory);
        master = fleet.start("master", config -> { });
    }

    @AfterEach
    void tearDown() throws Exception
    {
        fleet.close();
    }

    /** Attaches a replica that never acknowledges anything more. */
    private RawReplica attach(final int listeningPort) throws Exception
    {
        final RawReplica lagging = fleet.opened(new RawReplica(master.port()));
        assertEquals("+OK", lagging.ask("REPLCONF listening-port " + listeningPort));
        assertEquals("+OK", lagging.ask("REPLCONF capa eof capa psync2"));
        assertTrue(lagging.ask("PSYNC ? -1").startsWith("+FULLRESYNC"));
        lagging.data();
        lagging.send("REPLCONF ACK 0");
        Node.await("online", () -> master.info("replication", "slave0").contains("state=online"));
        master.ask("SET", "k", "1");
        return lagging;
    }

    private void awaitState(final String state) throws Exception
    {
        Node.await(state, () -> state.equals(master.info("replication", "master_failover_state")));
    }

    @Test
    void shouldHandOverToWhoeverHasEverything() throws Exception
    {
        final Node replica = fleet.start("replica", config -> { });
        Fleet.follow(replica, master.port());
        master.ask("SET", "k", "1");
        replica.assertHoldsDataOf(master, "before");

        assertEquals("+OK", master.ask("FAILOVER"));

        Node.await("roles changed", () -> "master".equals(replica.info("replication", "role")) && master.isLinked());
        awaitState("no-failover");
        assertEquals("+OK", replica.ask("SET", "k", "2"));
        master.assertHoldsDataOf(replica, "after");
        assertEquals(0, replica.stat("sync_full"));
    }

    @Test
    void shouldStayMasterWhenNobodyCatchesUpInTime() throws Exception
    {
        attach(1);

        assertEquals("+OK", master.ask("FAILOVER", "TIMEOUT", "100"));

        awaitState("no-failover");
        assertEquals("master", master.info("replication", "role"));
        assertEquals("+OK", master.ask("SET", "k", "2"));
    }

    @Test
    void shouldStayMasterWhenToldSoWhileItWaits() throws Exception
    {
        attach(1);
        assertEquals("-ERR No failover in progress.", master.ask("FAILOVER", "ABORT"));
        assertEquals("+OK", master.ask("FAILOVER"));
        awaitState("waiting-for-sync");
        assertEquals("-ERR FAILOVER already in progress.", master.ask("FAILOVER"));

        assertEquals("+OK", master.ask("FAILOVER", "ABORT"));

        awaitState("no-failover");
        assertEquals("+OK", master.ask("SET", "k", "2"));
    }

    @Test
    void shouldTryOnWhileTheTargetCantBeReached() throws Exception
    {
        final ServerSocket target = fleet.opened(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()));
        target.setSoTimeout(60_000);
        final int port = target.getLocalPort();
        attach(port);
        assertEquals("+OK", master.ask(
            "FAILOVER", "TO", "127.0.0.1", Integer.toString(port), "TIMEOUT", "100", "FORCE"));
        for (int i = 0; i < 3; i++)
        {
            target.accept().close();
            assertEquals("failover-in-progress", master.info("replication", "master_failover_state"));
            assertEquals("slave", master.info("replication", "role"));
        }

        assertEquals("+OK", master.ask("FAILOVER", "ABORT"));

        awaitState("no-failover");
        assertEquals("master", master.info("replication", "role"));
        assertEquals("+OK", master.ask("SET", "k", "2"));
    }

    @Test
    void shouldStayMasterWhenTheTargetRefuses() throws Exception
    {
        final ServerSocket target = fleet.opened(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()));
        target.setSoTimeout(60_000);
        final int port = target.getLocalPort();
        attach(port);
        assertEquals("+OK", master.ask(
            "FAILOVER", "TO", "127.0.0.1", Integer.toString(port), "TIMEOUT", "100", "FORCE"));
        try (Socket link = target.accept())
        {
            link.getOutputStream().write("+PONG\r\n+OK\r\n+OK\r\n+OK\r\n-ERR no\r\n".getBytes());
            awaitState("no-failover");
        }
        assertEquals("master", master.info("replication", "role"));
        assertEquals("+OK", master.ask("SET", "k", "2"));
    }
}
