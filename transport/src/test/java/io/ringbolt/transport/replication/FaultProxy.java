package io.ringbolt.transport.replication;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A way between two servers on which things go wrong when a test wants it: bytes come late, one direction ends before
 * the other, the connection breaks after so many bytes of the server behind.
 */
final class FaultProxy implements AutoCloseable
{
    private static final int BUFFER_LENGTH = 16 << 10;
    private static final int CONNECT_TIMEOUT_MS = 2000;

    private volatile int targetPort;
    private final ServerSocket listener;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytesLeft = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong connectionCount = new AtomicLong();
    private final AtomicLong cutCount = new AtomicLong();
    private volatile boolean isRefusing;
    private volatile boolean isHalfClosing;
    private volatile boolean isRefusingAfterCut;
    private volatile long delayMs;

    FaultProxy(final int targetPort) throws IOException
    {
        this.targetPort = targetPort;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("fault-proxy", this::accept);
    }

    /** Has those who come from now on led to another server. */
    void target(final int port)
    {
        this.targetPort = port;
    }

    int port()
    {
        return listener.getLocalPort();
    }

    /** @return connections that have been let through. */
    long connectionCount()
    {
        return connectionCount.get();
    }

    /** @return times that a connection has been broken because of the bytes it had carried. */
    long cutCount()
    {
        return cutCount.get();
    }

    /** Breaks all connections now. */
    void cut()
    {
        for (Socket socket = sockets.poll(); null != socket; socket = sockets.poll())
        {
            closeQuietly(socket);
        }
    }

    /** Breaks the connection when the server behind has sent so many more bytes. Once. */
    void cutAfter(final long bytes)
    {
        bytesLeft.set(bytes);
    }

    /** Breaks the connection as {@link #cutAfter(long)} does, and lets nobody through from then on. */
    void refuseAfter(final long bytes)
    {
        isRefusingAfterCut = true;
        cutAfter(bytes);
    }

    /** @param halfClosing whether the next cut ends only the direction from the server behind. */
    void halfClosing(final boolean halfClosing)
    {
        this.isHalfClosing = halfClosing;
    }

    /** @param refusing true while nobody gets through. */
    void refusing(final boolean refusing)
    {
        this.isRefusing = refusing;
    }

    boolean isRefusing()
    {
        return isRefusing;
    }

    /** Lets every piece wait. */
    void delay(final long milliseconds)
    {
        this.delayMs = milliseconds;
    }

    private void accept()
    {
        while (!listener.isClosed())
        {
            try
            {
                final Socket near = listener.accept();
                if (isRefusing)
                {
                    near.close();
                    continue;
                }
                connect(near);
            }
            catch (final IOException closed)
            {
                // the loop's condition tells whether it was the listener
            }
        }
    }

    private void connect(final Socket near) throws IOException
    {
        final Socket far = new Socket();
        try
        {
            far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort), CONNECT_TIMEOUT_MS);
        }
        catch (final IOException down)
        {
            near.close();
            throw down;
        }
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        sockets.add(near);
        sockets.add(far);
        connectionCount.incrementAndGet();
        start("fault-proxy-to", () -> copy(near, far, false));
        start("fault-proxy-from", () -> copy(far, near, true));
    }

    private void copy(final Socket from, final Socket to, final boolean isCounted)
    {
        final byte[] buffer = new byte[BUFFER_LENGTH];
        try (InputStream input = from.getInputStream(); OutputStream output = to.getOutputStream())
        {
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer))
            {
                if (delayMs > 0)
                {
                    Thread.sleep(delayMs);
                }
                final long left = isCounted ? bytesLeft.get() : Long.MAX_VALUE;
                if (count >= left)
                {
                    bytesLeft.set(Long.MAX_VALUE);
                    if (isRefusingAfterCut)
                    {
                        isRefusing = true;
                        isRefusingAfterCut = false;
                    }
                    output.write(buffer, 0, (int)left);
                    output.flush();
                    cutCount.incrementAndGet();
                    if (isHalfClosing)
                    {
                        to.shutdownOutput();
                        from.shutdownInput();
                        return;
                    }
                    return;
                }
                if (isCounted && Long.MAX_VALUE != left)
                {
                    bytesLeft.addAndGet(-count);
                }
                output.write(buffer, 0, count);
            }
        }
        catch (final IOException | InterruptedException broken)
        {
            // as if the way had ended
        }
        finally
        {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void closeQuietly(final Socket socket)
    {
        try
        {
            socket.close();
        }
        catch (final IOException gone)
        {
            // it is closed all the same
        }
    }

    private static void start(final String name, final Runnable work)
    {
        final Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException
    {
        listener.close();
        cut();
    }
}
