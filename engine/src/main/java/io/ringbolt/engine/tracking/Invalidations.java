package io.ringbolt.engine.tracking;

import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.pubsub.MessageBuffer;
import io.ringbolt.engine.session.FanOut;
import io.ringbolt.engine.session.RecipientGroup;
import io.ringbolt.engine.session.Session;
import io.ringbolt.engine.session.Sessions;

/**
 * The message that keys have changed, in the two forms it has on the wire, and its way to clients.
 * Owned by the engine thread.
 */
/*
 * A client of RESP3 gets a push. A client of RESP2 can't be told on its own connection; it may name another one, which,
 * if it speaks RESP2 and has subscribed to something, gets a message as if somebody had published the keys.
 */
final class Invalidations implements AutoCloseable
{
    /** Up to so many clients the engine writes itself: about as dear as to hand the message over and wake a thread. */
    private static final int DIRECT_LIMIT = 64;
    private static final int RESP3 = 3;
    private static final long NO_SEQUENCE = 0;
    private static final byte[] INVALIDATE = Errors.text("invalidate");
    private static final byte[] REDIRECT_BROKEN = Errors.text("tracking-redir-broken");
    private static final byte[] MESSAGE = Errors.text("message");
    private static final byte[] CHANNEL = Errors.text("__redis__:invalidate");

    private final Sessions sessions;
    private final FanOut fanOut;
    private final MessageBuffer push;
    private final MessageBuffer message;
    private final MessageBuffer broken;

    Invalidations(final OffHeapAllocator allocator, final Sessions sessions, final FanOut fanOut)
    {
        this.sessions = sessions;
        this.fanOut = fanOut;
        this.push = new MessageBuffer(allocator);
        this.message = new MessageBuffer(allocator);
        this.broken = new MessageBuffer(allocator);
    }

    /** Begins a message that names keys, which {@link #key} adds. */
    void begin(final int keyCount)
    {
        beginForms();
        push.begin(MessageBuffer.ARRAY, keyCount);
        message.begin(MessageBuffer.ARRAY, keyCount);
    }

    /** Begins and completes a message that everything has changed. */
    void beginAll()
    {
        beginForms();
        push.nullBulk(true);
        message.nullBulk(false);
    }

    private void beginForms()
    {
        push.clear();
        message.clear();
        push.begin(MessageBuffer.PUSH, 2).bulk(INVALIDATE);
        message.begin(MessageBuffer.ARRAY, 3).bulk(MESSAGE).bulk(CHANNEL);
    }

    void key(final long address, final int length)
    {
        push.bulk(address, length);
        message.bulk(address, length);
    }

    /** Sends the message to all but one. @param excluded null for none. */
    void send(final Audience audience, final Audience.Member excluded)
    {
        if (null != excluded)
        {
            audience.remove(excluded);
        }
        sendToGroups(audience);
        for (int i = 0; i < audience.redirected().size(); i++)
        {
            send(audience.redirected().get(i).state);
        }
        if (null != excluded)
        {
            audience.replaceRemoved(excluded);
        }
    }

    private void sendToGroups(final Audience audience)
    {
        if (null != fanOut && audience.groupedCount() > DIRECT_LIMIT && fanOut.isReady())
        {
            push.first(MessageBuffer.ARRAY);
            fanOut.send(push.address(), push.length(), MessageBuffer.PUSH, audience.groups());
            push.first(MessageBuffer.PUSH);
            return;
        }
        for (final RecipientGroup group : audience.groups())
        {
            for (int i = 0; null != group && i < group.count(); i++)
            {
                write(group.session(i), push);
            }
        }
    }

    /** Sends the message to one client, or to the one that it has named. */
    void send(final TrackingState state)
    {
        if (0 == state.redirectId)
        {
            if (state.session.protocol() >= RESP3)
            {
                write(state.session, push);
            }
            return;
        }
        final Session target = sessions.byId(state.redirectId);
        if (null == target || target.isClosing())
        {
            onBroken(state);
        }
        else if (target.protocol() >= RESP3)
        {
            write(target, push);
        }
        else if (target.isSubscriber())
        {
            write(target, message);
        }
    }

    private void onBroken(final TrackingState state)
    {
        state.isRedirectBroken = true;
        if (state.session.protocol() >= RESP3)
        {
            broken.clear();
            broken.begin(MessageBuffer.PUSH, 2).bulk(REDIRECT_BROKEN).integer(state.redirectId);
            write(state.session, broken);
        }
    }

    private static void write(final Session session, final MessageBuffer text)
    {
        if (!session.isClosing())
        {
            session.reply().raw(text.address(), text.length());
            session.channel().commit(NO_SEQUENCE, false);
        }
    }

    @Override
    public void close()
    {
        push.close();
        message.close();
        broken.close();
    }
}
