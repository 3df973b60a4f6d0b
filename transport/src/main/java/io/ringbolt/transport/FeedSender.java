package io.ringbolt.transport;

import io.ringbolt.engine.replication.ReplicaFeed;
import org.agrona.BufferUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.function.Consumer;

/**
 * What a selector does with its replicas: it sends each what its feed holds, in large pieces, through one buffer that
 * serves all of them. Owned by the selector's thread.
 */
final class FeedSender implements AutoCloseable
{
    private static final Logger LOGGER = LoggerFactory.getLogger(FeedSender.class);
    private static final int BUFFER_LENGTH = 1 << 18;
    private static final int MAX_PIECES_PER_TURN = 4;

    private final TrafficFigures figures;
    private final ArrayList<Connection> replicas = new ArrayList<>();
    private ByteBuffer buffer;
    private long bufferAddress;

    FeedSender(final TrafficFigures figures)
    {
        this.figures = figures;
    }

    /** Begins to look after a connection that has a feed now. */
    void add(final Connection connection)
    {
        if (null == buffer)
        {
            buffer = ByteBuffer.allocateDirect(BUFFER_LENGTH);
            bufferAddress = BufferUtil.address(buffer);
        }
        if (!replicas.contains(connection))
        {
            replicas.add(connection);
        }
    }

    boolean isEmpty()
    {
        return replicas.isEmpty();
    }

    /** @return true if a replica can be sent something now; the engine's thread may ask, and be wrong for a moment. */
    boolean isDue()
    {
        for (int i = 0; i < replicas.size(); i++)
        {
            final Connection connection = replicas.get(i);
            if (!connection.isWriteBlocked() && connection.feed().hasBytes())
            {
                return true;
            }
        }
        return false;
    }

    /** Passes on every connection that can be sent something, and forgets those that are closed. @return how many. */
    int poll(final Consumer<Connection> deliver)
    {
        int count = 0;
        for (int i = replicas.size() - 1; i >= 0; i--)
        {
            final Connection connection = replicas.get(i);
            if (connection.isClosed())
            {
                replicas.remove(i);
            }
            else if (connection.isWriteBlocked() || connection.feed().hasBytes())
            {
                deliver.accept(connection);
                count += connection.isWriteBlocked() ? 0 : 1;
            }
        }
        return count;
    }

    /**
     * Sends what a connection's feed holds, a bounded piece of it.
     *
     * @return {@link ConnectionIo#DONE}, also if there is more that the socket would take,
     *     {@link ConnectionIo#WRITE_BLOCKED} or {@link ConnectionIo#BROKEN}.
     */
    int send(final Connection connection, final long nowMs)
    {
        final ReplicaFeed feed = connection.feed();
        try
        {
            for (int i = MAX_PIECES_PER_TURN; i > 0 && feed.hasBytes(); i--)
            {
                final int length = feed.fill(bufferAddress, BUFFER_LENGTH);
                if (0 == length)
                {
                    continue;                         // the snapshot's end, behind which changes may come
                }
                buffer.limit(length).position(0);
                final int count = null == connection.tls() ? connection.channel().write(buffer) :
                    (int)connection.tls().write(buffer);
                feed.advance(count);
                figures.onWrite(count);
                connection.onFed(count, nowMs);
                if (count < length)
                {
                    return ConnectionIo.WRITE_BLOCKED;
                }
            }
            return ConnectionIo.DONE;
        }
        catch (final IOException gone)
        {
            LOGGER.warn("Connection with replica {} lost: {}", connection.remoteAddress(), gone.getMessage());
            return ConnectionIo.BROKEN;
        }
    }

    @Override
    public void close()
    {
        if (null != buffer)
        {
            BufferUtil.free(buffer);
            buffer = null;
        }
    }
}
