package io.ringbolt.transport;

import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.transport.resp.CommandPublisher;

import java.util.ArrayList;

/**
 * Tells the engine of each session's beginning and end, and remembers those for which the ring had no room, so that
 * neither is ever lost. Owned by one selector.
 */
final class SessionEntries
{
    private final CommandPublisher publisher;
    private final ArrayList<Connection> unopened = new ArrayList<>();
    private final ArrayList<Connection> unclosed = new ArrayList<>();

    SessionEntries(final CommandPublisher publisher)
    {
        this.publisher = publisher;
    }

    /** @return true if something waits for room. */
    boolean isWaiting()
    {
        return !unopened.isEmpty() || !unclosed.isEmpty();
    }

    /** @return true if a session waits for its opening; nothing of it may be published before. */
    boolean isOpeningWaiting()
    {
        return !unopened.isEmpty();
    }

    /** Announces a session; until that has worked its connection counts as blocked by the ring and is not read. */
    void open(final Connection connection)
    {
        if (!publishOpened(connection))
        {
            connection.ringBlocked(true);
            connection.updateInterest(false);
            unopened.add(connection);
        }
    }

    /** Ends a session once, after everything of it that has been or waits to be published. */
    void end(final Connection connection, final boolean mustWait)
    {
        if (Connection.NOT_ENDED == connection.closedSequence() && !unclosed.contains(connection) &&
            (mustWait || isWaiting() || !publishClosed(connection)))
        {
            unclosed.add(connection);
        }
    }

    /** Tries again to open. @return how many were opened. */
    int retryOpenings()
    {
        int count = 0;
        while (!unopened.isEmpty() && publishOpened(unopened.get(0)))
        {
            final Connection connection = unopened.remove(0);
            connection.ringBlocked(false);
            connection.updateInterest(false);
            count++;
        }
        return count;
    }

    /** Tries again to end. @return how many were ended. */
    int retryEnds()
    {
        int count = 0;
        while (!unclosed.isEmpty() && unopened.isEmpty() && publishClosed(unclosed.get(0)))
        {
            unclosed.remove(0);
            count++;
        }
        return count;
    }

    private boolean publishOpened(final Connection connection)
    {
        final RingEntry entry = publisher.tryClaim();
        if (null == entry)
        {
            return false;
        }
        entry.sessionOpened(connection.session(), publisher.timeUs());
        publisher.publish();
        return true;
    }

    private boolean publishClosed(final Connection connection)
    {
        final RingEntry entry = publisher.tryClaim();
        if (null == entry)
        {
            return false;
        }
        entry.sessionClosed(connection.session(), publisher.timeUs());
        connection.closedSequence(publisher.claimedSequence());
        publisher.publish();
        return true;
    }
}
