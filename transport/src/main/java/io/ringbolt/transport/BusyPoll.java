package io.ringbolt.transport;

/**
 * Whether an idle selector should look again at once instead of waiting in the kernel: for a while after the last work,
 * as long as that mostly brings the next one, and only where a core is free for it. Owned by the selector's thread.
 */
/*
 * Polling on saves a sleep and a wake-up per message. How long it has to go on follows the gaps: the time from the
 * first look that finds nothing to the next work. Gaps within the longest time are averaged, and twice their average is
 * what is polled for, between the configured time and four times that: on a slow host a client answers after 120 us,
 * and polling for 50 would lose all of it. A count of gaps that polling could bridge less those that it could not,
 * within bounds, says whether it is worth it; at nought it ends, and one gap in sixteen is bridged to find out anew.
 *
 * On a crowded machine polling does the opposite: who never sleeps has used up its share when a message comes, and has
 * to wait for its turn behind everybody else: on two cores with a dozen runnable threads one client got 0.45 of
 * redis-server's rate polling and 0.75 to 2.1 waiting. Being crowded is easy to notice: two looks with nothing between
 * them lie a microsecond apart, unless somebody else ran in between. Once may be the hypervisor or an interrupt; twice
 * within milliseconds is a neighbour. Then polling rests, and longer each time. After the first time already it lasts
 * no longer than configured for a while.
 */
final class BusyPoll
{
    /** How long to poll for a force that is under way: longer than a good disk takes, shorter than a bad one. */
    private static final long AWAITED_NS = 500_000;
    /** The longest polling, in configured times. */
    private static final int LONGEST_FACTOR = 4;
    private static final int AVERAGE_SHIFT = 3;
    private static final int HIGHEST_SCORE = 16;
    private static final int FIRST_SCORE = 8;
    private static final int PROBE_PERIOD = 16;
    private static final long PREEMPTED_NS = 50_000;
    private static final long NEIGHBOUR_NS = 5_000_000;
    private static final long FIRST_REST_NS = 20_000_000;
    private static final long LONGEST_REST_NS = 1_000_000_000;
    private static final long CALM_NS = 500_000_000;
    /** So long after somebody else has run, polling goes on for the configured time at most. */
    private static final long WARY_NS = 50_000_000;

    private long durationNs;
    private long averageGapNs;
    private int score = FIRST_SCORE;
    private int gapsUntilProbe = PROBE_PERIOD;
    private long idleSinceNs;
    private long budgetNs;
    private long lastLookNs;
    private long preemptedNs;
    private long restNs;
    private long restUntilNs;
    private boolean isIdle;
    private boolean isAwaited;
    private boolean isPolling;

    BusyPoll(final long nowNs)
    {
        this.restUntilNs = nowNs;
        this.preemptedNs = nowNs - WARY_NS;
    }

    /** @param durationNs how long to poll after the last work, or up to four times that; 0 not at all. */
    void duration(final long durationNs)
    {
        this.durationNs = durationNs;
        this.averageGapNs = 0;
        this.score = FIRST_SCORE;
    }

    /** @return true if the last look found nothing and another follows at once. */
    boolean isPolling()
    {
        return isPolling;
    }

    /** Called when a look has found something. */
    void onWork(final long nowNs)
    {
        notice(nowNs);
        if (isIdle && !isAwaited)
        {
            learn(nowNs - idleSinceNs);
        }
        isIdle = false;
        isPolling = false;
    }

    /** Called after a look that found nothing. @return true to look again at once. */
    boolean continues(final long nowNs)
    {
        return continues(nowNs, false);
    }

    /**
     * As {@link #continues(long)}.
     *
     * @param isAwaiting whether a force is to end, and no command to come: no gap to learn from.
     */
    boolean continues(final long nowNs, final boolean isAwaiting)
    {
        notice(nowNs);
        if (!isIdle)
        {
            isIdle = true;
            idleSinceNs = nowNs;
            isAwaited = isAwaiting;
            budgetNs = isAwaiting && durationNs > 0 ? AWAITED_NS :
                nowNs - preemptedNs < WARY_NS ? durationNs : nextBudgetNs();
        }
        lastLookNs = nowNs;
        isPolling = nowNs - idleSinceNs < budgetNs && nowNs - restUntilNs >= 0;
        return isPolling;
    }

    private void learn(final long gapNs)
    {
        if (gapNs <= LONGEST_FACTOR * durationNs)
        {
            final boolean isFirst = 0 == score || 0 == averageGapNs;
            averageGapNs += isFirst ? gapNs - averageGapNs : gapNs - averageGapNs >> AVERAGE_SHIFT;
            score = Math.min(HIGHEST_SCORE, score + 1);
        }
        else
        {
            score = Math.max(0, score - 1);
        }
    }

    private long nextBudgetNs()
    {
        if (score > 0)
        {
            return Math.max(durationNs, Math.min(LONGEST_FACTOR * durationNs, 2 * averageGapNs));
        }
        gapsUntilProbe--;
        if (gapsUntilProbe > 0)
        {
            return 0;
        }
        gapsUntilProbe = PROBE_PERIOD;
        return LONGEST_FACTOR * durationNs;
    }

    private void notice(final long nowNs)
    {
        if (isPolling && nowNs - lastLookNs > PREEMPTED_NS)
        {
            if (nowNs - preemptedNs < NEIGHBOUR_NS)
            {
                rest(nowNs);
            }
            preemptedNs = nowNs;
        }
    }

    private void rest(final long nowNs)
    {
        final boolean wasCalm = nowNs - restUntilNs > CALM_NS;
        restNs = wasCalm ? FIRST_REST_NS : Math.min(LONGEST_REST_NS, Math.max(FIRST_REST_NS, 2 * restNs));
        restUntilNs = nowNs + restNs;
    }
}
