package io.ringbolt.transport;

import org.junit.jupiter.api.Test;

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
        assertTrue(poll.continues(11 * US, false));
        assertTrue(poll.continues(59 * US, false));
        assertFalse(poll.continues(60 * US, false));
    }

    @Test
    void shouldNotPollWhenAskedNotTo()
    {
        poll.onWork(10 * US);
        assertFalse(poll.continues(10 * US, false));
    }

    @Test
    void shouldPollOnAfterASinglePreemption()
    {
        poll.duration(500 * US);
        preempt(MS);
        assertTrue(poll.continues(MS + 102 * US, false));
        poll.onWork(MS + 103 * US);
        preempt(100 * MS);
        assertTrue(poll.continues(100 * MS + 102 * US, false));
    }

    @Test
    void shouldRestOnceSomebodyElseRanTwiceWithinMilliseconds()
    {
        poll.duration(500 * US);
        preempt(MS);
        preempt(2 * MS);
        assertFalse(poll.continues(2 * MS + 102 * US, false));
        poll.onWork(25 * MS);
        assertTrue(poll.continues(25 * MS + US, false));
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
            assertFalse(poll.continues(restEndNs - 1, false));
            poll.onWork(restEndNs);
            assertTrue(poll.continues(restEndNs, false));
            poll.onWork(restEndNs + US);
            nowNs = restEndNs + 10 * MS;
        }
    }

    /** Has somebody else run for 100 us between two looks, the second of which finds work. */
    private void preempt(final long nowNs)
    {
        poll.onWork(nowNs - US);
        assertTrue(poll.continues(nowNs, false));
        poll.onWork(nowNs + 100 * US);
    }

    @Test
    void shouldTakeLongWorkForNoPreemption()
    {
        poll.duration(50 * US);
        poll.onWork(0);
        poll.onWork(900 * US);
        assertTrue(poll.continues(901 * US, false));
    }
}
