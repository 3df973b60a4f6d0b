package io.ringbolt.engine.observe;

import org.agrona.concurrent.ManyToManyConcurrentArrayQueue;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * Where samples of commands' times lie between two commands, and how many commands are between two samples. Shared by
 * the selectors, which take and complete them, and the engine, which counts them and gives them back.
 */
public final class StageSamples
{
    private static final int CAPACITY = 1024;

    private final ManyToManyConcurrentArrayQueue<StageSample> free = new ManyToManyConcurrentArrayQueue<>(CAPACITY);
    private final ManyToOneConcurrentArrayQueue<StageSample> completed = new ManyToOneConcurrentArrayQueue<>(CAPACITY);
    private volatile int interval;

    /** @param commands between two samples on average; 0 to take none. */
    public void interval(final int commands)
    {
        interval = commands;
    }

    public int interval()
    {
        return interval;
    }

    /** @return a sample that nobody else has. One that went with its connection is replaced by a new one. */
    public StageSample take()
    {
        final StageSample sample = free.poll();
        return null == sample ? new StageSample() : sample;
    }

    /** Passes samples whose replies have been written to the engine. @param chain linked by {@code next}. */
    public void complete(final StageSample chain, final long writtenNs, final long lastDurableNs)
    {
        StageSample sample = chain;
        while (null != sample)
        {
            final StageSample following = sample.next;
            sample.next = null;
            sample.written(writtenNs, lastDurableNs);
            if (!completed.offer(sample))
            {
                giveBack(sample);                     // the engine is busy with something long; one of many
            }
            sample = following;
        }
    }

    boolean hasCompleted()
    {
        return !completed.isEmpty();
    }

    StageSample pollCompleted()
    {
        return completed.poll();
    }

    void giveBack(final StageSample sample)
    {
        free.offer(sample);                           // what has no place is the collector's
    }
}
