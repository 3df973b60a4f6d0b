package io.ringbolt.persistence.snapshot;

import io.ringbolt.engine.durability.JobOutcome;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.rdb.RdbSource;
import io.ringbolt.persistence.TestEngine;
import io.ringbolt.persistence.rdb.RdbLoadOptions;
import io.ringbolt.persistence.rdb.RdbLoader;
import io.ringbolt.persistence.rdb.RdbSettings;
import io.ringbolt.persistence.rdb.RdbStream;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Snapshots show one moment, however much is written while they are read, and several show several moments. */
class ConsistentCutTest
{
    private static final int KEYS = 20_000;
    private static final long NOW_MS = 1_700_000_000_000L;
    private static final long SEED = 5;

    private final Queue<Runnable> toEngine = new ConcurrentLinkedQueue<>();
    private final long[] expected = new long[KEYS];

    @Test
    void shouldShowTheMomentAtWhichEachWasTaken() throws Exception
    {
        final Random random = new Random(SEED);
        try (TestEngine test = new TestEngine(1L << 28, NOW_MS))
        {
            for (int i = 0; i < KEYS; i++)
            {
                write(test, i, i);
            }
            final Snapshots snapshots = new Snapshots(test.engine(), toEngine::add, () -> { });
            final SnapshotAgent agent = new SnapshotAgent(snapshots, SnapshotPace.unlimited());
            final List<Memory> jobs = new ArrayList<>();
            final Thread reader = new Thread(() -> work(agent));
            reader.start();
            for (int k = 0; k < 3; k++)
            {
                final Memory job = new Memory(expected.clone());
                jobs.add(job);
                snapshots.start(job);
                for (int i = 0; i < 30_000; i++)
                {
                    write(test, random.nextInt(KEYS), random.nextLong() >>> 1);
                }
            }
            while (snapshots.openCount() > 0)
            {
                write(test, random.nextInt(KEYS), random.nextLong() >>> 1);
                final Runnable call = toEngine.poll();
                if (null != call)
                {
                    call.run();
                }
            }
            reader.interrupt();
            reader.join();
            assertEquals(0, test.engine().arena().openViewCount());
            for (final Memory job : jobs)
            {
                assertShows(job);
            }
        }
    }

    @Test
    void shouldTellOfAPoolThatIsFull()
    {
        try (TestEngine test = new TestEngine(1L << 20, NOW_MS))
        {
            for (int i = 0; i < KEYS; i++)
            {
                write(test, i, i);
            }
            final Snapshots snapshots = new Snapshots(test.engine(), toEngine::add, () -> { });
            final SnapshotAgent agent = new SnapshotAgent(snapshots, SnapshotPace.unlimited());
            final Memory job = new Memory(expected.clone());
            snapshots.start(job);
            agent.doWork();
            for (int i = 0; i < KEYS; i++)
            {
                write(test, i, -i);
            }
            finish(agent);
            assertEquals(JobOutcome.POOL_FULL, job.outcome);
        }
    }

    @Test
    void shouldEndWhereItIsCancelled()
    {
        try (TestEngine test = new TestEngine(1L << 20, NOW_MS))
        {
            write(test, 0, 1);
            final Snapshots snapshots = new Snapshots(test.engine(), toEngine::add, () -> { });
            final SnapshotAgent agent = new SnapshotAgent(snapshots, SnapshotPace.unlimited());
            final Memory cancelled = new Memory(expected.clone());
            final Memory other = new Memory(expected.clone());
            assertTrue(snapshots.start(cancelled).cancel());
            snapshots.start(other);
            finish(agent);
            assertEquals(JobOutcome.CANCELLED, cancelled.outcome);
            assertEquals(JobOutcome.SUCCEEDED, other.outcome);
        }
    }

    private void finish(final SnapshotAgent agent)
    {
        while (agent.hasWork())
        {
            agent.doWork();
        }
        for (Runnable call = toEngine.poll(); null != call; call = toEngine.poll())
        {
            call.run();
        }
    }

    private static void work(final SnapshotAgent agent)
    {
        while (!Thread.currentThread().isInterrupted())
        {
            agent.doWork();
        }
    }

    private void write(final TestEngine test, final int index, final long value)
    {
        expected[index] = value;
        test.set("first:" + index, value);
        test.set("second:" + index, value);
    }

    private void assertShows(final Memory job) throws Exception
    {
        assertEquals(JobOutcome.SUCCEEDED, job.outcome);
        assertNull(job.cause);
        try (TestEngine copy = new TestEngine(1L << 20, NOW_MS))
        {
            final byte[] bytes = job.bytes.toByteArray();
            try (RdbLoader loader = new RdbLoader(
                copy.engine(), new BytesSource(bytes), RdbLoadOptions.of(copy.engine().config())))
            {
                loader.loadAll();
                assertEquals(bytes.length, loader.position());
            }
            for (int i = 0; i < KEYS; i++)
            {
                assertEquals(job.expected[i], copy.get("first:" + i), "seed=" + SEED + " i=" + i);
                assertEquals(job.expected[i], copy.get("second:" + i), "seed=" + SEED + " i=" + i);
            }
        }
    }

    private static final class Memory implements SnapshotJob
    {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final OffHeapAllocator allocator = new OffHeapAllocator();
        private final long[] expected;
        private RdbStream stream;
        private SnapshotRun run;
        private JobOutcome outcome;
        private Throwable cause;

        Memory(final long[] expected)
        {
            this.expected = expected;
        }

        @Override
        public String name()
        {
            return "memory";
        }

        @Override
        public void begin(final Snapshot snapshot, final SnapshotRun newRun)
        {
            run = newRun;
            stream = new RdbStream(snapshot, new RdbSettings(10, false, true, false, null), allocator,
                (address, length) -> bytes.writeBytes(OffHeap.toBytes(address, length)));
        }

        @Override
        public boolean doWork()
        {
            final boolean hasMore = stream.write(50, 1 << 10);
            run.keysProcessed(stream.keyCount());
            return hasMore;
        }

        @Override
        public void end(final JobOutcome how)
        {
            stream.close();
            assertEquals(0, allocator.liveBytes());
        }

        @Override
        public void onEnded(final JobOutcome how, final Throwable why)
        {
            outcome = how;
            cause = why;
        }
    }

    private static final class BytesSource implements RdbSource
    {
        private final byte[] bytes;
        private int position;

        BytesSource(final byte[] bytes)
        {
            this.bytes = bytes;
        }

        @Override
        public long remaining()
        {
            return bytes.length - position;
        }

        @Override
        public int read(final long destination, final int maxLength)
        {
            final int count = Math.min(maxLength, bytes.length - position);
            OffHeap.copyIn(bytes, position, destination, count);
            position += count;
            return count;
        }
    }
}
