package io.ringbolt.transport.replication;

import io.ringbolt.config.PrimaryAddress;
import io.ringbolt.config.ReplDisklessLoad;
import io.ringbolt.config.ReplicationParameters;
import io.ringbolt.transport.differential.RedisProcess;
import io.ringbolt.transport.differential.Workload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * A way between master and replica that breaks at seeded places: in the stream, and in the middle of all the data.
 */
@Timeout(180)
class LinkCutsTest
{
    private static final long SEED = Long.getLong("seed", 20261121);
    private static final int FAULTS = Integer.getInteger("faults", 20);
    private static final int CUTS = Integer.getInteger("cuts", 1);
    private static final int DATA_LENGTH = 1 << 20;

    @TempDir
    private Path directory;
    private Fleet fleet;
    private FaultProxy proxy;

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

    private Node startMaster(final char kind) throws Exception
    {
        final Node master = 'o' == kind ? fleet.start("master", config -> { }) : redis("master");
        proxy = fleet.opened(new FaultProxy(master.port()));
        return master;
    }

    private Node startReplica(final char kind, final ReplDisklessLoad load) throws Exception
    {
        return 'o' == kind ? fleet.start("replica", config -> config
            .set(ReplicationParameters.REPL_DISKLESS_LOAD, load)
            .set(ReplicationParameters.REPLICAOF, new PrimaryAddress("127.0.0.1", proxy.port()))) :
            redis("replica", "--replicaof", "127.0.0.1 " + proxy.port());
    }

    private Node redis(final String name, final String... options) throws Exception
    {
        return fleet.opened(new Node(fleet.opened(RedisProcess.start(fleet.folder(name), options)).port()));
    }

    @ParameterizedTest
    @CsvSource({"oo,yes,DISABLED", "oo,yes,SWAPDB", "oo,no,FLUSH_BEFORE_LOAD", "or,yes,DISABLED", "or,no,DISABLED",
        "ro,yes,SWAPDB", "ro,no,DISABLED"})
    void shouldGetAllDataThoughTheirTransferBreaks(
        final String kinds, final String isDiskless, final ReplDisklessLoad load) throws Exception
    {
        final Random random = new Random(SEED);
        final Node master = startMaster(kinds.charAt(0));
        master.ask("CONFIG", "SET", "repl-diskless-sync", isDiskless, "repl-diskless-sync-delay", "0");
        master.ask("CONFIG", "SET", "rdbcompression", "no");
        master.ask("DEBUG", "POPULATE", "10000", "key", "150");
        proxy.halfClosing(random.nextBoolean());
        proxy.cutAfter(1000 + random.nextInt(DATA_LENGTH));
        final Node replica = startReplica(kinds.charAt(1), load);
        for (int cut = 1; cut <= CUTS; cut++)
        {
            final int cutsNow = cut;
            Node.await("transfer was cut", () -> proxy.cutCount() == cutsNow);
            master.ask("INCR", "cuts");
            proxy.halfClosing(random.nextBoolean());
            proxy.cutAfter(cut < CUTS ? 1000 + random.nextInt(DATA_LENGTH) : Long.MAX_VALUE);
        }

        replica.assertHoldsDataOf(master, kinds + " diskless=" + isDiskless + " load=" + load + " seed=" + SEED);
    }

    @Test
    void shouldNotDivergeWhateverHappensToTheLinkBetweenOurs() throws Exception
    {
        final Workload workload = new Workload(SEED);
        final Node master = startMaster('o');
        workload.run(master.connection(), 1000);
        final Node replica = startReplica('o', ReplDisklessLoad.DISABLED);

        new LinkFaults(proxy, master, replica, SEED).assertNoDivergence(FAULTS, workload, (random, isFullLikely) ->
        {
            master.ask("CONFIG", "SET", "repl-diskless-sync", random.nextBoolean() ? "yes" : "no");
            replica.ask("CONFIG", "SET", "repl-diskless-load", random.nextBoolean() ? "swapdb" : "disabled");
        });
    }

    @Test
    void shouldGoOnInPartAfterASecondOfSilenceAtTheUsualSizes() throws Exception
    {
        final Node master = startMaster('o');
        final Node replica = startReplica('o', ReplDisklessLoad.DISABLED);
        replica.assertHoldsDataOf(master, "before");
        proxy.refusing(true);
        proxy.cut();
        Node.await("link is down", () -> !replica.isLinked());
        final String value = "v".repeat(8000);
        final long startNs = System.nanoTime();
        for (int i = 0; i < 1000 || System.nanoTime() - startNs < 1_000_000_000L; i++)
        {
            master.ask("SET", "key" + i % 1000, value);           // eight times the default size of the backlog
        }
        proxy.refusing(false);

        replica.assertHoldsDataOf(master, "after");
        assertEquals(1, master.stat("sync_full"));
        assertEquals(1, master.stat("sync_partial_ok"));
    }
}
