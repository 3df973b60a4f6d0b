package io.ringbolt.perf.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers each inline {@code PING} or multi-bulk one at once, but for one pause in which it answers nobody.
 */
final class FakeServer implements AutoCloseable
{
    private final ServerSocket socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final byte[] pong = "+PONG\r\n".getBytes(StandardCharsets.US_ASCII);
    private final AtomicLong pauseBeginNs = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong pauseEndNs = new AtomicLong(Long.MAX_VALUE);
    private final long afterNs;
    private final long pauseNs;

    /** @param afterNs from the first request that is not a greeting's to the pause. */
    FakeServer(final long afterNs, final long pauseNs) throws IOException
    {
        this.afterNs = afterNs;
        this.pauseNs = pauseNs;
        daemon(this::accept);
    }

    Target target()
    {
        return new Target("fake", "127.0.0.1", socket.getLocalPort(), null);
    }

    private void accept()
    {
        try
        {
            while (true)
            {
                final Socket client = socket.accept();
                daemon(() -> serve(client));
            }
        }
        catch (final IOException closed)
        {
            pauseEndNs.set(0);
        }
    }

    private void serve(final Socket client)
    {
        try (client)
        {
            client.setTcpNoDelay(true);
            final InputStream in = client.getInputStream();
            final OutputStream out = client.getOutputStream();
            long count = 0;
            for (int b = in.read(); b >= 0; b = in.read())
            {
                if (b == 'G')                         // the last letter of PING
                {
                    if (count++ == 1)
                    {
                        begin();
                    }
                    pause();
                    out.write(pong);
                }
            }
        }
        catch (final IOException | InterruptedException gone)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void begin()
    {
        final long nowNs = System.nanoTime();
        if (pauseBeginNs.compareAndSet(Long.MAX_VALUE, nowNs + afterNs))
        {
            pauseEndNs.set(nowNs + afterNs + pauseNs);
        }
    }

    private void pause() throws InterruptedException
    {
        final long nowNs = System.nanoTime();
        final long leftNs = pauseEndNs.get() - nowNs;
        if (nowNs >= pauseBeginNs.get() && leftNs > 0)
        {
            Thread.sleep(leftNs / 1_000_000 + 1);
        }
    }

    private static void daemon(final Runnable part)
    {
        final Thread thread = new Thread(part, "fake-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException
    {
        socket.close();
    }
}
