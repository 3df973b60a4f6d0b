package io.ringbolt.perf.compare;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/**
 * PINGs to a server that has nothing else to do, one a millisecond, for as long as another one is measured: what they
 * wait is what the machine does to any server.
 */
final class ControlPing implements AutoCloseable
{
    private static final long PAUSE_NS = 1_000_000;

    private final Histogram timesNs = new Histogram(3);
    private final RespConnection connection;
    private final Thread thread = new Thread(this::run, "control-ping");
    private volatile boolean isEnding;
    private volatile IOException failure;

    /** Begins. @param idle server, which stays its owner's. */
    ControlPing(final ServerProcess idle) throws IOException
    {
        connection = idle.connect();
        thread.start();
    }

    private void run()
    {
        try
        {
            while (!isEnding)
            {
                final long startNs = System.nanoTime();
                connection.call("PING");
                timesNs.recordValue(System.nanoTime() - startNs);
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
        catch (final IOException ex)
        {
            failure = ex;
        }
    }

    /** Ends. @return the times, in ns. @throws IOException if the idle server failed. */
    Histogram end() throws IOException, InterruptedException
    {
        isEnding = true;
        thread.join();
        if (null != failure)
        {
            throw failure;
        }
        return timesNs;
    }

    @Override
    public void close() throws IOException
    {
        isEnding = true;
        connection.close();
    }
}
