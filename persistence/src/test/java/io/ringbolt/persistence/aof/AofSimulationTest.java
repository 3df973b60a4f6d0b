package io.ringbolt.persistence.aof;

import com.lmax.disruptor.Sequence;
import io.ringbolt.engine.effect.EffectLog;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.persistence.disk.SimulatedDisk;
import io.ringbolt.persistence.journal.ForcePolicy;
import io.ringbolt.persistence.journal.JournalAgent;
import io.ringbolt.persistence.journal.JournalFaults;
import org.junit.jupiter.api.Test;

import java.io.IOException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The journal over a disk that fails as a seed decides. Whatever happens: what was called durable is there
 * afterwards, what is there was written, in the order in which it was written and without gaps.
 */
class AofSimulationTest
{
    private static final int SEEDS = 3000;
    private static final Path PARENT = Path.of("/data");

    @Test
    void shouldKeepEveryDurableUnitWhateverTheDiskDoes() throws Exception
    {
        for (int seed = 0; seed < SEEDS; seed++)
        {
            final Simulation simulation = new Simulation(seed);
            try
            {
                simulation.run();
            }
            catch (final AssertionError | Exception failed)
            {
                throw new AssertionError("seed=" + seed + "\n" + String.join("\n", simulation.trace), failed);
            }
        }
    }

    /** One life of a journal, with several power cuts. */
    private static final class Simulation implements JournalFaults
    {
        private final Random random;
        private final SimulatedDisk disk;
        private final OffHeapAllocator allocator = new OffHeapAllocator();
        private final List<String> written = new ArrayList<>();
        private final List<String> trace = new ArrayList<>();
        private Sequence engineSequence;
        private EffectLog log;
        private AofJournal journal;
        private JournalAgent agent;
        private long nowNs;
        private long timeMs = 1_700_000_000_000L;
        /** Units written before the engine of this life began. */
        private int firstUnit;
        private int durableCount;
        private boolean isFailing;
        private ForcePolicy policy;

        private Simulation(final long seed)
        {
            random = new Random(seed);
            disk = new SimulatedDisk(seed + 1);
        }

        private void run() throws Exception
        {
            final int lives = 1 + random.nextInt(4);
            for (int life = 0; life < lives; life++)
            {
                disk.capacity(Long.MAX_VALUE);
                disk.failWrites(false);
                disk.failForces(false);
                begin();
                live();
                recover();
            }
            assertEquals(0, allocator.liveBytes());
        }

        private void begin() throws IOException
        {
            engineSequence = new Sequence();
            log = new EffectLog(allocator, 1 << 12);
            final AofFolder folder = new AofFolder(disk, PARENT, "aof", "a");
            final AofManifest manifest = folder.load();
            final AofPart last = manifest.lastIncrement();
            long end = 0;
            for (final AofPart part : manifest.increments())
            {
                end = AofSurveyor.survey(disk, folder.path(part), 0, 0, false).validEnd();
            }
            journal = new AofJournal(folder, manifest, () -> timeMs, 2048, 1024);
            journal.settings(random.nextBoolean(), random.nextInt(4) == 0, true);
            journal.open(null == last ? 0 : end, written.size());
            agent = new JournalAgent(engineSequence, log, () -> { }, this, () -> nowNs);
            policy = ForcePolicy.values()[random.nextInt(3)];
            agent.policy(policy);
            agent.begin(log.openReader(), journal);
            firstUnit = written.size();
            durableCount = firstUnit;
        }

        private void live()
        {
            final int steps = 5 + random.nextInt(60);
            if (random.nextInt(8) > 0)
            {
                disk.cutPowerAfter(random.nextInt(60));
            }
            try
            {
                for (int i = 0; i < steps; i++)
                {
                    step();
                }
                if (random.nextBoolean())
                {
                    agent.onClose();
                }
            }
            catch (final SimulatedDisk.PowerCutException cut)
            {
                // the journal's life ends here
            }
        }

        private void step()
        {
            switch (random.nextInt(12))
            {
                case 0 -> disk.capacity(random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(1 << 14));
                case 1 -> disk.failWrites(random.nextInt(3) == 0);
                case 2 -> disk.failForces(ForcePolicy.NEVER != policy && random.nextInt(3) == 0);
                case 3 -> timeMs += random.nextInt(3) * 700L;
                case 4 -> nowNs += random.nextInt(1_200_000_000);
                case 5 -> agent.order(log.committedPosition(), this::roll);
                case 6, 7, 8 -> change();
                default -> turn();
            }
        }

        private void roll() throws IOException
        {
            trace.add("roll");
            journal.roll();
        }

        private void change()
        {
            final int count = 1 + random.nextInt(4);
            for (int i = 0; i < count; i++)
            {
                final int length = random.nextInt(20) == 0 ? 3000 : random.nextInt(40);
                final String value = written.size() + ":" + "v".repeat(length);
                final byte[] command = ("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$" + value.length() + "\r\n" + value + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
                final long address = allocator.allocate(command.length);
                OffHeap.copyIn(command, 0, address, command.length);
                log.append(
                    written.size() - firstUnit, timeMs, random.nextInt(2), random.nextInt(2), address, command.length);
                allocator.free(address, command.length);
                written.add(value);
            }
            engineSequence.set(written.size() - firstUnit - 1);
        }

        private void turn()
        {
            agent.doWork();
            trace.add("turn: " + journal + " written=" + written.size() + " forced=" + agent.forcedSequence());
            durableCount = Math.max(durableCount, firstUnit + (int)agent.forcedSequence().get() + 1);
        }

        private void recover() throws IOException
        {
            trace.add("power cut");
            log.close();
            disk.restart();
            final List<String> read = new ArrayList<>();
            final AofFolder folder = new AofFolder(disk, PARENT, "aof", "a");
            final AofManifest manifest = folder.load();
            long next = 0;
            for (final AofPart part : manifest.increments())
            {
                final AofSurvey survey = AofSurveyor.survey(disk, folder.path(part), 0, next, false);
                trace.add(part + " " + survey);
                assertTrue(survey.isWhole() || AofDamage.Kind.TORN_END == survey.damage().kind(), () -> survey.toString());
                assertTrue(survey.isWhole() || part == manifest.lastIncrement(), () -> part + " " + survey);
                next = read(folder, part, survey, next, read);
            }
            assertTrue(read.size() >= durableCount, () -> policy + " durable=" + durableCount + " read=" + read.size());
            assertEquals(written.subList(0, read.size()), read);
            assertEquals(read.size(), next);
            while (written.size() > read.size())
            {
                written.remove(written.size() - 1);
            }
        }

        private long read(
            final AofFolder folder, final AofPart part, final AofSurvey survey, final long first, final List<String> out)
            throws IOException
        {
            try (AofUnitReader reader =
                new AofUnitReader(disk, folder.path(part), 0, survey.validEnd(), first, allocator))
            {
                while (reader.next())
                {
                    if (3 == reader.argumentCount())
                    {
                        assertEquals(out.size(), reader.sequence());
                        final long row = reader.areaAddress() + 16;
                        out.add(new String(
                            OffHeap.toBytes(reader.areaAddress() + OffHeap.getInt(row), OffHeap.getInt(row + 4)),
                            StandardCharsets.US_ASCII));
                    }
                }
                return reader.nextSequence();
            }
        }

        @Override
        public void onFailure(final IOException failure)
        {
            trace.add(failure.toString());
            isFailing = true;
        }

        @Override
        public void onSuccess()
        {
            isFailing = false;
        }
    }
}
