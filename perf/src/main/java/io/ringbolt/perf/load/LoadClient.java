package io.ringbolt.perf.load;

import io.ringbolt.transport.tls.TlsBuffers;
import io.ringbolt.transport.tls.TlsChannel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * One connection of a load: what it has yet to send, and for each request in flight the operation, its step, its key
 * and the time from which it is measured. Belongs to one {@link LoadThread}.
 */
final class LoadClient implements AutoCloseable
{
    private static final int INITIAL_IN_FLIGHT = 16;

    private final Target target;
    private final SocketChannel channel;
    private final TlsChannel tls;
    private final SelectionKey selectionKey;
    private final ReplyScanner scanner = new ReplyScanner();
    private final RequestBuffer out = new RequestBuffer();
    private int[] operations = new int[INITIAL_IN_FLIGHT];
    private int[] steps = new int[INITIAL_IN_FLIGHT];
    private long[] keys = new long[INITIAL_IN_FLIGHT];
    private long[] beginsNs = new long[INITIAL_IN_FLIGHT];
    private int head;
    private int inFlight;
    private boolean isWaitingForRoom;
    private boolean isListed;
    private boolean isDirty;

    private LoadClient(final Target target, final SocketChannel channel, final TlsChannel tls, final Selector selector)
        throws IOException
    {
        this.target = target;
        this.channel = channel;
        this.tls = tls;
        channel.configureBlocking(false);
        selectionKey = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Connects; the handshake of an encrypted connection goes on while the client is read from. */
    static LoadClient connect(
        final Target target, final Access access, final Selector selector, final TlsBuffers buffers)
        throws IOException
    {
        final SocketChannel channel = target.open();
        try
        {
            final TlsChannel tls =
                access.tls() == null ? null : TlsChannel.ofClient(channel, access.engine(target), buffers);
            return new LoadClient(target, channel, tls, selector);
        }
        catch (final IOException | RuntimeException ex)
        {
            channel.close();
            throw ex;
        }
    }

    /** Appends a request to what is to be sent. */
    void enqueue(
        final RequestTemplate template, final Draw draw,
        final int operation, final int step, final long key, final long beginNs)
    {
        template.encode(out, draw, key);
        if (inFlight == keys.length)
        {
            grow();
        }
        final int tail = (head + inFlight) & (keys.length - 1);
        operations[tail] = operation;
        steps[tail] = step;
        keys[tail] = key;
        beginsNs[tail] = beginNs;
        inFlight++;
    }

    private void grow()
    {
        final int length = keys.length;
        operations = unrolled(operations, length);
        steps = unrolled(steps, length);
        keys = unrolled(keys, length);
        beginsNs = unrolled(beginsNs, length);
        head = 0;
    }

    private int[] unrolled(final int[] values, final int length)
    {
        final int[] larger = new int[2 * length];
        System.arraycopy(values, head, larger, 0, length - head);
        System.arraycopy(values, 0, larger, length - head, head);
        return larger;
    }

    private long[] unrolled(final long[] values, final int length)
    {
        final long[] larger = new long[2 * length];
        System.arraycopy(values, head, larger, 0, length - head);
        System.arraycopy(values, 0, larger, length - head, head);
        return larger;
    }

    /**
     * Reads once and tells the thread of each reply.
     *
     * @param in    of the thread, 64 KiB, direct.
     * @param bytes as long as {@code in}.
     * @param owner told of each reply.
     * @return bytes received.
     * @throws IOException if the connection has ended or the server speaks no RESP.
     */
    int receive(final ByteBuffer in, final byte[] bytes, final LoadThread owner) throws IOException
    {
        in.clear();
        final int count = tls == null ? channel.read(in) : tls.read(in);
        if (count < 0)
        {
            throw new IOException(target.name() + " has closed a connection with " + inFlight + " requests in flight");
        }
        in.flip().get(bytes, 0, count);
        owner.onBytes();
        int position = 0;
        while (position < count)
        {
            final int outcome = scanner.scan(bytes, position, count);
            position = scanner.position();
            if (outcome != ReplyScanner.MORE)
            {
                if (inFlight == 0)
                {
                    throw new IOException(target.name() + " has answered what nobody asked");
                }
                final int first = head;
                head = (head + 1) & (keys.length - 1);
                inFlight--;
                owner.onReply(this, operations[first], steps[first], keys[first], beginsNs[first],
                    outcome == ReplyScanner.ERROR ? scanner.error() : null);
            }
        }
        return count;
    }

    /** Sends as much as the socket takes; the selector tells when it takes more. */
    void flush() throws IOException
    {
        if (!out.isEmpty())
        {
            final ByteBuffer bytes = out.toSend();
            if (tls == null)
            {
                channel.write(bytes);
            }
            else
            {
                tls.write(bytes);
            }
            out.sent();
        }
        else if (tls != null)
        {
            tls.flush();
        }
        final boolean isFull = tls == null ? !out.isEmpty() : tls.hasUnsent();
        if (isFull != isWaitingForRoom)
        {
            isWaitingForRoom = isFull;
            selectionKey.interestOps(isFull ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }
    }

    /** True if there is something for {@link #flush()} that the socket has not refused yet. */
    boolean hasToSend()
    {
        return !out.isEmpty();
    }

    /** Requests sent or about to be, without an answer yet. */
    int inFlight()
    {
        return inFlight;
    }

    /** The time from which the index-th request in flight is measured. */
    long beginNs(final int index)
    {
        return beginsNs[(head + index) & (keys.length - 1)];
    }

    /** The operation of the index-th request in flight. */
    int operation(final int index)
    {
        return operations[(head + index) & (keys.length - 1)];
    }

    /** True while this client stands in its thread's list of those with room for a request. */
    boolean isListed()
    {
        return isListed;
    }

    void isListed(final boolean isNowListed)
    {
        isListed = isNowListed;
    }

    /** True while this client stands in its thread's list of those to be flushed. */
    boolean isDirty()
    {
        return isDirty;
    }

    void isDirty(final boolean isNowDirty)
    {
        isDirty = isNowDirty;
    }

    @Override
    public void close()
    {
        try
        {
            if (tls != null)
            {
                tls.close();
            }
            channel.close();
        }
        catch (final IOException gone)
        {
            selectionKey.cancel();                    // a connection that cannot be closed is no longer there
        }
    }
}
