package io.ringbolt.transport.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLSession;

/**
 * A socket whose bytes are encrypted: reads and writes like one, and shakes hands by itself while it is read from.
 * Owned by the
 * selector's thread.
 */
public final class TlsChannel
{
    private static final ByteBuffer[] NOTHING = {ByteBuffer.allocate(0)};
    private static final byte[] NONE = {};

    private final SocketChannel socket;
    private final SSLEngine engine;
    private final TlsBuffers buffers;
    private final boolean isRefusingResumption;
    private final ByteBuffer[] single = new ByteBuffer[1];
    private byte[] unread = NONE;
    private byte[] unsent = NONE;
    private boolean isInputEnded;
    private boolean isEstablished;

    public TlsChannel(final SocketChannel socket, final TlsEngines engines, final TlsBuffers buffers)
    {
        this(socket, engines.newEngine(), buffers, engines.isRefusingResumption());
    }

    /** The client's end of a connection: {@link ClientTls#newEngine}. */
    public TlsChannel(final SocketChannel socket, final SSLEngine engine, final TlsBuffers buffers)
    {
        this(socket, engine, buffers, false);
    }

    private TlsChannel(
        final SocketChannel socket, final SSLEngine engine, final TlsBuffers buffers,
        final boolean isRefusingResumption)
    {
        this.socket = socket;
        this.engine = engine;
        this.buffers = buffers;
        this.isRefusingResumption = isRefusingResumption;
    }

    /**
     * Reads once from the socket.
     *
     * @param out has room for whatever one reading yields, 64 KiB.
     * @return bytes put into {@code out}, 0 if there were none for it, -1 at the end.
     */
    public int read(final ByteBuffer out) throws IOException
    {
        if (isInputEnded)
        {
            return -1;
        }
        final ByteBuffer in = buffers.inbound.clear();
        in.put(unread);
        unread = NONE;
        final int count = socket.read(in);
        in.flip();
        final int before = out.position();
        process(in, out);
        unread = in.hasRemaining() ? Arrays.copyOfRange(in.array(), in.position(), in.limit()) : NONE;
        isInputEnded |= count < 0;
        return isInputEnded && out.position() == before ? -1 : out.position() - before;
    }

    private void process(final ByteBuffer in, final ByteBuffer out) throws IOException
    {
        while (!isInputEnded)
        {
            final HandshakeStatus status = engine.getHandshakeStatus();
            if (HandshakeStatus.NEED_TASK == status)
            {
                runTasks();
            }
            else if (HandshakeStatus.NEED_WRAP == status)
            {
                wrap(NOTHING, 0, 1);
            }
            else if (!in.hasRemaining() || !unwrap(in, out))
            {
                return;
            }
        }
    }

    /** @return false if more bytes are needed first. */
    private boolean unwrap(final ByteBuffer in, final ByteBuffer out) throws IOException
    {
        final SSLEngineResult result;
        try
        {
            result = engine.unwrap(in, out);
        }
        catch (final IOException refused)
        {
            tellRefusal();
            throw refused;
        }
        onResult(result);
        if (Status.BUFFER_OVERFLOW == result.getStatus())
        {
            throw new IOException("a record longer than there is room for: remaining=" + out.remaining());
        }
        isInputEnded = Status.CLOSED == result.getStatus();
        return Status.OK == result.getStatus();
    }

    /** The client learns why, if it listens. */
    private void tellRefusal()
    {
        try
        {
            wrap(NOTHING, 0, 1);
        }
        catch (final IOException | IllegalStateException gone)
        {
            unsent = NONE;
        }
    }

    private void runTasks()
    {
        for (Runnable task = engine.getDelegatedTask(); null != task; task = engine.getDelegatedTask())
        {
            task.run();
        }
    }

    private void onResult(final SSLEngineResult result)
    {
        if (!isEstablished && HandshakeStatus.FINISHED == result.getHandshakeStatus())
        {
            isEstablished = true;
            final SSLSession session = engine.getSession();
            if (isRefusingResumption && session.isValid())
            {
                session.invalidate();
            }
        }
    }

    public long write(final ByteBuffer source) throws IOException
    {
        single[0] = source;
        final long count = write(single, 0, 1);
        single[0] = null;
        return count;
    }

    /** @return bytes taken from the sources; not all of them have passed the socket while {@link #hasUnsent()}. */
    public long write(final ByteBuffer[] sources, final int offset, final int count) throws IOException
    {
        long taken = 0;
        while (flush() && hasRemaining(sources, offset, count))
        {
            final HandshakeStatus status = engine.getHandshakeStatus();
            if (HandshakeStatus.NEED_TASK == status)
            {
                runTasks();
            }
            else if (HandshakeStatus.NEED_UNWRAP == status)
            {
                return taken;                         // the handshake goes on when the client has spoken
            }
            else
            {
                taken += wrap(sources, offset, count);
            }
        }
        return taken;
    }

    private int wrap(final ByteBuffer[] sources, final int offset, final int count) throws IOException
    {
        final ByteBuffer out = buffers.outbound.clear();
        final SSLEngineResult result = engine.wrap(sources, offset, count, out);
        onResult(result);
        if (Status.CLOSED == result.getStatus() && 0 == result.bytesProduced())
        {
            throw new IOException("the encrypted connection has ended");
        }
        send(out.flip());
        return result.bytesConsumed();
    }

    private void send(final ByteBuffer out) throws IOException
    {
        if (0 == unsent.length)
        {
            socket.write(out);
        }
        if (out.hasRemaining())
        {
            final int kept = unsent.length;
            unsent = Arrays.copyOf(unsent, kept + out.remaining());
            out.get(unsent, kept, out.remaining());
        }
    }

    private static boolean hasRemaining(final ByteBuffer[] sources, final int offset, final int count)
    {
        for (int i = offset; i < offset + count; i++)
        {
            if (sources[i].hasRemaining())
            {
                return true;
            }
        }
        return false;
    }

    /** Writes what was left. @return true if nothing is left any more. */
    public boolean flush() throws IOException
    {
        if (0 != unsent.length)
        {
            final ByteBuffer rest = ByteBuffer.wrap(unsent);
            socket.write(rest);
            unsent = rest.hasRemaining() ? Arrays.copyOfRange(unsent, rest.position(), unsent.length) : NONE;
        }
        return 0 == unsent.length;
    }

    /** @return true if encrypted bytes wait for the socket to take more. */
    public boolean hasUnsent()
    {
        return 0 != unsent.length;
    }

    /** Says good-bye, as far as the socket takes it; the socket remains to be closed. */
    public void close()
    {
        try
        {
            engine.closeOutbound();
            if (isEstablished && flush())
            {
                wrap(NOTHING, 0, 1);
            }
        }
        catch (final IOException | IllegalStateException gone)
        {
            unsent = NONE;
        }
    }
}
