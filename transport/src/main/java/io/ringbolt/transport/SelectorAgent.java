package io.ringbolt.transport;

import com.lmax.disruptor.Sequence;
import io.ringbolt.engine.agent.WakeSignal;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.transport.resp.CommandPublisher;
import io.ringbolt.transport.tls.TlsBuffers;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The duty cycle of a set of sockets: it accepts, reads and decodes, publishes into the command ring, and writes the
 * replies that come back. A connection belongs to one selector for its life.
 */
/*
 * A turn has two halves, so that engine and selector can share a thread: poll() takes everything in, deliver() sends
 * everything out, and the engine runs between them. In a turn each ready connection is read once; what remains in the
 * kernel is reported again by the next select, so nobody is served twice before everybody was served once.
 *
 * Nothing is lost when the ring is full. Three lists remember who could not publish: sessions to be opened,
 * connections whose bytes wait, sessions to be ended; in this order, for an opening must precede and an end must
 * follow a session's commands.
 */
final class SelectorAgent implements Agent
{
    private static final Logger LOGGER = LoggerFactory.getLogger(SelectorAgent.class);
    private static final long MAX_SELECT_MS = 1000;
    private static final long RETRY_SELECT_MS = 1;
    private static final long REVIEW_PERIOD_MS = 1000;

    private final int index;
    private final String roleName;
    private final BroadcastDelivery broadcasts = new BroadcastDelivery();
    private final Selector selector;
    private final OffHeapAllocator allocator;
    private final CommandPublisher publisher;
    private final ConnectionIo io;
    private final NanoClock nanoClock;
    private final WallClock wallClock;
    private final Sequence answeredSequence;
    private final Runnable onPublished;
    private final TrafficFigures figures;
    private final ConnectionCounts counts;
    private final LongSupplier clientBytes;
    private final ConnectionQueue announced = new ConnectionQueue();
    private final Queue<Connection> incoming = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> calls = new ConcurrentLinkedQueue<>();
    private final ArrayList<Connection> ringBlocked = new ArrayList<>();
    private TlsBuffers tlsBuffers;
    private final ArrayList<Connection> ending = new ArrayList<>();
    private final SessionEntries sessions;
    private final GatedConnections gated;
    private final Consumer<Connection> deliver = this::deliver;
    private final Consumer<Connection> deliverBroadcast = this::deliverBroadcast;
    private final Consumer<Connection> deliverFeed = this::deliverFeed;
    private final Consumer<SelectionKey> onReady = this::onReady;
    private final WakeSignal wakeSignal;
    private final BusyPoll busyPoll;
    private TickSource tickSource;
    private volatile ConnectionLimits limits;
    private ConnectionLimits appliedLimits;
    private volatile boolean isWaitingForEngine;
    private volatile boolean hasReplicas;
    private boolean isClockStale;
    private boolean hasSelected;
    private boolean isEndUnanswered;
    private boolean isAcceptPaused;
    private long nowNs;
    private long nowMs;
    private long nextReviewMs;
    private int writeBlockedCount;

    SelectorAgent(
        final int index,
        final OffHeapAllocator allocator,
        final CommandPublisher publisher,
        final ReplyGate gate,
        final ServerClocks clocks,
        final Sequence answeredSequence,
        final Runnable onPublished,
        final ConnectionCounts counts,
        final LongSupplier clientBytes) throws IOException
    {
        this.index = index;
        this.roleName = "selector-" + index;
        this.selector = Selector.open();
        this.allocator = allocator;
        this.publisher = publisher;
        this.sessions = new SessionEntries(publisher);
        this.gated = new GatedConnections(gate);
        this.figures = new TrafficFigures();
        this.io = new ConnectionIo(allocator, publisher, gate, figures, broadcasts);
        this.nanoClock = clocks.nanoClock();
        this.wallClock = new WallClock(clocks.epochClock(), clocks.nanoClock());
        this.answeredSequence = answeredSequence;
        publisher.answeredSequence(answeredSequence);
        this.onPublished = onPublished;
        this.counts = counts;
        this.clientBytes = clientBytes;
        this.wakeSignal = new WakeSignal(selector::wakeup);
        sampleClock();
        this.busyPoll = new BusyPoll(nowNs);
    }

    /** Makes this the selector that sends ticks. Before the start. */
    void tickSource(final TickSource tickSource)
    {
        this.tickSource = tickSource;
    }

    /** Sets the limits from the next turn on; any thread. */
    void limits(final ConnectionLimits limits)
    {
        this.limits = limits;
    }

    /** @return its place among the server's selectors. */
    int index()
    {
        return index;
    }

    BroadcastDelivery broadcasts()
    {
        return broadcasts;
    }

    Selector selector()
    {
        return selector;
    }

    CommandPublisher publisher()
    {
        return publisher;
    }

    TrafficFigures figures()
    {
        return figures;
    }

    // ---- from other threads

    /** Has a connection looked after in the next turn. */
    void announce(final Connection connection)
    {
        announced.announce(connection);
    }

    /** Wakes the selector if it waits. */
    void wake()
    {
        wakeSignal.published();
    }

    /** Called by the engine after each batch. */
    void onEngineBatch()
    {
        if (isWaitingForEngine || !announced.isEmpty() || broadcasts.isDue() || hasReplicas)
        {
            wakeSignal.published();
        }
    }

    /** Takes over a new connection. */
    void adopt(final Connection connection)
    {
        incoming.add(connection);
        wake();
    }

    /** Runs something on the engine's thread, in order with commands, published by this selector. */
    void call(final Runnable call)
    {
        calls.add(call);
        wake();
    }

    // ---- the turn

    @Override
    public int doWork()
    {
        return poll() + deliver();
    }

    /** Takes in what has come: events, new connections, ticks. */
    int poll()
    {
        sampleClock();
        if (limits != appliedLimits)
        {
            applyLimits();
        }
        isClockStale = busyPoll.isPolling();         // the first event after a spell of polling takes the time anew
        int workCount = hasSelected ? 1 : selectNow();
        hasSelected = false;
        workCount += publishWaiting();
        if (nowMs >= nextReviewMs)
        {
            review();
        }
        if (publisher.takePublishedCount() > 0)
        {
            onPublished.run();
        }
        return workCount;
    }

    /** Sends out what the engine has answered, and ends what is to end. */
    int deliver()
    {
        int workCount = deliverAnnounced();           // first: few, and each waited for
        workCount += broadcasts.poll(deliverBroadcast);
        if (!io.feeds().isEmpty())
        {
            workCount += io.feeds().poll(deliverFeed);
            hasReplicas = !io.feeds().isEmpty();
        }
        if (gated.isDue())
        {
            workCount += gated.poll(deliver);
        }
        if (!ending.isEmpty())
        {
            workCount += finishEnding();
        }
        isWaitingForEngine = isEndUnanswered || hasUnpublished();
        return workCount;
    }

    /** @return true if there are clients, and all of them wait for the journal. With one selector. */
    boolean isEveryoneGated()
    {
        return gated.isWaiting() && gated.count() == counts.open();
    }

    /** Polls on for a while after the last work, then waits for an event. */
    void idle(final int workCount)
    {
        if (workCount > 0)
        {
            busyPoll.onWork(nowNs);
        }
        else if (busyPoll.continues(nowNs, gated.isWaiting()))
        {
            Thread.onSpinWait();
        }
        else
        {
            await();
        }
    }

    /** Waits for an event, a wake-up, or the time of the next tick. */
    void await()
    {
        wakeSignal.aboutToPark();
        final long timeoutMs = timeoutMs();
        if (timeoutMs > 0 && announced.isEmpty() && incoming.isEmpty() && calls.isEmpty() && !gated.isDue() &&
            !broadcasts.isDue() && !io.feeds().isDue())
        {
            try
            {
                isClockStale = true;
                selector.select(onReady, timeoutMs);
                hasSelected = true;
            }
            catch (final IOException broken)
            {
                throw new IllegalStateException("select failed: agent=" + roleName, broken);
            }
        }
        wakeSignal.awake();
    }

    @Override
    public String roleName()
    {
        return roleName;
    }

    /** Closes all connections without telling the engine, which must have stopped. */
    @Override
    public void onClose()
    {
        letGoOfListeners();
        for (final SelectionKey key : selector.keys())
        {
            if (key.attachment() instanceof Connection connection)
            {
                release(connection);
            }
        }
        for (Connection next = incoming.poll(); null != next; next = incoming.poll())
        {
            release(next);
        }
        drainAnnounced();
        broadcasts.close();
        try
        {
            selector.close();
        }
        catch (final IOException broken)
        {
            LOGGER.warn("Closing a selector failed: {}", broken.getMessage());
        }
        io.close();
    }

    /** A closed listener listens until its selector looks; clients must not find it once they are let go. */
    private void letGoOfListeners()
    {
        try
        {
            selector.selectNow();
        }
        catch (final IOException broken)
        {
            LOGGER.warn("Closing listeners failed: {}", broken.getMessage());
        }
    }

    private void drainAnnounced()
    {
        for (Connection connection = announced.takeAll(); null != connection; connection = connection.nextAnnounced)
        {
            connection.output().drop();
        }
    }

    private void sampleClock()
    {
        nowNs = nanoClock.nanoTime();
        final long nowUs = wallClock.timeUs(nowNs);
        nowMs = nowUs / 1000;
        publisher.timeUs(nowUs);
        publisher.sampler().onTurn(nowNs);
        publisher.clientBytes(clientBytes.getAsLong());
        isClockStale = false;
    }

    private void applyLimits()
    {
        appliedLimits = limits;
        io.limits(appliedLimits);
        busyPoll.duration(appliedLimits.busyPollNs);
    }

    private int selectNow()
    {
        try
        {
            return selector.selectNow(onReady);
        }
        catch (final IOException broken)
        {
            throw new IllegalStateException("select failed: agent=" + roleName, broken);
        }
    }

    private long timeoutMs()
    {
        long timeoutMs = isEndUnanswered || hasUnpublished() ? RETRY_SELECT_MS : MAX_SELECT_MS;
        if (null != tickSource)
        {
            timeoutMs = Math.min(timeoutMs, tickSource.delayMs(nowMs));
        }
        return timeoutMs;
    }

    private boolean hasUnpublished()
    {
        return sessions.isWaiting() || !ringBlocked.isEmpty();
    }

    private void onReady(final SelectionKey key)
    {
        if (isClockStale)
        {
            sampleClock();
        }
        if (key.attachment() instanceof Connection connection)
        {
            onReady(connection, key);
        }
        else
        {
            onAcceptable((Listener)key.attachment(), key);
        }
    }

    /**
     * A listener that can't accept, mostly for want of descriptors, would be reported at once again: it rests
     * until the review.
     */
    private void onAcceptable(final Listener listener, final SelectionKey key)
    {
        if (!listener.onAcceptable(nowMs) && key.isValid())
        {
            key.interestOps(0);
            isAcceptPaused = true;
        }
    }

    private void onReady(final Connection connection, final SelectionKey key)
    {
        try
        {
            if (key.isWritable())
            {
                write(connection);
            }
            if (connection.mayRead() && key.isReadable())
            {
                afterRead(connection, io.read(connection));
            }
        }
        catch (final CancelledKeyException closedMeanwhile)
        {
            LOGGER.trace("Event of a closed connection: {}", connection);
        }
        catch (final OutOfMemoryError exhausted)
        {
            LOGGER.error("Out of memory while serving a client: client={} reason={}", connection,
                exhausted.getMessage());
            close(connection);
        }
    }

    private void afterRead(final Connection connection, final int outcome)
    {
        switch (outcome)
        {
            case ConnectionIo.RING_FULL:
                connection.ringBlocked(true);
                ringBlocked.add(connection);
                connection.updateInterest(connection.isWriteBlocked());
                break;

            case ConnectionIo.INPUT_ENDED:
                endInput(connection);
                break;

            case ConnectionIo.BROKEN:
                close(connection);
                break;

            default:
                if (null != connection.tls())
                {
                    writeBlocked(connection, connection.hasUnsent() || connection.isWriteBlocked());
                }
                break;
        }
    }

    /**
     * @return room for encrypted bytes. Called by the acceptor's thread only; this agent's uses what it finds there.
     */
    TlsBuffers tlsBuffers()
    {
        if (null == tlsBuffers)
        {
            tlsBuffers = new TlsBuffers();
        }
        return tlsBuffers;
    }

    // ---- into the ring

    private int publishWaiting()
    {
        int workCount = 0;
        for (Connection next = incoming.poll(); null != next; next = incoming.poll())
        {
            open(next);
            workCount++;
        }
        if (hasUnpublished())
        {
            workCount += retryUnpublished();
        }
        workCount += null == tickSource ? 0 : tickSource.poll(publisher, nowMs);
        if (!calls.isEmpty())
        {
            workCount += publishCall();
        }
        return workCount;
    }

    private int publishCall()
    {
        final RingEntry entry = publisher.tryClaim();
        if (null != entry)
        {
            entry.call(calls.poll(), publisher.timeUs());
            publisher.publish();
        }
        return 1;
    }

    private void open(final Connection connection)
    {
        try
        {
            connection.key(connection.channel().register(selector, SelectionKey.OP_READ, connection));
        }
        catch (final IOException gone)
        {
            LOGGER.debug("Error registering client: {}", gone.getMessage());
            release(connection);
            return;
        }
        sessions.open(connection);
    }

    private int retryUnpublished()
    {
        int workCount = sessions.retryOpenings();
        for (int i = ringBlocked.size(); i > 0 && !sessions.isOpeningWaiting(); i--)
        {
            final Connection connection = ringBlocked.remove(0);
            connection.ringBlocked(false);
            if (!connection.isClosed())
            {
                afterRead(connection, io.resume(connection));
                connection.updateInterest(connection.isWriteBlocked());
            }
            workCount += connection.isRingBlocked() ? 0 : 1;
        }
        workCount += sessions.retryEnds();
        return workCount;
    }

    // ---- out to the sockets

    private int deliverAnnounced()
    {
        int workCount = 0;
        Connection connection = announced.takeAll();
        while (null != connection)
        {
            final Connection next = connection.nextAnnounced;
            connection.nextAnnounced = null;
            connection.unmarkAnnounced();
            deliver(connection);
            connection = next;
            workCount++;
        }
        return workCount;
    }

    private void deliver(final Connection connection)
    {
        if (connection.isClosed())
        {
            connection.output().drop();
        }
        else if (connection.closesNow())
        {
            close(connection);
        }
        else
        {
            if (connection.isHandshakeDue())
            {
                afterRead(connection, io.read(connection));
            }
            if (connection.mayCatchUp())
            {
                afterRead(connection, ConnectionIo.RING_FULL);
            }
            if (!connection.isWriteBlocked())
            {
                write(connection);
            }
            else
            {
                connection.output().unread(broadcasts.passed());      // fetched, it is moved together
            }
        }
    }

    /** A message has been appended outside the engine's eyes, so its limits are looked at here. */
    private void deliverBroadcast(final Connection connection)
    {
        if (OutputLimits.isHardLimitBroken(connection, appliedLimits, connection.outputLength()))
        {
            counts.onOutputLimit();
            LOGGER.warn("Client {} scheduled to be closed ASAP for overcoming of output buffer limits.", connection);
            close(connection);
            return;
        }
        deliver(connection);
    }

    /** The log grows without this connection's doing, so its limits are looked at in each turn. */
    private void deliverFeed(final Connection connection)
    {
        if (OutputLimits.isHardLimitBroken(connection, appliedLimits, connection.outputLength()))
        {
            counts.onOutputLimit();
            LOGGER.warn("Client {} scheduled to be closed ASAP for overcoming of output buffer limits.", connection);
            close(connection);
        }
        else if (!connection.isWriteBlocked())
        {
            write(connection);
        }
    }

    private void write(final Connection connection)
    {
        if (null != connection.feed() && !connection.isFed())
        {
            connection.fed();
            io.feeds().add(connection);
            hasReplicas = true;
        }
        final boolean asksForEnd = connection.closesAfterReplies();
        switch (io.write(connection))
        {
            case ConnectionIo.BROKEN:
                close(connection);
                break;

            case ConnectionIo.WRITE_BLOCKED:
                writeBlocked(connection, true);
                break;

            case ConnectionIo.GATED:
                writeBlocked(connection, false);
                gated.add(connection);
                break;

            default:
                writeBlocked(connection, false);
                if (connection.output().isHeldBack())
                {
                    broadcasts.holdBack(connection);
                }
                else if (asksForEnd)
                {
                    close(connection);
                }
                break;
        }
    }

    private void writeBlocked(final Connection connection, final boolean isBlocked)
    {
        if (isBlocked != connection.isWriteBlocked())
        {
            writeBlockedCount += isBlocked ? 1 : -1;
        }
        connection.updateInterest(isBlocked);
    }

    // ---- the end of a connection

    /** The client sends no more; it is answered what it sent before, then the connection ends. */
    private void endInput(final Connection connection)
    {
        connection.inputEnded();
        connection.updateInterest(connection.isWriteBlocked());
        endSession(connection);
        ending.add(connection);
    }

    private void endSession(final Connection connection)
    {
        sessions.end(connection, !ringBlocked.isEmpty());
    }

    /**
     * Closes who has been answered. Who has been but does not read is waited for like any slow reader, by its socket.
     */
    private int finishEnding()
    {
        isEndUnanswered = false;
        final long answered = answeredSequence.get();
        int workCount = 0;
        for (int i = ending.size() - 1; i >= 0; i--)
        {
            final Connection connection = ending.get(i);
            final boolean isAnswered = Connection.NOT_ENDED != connection.closedSequence() &&
                connection.closedSequence() <= answered && announced.isEmpty();
            if (connection.isClosed() || isAnswered && isAllWritten(connection))
            {
                ending.remove(i);
                close(connection);
                workCount++;
            }
            else if (!isAnswered)
            {
                isEndUnanswered = true;
            }
        }
        return workCount;
    }

    private boolean isAllWritten(final Connection connection)
    {
        return null == connection.output().unread(broadcasts.passed()) && !connection.output().isHeldBack();
    }

    private void close(final Connection connection)
    {
        if (!connection.isClosed())
        {
            writeBlocked(connection, false);
            release(connection);
            endSession(connection);
        }
    }

    private void release(final Connection connection)
    {
        if (connection.isClosed())
        {
            return;
        }
        connection.closed();
        connection.decoder().close();
        connection.keep(allocator, 0, 0);
        connection.ahead().free(allocator);
        connection.output().drop();
        counts.onClosed();
        if (null != connection.key())
        {
            connection.key().cancel();
        }
        try
        {
            if (null != connection.tls())
            {
                connection.tls().close();
            }
            connection.channel().close();
        }
        catch (final IOException gone)
        {
            LOGGER.debug("Closing a client's socket failed: {}", gone.getMessage());
        }
        counts.releaseDescriptor(connection.descriptor());
    }

    // ---- once a second

    private void review()
    {
        nextReviewMs = nowMs + REVIEW_PERIOD_MS;
        if (isAcceptPaused)
        {
            isAcceptPaused = false;
            resumeAccepting();
        }
        if (0 == appliedLimits.idleTimeoutMs && 0 == writeBlockedCount && !hasReplicas)
        {
            return;
        }
        for (final SelectionKey key : selector.keys())
        {
            if (key.attachment() instanceof Connection connection && !connection.isClosed())
            {
                review(connection);
            }
        }
    }

    private void resumeAccepting()
    {
        for (final SelectionKey key : selector.keys())
        {
            if (key.attachment() instanceof Listener && key.isValid())
            {
                key.interestOps(SelectionKey.OP_ACCEPT);
            }
        }
    }

    private void review(final Connection connection)
    {
        if (appliedLimits.idleTimeoutMs > 0 && connection.isIdle(appliedLimits.idleTimeoutMs, nowMs))
        {
            LOGGER.debug("Closing idle client");
            close(connection);
        }
        else if (OutputLimits.isSoftLimitBroken(connection, appliedLimits, nowMs))
        {
            counts.onOutputLimit();
            LOGGER.warn("Client {} scheduled to be closed ASAP for overcoming of output buffer limits.", connection);
            close(connection);
        }
    }
}
