package io.ringbolt.transport.tls;

import io.ringbolt.config.TlsClientUser;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/**
 * A socket whose bytes are encrypted: reads and writes like one, and shakes hands by itself while it is read from. It
 * never blocks. Owned by the thread that reads and writes, but for a handshake's arithmetic, which an executor does:
 * until then the channel {@link #isBusy()}, neither takes nor yields anything, and its engine is the executor's.
 */
public final class TlsChannel
{
    private static final ByteBuffer[] NOTHING = {ByteBuffer.allocate(0)};
    private static final byte[] NONE = {};

    /** Types of records, which their first bytes tell. */
    private static final int LEAST_TYPE = 20;
    private static final int GREATEST_TYPE = 24;

    private static final int NO_TASKS = 0;
    private static final int TASKS_RUNNING = 1;
    private static final int TASKS_DONE = 2;

    private final SocketChannel socket;
    private final SSLEngine engine;
    private final TlsBuffers buffers;
    private final Executor tasks;
    private final Runnable onTasksDone;
    private final ByteBuffer[] single = new ByteBuffer[1];
    private volatile int taskState = NO_TASKS;
    private HandshakeStatus status;
    private byte[] unread = NONE;
    private byte[] unsent = NONE;
    private boolean isInputEnded;
    private boolean isEstablished;
    private final TlsClientUser clientUser;
    private List<String> userNames = List.of();

    private TlsChannel(
        final SocketChannel socket,
        final SSLEngine engine,
        final TlsBuffers buffers,
        final Executor tasks,
        final Runnable onTasksDone,
        final TlsClientUser clientUser)
    {
        this.clientUser = clientUser;
        this.socket = socket;
        this.engine = engine;
        this.buffers = buffers;
        this.tasks = tasks;
        this.onTasksDone = onTasksDone;
        this.status = engine.getHandshakeStatus();
    }

    /**
     * Encrypts the connection of a client that has just been accepted.
     *
     * @param tasks       does the handshake's arithmetic.
     * @param onTasksDone told by the executor when the owner has to {@link #read} again, whatever the socket has.
     */
    public static TlsChannel accepted(
        final SocketChannel socket,
        final TlsEngines engines,
        final TlsBuffers buffers,
        final Executor tasks,
        final Runnable onTasksDone)
    {
        return new TlsChannel(socket, engines.newEngine(), buffers, tasks, onTasksDone, engines.clientUser());
    }

    /**
     * Encrypts a connection to another server. Its certificate must be one of the authorities', whatever its name. The
     * arithmetic is done by the owner.
     */
    static TlsChannel connected(final SocketChannel socket, final TlsEngines engines, final TlsBuffers buffers)
    {
        return new TlsChannel(socket, engines.newClientEngine(), buffers, Runnable::run, () -> { }, TlsClientUser.OFF);
    }

    /** The client's end of a connection: {@link ClientTls#newEngine}. The owner's thread does the arithmetic. */
    public static TlsChannel ofClient(final SocketChannel socket, final SSLEngine engine, final TlsBuffers buffers)
    {
        return new TlsChannel(socket, engine, buffers, Runnable::run, () -> { }, TlsClientUser.OFF);
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
        if (isBusy())
        {
            return 0;
        }
        takeUpHandshake();
        final ByteBuffer in = buffers.inbound.clear();
        in.put(unread);
        unread = NONE;
        final int count = socket.read(in);
        in.flip();
        final int before = out.position();
        process(in, out);
        unread = in.hasRemaining() ? Arrays.copyOfRange(in.array(), in.position(), in.limit()) : NONE;
        isInputEnded |= count < 0 && !isBusy();
        return isInputEnded && out.position() == before ? -1 : out.position() - before;
    }

    private void process(final ByteBuffer in, final ByteBuffer out) throws IOException
    {
        while (!isInputEnded && !isBusy())
        {
            if (HandshakeStatus.NEED_TASK == status)
            {
                beginTasks();
            }
            else if (HandshakeStatus.NEED_WRAP == status)
            {
                wrap(NOTHING, 0, 1, buffers.outbound.clear());
                send();
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
        final int type = in.get(in.position());
        final SSLEngineResult result;
        try
        {
            result = engine.unwrap(in, out);
        }
        catch (final IOException refused)
        {
            if (LEAST_TYPE <= type && type <= GREATEST_TYPE)
            {
                tellRefusal();                        // who speaks no TLS would not understand
            }
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
            wrap(NOTHING, 0, 1, buffers.outbound.clear());
            send();
        }
        catch (final IOException | IllegalStateException gone)
        {
            unsent = NONE;
        }
    }

    private void beginTasks()
    {
        taskState = TASKS_RUNNING;
        tasks.execute(this::runTasks);
        takeUpHandshake();                            // at once, if they were done here
    }

    private void runTasks()
    {
        for (Runnable task = engine.getDelegatedTask(); null != task; task = engine.getDelegatedTask())
        {
            task.run();                               // a failure is kept by the engine and thrown when it is used
        }
        taskState = TASKS_DONE;
        onTasksDone.run();
    }

    private void takeUpHandshake()
    {
        if (TASKS_DONE == taskState)
        {
            taskState = NO_TASKS;
            status = engine.getHandshakeStatus();
        }
    }

    /** @return true while an executor has the engine: nothing can be read or written, nor need it be waited for. */
    public boolean isBusy()
    {
        return TASKS_RUNNING == taskState;
    }

    /** @return true if a handshake has been reckoned out and goes on with the next {@link #read}. */
    public boolean isDue()
    {
        return TASKS_DONE == taskState;
    }

    /** @return true once the handshake is over. */
    boolean isEstablished()
    {
        return isEstablished;
    }

    /** @return names of users that the client's certificate vouches for, in order. */
    public List<String> userNames()
    {
        return userNames;
    }

    private void onResult(final SSLEngineResult result)
    {
        status = result.getHandshakeStatus();
        if (HandshakeStatus.FINISHED == status)
        {
            isEstablished = true;
            userNames = CertificateNames.of(engine.getSession(), clientUser);
            status = engine.getHandshakeStatus();     // a ticket for the next session may have to be sent
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
        while (!isBusy() && flush() && hasRemaining(sources, offset, count))
        {
            takeUpHandshake();
            if (HandshakeStatus.NEED_TASK == status)
            {
                beginTasks();
            }
            else if (HandshakeStatus.NEED_UNWRAP == status)
            {
                return taken;                         // the handshake goes on when the other side has spoken
            }
            else
            {
                taken += wrapAll(sources, offset, count);
            }
        }
        return taken;
    }

    /** Encrypts as many records as leave by one writing. */
    private long wrapAll(final ByteBuffer[] sources, final int offset, final int count) throws IOException
    {
        final ByteBuffer out = buffers.outbound.clear();
        long taken = wrap(sources, offset, count, out);
        while (HandshakeStatus.NOT_HANDSHAKING == status && out.remaining() >= TlsBuffers.LONGEST_RECORD &&
            hasRemaining(sources, offset, count))
        {
            taken += wrap(sources, offset, count, out);
        }
        send();
        return taken;
    }

    private int wrap(final ByteBuffer[] sources, final int offset, final int count, final ByteBuffer out)
        throws IOException
    {
        final SSLEngineResult result = engine.wrap(sources, offset, count, out);
        onResult(result);
        if (Status.CLOSED == result.getStatus() && 0 == result.bytesProduced())
        {
            throw new IOException("the encrypted connection has ended");
        }
        return result.bytesConsumed();
    }

    private void send() throws IOException
    {
        final ByteBuffer out = buffers.outbound.flip();
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
        if (isBusy())
        {
            return;                                   // the engine is the executor's, and nobody has been greeted yet
        }
        try
        {
            engine.closeOutbound();
            if (isEstablished && flush())
            {
                wrap(NOTHING, 0, 1, buffers.outbound.clear());
                send();
            }
        }
        catch (final IOException | IllegalStateException gone)
        {
            unsent = NONE;
        }
    }
}
