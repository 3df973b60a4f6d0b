package io.ringbolt.engine;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

/**
 * One command executed again and again, to see what it costs.
 */
public final class CommandLoop
{
    private static final int ROUNDS = 8;

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

    /**
     * @return the fewest heap bytes that {@code count} executions allocated in several rounds: the virtual machine
     *     itself
     *     allocates a little now and then, when it loads a class or links a call.
     */
    public long allocatedBytes(final int count)
    {
        final long id = Thread.currentThread().getId();
        long fewest = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && fewest > 0; round++)
        {
            final long before = threads.getThreadAllocatedBytes(id);
            run(count);
            fewest = Math.min(fewest, threads.getThreadAllocatedBytes(id) - before);
        }
        return fewest;
    }
}
