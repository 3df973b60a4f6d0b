package io.ringbolt.perf.load;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;

class LoadRecorderTest
{
    private static final int COUNT = 300_000;

    @Test
    void shouldHaveThePercentilesOfASortedArrayThoughTakenWhileItIsWritten() throws InterruptedException
    {
        final LoadRecorder recorder = new LoadRecorder(1);
        final long[] values = new long[COUNT];
        final SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < COUNT; i++)
        {
            values[i] = (long)Math.exp(random.nextDouble() * 22);
        }
        final Thread writer = new Thread(() ->
        {
            for (final long value : values)
            {
                recorder.record(0, value);
            }
        });
        final Histogram total = LoadRecorder.newHistogram();
        writer.start();
        while (writer.isAlive())
        {
            recorder.drainTo(0, total);
        }
        writer.join();
        recorder.drainTo(0, total);

        Arrays.sort(values);
        assertEquals(COUNT, total.getTotalCount());
        for (final double percentile : new double[]{1, 25, 50, 90, 99, 99.9, 99.99})
        {
            final long expected = values[(int)Math.ceil(percentile / 100 * COUNT) - 1];
            assertEquals(expected, total.getValueAtPercentile(percentile), expected / 500.0 + 1, "p" + percentile);
        }
        assertEquals(values[COUNT - 1], total.getMaxValue(), values[COUNT - 1] / 500.0);
    }

    @Test
    void shouldCountWhatIsOutOfRangeAtItsEnds()
    {
        final LoadRecorder recorder = new LoadRecorder(1);
        recorder.record(0, -5);
        recorder.record(0, Long.MAX_VALUE);
        final Histogram total = LoadRecorder.newHistogram();
        recorder.drainTo(0, total);

        assertEquals(2, total.getTotalCount());
        assertEquals(0, total.getMinValue());
    }
}
