package io.ringbolt.engine.observe;

import com.sun.management.ThreadMXBean;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.ring.RingEntry;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

class StageStatisticsTest
{
    private static final int CAPACITY = 256;

    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private final long address = allocator.allocate(CAPACITY);
    private final RingEntry entry = RingEntry.window();
    private final CommandTable table = new CommandTable();
    private final Command get = table.command("GET", 2).handler(context -> context.reply().ok());
    private final Command set = table.command("SET", 3).handler(context -> context.reply().ok());
    private StageStatistics statistics;

    @BeforeEach
    void begin()
    {
        statistics = new StageStatistics(table);
    }

    @AfterEach
    void free()
    {
        allocator.free(address, CAPACITY);
        assertEquals(0, allocator.liveBytes());
    }

    private void show(final Command command, final String... arguments)
    {
        int offset = arguments.length * RingEntry.ARGUMENT_OVERHEAD;
        for (int i = 0; i < arguments.length; i++)
        {
            final byte[] bytes = arguments[i].getBytes(StandardCharsets.US_ASCII);
            OffHeap.putInt(address + (long)i * RingEntry.ARGUMENT_OVERHEAD, offset);
            OffHeap.putInt(address + (long)i * RingEntry.ARGUMENT_OVERHEAD + Integer.BYTES, bytes.length);
            OffHeap.copyIn(bytes, 0, address + offset, bytes.length);
            offset += bytes.length;
        }
        entry.viewCommand(null, command, arguments.length, address, offset, 0);
    }

    /** A command that took so long in each stage. */
    private void pass(
        final boolean isGated, final long decodeNs, final long ringNs, final long executeNs, final long journalNs,
        final long replyNs)
    {
        final long begin = 1_000_000;
        final long started = begin + decodeNs + ringNs;
        final StageSample sample = statistics.samples().take();
        sample.published(begin, begin + decodeNs, 7_000_000);
        sample.executed(entry, 0, started, started + executeNs);
        if (isGated)
        {
            sample.gated();
        }
        final long durable = started + executeNs + journalNs;
        statistics.samples().complete(sample, (isGated ? durable : started + executeNs) + replyNs, durable);
        statistics.drain();
    }

    @Test
    void shouldPutEachPartOfTheTimeIntoItsStage()
    {
        show(get, "GET", "key");
        pass(true, 10, 20, 30, 40, 50);
        pass(false, 10, 20, 30, 40, 50);

        assertEquals(2, statistics.overall(Stage.DECODE).getTotalCount());
        assertEquals(10, statistics.of(get, Stage.DECODE).getMaxValue());
        assertEquals(20, statistics.of(get, Stage.RING).getMaxValue());
        assertEquals(30, statistics.of(get, Stage.EXECUTE).getMaxValue());
        assertEquals(40, statistics.of(get, Stage.JOURNAL).getMaxValue());
        assertEquals(1, statistics.of(get, Stage.JOURNAL).getTotalCount());
        assertEquals(50, statistics.of(get, Stage.REPLY).getMaxValue());
        assertEquals(150, statistics.of(get, Stage.TOTAL).getMaxValue(), 1);
        assertNull(statistics.of(set, Stage.TOTAL));
    }

    @Test
    void shouldCountAsANaiveTwinDoes()
    {
        final SplittableRandom random = new SplittableRandom(3);
        final List<Long> totals = new ArrayList<>();
        final List<Long> ofSet = new ArrayList<>();
        for (int i = 0; i < 20_000; i++)
        {
            final boolean isSet = random.nextInt(4) == 0;
            final long decodeNs = random.nextInt(1_000);
            final long replyNs = (long)Math.exp(random.nextDouble() * 20);
            show(isSet ? set : get, isSet ? "SET" : "GET", "key" + i);
            pass(false, decodeNs, 5, 6, 0, replyNs);
            totals.add(decodeNs + 5 + 6 + replyNs);
            if (isSet)
            {
                ofSet.add(decodeNs + 5 + 6 + replyNs);
            }
        }

        assertPercentiles(totals, statistics.overall(Stage.TOTAL));
        assertPercentiles(ofSet, statistics.of(set, Stage.TOTAL));
        totals.sort(Comparator.reverseOrder());
        assertEquals(totals.subList(0, 16),
            statistics.worst().stream().map(sample -> sample.ns(Stage.TOTAL)).toList());
    }

    private static void assertPercentiles(final List<Long> values, final Histogram histogram)
    {
        final List<Long> sorted = values.stream().sorted().toList();
        assertEquals(values.size(), histogram.getTotalCount());
        for (final double percentile : new double[]{1, 50, 90, 99, 99.9})
        {
            final long expected = sorted.get((int)Math.ceil(percentile / 100 * sorted.size()) - 1);
            assertEquals(expected, histogram.getValueAtPercentile(percentile), expected / 50.0 + 1, "p" + percentile);
        }
    }

    @Test
    void shouldShowTheBeginningOfTheSlowestCommands()
    {
        show(set, "SET", "k", "v".repeat(90));
        pass(false, 1, 1, 1, 0, 1);
        final String text = new String(statistics.worst().get(0).text(), StandardCharsets.US_ASCII);

        assertEquals("SET k " + "v".repeat(37) + "...", text);
        assertEquals(7_000_000, statistics.worst().get(0).timeUs());
    }

    @Test
    void shouldNotShowSecrets()
    {
        show(set, "AUTH", "user", "secret");
        final StageSample sample = statistics.samples().take();
        sample.executed(entry, 0b110, 1, 2);

        assertEquals("AUTH (redacted) (redacted)", new String(sample.text(), StandardCharsets.US_ASCII));
    }

    @Test
    void shouldForgetWhenReset()
    {
        show(get, "GET", "key");
        pass(false, 1, 1, 1, 0, 1);
        statistics.reset();

        assertNull(statistics.overall(Stage.TOTAL));
        assertEquals(0, statistics.sampleCount());
        assertEquals(List.of(), statistics.worst());
    }

    @Test
    void shouldAllocateNothing()
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        show(set, "SET", "key", "value");
        repeat(20_000);
        long leastBytes = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 20 && leastBytes > 0; attempt++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            repeat(2_000);
            leastBytes = Math.min(leastBytes, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, leastBytes);
    }

    private void repeat(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            pass(true, i & 1023, 20, 30, 40, i & 511);
        }
    }
}
