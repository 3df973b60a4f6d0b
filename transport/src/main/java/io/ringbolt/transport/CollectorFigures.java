package io.ringbolt.transport;

import com.sun.management.ThreadMXBean;
import io.ringbolt.engine.HostStatistics;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What the JVM's collector has done. The beans that tell are made by a thread of their own when they are first asked
 * for, which takes some ten milliseconds that the engine does not have: the first answer is zero.
 */
final class CollectorFigures
{
    /** The beans, once they are there. */
    private record Beans(List<GarbageCollectorMXBean> collectors, ThreadMXBean threads)
    {
        static Beans make()
        {
            return new Beans(
                ManagementFactory.getGarbageCollectorMXBeans(), (ThreadMXBean)ManagementFactory.getThreadMXBean());
        }
    }

    private CompletableFuture<Beans> beans;

    void fill(final HostStatistics statistics)
    {
        if (null == beans)
        {
            beans = CompletableFuture.supplyAsync(Beans::make);
        }
        final Beans made = beans.isCompletedExceptionally() ? null : beans.getNow(null);
        if (null == made)
        {
            return;
        }
        long count = 0;
        long pauseMs = 0;
        for (final GarbageCollectorMXBean collector : made.collectors)
        {
            count += Math.max(0, collector.getCollectionCount());
            pauseMs += Math.max(0, collector.getCollectionTime());
        }
        statistics.collectionCount = count;
        statistics.collectionMs = pauseMs;
        statistics.allocatedBytes = allocated(made.threads);
    }

    /** Of the threads that live: those that have ended do not count any more. */
    private static long allocated(final ThreadMXBean threads)
    {
        long bytes = 0;
        for (final long perThread : threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
        {
            bytes += Math.max(0, perThread);
        }
        return bytes;
    }
}
