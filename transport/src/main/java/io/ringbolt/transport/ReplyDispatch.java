package io.ringbolt.transport;

import com.lmax.disruptor.Sequence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Arrays;

/**
 * The engine's end of the way back: it remembers which connections were answered and passes their replies on when a
 * batch is done. Owned by the engine thread.
 */
final class ReplyDispatch
{
    private static final Logger LOGGER = LoggerFactory.getLogger(ReplyDispatch.class);
    private static final int INITIAL_CAPACITY = 64;

    private Connection[] answered = new Connection[INITIAL_CAPACITY];
    private int count;
    private final ConnectionCounts counts;
    private final BroadcastFanOut fanOut;
    private final Sequence answeredSequence = new Sequence();
    private SelectorAgent[] selectors = {};
    private ConnectionLimits limits;
    private long leastOutputLimit;

    ReplyDispatch(final ConnectionCounts counts, final BroadcastFanOut fanOut)
    {
        this.fanOut = fanOut;
        this.counts = counts;
    }

    void limits(final ConnectionLimits limits)
    {
        this.limits = limits;
        this.leastOutputLimit = limits.leastOutputLimit;
    }

    /**
     * The sequence up to which replies have been handed over. It follows the engine's, which moves at the end of a
     * batch but before the batch's replies can be seen; so this is the one that tells whether a client has been
     * answered. Any thread.
     */
    Sequence answeredSequence()
    {
        return answeredSequence;
    }

    void selectors(final SelectorAgent[] selectors)
    {
        this.selectors = selectors;
        fanOut.selectors(selectors);
    }

    /** @return the newest broadcast before what is committed now. */
    long broadcastNumber()
    {
        return fanOut.number();
    }

    void add(final Connection connection)
    {
        if (count == answered.length)
        {
            answered = Arrays.copyOf(answered, 2 * count);
        }
        answered[count++] = connection;
    }

    /** @return true if so much output breaks a client's hard limit. */
    boolean isTooLong(final Connection connection, final long unwrittenLength)
    {
        return unwrittenLength >= leastOutputLimit &&
            OutputLimits.isHardLimitBroken(connection, limits, unwrittenLength);
    }

    /** Looks whether a client has more unread output than it may have; if so, it is disconnected. */
    void checkOutput(final Connection connection, final long unwrittenLength)
    {
        if (isTooLong(connection, unwrittenLength))
        {
            onHardLimit(connection);
        }
    }

    private void onHardLimit(final Connection connection)
    {
        if (!connection.session().isClosing())
        {
            counts.onOutputLimit();
            LOGGER.warn("Client {} scheduled to be closed ASAP for overcoming of output buffer limits.", connection);
            connection.session().close(false);
        }
    }

    /**
     * Hands the committed replies to the selectors and wakes those that have some or that wait for the engine.
     *
     * @param executed the sequence up to which entries have been executed.
     */
    void dispatch(final long executed)
    {
        for (int i = 0; i < count; i++)
        {
            final Connection connection = answered[i];
            answered[i] = null;
            connection.handOver();
        }
        count = 0;
        answeredSequence.set(executed);
        fanOut.publish();
        for (final SelectorAgent selector : selectors)
        {
            selector.onEngineBatch();
        }
    }
}
