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
        assertTrue(poll.continues(11 * US));
        assertTrue(poll.continues(59 * US));
        assertFalse(poll.continues(60 * US));
    }

    @Test
    void shouldNotPollWhenAskedNotTo()
    {
        poll.onWork(10 * US);
        assertFalse(poll.continues(10 * US));
    }

    @Test
    void shouldRestOnceSomebodyElseRanBetweenTwoLooks()
    {
        poll.duration(500 * US);
        poll.onWork(0);
        assertTrue(poll.continues(US));
        poll.onWork(101 * US);
        assertFalse(poll.continues(102 * US));
        poll.onWork(25 * MS);
        assertTrue(poll.continues(25 * MS + US));
    }

    @Test
    void shouldRestLongerWhenItHappensAgainSoon()
    {
        poll.duration(500 * US);
        long nowNs = 0;
        for (int i = 0; i < 3; i++)
        {
            poll.onWork(nowNs);
            assertTrue(poll.continues(nowNs + US));
            poll.onWork(nowNs + 200 * US);
            final long restNs = (20L << i) * MS;
            assertFalse(poll.continues(nowNs + 200 * US + restNs - 1));
            nowNs += 201 * US + restNs;
        }
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
