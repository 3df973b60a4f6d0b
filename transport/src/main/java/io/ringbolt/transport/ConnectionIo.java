package io.ringbolt.transport;

import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.observe.StageSample;
import io.ringbolt.transport.buffer.OutputBuffer;
import io.ringbolt.transport.buffer.OutputChunk;
import io.ringbolt.transport.resp.CommandPublisher;
import io.ringbolt.transport.resp.RespDecoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What a selector does with one connection's bytes: read and decode, gather and write. Owned by the selector's thread.
 */
/*
 * What is read while the ring is full is kept with its connection and counts against maxmemory, so that keys go for it.
 * Clients that send faster than the engine executes would have 64 KiB kept each; the socket keeps it as well, for
 * nothing. So reads are short at first, and from a full ring on, until many in a row were full and found room. Those of
 * encrypted connections are not: what has come over the socket must all be decrypted, for which it needs the room.
 */
final class ConnectionIo implements AutoCloseable
{
    /** Everything was done. */
    static final int DONE = 0;
    /** The ring is full; decode again later. */
    static final int RING_FULL = 1;
    /** The client will send no more that counts; what it sent before is still to be answered. */
    static final int INPUT_ENDED = 2;
    /** The connection is to be closed at once. */
    static final int BROKEN = 3;
    /** The socket takes no more for now. */
    static final int WRITE_BLOCKED = 4;
    /** What comes next waits for the journal. */
    static final int GATED = 5;

    private static final Logger LOGGER = LoggerFactory.getLogger(ConnectionIo.class);
    private static final int MAX_GATHERED = 16;
    private static final long MAX_WRITE_PER_TURN = 4L << 20;
    /** One megabyte in a turn, which takes about as long as a hundred short reads. */
    private static final int READS_OF_LONG_ARGUMENT = 16;
    /** Bytes of a read at first, and while the ring is full now and then. */
    private static final int CROWDED_READ_LENGTH = 16 << 10;
    /** Full reads that found room in the ring before longer ones are tried again. */
    private static final int READS_UNTIL_LONGER = 64;

    private final InboundBuffer inbound = new InboundBuffer();
    private final ByteBuffer[] gathered = new ByteBuffer[MAX_GATHERED];
    private final OffHeapAllocator allocator;
    private final CommandPublisher publisher;
    private final ReplyGate gate;
    private final TrafficFigures figures;
    private final BroadcastDelivery broadcasts;
    private final FeedSender feeds;
    private int readLength = CROWDED_READ_LENGTH;
    private int readsInRoom;
    private boolean wasReadFull;
    private long maxQueryLength = Long.MAX_VALUE;

    ConnectionIo(
        final OffHeapAllocator allocator,
        final CommandPublisher publisher,
        final ReplyGate gate,
        final TrafficFigures figures,
        final BroadcastDelivery broadcasts)
    {
        this.broadcasts = broadcasts;
        this.allocator = allocator;
        this.publisher = publisher;
        this.gate = gate;
        this.figures = figures;
        this.feeds = new FeedSender(figures);
    }

    /** @return what sends replicas the stream. */
    FeedSender feeds()
    {
        return feeds;
    }

    void limits(final ConnectionLimits limits)
    {
        maxQueryLength = limits.maxQueryLength;
        publisher.limits(limits.maxBulkLength, limits.requiresPassword);
    }

    /**
     * Reads once and decodes; on and on, within bounds, while a long argument is coming in, which needs no other's
     * work.
     *
     * @return {@link #DONE}, {@link #RING_FULL}, {@link #INPUT_ENDED} or {@link #BROKEN}.
     */
    int read(final Connection connection)
    {
        int outcome = readOnce(connection);
        for (int i = 1; i < READS_OF_LONG_ARGUMENT && DONE == outcome && wasReadFull &&
            connection.decoder().pendingLength() > 0 && !connection.isDeaf(); i++)
        {
            outcome = readOnce(connection);
        }
        return outcome;
    }

    private int readOnce(final Connection connection)
    {
        final boolean isAhead = connection.readsAhead();
        final int kept = isAhead ? 0 : connection.restore(inbound.address());
        final int length = null == connection.tls() ? readLength : InboundBuffer.READ_LENGTH;
        final int count;
        try
        {
            final ByteBuffer room = inbound.behind(kept, length);
            count = null == connection.tls() ? connection.channel().read(room) : connection.tls().read(room);
        }
        catch (final IOException gone)
        {
            LOGGER.debug("Reading from client: {}", gone.getMessage());
            return BROKEN;
        }
        wasReadFull = length == count;
        if (count < 0)
        {
            LOGGER.debug("Client closed connection {}", connection);
            return INPUT_ENDED;
        }
        if (connection.hasCertificateLogin())
        {
            logIn(connection);
        }
        if (0 == count)
        {
            return DONE;
        }
        figures.onRead(count);
        connection.onBytesIn(count, publisher.timeUs() / 1000);
        if (connection.isDeaf())
        {
            return DONE;
        }
        final int outcome = isAhead ? keepAhead(connection, count) : decode(connection, kept + count);
        adaptReadLength(outcome);
        return outcome;
    }

    private void adaptReadLength(final int outcome)
    {
        if (RING_FULL == outcome)
        {
            readLength = CROWDED_READ_LENGTH;
            readsInRoom = 0;
        }
        else if (wasReadFull && ++readsInRoom >= READS_UNTIL_LONGER)
        {
            readLength = InboundBuffer.READ_LENGTH;
        }
    }

    private int keepAhead(final Connection connection, final int count)
    {
        connection.ahead().append(allocator, inbound.address(), count);
        return connection.ahead().length() > maxQueryLength ? queryTooLong(connection) : DONE;
    }

    /** Decodes what earlier calls had to leave, a bounded piece of it; {@link #RING_FULL} if there is more. */
    int resume(final Connection connection)
    {
        final int kept = connection.restore(inbound.address());
        final int taken = kept >= 2 * InboundBuffer.READ_LENGTH ? 0 :
            connection.ahead().take(allocator, inbound.address() + kept, InboundBuffer.READ_LENGTH);
        final int outcome = decode(connection, kept + taken);
        return DONE == outcome && connection.mayCatchUp() ? RING_FULL : outcome;
    }

    /** Has the engine learn of a client's certificate before its first command. @return false if the ring is full. */
    private boolean logIn(final Connection connection)
    {
        final RingEntry entry = publisher.tryClaim();
        if (null == entry)
        {
            return false;
        }
        entry.call(connection.takeCertificateLogin(), publisher.timeUs());
        publisher.publish();
        return true;
    }

    private int decode(final Connection connection, final int length)
    {
        if (connection.hasCertificateLogin() && !logIn(connection))
        {
            connection.keep(allocator, inbound.address(), length);
            return RING_FULL;
        }
        final RespDecoder decoder = connection.decoder();
        final long address = inbound.address();
        final int outcome = decoder.decode(address, length);
        final int rest = length - decoder.consumed();
        if (rest > 0 && RespDecoder.FAILED != outcome || connection.keptLength() > 0)
        {
            connection.keep(allocator, address + decoder.consumed(), rest);
        }
        switch (outcome)
        {
            case RespDecoder.RING_FULL:
                return RING_FULL;

            case RespDecoder.FAILED:
                LOGGER.debug("Protocol error ({}) from client: {}", decoder.failure(), connection);
                connection.deafen(allocator);         // the engine ends it, after what came before has been answered
                return DONE;

            case RespDecoder.ATTACKED:
                LOGGER.warn("Possible SECURITY ATTACK detected. It looks like somebody is sending POST or Host: " +
                    "commands to Redis. This is likely due to an attacker attempting to use Cross Protocol Scripting " +
                    "to compromise your Redis instance. Connection from {} aborted.", connection.remoteAddress());
                return BROKEN;

            default:
                return decoder.pendingLength() + rest > maxQueryLength ? queryTooLong(connection) : DONE;
        }
    }

    private int queryTooLong(final Connection connection)
    {
        figures.onQueryLimit();
        LOGGER.warn("Closing client that reached max query buffer length: {}", connection);
        return BROKEN;
    }

    /**
     * Writes what has passed the gate. @return {@link #DONE}, {@link #WRITE_BLOCKED}, {@link #GATED} or
     * {@link #BROKEN}.
     */
    int write(final Connection connection)
    {
        final OutputBuffer output = connection.output();
        long written = 0;
        final long passed = broadcasts.passed();
        OutputChunk chunk = output.unread(passed);
        while (null != chunk)
        {
            if (!gate.isOpen(chunk.gateSequence()))
            {
                return GATED;
            }
            final long count;
            try
            {
                count = null == chunk.next() ? writeOne(connection, chunk.buffer()) : gather(connection, chunk);
            }
            catch (final IOException gone)
            {
                LOGGER.debug("Error writing to client: {}", gone.getMessage());
                return BROKEN;
            }
            final boolean isTaken = !chunk.buffer().hasRemaining();
            figures.onWrite(count);
            output.onWritten(count);
            complete(output.takeTraced());
            if (count > 0)
            {
                connection.onBytesOut(publisher.timeUs() / 1000);
            }
            written += count;
            if (!isTaken || written > MAX_WRITE_PER_TURN)
            {
                return WRITE_BLOCKED;
            }
            chunk = output.unread(passed);
        }
        final int outcome = connection.hasUnsent() ? flush(connection) : DONE;
        return null == connection.feed() || DONE != outcome ? outcome :
            feeds.send(connection, publisher.timeUs() / 1000);
    }

    private void complete(final StageSample traced)
    {
        if (null != traced)
        {
            publisher.sampler().complete(traced, gate.lastDurableNs());
        }
    }

    private static int flush(final Connection connection)
    {
        try
        {
            return connection.tls().flush() ? DONE : WRITE_BLOCKED;
        }
        catch (final IOException gone)
        {
            LOGGER.debug("Error writing to client: {}", gone.getMessage());
            return BROKEN;
        }
    }

    private static long writeOne(final Connection connection, final ByteBuffer bytes) throws IOException
    {
        return null == connection.tls() ? connection.channel().write(bytes) : connection.tls().write(bytes);
    }

    private long gather(final Connection connection, final OutputChunk first) throws IOException
    {
        int count = 0;
        OutputChunk chunk = first;
        while (null != chunk && count < MAX_GATHERED && gate.isOpen(chunk.gateSequence()))
        {
            gathered[count++] = chunk.buffer();
            chunk = chunk.isLastPiece() ? chunk.next() : null;
        }
        return null == connection.tls() ? connection.channel().write(gathered, 0, count) :
            connection.tls().write(gathered, 0, count);
    }

    @Override
    public void close()
    {
        inbound.close();
        feeds.close();
    }
}
