package io.ringbolt.transport;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class BusyPollTest
{
    private static final long US = 1000;
    private static final long MS = 1000 * US;

    private final BusyPoll poll = new BusyPoll(0);

    @Test
    void shouldPollForItsDurationAfterWork()
    {
        poll.duration(50 * US);
        poll.onWork(10 * US);
        assertTrue(poll.continues(11 * US));
        assertTrue(poll.continues(60 * US));
        assertFalse(poll.continues(61 * US));
    }

    @Test
    void shouldPollLongerForWhatIsAwaitedAndLearnNothingFromIt()
    {
        poll.duration(50 * US);
        for (int i = 0; i < 100; i++)
        {
            final long startNs = i * MS;
            assertTrue(poll.continues(startNs + US, true));
            assertFalse(poll.continues(startNs + 501 * US, true));
            poll.onWork(startNs + 600 * US);
        }
        assertTrue(poll.continues(200 * MS));
        assertTrue(poll.continues(200 * MS + 49 * US));
        assertFalse(poll.continues(200 * MS + 50 * US));
    }

    @Test
    void shouldNotPollForWhatIsAwaitedWhereItMayNotPoll()
    {
        poll.duration(0);
        assertFalse(poll.continues(US, true));
    }

    @Test
    void shouldPollForItsWholeDurationAfterLongWork()
    {
        poll.duration(50 * US);
        poll.onWork(0);
        assertTrue(poll.continues(900 * US));
        assertTrue(poll.continues(949 * US));
        assertFalse(poll.continues(950 * US));
    }

    @Test
    void shouldPollForTwiceTheUsualGap()
    {
        poll.duration(50 * US);
        final long nowNs = workWithGaps(0, 20, 80 * US);
        assertEquals(160 * US, polledNs(nowNs), US);
    }

    @Test
    void shouldPollNoLongerThanFourTimesItsDuration()
    {
        poll.duration(50 * US);
        final long nowNs = workWithGaps(0, 20, 150 * US);
        assertEquals(200 * US, polledNs(nowNs), US);
    }

    @Test
    void shouldPollForItsDurationOnlySoonAfterSomebodyElseRan()
    {
        poll.duration(50 * US);
        long nowNs = workWithGaps(0, 20, 120 * US);
        assertTrue(poll.continues(nowNs));
        nowNs += 100 * US;                                // nobody has looked meanwhile
        nowNs = workWithGaps(nowNs, 3, 120 * US);
        assertEquals(50 * US, polledNs(nowNs), US);
        nowNs = workWithGaps(nowNs + 60 * MS, 3, 120 * US);
        assertEquals(200 * US, polledNs(nowNs), US);
    }

    @Test
    void shouldNotPollForLessThanItsDurationWhenGapsAreShort()
    {
        poll.duration(50 * US);
        final long nowNs = workWithGaps(0, 100, 5 * US);
        assertEquals(50 * US, polledNs(nowNs), US);
    }

    @Test
    void shouldGiveUpWhenGapsAreLongerThanItMayPoll()
    {
        poll.duration(50 * US);
        long nowNs = workWithGaps(0, 40, MS);
        long polledNs = 0;
        for (int i = 0; i < 160; i++)
        {
            polledNs += polledNs(nowNs);
            nowNs += 10 * MS;
            poll.onWork(nowNs);
        }
        assertEquals(10 * 200 * US, polledNs, 20 * US);       // one gap in sixteen, to find out
    }

    @Test
    void shouldPollAgainSoonAfterGapsHaveBecomeShort()
    {
        poll.duration(50 * US);
        long nowNs = workWithGaps(0, 40, MS);
        nowNs = workWithGaps(nowNs, 2, 120 * US);
        assertEquals(200 * US, polledNs(nowNs), US);
    }

    @Test
    void shouldPollOnWhenHalfOfTheGapsAreLong()
    {
        poll.duration(50 * US);
        long nowNs = 0;
        for (int i = 0; i < 100; i++)
        {
            nowNs = workWithGaps(nowNs, 1, 3 * MS);
            nowNs = workWithGaps(nowNs, 1, 60 * US);
        }
        assertEquals(120 * US, polledNs(nowNs), 2 * US);
    }

    @Test
    void shouldForgetWhatItHasLearntWithItsDuration()
    {
        poll.duration(50 * US);
        final long nowNs = workWithGaps(0, 20, 150 * US);
        poll.duration(60 * US);
        assertEquals(60 * US, polledNs(nowNs), US);
    }

    /** Has work come in {@code count} times, each {@code gapNs} after a look that found nothing. @return the time. */
    private long workWithGaps(final long startNs, final int count, final long gapNs)
    {
        long nowNs = startNs;
        for (int i = 0; i < count; i++)
        {
            poll.onWork(nowNs);
            for (final long endNs = nowNs + gapNs; nowNs < endNs; nowNs += US)
            {
                if (!poll.continues(nowNs))
                {
                    nowNs = endNs;
                    break;
                }
            }
        }
        poll.onWork(nowNs);
        return nowNs;
    }

    /** @return how long is polled before the kernel is asked, at most 10 ms. */
    private long polledNs(final long startNs)
    {
        long nowNs = startNs;
        while (poll.continues(nowNs) && nowNs - startNs < 10 * MS)
        {
            nowNs += US;
        }
        return nowNs - startNs;
    }

    @Test
    void shouldNotPollWhenAskedNotTo()
    {
        poll.onWork(10 * US);
        assertFalse(poll.continues(10 * US));
    }

    @Test
    void shouldPollOnAfterASinglePreemption()
    {
        poll.duration(500 * US);
        preempt(MS);
        assertTrue(poll.continues(MS + 102 * US));
        poll.onWork(MS + 103 * US);
        preempt(100 * MS);
        assertTrue(poll.continues(100 * MS + 102 * US));
    }

    @Test
    void shouldRestOnceSomebodyElseRanTwiceWithinMilliseconds()
    {
        poll.duration(500 * US);
        preempt(MS);
        preempt(2 * MS);
        assertFalse(poll.continues(2 * MS + 102 * US));
        poll.onWork(25 * MS);
        assertTrue(poll.continues(25 * MS + US));
    }

    @Test
    void shouldRestLongerWhenItHappensAgainSoon()
    {
        poll.duration(500 * US);
        long nowNs = MS;
        for (int i = 0; i < 3; i++)
        {
            preempt(nowNs);
            preempt(nowNs + MS);
            final long restEndNs = nowNs + MS + 100 * US + (20L << i) * MS;
            poll.onWork(restEndNs - 2);
            assertFalse(poll.continues(restEndNs - 1));
            poll.onWork(restEndNs);
            assertTrue(poll.continues(restEndNs));
            poll.onWork(restEndNs + US);
            nowNs = restEndNs + 10 * MS;
        }
    }

    /** Has somebody else run for 100 us between two looks, the second of which finds work. */
    private void preempt(final long nowNs)
    {
        poll.onWork(nowNs - US);
        assertTrue(poll.continues(nowNs));
        poll.onWork(nowNs + 100 * US);
    }

    @Test
    void shouldTakeLongWorkForNoPreemption()
    {
        poll.duration(50 * US);
        poll.onWork(0);
        poll.onWork(900 * US);
        assertTrue(poll.continues(901 * US));
    }
}
