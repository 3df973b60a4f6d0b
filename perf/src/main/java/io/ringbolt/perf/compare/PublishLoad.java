package io.ringbolt.perf.compare;

import io.ringbolt.perf.compare.RedisBenchmark.Measurement;
import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Publishers that send sixteen messages a round trip, and subscribers that count the bytes that reach them. What is
 * measured is how many messages a second arrive, at all subscribers together.
 */
final class PublishLoad
{
    private static final String CHANNEL = "news";
    private static final int BATCH = 16;
    private static final long READ_LIMIT_MS = 60_000;
    private static final double NS_PER_MS = 1_000_000;
    private static final double MEDIAN = 50;
    private static final double P99 = 99;

    private final int publisherCount;
    private final int subscriberCount;
    private final int messageLength;
    private final String batch;
    private final ByteBuffer received = ByteBuffer.allocateDirect(1 << 18);
    private final Histogram latencies = new Histogram(3);

    private PublishLoad(final int publisherCount, final int subscriberCount, final int valueLength)
    {
        final String value = "x".repeat(valueLength);
        final StringBuilder publish = new StringBuilder();
        final StringBuilder message = new StringBuilder();
        BatchLoad.append(message, "message", CHANNEL, value);
        BatchLoad.append(publish, "PUBLISH", CHANNEL, value);
        this.batch = publish.toString().repeat(BATCH);
        this.messageLength = message.length();
        this.publisherCount = publisherCount;
        this.subscriberCount = subscriberCount;
    }

    /**
     * @param deliveryCount of messages to all subscribers together.
     * @return deliveries a second; latencies from each publisher's sending sixteen messages until all subscribers have
     *     them.
     */
    static Measurement run(
        final int port,
        final int publisherCount,
        final int subscriberCount,
        final int valueLength,
        final long deliveryCount) throws IOException
    {
        return new PublishLoad(publisherCount, subscriberCount, valueLength).run(port, deliveryCount);
    }

    private Measurement run(final int port, final long deliveryCount) throws IOException
    {
        final long perBatch = (long)publisherCount * subscriberCount * BATCH;
        final long batchCount = Math.max(1, deliveryCount / perBatch);
        final List<RespConnection> publishers = new ArrayList<>();
        try (Selector selector = Selector.open())
        {
            try
            {
                for (int i = 0; i < publisherCount; i++)
                {
                    publishers.add(new RespConnection(port));
                }
                subscribe(port, selector);
                final byte[] bytes = batch.getBytes(StandardCharsets.ISO_8859_1);
                final long beginNs = System.nanoTime();
                for (long i = 0; i < batchCount; i++)
                {
                    final long sentNs = System.nanoTime();
                    for (final RespConnection publisher : publishers)
                    {
                        publisher.send(bytes, bytes.length);
                    }
                    receive(selector, perBatch * messageLength);
                    readReplies(publishers);
                    latencies.recordValue(System.nanoTime() - sentNs);
                }
                final double seconds = (System.nanoTime() - beginNs) / (NS_PER_MS * TimeUnit.SECONDS.toMillis(1));
                return new Measurement(
                    batchCount * perBatch / seconds,
                    latencies.getValueAtPercentile(MEDIAN) / NS_PER_MS,
                    latencies.getValueAtPercentile(P99) / NS_PER_MS);
            }
            finally
            {
                for (final SelectionKey key : selector.keys())
                {
                    key.channel().close();
                }
                for (final RespConnection publisher : publishers)
                {
                    publisher.close();
                }
            }
        }
    }

    private static void readReplies(final List<RespConnection> publishers) throws IOException
    {
        for (final RespConnection publisher : publishers)
        {
            for (int i = 0; i < BATCH; i++)
            {
                publisher.readReply();
            }
        }
    }

    private void subscribe(final int port, final Selector selector) throws IOException
    {
        final StringBuilder request = new StringBuilder();
        BatchLoad.append(request, "SUBSCRIBE", CHANNEL);
        final String confirmation = "*3\r\n$9\r\nsubscribe\r\n$" + CHANNEL.length() + "\r\n" + CHANNEL + "\r\n:1\r\n";
        for (int i = 0; i < subscriberCount; i++)
        {
            final SocketChannel channel = BatchLoad.connect(port, selector);
            channel.write(ByteBuffer.wrap(request.toString().getBytes(StandardCharsets.ISO_8859_1)));
        }
        receive(selector, (long)confirmation.length() * subscriberCount);
    }

    /** Reads until so many bytes have arrived at all subscribers together. */
    private void receive(final Selector selector, final long length) throws IOException
    {
        long left = length;
        while (left > 0)
        {
            if (0 == selector.select(READ_LIMIT_MS))
            {
                throw new IOException("messages were lost: bytes=" + left);
            }
            for (final SelectionKey key : selector.selectedKeys())
            {
                final int count = ((SocketChannel)key.channel()).read(received.clear());
                if (count < 0 || count > left)
                {
                    throw new IOException("unexpected bytes: count=" + count + " awaited=" + left);
                }
                left -= count;
            }
            selector.selectedKeys().clear();
        }
    }
}
