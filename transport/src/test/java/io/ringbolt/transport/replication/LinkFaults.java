package io.ringbolt.transport.replication;

import io.ringbolt.transport.differential.Workload;

import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Seeded faults of the way between a master and its replica, under load: bytes late, one direction ended, cuts at any
 * byte, and a backlog that is too short once in ten times.
 */
final class LinkFaults
{
    private final FaultProxy proxy;
    private final Node master;
    private final Node replica;
    private final long seed;

    /** What a test changes for each fault beside the way itself. */
    @FunctionalInterface
    interface Setting
    {
        /** @param isFullLikely whether the backlog is short, so that a full synchronization is likely. */
        void change(Random random, boolean isFullLikely) throws Exception;
    }

    LinkFaults(final FaultProxy proxy, final Node master, final Node replica, final long seed)
    {
        this.proxy = proxy;
        this.master = master;
        this.replica = replica;
        this.seed = seed;
    }

    /** Plays faults, lets the way heal and compares the data of both ends. */
    void assertNoDivergence(final int count, final Workload workload, final Setting setting) throws Exception
    {
        final Random random = new Random(seed);
        for (int i = 0; i < count; i++)
        {
            proxy.halfClosing(random.nextBoolean());
            proxy.delay(0 == random.nextInt(4) ? 1 + random.nextInt(3) : 0);
            final boolean isFullLikely = 0 == random.nextInt(10);
            master.ask("CONFIG", "SET", "repl-backlog-size", isFullLikely ? "16384" : "10mb");
            setting.change(random, isFullLikely);
            proxy.cutAfter(random.nextInt(1 << random.nextInt(18)));
            workload.run(master.connection(), 50 + random.nextInt(400));
            if (random.nextBoolean())
            {
                proxy.cut();
            }
        }
        proxy.delay(0);
        proxy.cutAfter(Long.MAX_VALUE);

        replica.assertHoldsDataOf(master, "faults=" + count + " seed=" + seed);
        assertTrue(proxy.connectionCount() > 1, "no fault came about");
    }
}
