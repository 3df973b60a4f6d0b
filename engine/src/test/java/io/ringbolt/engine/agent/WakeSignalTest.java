package io.ringbolt.engine.agent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WakeSignalTest
{
    @Test
    void shouldWakeOnceForEachAnnouncement()
    {
        final AtomicInteger wakes = new AtomicInteger();
        final WakeSignal signal = new WakeSignal(wakes::incrementAndGet);
        signal.published();
        assertEquals(0, wakes.get());
        signal.aboutToPark();
        signal.published();
        signal.published();
        assertEquals(1, wakes.get());
    }

    @Test
    void shouldNotWakeAConsumerThatTookItsAnnouncementBack()
    {
        final AtomicInteger wakes = new AtomicInteger();
        final WakeSignal signal = new WakeSignal(wakes::incrementAndGet);
        signal.aboutToPark();
        signal.awake();
        signal.published();
        assertEquals(0, wakes.get());
    }

    @Test
    @Timeout(60)
    void shouldNeverLoseAWakeUp() throws InterruptedException
    {
        final long rounds = 200_000;
        final AtomicLong published = new AtomicLong();
        final AtomicLong consumed = new AtomicLong();
        final Thread[] consumer = new Thread[1];
        final WakeSignal signal = new WakeSignal(() -> LockSupport.unpark(consumer[0]));
        final long[] longestParkNs = new long[1];
        consumer[0] = new Thread(() -> consume(rounds, published, consumed, signal, longestParkNs));
        consumer[0].start();
        for (long i = 1; i <= rounds; i++)
        {
            published.lazySet(i);
            signal.published();
            while (consumed.get() < i)
            {
                Thread.onSpinWait();
            }
        }
        consumer[0].join();
        assertTrue(longestParkNs[0] < 5_000_000_000L, "a wake-up was lost: parked for ns=" + longestParkNs[0]);
    }

    private static void consume(
        final long rounds,
        final AtomicLong published,
        final AtomicLong consumed,
        final WakeSignal signal,
        final long[] longestParkNs)
    {
        long seen = 0;
        while (seen < rounds)
        {
            if (published.getAcquire() > seen)
            {
                seen = published.getAcquire();
                consumed.set(seen);
                continue;
            }
            signal.aboutToPark();
            if (published.getAcquire() == seen)
            {
                final long startNs = System.nanoTime();
                LockSupport.parkNanos(10_000_000_000L);
                longestParkNs[0] = Math.max(longestParkNs[0], System.nanoTime() - startNs);
            }
            signal.awake();
        }
    }
}
