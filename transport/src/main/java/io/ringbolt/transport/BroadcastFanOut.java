package io.ringbolt.transport;

import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.session.FanOut;
import io.ringbolt.engine.session.RecipientGroup;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The engine's end of broadcasting: it numbers messages and hands each selector the list of its recipients, whatever
 * the list's length. Owned by the engine thread.
 */
/*
 * Order. A client's replies and the broadcasts it gets come to its selector on two ways. Replies name the newest
 * broadcast before them; the selector shows no reply before it has passed that broadcast, and delivers no
 * broadcast before all replies of its batch have been handed over: until publish() says so, the tasks that lie in
 * its queue do not count.
 *
 * Cost. To hand a message to a selector takes two small objects and one copy of the bytes, for 10,000
 * recipients as for 65.
 */
final class BroadcastFanOut implements FanOut
{
    /**
     * Beyond so many bytes on their way the engine writes to the clients itself and thereby slows the publishers down.
     */
    private static final long MAX_PENDING_BYTES = 32L << 20;
    private static final int MAX_PENDING_TASKS = 1 << 14;
    private static final byte ARRAY = '*';
    private static final int RESP3 = 3;

    private final OffHeapAllocator allocator;
    private final AtomicLong pendingBytes = new AtomicLong();
    private SelectorAgent[] selectors = {};
    private long number;
    private long published;

    BroadcastFanOut(final OffHeapAllocator allocator)
    {
        this.allocator = allocator;
    }

    void selectors(final SelectorAgent[] selectors)
    {
        this.selectors = selectors;
    }

    /** @return the newest broadcast's number, 0 before the first. */
    long number()
    {
        return number;
    }

    @Override
    public boolean isReady()
    {
        if (pendingBytes.get() >= MAX_PENDING_BYTES)
        {
            return false;
        }
        for (final SelectorAgent selector : selectors)
        {
            if (selector.broadcasts().waitingCount() >= MAX_PENDING_TASKS)
            {
                return false;
            }
        }
        return true;
    }

    @Override
    public void send(final long address, final int length, final byte pushByte, final RecipientGroup[] groups)
    {
        final Broadcast message = new Broadcast(allocator, pendingBytes, ++number, address, length);
        for (final RecipientGroup group : groups)
        {
            if (null != group && group.count() > 0)
            {
                message.retain();
                selectors[group.writerIndex()].broadcasts().add(new BroadcastTask(
                    message, group.share(), group.count(), RESP3 == group.protocol() ? pushByte : ARRAY));
            }
        }
        message.release();
    }

    /** Lets the selectors deliver what was sent. To be called when all replies of the batch have been handed over. */
    void publish()
    {
        if (published != number)
        {
            published = number;
            for (final SelectorAgent selector : selectors)
            {
                selector.broadcasts().publish(number);
            }
        }
    }
}
