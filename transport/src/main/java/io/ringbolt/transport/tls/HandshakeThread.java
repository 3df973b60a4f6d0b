package io.ringbolt.transport.tls;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Does the arithmetic of handshakes, a private key's signature among it, which takes a millisecond or more: on a thread
 * of its own, so that clients who are connected do not wait for those who come. The thread lives while there is work
 * and a while longer.
 */
public final class HandshakeThread implements Executor, AutoCloseable
{
    private static final long KEEP_ALIVE_SECONDS = 10;
    private static final long CLOSE_LIMIT_SECONDS = 10;

    private final ThreadPoolExecutor executor;

    /** @param isInline true if there is to be no thread: whoever asks does it. */
    public HandshakeThread(final boolean isInline)
    {
        executor = isInline ? null : new ThreadPoolExecutor(
            1, 1, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), HandshakeThread::newThread,
            new ThreadPoolExecutor.DiscardPolicy());
        if (null != executor)
        {
            executor.allowCoreThreadTimeOut(true);
        }
    }

    private static Thread newThread(final Runnable work)
    {
        final Thread thread = new Thread(work, "ringbolt-handshake");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void execute(final Runnable work)
    {
        if (null == executor)
        {
            work.run();
        }
        else
        {
            executor.execute(work);
        }
    }

    /** Ends the thread. After those who ask have ended; what they ask later is not done. */
    @Override
    public void close()
    {
        if (null == executor)
        {
            return;
        }
        executor.shutdownNow();
        try
        {
            executor.awaitTermination(CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS);
        }
        catch (final InterruptedException interrupted)
        {
            Thread.currentThread().interrupt();
        }
    }
}
