package io.ringbolt.perf.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * The times of short operations, one after the other, on the calling thread.
 * <p>
 * A thread's processor time is read by a system call, which takes longer than most operations do. So it is read once
 * for a batch of them: an operation has had at most its wall-clock time, and at most what its whole batch has had.
 * Likewise the thread has waited for a core during an operation at most as long as during its batch.
 */
final class OperationClock implements AutoCloseable
{
    private static final int BATCH = 16;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final CoreWait wait = new CoreWait();
    private final long[] wallNs = new long[BATCH];
    private final Recorder recorder;
    private int count;
    private long processorBegin;
    private long waitBegin;
    private long wallBegin;

    /** @param recorder told of the operations in their order, a batch at a time. */
    OperationClock(final Recorder recorder) throws IOException
    {
        this.recorder = recorder;
    }

    /** An operation begins. */
    void start() throws IOException
    {
        if (0 == count)
        {
            waitBegin = wait.totalNs();
            processorBegin = threads.getCurrentThreadCpuTime();
        }
        wallBegin = System.nanoTime();
    }

    /** The operation is done. */
    void stop() throws IOException
    {
        wallNs[count++] = System.nanoTime() - wallBegin;
        if (BATCH == count)
        {
            flush();
        }
    }

    /** Ends the batch: every operation that was stopped has been told of. */
    void flush() throws IOException
    {
        if (count > 0)
        {
            final long processorNs = threads.getCurrentThreadCpuTime() - processorBegin;
            final long waitedNs = wait.totalNs() - waitBegin;
            for (int i = 0; i < count; i++)
            {
                recorder.record(wallNs[i], Math.min(wallNs[i], processorNs), Math.min(wallNs[i], waitedNs));
            }
            count = 0;
        }
    }

    @Override
    public void close() throws IOException
    {
        wait.close();
    }

    /** Where the times go, in nanoseconds. */
    @FunctionalInterface
    interface Recorder
    {
        /**
         * An operation was done.
         *
         * @param wallNs      it took.
         * @param processorNs of its thread, at most.
         * @param waitedNs    for which its thread was ready and had no core, at most.
         */
        void record(long wallNs, long processorNs, long waitedNs);
    }
}
