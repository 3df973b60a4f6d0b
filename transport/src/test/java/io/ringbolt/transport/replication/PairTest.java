package io.ringbolt.transport.replication;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Two servers of ours: what the commands and settings of replication do between them.
 */
@Timeout(120)
class PairTest
{
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
}
