package io.ringbolt.transport.replication;

import io.ringbolt.engine.agent.WakeSignal;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.replication.Following;
import io.ringbolt.engine.replication.LinkFigures;
import io.ringbolt.engine.replication.LinkPhase;
import io.ringbolt.engine.replication.LinkRequest;
import io.ringbolt.engine.replication.MasterLinks;
import org.agrona.concurrent.Agent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A replica's connection to its master: it connects, introduces itself, receives the master's data and then the stream,
 * which it hands to the engine in batches. On a thread of its own, for names are looked up and files written here.
 */
/*
 * The engine decides, the link carries out: it gets orders through a queue and answers through the ring, with the
 * generation of the request it is about. A link that ends, however, is not tried again here. What came before its end
 * reaches the engine before the news of it, so the next request asks for the right place.
 *
 * Eight batches go round. When all are the engine's the socket is not read, so a master that is faster than this server
 * finds its socket full.
 */
public final class MasterLink implements MasterLinks, Agent
{
    private static final Logger LOGGER = LoggerFactory.getLogger(MasterLink.class);
    private static final int BATCH_COUNT = 8;
    private static final int STREAM_READ_LENGTH = 64 << 10;
    private static final int TRANSFER_READ_LENGTH = 256 << 10;
    private static final int MAX_LINE_LENGTH = 8 << 10;
    private static final int MAX_TURNS = 16;
    private static final long SIGN_OF_LIFE_MS = 1000;
    private static final long SELECT_MS = 100;
    private static final byte[] NEWLINE = {'\n'};

    /** What is waited for. */
    private enum Step
    {
        NOTHING, CONNECTION, ANSWER, DATA, ENGINE, STREAM
    }

    private final LinkContext context;
    private final Following following;
    private final Selector selector;
    private final WakeSignal signal;
    private final LinkBuffer buffer = new LinkBuffer();
    private final UnitDecoder decoder;
    private final LinkBatch[] batches = new LinkBatch[BATCH_COUNT];
    private final Queue<LinkBatch> free = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();
    private final Runnable pump;
    private LinkRequest request;
    private LinkSocket socket;
    private Handshake handshake;
    private LinkTransfer transfer;
    private Step step = Step.NOTHING;
    private long lastSignMs;
    private boolean isUndecoded;
    private volatile LinkPhase phase = LinkPhase.CONNECT;
    private volatile long timeoutMs;
    private volatile boolean isAcknowledgementDue;
    private volatile long appliedOffset;
    private volatile long lastIoMs;
    private volatile long transferTotal;
    private volatile long transferRead;
    private volatile long transferLastIoMs;
    private volatile long readOffset;
    private volatile long bytesIn;
    private volatile long bytesOut;

    public MasterLink(final LinkContext context) throws IOException
    {
        this.context = context;
        this.following = context.engine().following();
        this.selector = Selector.open();
        this.signal = new WakeSignal(selector::wakeup);
        this.decoder = new UnitDecoder(context.engine().commands());
        this.pump = context.isInvoked() ? this::doWork : () -> { };
        for (int i = 0; i < BATCH_COUNT; i++)
        {
            batches[i] = new LinkBatch(context.allocator(), following, this::onReleased);
            free.add(batches[i]);
        }
    }

    // ---- the engine's side

    @Override
    public void connect(final LinkRequest next)
    {
        order(() -> open(next));
    }

    @Override
    public void timeoutMs(final long milliseconds)
    {
        timeoutMs = milliseconds;
    }

    @Override
    public void close()
    {
        order(() -> drop("The link is given up"));
    }

    @Override
    public void onLoaded(final long generation, final long offset)
    {
        order(() ->
        {
            if (Step.ENGINE == step && generation == request.generation())
            {
                beginStream(offset);
            }
        });
    }

    @Override
    public void acknowledge()
    {
        isAcknowledgementDue = true;
        signal.published();
    }

    @Override
    public void applied(final long offset)
    {
        appliedOffset = offset;
    }

    @Override
    public LinkFigures figures()
    {
        return new LinkFigures(phase, lastIoMs, transferTotal, transferRead, transferLastIoMs,
            Math.max(readOffset, appliedOffset), bytesIn, bytesOut);
    }

    @Override
    public long nextClientId()
    {
        return context.clientIds().getAsLong();
    }

    @Override
    public int listeningPort()
    {
        return context.listeningPort().getAsInt();
    }

    private void order(final Runnable order)
    {
        orders.add(order);
        signal.published();
    }

    private void onReleased(final LinkBatch batch)
    {
        free.add(batch);
        signal.published();
    }

    /** Has it look at the server's end; any thread. */
    public void wake()
    {
        signal.published();
    }

    // ---- the link's thread

    @Override
    public int doWork()
    {
        int workCount = 0;
        for (Runnable order = orders.poll(); null != order; order = orders.poll())
        {
            order.run();
            workCount++;
        }
        if (null != socket)
        {
            try
            {
                workCount += turn();
            }
            catch (final IOException | RuntimeException failure)
            {
                end(failure);
            }
        }
        return workCount;
    }

    /** Waits for bytes, an order, or the time of the next sign of life. */
    public void await()
    {
        signal.aboutToPark();
        if (orders.isEmpty() && !isAcknowledgementDue)
        {
            try
            {
                if (null != socket)
                {
                    socket.await(isReading() || Step.CONNECTION == step);
                    waitFor();
                }
                else
                {
                    selector.select();
                }
                selector.selectedKeys().clear();
            }
            catch (final IOException broken)
            {
                throw new IllegalStateException("select failed: agent=link", broken);
            }
        }
        signal.awake();
    }

    private void waitFor() throws IOException
    {
        if (isReading() && socket.hasUnread())
        {
            selector.selectNow();
        }
        else
        {
            selector.select(isBacklogged() && !free.isEmpty() ? 1 : SELECT_MS);
        }
    }

    @Override
    public String roleName()
    {
        return "link";
    }

    /** Ends. After all threads have ended, and the engine. */
    @Override
    public void onClose()
    {
        if (null != socket)
        {
            socket.close();
        }
        if (null != transfer)
        {
            transfer.fail("the server ends");
            transfer.close();
        }
        for (final LinkBatch batch : batches)
        {
            batch.close();
        }
        buffer.close();
        try
        {
            selector.close();
        }
        catch (final IOException gone)
        {
            LOGGER.warn("Closing a selector failed: {}", gone.getMessage());
        }
    }

    private void open(final LinkRequest next)
    {
        drop("Another link is wanted");
        request = next;
        lastIoMs = nowMs();
        lastSignMs = lastIoMs;
        appliedOffset = next.nextOffset() - 1;
        phase = LinkPhase.CONNECTING;
        LOGGER.info("Connecting to MASTER {}:{}", next.master().host(), next.master().port());
        try
        {
            socket = LinkSocket.open(next, selector, context.encryption().get());
            step = Step.CONNECTION;
            LOGGER.info("MASTER <-> REPLICA sync started");
        }
        catch (final IOException | RuntimeException failure)
        {
            end(failure);
        }
    }

    /** Closes the connection without telling anybody. */
    private void drop(final String reason)
    {
        if (null != socket)
        {
            socket.close();
            socket = null;
        }
        if (null != transfer)
        {
            transfer.fail(reason);
            transfer = null;
        }
        handshake = null;
        buffer.clear();
        decoder.clear();
        isAcknowledgementDue = false;
        transferTotal = 0;
        transferRead = 0;
        phase = LinkPhase.CONNECT;
        step = Step.NOTHING;
    }

    private void end(final Exception failure)
    {
        final boolean isContinuable = !(failure instanceof StreamException);
        LOGGER.warn("{}", failure instanceof LinkException ? failure.getMessage() :
            (Step.STREAM == step ? "Connection with master lost: " : "Error condition on socket for SYNC: ") +
            failure.getMessage());
        final long generation = request.generation();
        drop(failure.getMessage());
        final boolean isRefused = failure instanceof LinkException refusal && refusal.isRefusal();
        context.toEngine().accept(() -> following.onDown(generation, isContinuable, isRefused));
    }

    private int turn() throws IOException
    {
        if (Step.CONNECTION == step && socket.finishConnect())
        {
            LOGGER.info("Non blocking connect for SYNC fired the event.");
            handshake = new Handshake(request);
            step = Step.ANSWER;
            phase = LinkPhase.HANDSHAKE;
            send(handshake.takeOutgoing());
        }
        int workCount = 0;
        if (Step.CONNECTION != step)
        {
            for (int i = 0; i < MAX_TURNS && isReading() && readOnce() > 0; i++)
            {
                process();
                workCount++;
            }
            if (isBacklogged())
            {
                process();
            }
            socket.flush();
        }
        giveSigns();
        return workCount;
    }

    private int readOnce() throws IOException
    {
        final int count = buffer.read(
            socket.channel(), Step.DATA == step ? TRANSFER_READ_LENGTH : STREAM_READ_LENGTH);
        if (count < 0)
        {
            throw new LinkException("Connection with master lost.");
        }
        if (count > 0)
        {
            lastIoMs = nowMs();
            bytesIn += count;
            if (Step.STREAM == step)
            {
                readOffset += count;
            }
        }
        return count;
    }

    /** @return true if more bytes can be taken now. */
    private boolean isReading()
    {
        return switch (step)
        {
            case ANSWER -> true;
            case DATA -> !transfer.hasBegun() || buffer.length() < TRANSFER_READ_LENGTH / 2;
            case STREAM -> 0 == decoder.unitCount();
            default -> false;
        };
    }

    /** @return true if bytes have been received that could not be passed on. */
    private boolean isBacklogged()
    {
        return Step.STREAM == step && (decoder.unitCount() > 0 || isUndecoded) ||
            Step.DATA == step && transfer.hasBegun() && buffer.length() > 0;
    }

    private void process() throws IOException
    {
        while (Step.ANSWER == step || Step.DATA == step && !transfer.hasBegun())
        {
            final String line = takeLine();
            if (null == line)
            {
                return;
            }
            onLine(line);
        }
        if (Step.DATA == step)
        {
            onData();
        }
        else if (Step.STREAM == step)
        {
            onStream();
        }
    }

    private String takeLine() throws LinkException
    {
        final int length = Math.min(buffer.length(), MAX_LINE_LENGTH);
        for (int i = 0; i < length; i++)
        {
            if ('\n' == OffHeap.getByte(buffer.address() + i))
            {
                final int end = i > 0 && '\r' == OffHeap.getByte(buffer.address() + i - 1) ? i - 1 : i;
                final String line = new String(OffHeap.toBytes(buffer.address(), end), StandardCharsets.ISO_8859_1);
                buffer.consume(i + 1);
                return line;
            }
        }
        if (MAX_LINE_LENGTH == length)
        {
            throw new LinkException("Bad protocol from MASTER, a line without an end");
        }
        return null;
    }

    private void onLine(final String line) throws IOException
    {
        if (Step.DATA == step)
        {
            transfer.onHead(line);
            if (transfer.hasBegun())
            {
                transferTotal = transfer.totalLength();
                transferLastIoMs = nowMs();
                if (transfer.isPiped())
                {
                    tellOfTransfer();
                }
            }
            return;
        }
        switch (handshake.onLine(line))
        {
            case FULL_SYNC -> beginTransfer();
            case CONTINUES ->
            {
                final long generation = request.generation();
                final String id = handshake.historyId();
                context.toEngine().accept(() -> following.onContinued(generation, id));
                beginStream(request.nextOffset() - 1);
            }
            default -> send(handshake.takeOutgoing());
        }
    }

    // ---- the data

    private void beginTransfer()
    {
        final long generation = request.generation();
        final String id = handshake.historyId();
        final long offset = handshake.offset();
        context.toEngine().accept(() -> following.onFullSync(generation, id, offset));
        transfer = new LinkTransfer(context, request, this::wake, pump);
        step = Step.DATA;
        phase = LinkPhase.SYNC;
    }

    private void tellOfTransfer()
    {
        final long generation = request.generation();
        final LinkTransfer current = transfer;
        context.toEngine().accept(() -> following.onTransfer(generation, current.transfer()));
    }

    private void onData() throws IOException
    {
        final boolean isEnd = transfer.onBytes(buffer);
        transferRead = transfer.readLength();
        transferLastIoMs = lastIoMs;
        if (isEnd)
        {
            step = Step.ENGINE;
            if (!transfer.isPiped())
            {
                tellOfTransfer();
            }
        }
    }

    // ---- the stream

    private void beginStream(final long offset)
    {
        if (null != transfer)
        {
            transfer.fail("nothing is missing");
            transfer = null;
        }
        handshake = null;
        transferTotal = 0;
        transferRead = 0;
        appliedOffset = offset;
        readOffset = offset + buffer.length();
        isAcknowledgementDue = true;
        isUndecoded = buffer.length() > 0;
        lastIoMs = nowMs();
        phase = LinkPhase.CONNECTED;
        step = Step.STREAM;
    }

    private void onStream() throws StreamException
    {
        isUndecoded = false;
        final String fault = decoder.decode(buffer.address(), buffer.length());
        if (decoder.unitCount() > 0)
        {
            final LinkBatch batch = free.poll();
            if (null == batch)
            {
                return;
            }
            batch.fill(decoder, buffer.address(), request.generation());
            buffer.consume(decoder.unitsLength());
            decoder.take();
            context.toEngine().accept(batch);
        }
        if (null != fault)
        {
            throw new StreamException("Protocol error from master: " + fault);
        }
    }

    // ---- signs of life

    private void giveSigns() throws IOException
    {
        final long nowMs = nowMs();
        if (Step.ENGINE != step && nowMs - lastIoMs > timeoutMs)
        {
            throw new LinkException(Step.STREAM == step ? "MASTER timeout: no data nor PING received..." :
                Step.DATA == step ? "Timeout receiving bulk data from MASTER... If the problem persists try to set " +
                "the 'repl-timeout' parameter in the configuration to a larger value." :
                "Timeout connecting to the MASTER...");
        }
        final boolean isDue = nowMs - lastSignMs >= SIGN_OF_LIFE_MS;
        if (Step.STREAM == step && (isDue || isAcknowledgementDue))
        {
            isAcknowledgementDue = false;
            lastSignMs = nowMs;
            acknowledge(appliedOffset, context.forcedOffset().getAsLong());
        }
        else if (isDue && (Step.ENGINE == step || Step.DATA == step && transfer.isPiped()))
        {
            lastSignMs = nowMs;
            send(NEWLINE);
        }
    }

    private void acknowledge(final long applied, final long forced) throws IOException
    {
        final String offset = Long.toString(applied);
        send(Handshake.command(forced < 0 ? List.of("REPLCONF", "ACK", offset) :
            List.of("REPLCONF", "ACK", offset, "FACK", Long.toString(Math.min(applied, forced)))));
    }

    private void send(final byte[] bytes) throws IOException
    {
        socket.send(bytes);
        bytesOut += bytes.length;
    }

    private long nowMs()
    {
        return context.clock().microTime() / 1000;
    }
}
