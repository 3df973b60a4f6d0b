package io.ringbolt.perf.compare;

import io.ringbolt.perf.compare.RedisBenchmark.Measurement;
import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * A closed loop of connections that each send the same bytes and wait for as many bytes of reply as the first one got:
 * what redis-benchmark, which repeats a single command, cannot send. One thread, as there.
 */
final class BatchLoad
{
    private static final long READ_LIMIT_MS = 60_000;
    private static final double NS_PER_MS = 1_000_000;
    private static final double MEDIAN = 50;
    private static final double P99 = 99;

    private final ByteBuffer request;
    private final int replyLength;
    private final int requestsPerBatch;
    private final ByteBuffer replies = ByteBuffer.allocateDirect(1 << 18);
    private final Histogram latencies = new Histogram(3);
    private long batchesToSend;
    private long batchesToReceive;

    private static final class Client
    {
        private long sentNs;
        private int awaited;
    }

    private BatchLoad(final byte[] request, final int replyLength, final int requestsPerBatch)
    {
        this.request = ByteBuffer.allocateDirect(request.length).put(request).flip();
        this.replyLength = replyLength;
        this.requestsPerBatch = requestsPerBatch;
    }

    /** @return transactions a second, and latencies of round trips of {@code pipelineCount} of them. */
    static Measurement transactions(
        final int port,
        final int connectionCount,
        final int pipelineCount,
        final int setCount,
        final int valueLength,
        final long requestCount) throws IOException
    {
        final StringBuilder batch = new StringBuilder();
        final StringBuilder reply = new StringBuilder();
        for (int i = 0; i < pipelineCount; i++)
        {
            append(batch, "MULTI");
            reply.append("+OK\r\n");
            for (int j = 0; j < setCount; j++)
            {
                append(batch, "SET", "key:" + j, "x".repeat(valueLength));
                reply.append("+QUEUED\r\n");
            }
            append(batch, "EXEC");
            reply.append('*').append(setCount).append("\r\n").append("+OK\r\n".repeat(setCount));
        }
        return new BatchLoad(
            batch.toString().getBytes(StandardCharsets.ISO_8859_1), reply.length(), pipelineCount)
            .run(port, connectionCount, requestCount);
    }

    static void append(final StringBuilder requests, final String... words)
    {
        requests.append('*').append(words.length).append("\r\n");
        for (final String word : words)
        {
            requests.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
    }

    private Measurement run(final int port, final int connectionCount, final long requestCount) throws IOException
    {
        batchesToSend = Math.max(connectionCount, requestCount / requestsPerBatch);
        batchesToReceive = batchesToSend;
        final long count = batchesToSend;
        try (Selector selector = Selector.open())
        {
            try
            {
                for (int i = 0; i < connectionCount; i++)
                {
                    connect(port, selector);
                }
                final long beginNs = System.nanoTime();
                for (final SelectionKey key : selector.keys())
                {
                    send(key);
                }
                receiveAll(selector);
                final double seconds = (System.nanoTime() - beginNs) / (NS_PER_MS * TimeUnit.SECONDS.toMillis(1));
                return new Measurement(
                    count * requestsPerBatch / seconds,
                    latencies.getValueAtPercentile(MEDIAN) / NS_PER_MS,
                    latencies.getValueAtPercentile(P99) / NS_PER_MS);
            }
            finally
            {
                for (final SelectionKey key : selector.keys())
                {
                    key.channel().close();
                }
            }
        }
    }

    static SocketChannel connect(final int port, final Selector selector) throws IOException
    {
        final SocketChannel channel =
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, new Client());
        return channel;
    }

    /** A batch is short enough for the socket's buffer, into which the client writes only when all was read. */
    private void send(final SelectionKey key) throws IOException
    {
        final Client client = (Client)key.attachment();
        client.awaited = replyLength;
        client.sentNs = System.nanoTime();
        batchesToSend--;
        final ByteBuffer bytes = request.duplicate();
        while (bytes.hasRemaining())
        {
            ((SocketChannel)key.channel()).write(bytes);
        }
    }

    private void receiveAll(final Selector selector) throws IOException
    {
        while (batchesToReceive > 0)
        {
            if (0 == selector.select(READ_LIMIT_MS))
            {
                throw new IOException("no reply within " + READ_LIMIT_MS + " ms");
            }
            for (final SelectionKey key : selector.selectedKeys())
            {
                receive(key);
            }
            selector.selectedKeys().clear();
        }
    }

    private void receive(final SelectionKey key) throws IOException
    {
        final Client client = (Client)key.attachment();
        final int count = ((SocketChannel)key.channel()).read(replies.clear());
        if (count < 0 || count > client.awaited || '-' == replies.get(0))
        {
            throw new IOException("unexpected reply: length=" + count + " awaited=" + client.awaited);
        }
        client.awaited -= count;
        if (0 == client.awaited && count > 0)
        {
            latencies.recordValue(System.nanoTime() - client.sentNs);
            batchesToReceive--;
            if (batchesToSend > 0)
            {
                send(key);
            }
        }
    }
}
