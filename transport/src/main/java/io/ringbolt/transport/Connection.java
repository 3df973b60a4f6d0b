package io.ringbolt.transport;

import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.observe.StageSample;
import io.ringbolt.engine.replication.ReplicaFeed;
import io.ringbolt.engine.session.Session;
import io.ringbolt.engine.session.SessionChannel;
import io.ringbolt.transport.buffer.ChunkPool;
import io.ringbolt.transport.buffer.DeferredRegion;
import io.ringbolt.transport.buffer.OutputBuffer;
import io.ringbolt.transport.resp.HeaderScratch;
import io.ringbolt.transport.resp.RespDecoder;
import io.ringbolt.transport.resp.RespWriter;
import io.ringbolt.transport.tls.TlsChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * One client's socket with what is on its way in and out.
 * <p>
 * The selector owns reading, writing and the end; the engine writes replies through {@link OutputBuffer} and asks for
 * the end by {@link #close}. What both touch is said at each field.
 */
final class Connection implements SessionChannel
{
    private static final Logger LOGGER = LoggerFactory.getLogger(Connection.class);
    private static final int OPEN = 0;
    private static final int CLOSE_AFTER_REPLIES = 1;
    private static final int CLOSE_NOW = 2;

    private static final VarHandle ANNOUNCED;

    static
    {
        try
        {
            ANNOUNCED = MethodHandles.lookup().findVarHandle(Connection.class, "announced", boolean.class);
        }
        catch (final ReflectiveOperationException impossible)
        {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** Links announced connections; belongs to whoever holds the announcement. */
    Connection nextAnnounced;

    private final SelectorAgent selector;
    private final SocketChannel channel;
    private final OutputBuffer output;
    private final RespWriter writer;
    private final ReplyGate gate;
    private final ReplyDispatch dispatch;
    private final boolean isUnixSocket;
    private final String remoteAddress;
    private final String localAddress;
    private final int descriptor;

    // any thread
    @SuppressWarnings("unused")
    private boolean announced;
    private volatile int closeRequest;
    private volatile boolean isReadingPaused;
    private volatile boolean isExemptFromTimeout;
    private volatile ReplicaFeed feed;

    // the engine's
    private boolean isAnswered;
    private boolean closesAfterReplies;
    private boolean followsBroadcasts;
    private OutputClass outputClass = OutputClass.NORMAL;
    private ReplicaFeed nextFeed;

    // the selector's
    private TlsChannel tls;
    private Runnable certificateLogin;
    private Session session;
    private RespDecoder decoder;
    private SelectionKey key;
    private int interest;
    private long keptAddress;
    private int keptLength;
    private int keptCapacity;
    private long bytesIn;
    private long lastActiveMs;
    private long softLimitSinceMs;
    private long closedSequence = NOT_ENDED;
    private final ReadAhead ahead = new ReadAhead();
    private boolean isDeaf;
    private boolean isRingBlocked;
    private boolean hasInputEnded;
    private boolean isClosed;
    private boolean isGated;
    private boolean isFed;
    private volatile long fedLength;

    /** The value of {@link #closedSequence()} while the session lives. */
    static final long NOT_ENDED = -1;

    Connection(
        final SelectorAgent selector,
        final SocketChannel channel,
        final ChunkPool chunks,
        final DeferredRegion deferred,
        final HeaderScratch scratch,
        final ReplyGate gate,
        final ReplyDispatch dispatch,
        final ConnectionAddresses addresses,
        final int descriptor)
    {
        this.selector = selector;
        this.channel = channel;
        this.output = new OutputBuffer(chunks, deferred, length -> dispatch.isTooLong(this, length));
        this.writer = new RespWriter(output, scratch);
        this.gate = gate;
        this.dispatch = dispatch;
        this.isUnixSocket = addresses.isUnixSocket();
        this.remoteAddress = addresses.remote();
        this.localAddress = addresses.local();
        this.descriptor = descriptor;
    }

    void session(final Session session, final RespDecoder decoder, final long nowMs)
    {
        this.session = session;
        this.decoder = decoder;
        this.lastActiveMs = nowMs;
    }

    // ---- the engine's side

    @Override
    public ReplyWriter reply()
    {
        return writer;
    }

    @Override
    public void protocol(final int version)
    {
        writer.protocol(version);
    }

    @Override
    public void commit(final long sequence, final boolean isDurable)
    {
        final long gateSequence = gate.gateSequence(sequence, isDurable);
        final boolean isRefused = output.isRefused();
        final long unwritten = followsBroadcasts ? output.commit(gateSequence, dispatch.broadcastNumber()) :
            output.commit(gateSequence);
        markAnswered();
        dispatch.checkOutput(this, isRefused ? Long.MAX_VALUE : unwritten);
    }

    @Override
    public void discard()
    {
        output.discard();
    }

    @Override
    public void trace(final StageSample sample)
    {
        output.trace(sample);
    }

    @Override
    public void close(final boolean afterReplies)
    {
        if (afterReplies)
        {
            closesAfterReplies = true;
            markAnswered();
            return;
        }
        closeRequest = CLOSE_NOW;
        selector.announce(this);
        selector.wake();
    }

    @Override
    public void pauseReading(final boolean pause)
    {
        isReadingPaused = pause;
        if (!pause)
        {
            selector.announce(this);
            selector.wake();
        }
    }

    @Override
    public void exemptFromTimeout(final boolean exempt)
    {
        isExemptFromTimeout = exempt;
    }

    @Override
    public void subscriber(final boolean isSubscriber)
    {
        outputClass = isSubscriber ? OutputClass.PUBSUB : OutputClass.NORMAL;
        followsBroadcasts = true;                     // for ever: earlier broadcasts may still be on their way
    }

    @Override
    public void followBroadcasts()
    {
        followsBroadcasts = true;
    }

    @Override
    public void feed(final ReplicaFeed next)
    {
        outputClass = OutputClass.REPLICA;
        nextFeed = next;
        markAnswered();
    }

    @Override
    public void feedReady()
    {
        selector.announce(this);
        selector.wake();
    }

    @Override
    public void delayPackets(final boolean isDelaying)
    {
        try
        {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, !isDelaying);
        }
        catch (final IOException | UnsupportedOperationException gone)
        {
            LOGGER.debug("Can't set how packets are gathered: client={} reason={}", this, gone.getMessage());
        }
    }

    @Override
    public int writerIndex()
    {
        return selector.index();
    }

    /** Passes what was committed to the selector. Engine thread. */
    void handOver()
    {
        isAnswered = false;
        output.handOver();
        if (null != nextFeed)
        {
            feed = nextFeed;
            nextFeed = null;
        }
        if (closesAfterReplies && OPEN == closeRequest)
        {
            closeRequest = CLOSE_AFTER_REPLIES;
        }
        selector.announce(this);
    }

    /** Sets the class whose output limits hold. Engine thread. */
    void outputClass(final OutputClass outputClass)
    {
        this.outputClass = outputClass;
    }

    OutputClass outputClass()
    {
        return outputClass;
    }

    private void markAnswered()
    {
        if (!isAnswered)
        {
            isAnswered = true;
            dispatch.add(this);
        }
    }

    // ---- figures, any thread

    @Override
    public String remoteAddress()
    {
        return remoteAddress;
    }

    @Override
    public String localAddress()
    {
        return localAddress;
    }

    @Override
    public boolean isUnixSocket()
    {
        return isUnixSocket;
    }

    @Override
    public long outputLength()
    {
        final ReplicaFeed fed = feed;
        return output.unwrittenLength() + (null == fed ? 0 : fed.unsentLength());
    }

    @Override
    public long replyLength()
    {
        return output.uncommittedLength();
    }

    @Override
    public int outputChunkCount()
    {
        return output.chunkCount();
    }

    @Override
    public long outputMemory()
    {
        return output.memory();
    }

    @Override
    public int queryLength()
    {
        return (int)Math.min(Integer.MAX_VALUE, keptLength + ahead.length() + decoder.pendingLength());
    }

    @Override
    public int queryFree()
    {
        return keptCapacity - keptLength;
    }

    @Override
    public long argumentMemory()
    {
        return Math.max(0, decoder.memory() - decoder.pendingLength());
    }

    @Override
    public int descriptor()
    {
        return descriptor;
    }

    @Override
    public long bytesIn()
    {
        return bytesIn;
    }

    @Override
    public long bytesOut()
    {
        return output.writtenLength() + fedLength;
    }

    // ---- the selector's side

    boolean markAnnounced()
    {
        return ANNOUNCED.compareAndSet(this, false, true);
    }

    void unmarkAnnounced()
    {
        ANNOUNCED.setVolatile(this, false);
    }

    Session session()
    {
        return session;
    }

    /**
     * Has what passes the socket encrypted; before the first byte.
     *
     * @param login tells the engine of the users that the client's certificate names; on the engine's thread.
     */
    void tls(final TlsChannel layer, final Runnable login)
    {
        tls = layer;
        certificateLogin = login;
    }

    /** @return true if the client's certificate names users of whom the engine has not been told. */
    boolean hasCertificateLogin()
    {
        return null != certificateLogin && !tls.userNames().isEmpty();
    }

    /** @return what tells the engine, once. */
    Runnable takeCertificateLogin()
    {
        final Runnable login = certificateLogin;
        certificateLogin = null;
        return login;
    }

    /** @return the layer that encrypts, or null. */
    TlsChannel tls()
    {
        return tls;
    }

    /** @return true if its handshake was waited for and goes on. */
    boolean isHandshakeDue()
    {
        return null != tls && tls.isDue();
    }

    /** @return true if encrypted bytes wait for the socket to take more. */
    boolean hasUnsent()
    {
        return null != tls && tls.hasUnsent();
    }

    /** @return what a replica is sent beside replies, or null. Any thread. */
    ReplicaFeed feed()
    {
        return feed;
    }

    /** @return whether the selector knows that the connection has a feed. */
    boolean isFed()
    {
        return isFed;
    }

    void fed()
    {
        isFed = true;
    }

    void onFed(final int count, final long nowMs)
    {
        fedLength += count;
        lastActiveMs = nowMs;
    }

    SelectorAgent selector()
    {
        return selector;
    }

    SocketChannel channel()
    {
        return channel;
    }

    RespDecoder decoder()
    {
        return decoder;
    }

    OutputBuffer output()
    {
        return output;
    }

    void key(final SelectionKey key)
    {
        this.key = key;
        this.interest = key.interestOps();
    }

    SelectionKey key()
    {
        return key;
    }

    /** Tells the kernel what to wait for, if that has changed. */
    void updateInterest(final boolean isWriteBlocked)
    {
        final boolean reads = !isRingBlocked && !hasInputEnded && (null == tls || !tls.isBusy());
        final int wanted = (reads ? SelectionKey.OP_READ : 0) | (isWriteBlocked ? SelectionKey.OP_WRITE : 0);
        if (wanted != interest && key.isValid())
        {
            interest = wanted;
            key.interestOps(wanted);
        }
    }

    boolean isWriteBlocked()
    {
        return 0 != (interest & SelectionKey.OP_WRITE);
    }

    boolean mayRead()
    {
        return !isRingBlocked && !hasInputEnded && !isClosed;
    }

    void onBytesIn(final int count, final long nowMs)
    {
        bytesIn += count;
        lastActiveMs = nowMs;
    }

    void onBytesOut(final long nowMs)
    {
        lastActiveMs = nowMs;
    }

    /** @return true if nothing has moved for so long, in either direction, though the client was free to send. */
    boolean isIdle(final long timeoutMs, final long nowMs)
    {
        if (isReadingPaused || isExemptFromTimeout)
        {
            lastActiveMs = nowMs;                     // its time begins when it is free again
        }
        return nowMs - lastActiveMs > timeoutMs;
    }

    /** Puts the undecoded bytes at {@code target}. @return their length. */
    int restore(final long target)
    {
        if (0 == keptLength)
        {
            return 0;
        }
        final int length = keptLength;
        OffHeap.copy(keptAddress, target, length);
        return length;
    }

    /** Keeps undecoded bytes for the next turn. */
    void keep(final OffHeapAllocator allocator, final long source, final int length)
    {
        if (length > keptCapacity || 0 == length && 0 != keptCapacity)
        {
            allocator.free(keptAddress, keptCapacity);
            keptCapacity = 0 == length ? 0 : Integer.highestOneBit(length - 1 | 0x1F) << 1;
            keptAddress = 0 == length ? OffHeap.NULL_ADDRESS : allocator.allocate(keptCapacity);
        }
        if (length > 0)
        {
            OffHeap.copy(source, keptAddress, length);
        }
        keptLength = length;
    }

    /** @return the bytes that wait because commands could not be taken. */
    ReadAhead ahead()
    {
        return ahead;
    }

    /** @return true if what is read now must not be decoded yet. */
    boolean readsAhead()
    {
        return isReadingPaused || ahead.length() > 0;
    }

    /** @return true if bytes that were read ahead can be decoded now. */
    boolean mayCatchUp()
    {
        return ahead.length() > 0 && !isReadingPaused && !isRingBlocked && !hasInputEnded;
    }

    /** @return true if what the client sends is thrown away: it has broken the protocol and will be told so. */
    boolean isDeaf()
    {
        return isDeaf;
    }

    /** Throws away what the client has sent and will send. */
    void deafen(final OffHeapAllocator allocator)
    {
        isDeaf = true;
        ahead.free(allocator);
        keep(allocator, OffHeap.NULL_ADDRESS, 0);
    }

    int keptLength()
    {
        return keptLength;
    }

    boolean isRingBlocked()
    {
        return isRingBlocked;
    }

    void ringBlocked(final boolean blocked)
    {
        this.isRingBlocked = blocked;
    }

    boolean hasInputEnded()
    {
        return hasInputEnded;
    }

    void inputEnded()
    {
        this.hasInputEnded = true;
    }

    boolean closesNow()
    {
        return CLOSE_NOW == closeRequest;
    }

    boolean closesAfterReplies()
    {
        return CLOSE_AFTER_REPLIES == closeRequest;
    }

    boolean isClosed()
    {
        return isClosed;
    }

    void closed()
    {
        this.isClosed = true;
        this.hasInputEnded = true;
    }

    /** @return the sequence of the entry that ends the session, or {@link #NOT_ENDED}. */
    long closedSequence()
    {
        return closedSequence;
    }

    void closedSequence(final long sequence)
    {
        this.closedSequence = sequence;
    }

    boolean isGated()
    {
        return isGated;
    }

    void gated(final boolean gated)
    {
        this.isGated = gated;
    }

    long softLimitSinceMs()
    {
        return softLimitSinceMs;
    }

    void softLimitSinceMs(final long sinceMs)
    {
        this.softLimitSinceMs = sinceMs;
    }

    @Override
    public String toString()
    {
        return "Connection{" + session + " remote=" + remoteAddress + '}';
    }
}
