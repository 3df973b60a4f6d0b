package io.ringbolt.persistence.journal;

import com.lmax.disruptor.Sequence;
import io.ringbolt.engine.effect.EffectLog;
import io.ringbolt.engine.effect.EffectRecord;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.ring.CommandRing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JournalAgentTest
{
    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private final CommandRing ring = new CommandRing(allocator, 1024, 64, true);
    private final EffectLog log = new EffectLog(allocator, 1 << 16);
    private final Sequence engineSequence = new Sequence();
    private final MemorySink sink = new MemorySink();
    private final List<String> events = new ArrayList<>();
    private long nowNs;
    private int flags;
    private final JournalAgent agent =
        new JournalAgent(engineSequence, log, () -> events.add("durable"), new RecordedFaults(), () -> nowNs);

    @BeforeEach
    void begin()
    {
        agent.begin(log.openReader(), sink);
    }

    @AfterEach
    void shouldReturnAllMemory()
    {
        agent.onClose();
        log.close();
        ring.close();
        assertEquals(0, allocator.liveBytes());
        assertTrue(sink.isClosed);
    }

    @Test
    void shouldForceOnceForEverythingThatGathered() throws Exception
    {
        for (int i = 0; i < 10; i++)
        {
            execute(true);
        }
        assertEquals(1, agent.doWork());
        assertEquals(1, sink.forceCount);
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L), sink.durable);
        assertEquals(9, agent.durableSequence().get());
        assertFalse(agent.hasWork());
    }

    @Test
    void shouldPassEntriesWithoutEffectsWithoutForcing() throws Exception
    {
        execute(false);
        execute(false);
        agent.doWork();
        assertEquals(0, sink.forceCount);
        assertEquals(1, agent.durableSequence().get());
    }

    @Test
    void shouldNotCallDurableWhatCouldNotBeForcedAndTryAgain() throws Exception
    {
        execute(true);
        sink.failsToForce = true;
        agent.doWork();
        assertEquals(-1, agent.durableSequence().get());
        assertEquals(List.of("failure"), events);
        assertFalse(agent.hasWork(), "it pauses before it tries again");
        nowNs += 200_000_000;
        assertTrue(agent.hasWork());
        nowNs -= 200_000_000;

        sink.failsToForce = false;
        execute(true);
        agent.doWork();
        assertEquals(-1, agent.durableSequence().get());
        nowNs += 1_000_000_000;
        agent.doWork();
        assertEquals(1, agent.durableSequence().get());
        assertEquals(List.of(0L, 1L), sink.durable);
    }

    @Test
    void shouldMoveOnlyBeforeTheFirstRecordLeftOutOfAFullBatch() throws Exception
    {
        for (int i = 0; i < 20; i++)
        {
            execute(1 << 20);
        }
        agent.doWork();
        final long first = agent.durableSequence().get();
        assertTrue(first >= 7 && first < 19, "durable=" + first);
        assertEquals(first, sink.durable.get(sink.durable.size() - 1));
        while (agent.hasWork())
        {
            agent.doWork();
        }
        assertEquals(20, sink.durable.size());
        assertEquals(19, agent.durableSequence().get());
    }

    @Test
    void shouldForceOnceASecondAndLetRepliesGoBefore()
    {
        agent.policy(ForcePolicy.EVERY_SECOND);
        execute(true);
        agent.doWork();
        assertEquals(0, sink.forceCount);
        assertEquals(0, agent.durableSequence().get());
        assertEquals(-1, agent.forcedSequence().get());

        nowNs += 1_000_000_000;
        execute(false);
        agent.doWork();
        assertEquals(1, sink.forceCount);
        assertEquals(1, agent.forcedSequence().get());
    }

    @Test
    void shouldWriteAgainWhatAFailedForceMayHaveLost()
    {
        agent.policy(ForcePolicy.EVERY_SECOND);
        execute(true);
        agent.doWork();
        nowNs += 1_000_000_000;
        sink.failsToForce = true;
        execute(true);
        agent.doWork();
        assertEquals(List.of(), sink.durable);
        assertEquals(1, sink.rewindCount);

        sink.failsToForce = false;
        nowNs += 1_000_000_000;
        agent.doWork();
        assertEquals(List.of(0L, 1L), sink.durable);
        assertEquals(1, agent.forcedSequence().get());
    }

    @Test
    void shouldNeitherForceNorKeepWhatThePolicyLeavesToTheSystem()
    {
        agent.policy(ForcePolicy.NEVER);
        execute(true);
        agent.doWork();
        assertEquals(0, sink.forceCount);
        assertEquals(0, agent.durableSequence().get());
        assertEquals(log.committedPosition(), log.retainedPosition());
    }

    @Test
    void shouldCarryOutAnOrderAtItsPlaceAmongTheEffects()
    {
        execute(true);
        agent.order(log.committedPosition(), () -> events.add("order after " + sink.durable));
        execute(true);
        agent.doWork();
        agent.doWork();
        assertTrue(events.contains("order after [0]"), events.toString());
        assertEquals(List.of(0L, 1L), sink.durable);
        assertFalse(agent.hasWork());
    }

    @Test
    void shouldPassEverythingWithoutASink()
    {
        assertEquals(sink, agent.end());
        execute(true);
        agent.doWork();
        assertEquals(0, agent.durableSequence().get());
        agent.begin(log.openReader(), sink);
    }

    @Test
    void shouldPassByWhatIsForReplicasOnlyAndHoldNoneOfIt() throws Exception
    {
        flags = EffectRecord.STREAM_ONLY;
        execute(true);
        agent.doWork();
        assertEquals(0, sink.forceCount);
        assertEquals(0, agent.durableSequence().get());
        assertEquals(log.committedPosition(), log.retainedPosition());
        execute(true);
        flags = 0;
        execute(true);
        agent.doWork();
        assertEquals(List.of(2L), sink.durable);
    }

    private void execute(final boolean hasEffects)
    {
        execute(hasEffects ? 10 : 0);
    }

    private void execute(final int effectLength)
    {
        final long sequence = ring.tryNext();
        ring.get(sequence).tick(0);
        ring.publish(sequence);
        if (effectLength > 0)
        {
            final long payload = allocator.allocate(effectLength);
            OffHeap.set(payload, effectLength, (byte)'x');
            log.append(flags, sequence, 0, 0, 0, payload, effectLength);
            allocator.free(payload, effectLength);
        }
        engineSequence.set(sequence);
    }

    private final class RecordedFaults implements JournalFaults
    {
        @Override
        public void onFailure(final IOException failure)
        {
            events.add("failure");
        }

        @Override
        public void onSuccess()
        {
            events.add("success");
        }
    }

    /** Keeps the sequences of records: those taken, and of them those that a power cut would leave. */
    private static final class MemorySink implements JournalSink
    {
        private final List<Long> taken = new ArrayList<>();
        private final List<Long> durable = new ArrayList<>();
        private boolean failsToForce;
        private boolean isClosed;
        private int forceCount;
        private int rewindCount;

        @Override
        public void append(final EffectLog log, final EffectRecord record)
        {
            taken.add(record.sequence());
        }

        @Override
        public void force() throws IOException
        {
            if (failsToForce)
            {
                throw new IOException("simulated");
            }
            forceCount++;
            durable.addAll(taken);
            taken.clear();
        }

        @Override
        public void rewind()
        {
            rewindCount++;
            taken.clear();
        }

        @Override
        public void close()
        {
            isClosed = true;
        }
    }
}
