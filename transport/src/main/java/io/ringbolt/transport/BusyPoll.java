package io.ringbolt.transport;

/**
 * Whether an idle selector should look again at once instead of waiting in the kernel: for a while after the last work,
 * and only where a core is free for it. Owned by the selector's thread.
 */
/*
 * Polling on saves a sleep and a wake-up per message. On a crowded machine it does the opposite: who never sleeps has
 * used up its share when a message comes, and has to wait for its turn behind everybody else: on two cores with a dozen
 * runnable threads one client got 0.45 of redis-server's rate polling and 0.75 to 2.1 waiting. Being crowded is easy to
 * notice: two looks with nothing between them lie a microsecond apart, unless somebody else ran in between. Once may be
 * the hypervisor or an interrupt; twice within milliseconds is a neighbour. Then polling rests, and longer each time.
 */
final class BusyPoll
{
    /** How long to poll for a force that is under way: longer than a good disk takes, shorter than a bad one. */
    private static final long AWAITED_NS = 500_000;
    private static final long PREEMPTED_NS = 50_000;
    private static final long NEIGHBOUR_NS = 5_000_000;
    private static final long FIRST_REST_NS = 20_000_000;
    private static final long LONGEST_REST_NS = 1_000_000_000;
    private static final long CALM_NS = 500_000_000;

    private long durationNs;
    private long activeNs;
    private long lastLookNs;
    private long preemptedNs;
    private long restNs;
    private long restUntilNs;
    private boolean isPolling;

    BusyPoll(final long nowNs)
    {
        this.activeNs = nowNs;
        this.restUntilNs = nowNs;
        this.preemptedNs = nowNs - NEIGHBOUR_NS;
    }

    /** @param durationNs how long to poll after the last work; 0 not at all. */
    void duration(final long durationNs)
    {
        this.durationNs = durationNs;
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
        isPolling = false;
        activeNs = nowNs;
    }

    /**
     * Called after a look that found nothing.
     *
     * @param isAwaiting whether something will soon be to do, other than at a socket.
     * @return true to look again at once.
     */
    boolean continues(final long nowNs, final boolean isAwaiting)
    {
        notice(nowNs);
        lastLookNs = nowNs;
        final long limitNs = isAwaiting && durationNs > 0 ? Math.max(AWAITED_NS, durationNs) : durationNs;
        isPolling = nowNs - activeNs < limitNs && nowNs - restUntilNs >= 0;
        return isPolling;
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
