package io.ringbolt.perf.load;

import io.ringbolt.transport.tls.TlsBuffers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/*
 * Two loops share this code. In the closed one a connection asks again when all it has asked has been answered: a slow
 * server slows the load down, and what users would have waited meanwhile is not seen. In the open one operations are
 * due at times of their own, are sent on the first connection that has room, and are measured from the time at which
 * they were due, so a stall counts for everybody who would have come while it lasted (G. Tene, "How not to measure
 * latency").
 */

/**
 * A thread of a load generator: connections, the requests they send and the latencies of the answers.
 */
final class LoadThread implements AutoCloseable
{
    private static final int BUFFER_LENGTH = 64 << 10;
    private static final int GREETING = -1;
    private static final long GREETING_LIMIT_NS = 20_000_000_000L;
    /** The selector sleeps in whole milliseconds: what is due sooner is waited for without sleeping. */
    private static final long SHORTEST_SLEEP_NS = 2_000_000;
    private static final long NS_PER_MS = 1_000_000;

    private final Target target;
    private final Operation[] operations;
    private final double[] shares;
    private final LoadShape shape;
    private final Draw draw;
    private final LoadRecorder recorder;
    private final Selector selector;
    private final Consumer<SelectionKey> onReady = this::onReady;
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_LENGTH);
    private final byte[] bytes = new byte[BUFFER_LENGTH];
    private final List<LoadClient> clients = new ArrayList<>();
    private final ArrayDeque<LoadClient> dirty = new ArrayDeque<>();
    private final ArrayDeque<LoadClient> withRoom = new ArrayDeque<>();
    private Arrivals arrivals;
    private long remainingCount;
    private long inFlight;
    private long nowNs;
    private long measuredFromNs;
    private long endNs;

    LoadThread(
        final Target target, final Workload workload, final LoadShape shape, final Draw draw,
        final LoadRecorder recorder)
        throws IOException
    {
        this.target = target;
        this.operations = workload.operations().toArray(new Operation[0]);
        this.shares = workload.cumulativeShares();
        this.shape = shape;
        this.draw = draw;
        this.recorder = recorder;
        this.selector = Selector.open();
    }

    /** Connects and greets; returns when all greetings are answered. */
    void connect(final int clientCount, final Access access) throws IOException
    {
        final TlsBuffers buffers = new TlsBuffers();
        final List<RequestTemplate> greeting = new ArrayList<>();
        access.greeting().forEach(words -> greeting.add(RequestTemplate.of(words, false)));
        greeting.add(RequestTemplate.of(List.of("PING"), false));
        for (int i = 0; i < clientCount; i++)
        {
            final LoadClient client = LoadClient.connect(target, access, selector, buffers);
            clients.add(client);
            for (int step = 0; step < greeting.size(); step++)
            {
                client.enqueue(greeting.get(step), draw, GREETING, greeting.size() - 1 - step, 0, 0);
                inFlight++;
            }
            client.flush();
        }
        final long limitNs = System.nanoTime() + GREETING_LIMIT_NS;
        while (inFlight > 0)
        {
            turn(100 * NS_PER_MS);
            if (System.nanoTime() > limitNs)
            {
                throw new IOException(target.name() + " does not answer: " + inFlight + " greetings");
            }
        }
    }

    /**
     * Sends each key's commands once, a window of them at a time.
     *
     * @param commands with the key's number in them.
     * @param begin    the first key's number.
     * @param end      behind the last one's.
     */
    void prepare(final List<RequestTemplate> commands, final long begin, final long end, final int window)
        throws IOException
    {
        long next = begin;
        measuredFromNs = Long.MAX_VALUE;
        while (next < end || inFlight > 0)
        {
            for (final LoadClient client : clients)
            {
                while (next < end && client.inFlight() < window)
                {
                    for (final RequestTemplate command : commands)
                    {
                        client.enqueue(command, draw, GREETING, 1, next, 0);
                        inFlight++;
                    }
                    next++;
                }
                markDirty(client);
            }
            turn(100 * NS_PER_MS);
        }
    }

    /**
     * Puts the load on the server and returns when it has ended.
     *
     * @param beginNs when warming up begins, on {@link System#nanoTime}.
     * @param share   of the rate and of the requests.
     * @param index   of this thread, so that threads take turns in sending.
     */
    void run(final long beginNs, final double share, final int index) throws IOException
    {
        measuredFromNs = beginNs + shape.warmUpNs();
        endNs = shape.durationNs() > 0 ? measuredFromNs + shape.durationNs() : Long.MAX_VALUE;
        remainingCount = shape.durationNs() > 0 ? Long.MAX_VALUE : Math.round(shape.requestCount() * share);
        awaitBegin(beginNs);
        if (shape.isOpen())
        {
            final double gapNs = 1e9 / (shape.ratePerSecond() * share);
            arrivals = new Arrivals(beginNs + (long)(gapNs * index * share), gapNs, shape.isPoisson(), draw);
            clients.forEach(this::list);
            runOpen();
        }
        else
        {
            clients.forEach(this::fill);
            while (inFlight > 0)
            {
                turn(100 * NS_PER_MS);
                if (nowNs > endNs && nowNs - endNs > shape.drainNs())
                {
                    abandon();
                    return;
                }
            }
        }
    }

    /** All threads begin together; what is sent before would count for nothing. */
    private void awaitBegin(final long beginNs)
    {
        nowNs = System.nanoTime();
        while (nowNs - beginNs < 0)
        {
            LockSupport.parkNanos(beginNs - nowNs);
            nowNs = System.nanoTime();
        }
    }

    private void runOpen() throws IOException
    {
        while (true)
        {
            nowNs = System.nanoTime();
            boolean isDue = isAnythingLeft();
            while (isDue && arrivals.nextNs() <= nowNs && !withRoom.isEmpty())
            {
                sendDue();
                isDue = isAnythingLeft();
            }
            if (!isDue && inFlight == 0)
            {
                return;
            }
            if (nowNs > endNs && nowNs - endNs > shape.drainNs())
            {
                abandon();
                return;
            }
            turn(isDue && !withRoom.isEmpty() ? arrivals.nextNs() - nowNs : 100 * NS_PER_MS);
        }
    }

    private boolean isAnythingLeft()
    {
        return remainingCount > 0 && arrivals.nextNs() < endNs;
    }

    private void sendDue()
    {
        final LoadClient client = withRoom.poll();
        client.isListed(false);
        begin(client, arrivals.nextNs());
        arrivals.advance();
        list(client);
        markDirty(client);
    }

    private void list(final LoadClient client)
    {
        if (!client.isListed() && client.inFlight() < shape.pipeline())
        {
            client.isListed(true);
            withRoom.add(client);
        }
    }

    /** A closed loop's connection asks as much as it may. */
    private void fill(final LoadClient client)
    {
        if (nowNs < endNs)
        {
            while (client.inFlight() < shape.pipeline() && remainingCount > 0)
            {
                begin(client, nowNs);
            }
            markDirty(client);
        }
    }

    private void begin(final LoadClient client, final long beginNs)
    {
        final int index = drawOperation();
        final Operation operation = operations[index];
        final long key = operation.isNew() ? draw.newKey() : draw.key();
        client.enqueue(operation.steps().get(0), draw, index, 0, key, beginNs);
        inFlight++;
        if (beginNs >= measuredFromNs)
        {
            remainingCount--;
        }
    }

    private int drawOperation()
    {
        if (operations.length == 1)
        {
            return 0;
        }
        final double drawn = draw.share();
        int i = 0;
        while (shares[i] <= drawn)
        {
            i++;
        }
        return i;
    }

    /** One pass over what is to be written and what has arrived. @param waitNs longest wait for either. */
    private void turn(final long waitNs) throws IOException
    {
        for (LoadClient client = dirty.poll(); client != null; client = dirty.poll())
        {
            client.isDirty(false);
            client.flush();
        }
        if (waitNs < SHORTEST_SLEEP_NS)
        {
            selector.selectNow(onReady);
        }
        else
        {
            selector.select(onReady, waitNs / NS_PER_MS);
        }
        nowNs = System.nanoTime();
    }

    private void onReady(final SelectionKey selectionKey)
    {
        final LoadClient client = (LoadClient)selectionKey.attachment();
        try
        {
            if (selectionKey.isReadable())
            {
                client.receive(in, bytes, this);
            }
            if (selectionKey.isWritable() || client.hasToSend())
            {
                markDirty(client);
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** Called by a client when bytes have arrived: the time of all answers in them. */
    void onBytes()
    {
        nowNs = System.nanoTime();
    }

    /** Called by a client for each answer. @param error null for none. */
    void onReply(
        final LoadClient client, final int index, final int step, final long key, final long beginNs,
        final String error)
    {
        inFlight--;
        if (index == GREETING)
        {
            if (error != null && step > 0)
            {
                throw new IllegalStateException(target.name() + " refuses: " + error);
            }
            return;
        }
        if (error != null && beginNs >= measuredFromNs)
        {
            recorder.onError(error);
        }
        final Operation operation = operations[index];
        if (step + 1 < operation.steps().size())
        {
            client.enqueue(operation.steps().get(step + 1), draw, index, step + 1, key, beginNs);
            inFlight++;
            markDirty(client);
            return;
        }
        if (beginNs >= measuredFromNs)
        {
            recorder.record(index, nowNs - beginNs);
        }
        if (shape.isOpen())
        {
            list(client);
        }
        else if (client.inFlight() == 0)
        {
            fill(client);
        }
    }

    private void markDirty(final LoadClient client)
    {
        if (!client.isDirty())
        {
            client.isDirty(true);
            dirty.add(client);
        }
    }

    /** What was due and is not answered counts with the time it has waited so far, which is the least it takes. */
    private void abandon()
    {
        long unfinished = 0;
        for (final LoadClient client : clients)
        {
            for (int i = 0; i < client.inFlight(); i++)
            {
                if (client.beginNs(i) >= measuredFromNs)
                {
                    recorder.record(client.operation(i), nowNs - client.beginNs(i));
                    unfinished++;
                }
            }
        }
        while (shape.isOpen() && isAnythingLeft())
        {
            if (arrivals.nextNs() >= measuredFromNs)
            {
                recorder.record(drawOperation(), nowNs - arrivals.nextNs());
                unfinished++;
            }
            arrivals.advance();
            remainingCount--;
        }
        recorder.onUnfinished(unfinished);
    }

    @Override
    public void close() throws IOException
    {
        clients.forEach(LoadClient::close);
        selector.close();
    }
}
