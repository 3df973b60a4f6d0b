package io.ringbolt.engine;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

/**
 * One command executed again and again, to see what it costs.
 */
public final class CommandLoop
{
    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private final EngineHarness harness;
    private final byte[][] arguments;

    CommandLoop(final EngineHarness harness, final byte[][] arguments)
    {
        this.harness = harness;
        this.arguments = arguments;
    }

    public void run(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            harness.repeat(arguments);
        }
    }

    /** @return heap bytes that {@code count} executions allocated, after as many to warm up. */
    public long allocatedBytes(final int count)
    {
        run(count);
        final long id = Thread.currentThread().getId();
        final long before = threads.getThreadAllocatedBytes(id);
        run(count);
        return threads.getThreadAllocatedBytes(id) - before;
    }
}
