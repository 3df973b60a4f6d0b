package io.ringbolt.engine.pubsub;

import io.ringbolt.engine.generic.GlobMatcher;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.session.FanOut;
import io.ringbolt.engine.session.RecipientGroup;
import io.ringbolt.engine.session.Session;

import java.util.Map;

/**
 * Who has subscribed to what, and the way of a message to its subscribers. Owned by the engine thread.
 */
/*
 * A message is encoded once. A few subscribers are written to here; to many it goes through the FanOut, whose cost to
 * the engine does not depend on their number. What a client publishes to itself waits until its own reply is complete,
 * for inside EXEC it would otherwise stand among the replies.
 */
public final class PubSub
{
    /** Judges one subscription. */
    @FunctionalInterface
    public interface TopicCondition
    {
        /** @param isPattern whether the name is a pattern of channels. */
        boolean test(long address, int length, boolean isPattern);
    }

    /**
     * Up to so many subscribers the engine writes itself: about as dear as to hand the message over and wake a thread.
     */
    static final int DIRECT_LIMIT = 8;

    private static final int MESSAGE_ELEMENTS = 3;
    private static final int PATTERN_MESSAGE_ELEMENTS = 4;
    private static final long NO_SEQUENCE = 0;
    private static final int RESP3 = 3;

    private final Topics channels;
    private final Topics patterns;
    private final Topics shards;
    private final MessageBuffer message;
    private final MessageBuffer toSelf;
    private final GlobMatcher glob = new GlobMatcher();
    private final FanOut fanOut;
    private Session executing;
    private int subscriberCount;
    private long memory;

    /** @param fanOut null if the engine shall always write to the clients itself. */
    public PubSub(final OffHeapAllocator allocator, final long seed, final FanOut fanOut)
    {
        this.channels = new Topics(TopicKind.CHANNEL, allocator, seed);
        this.patterns = new Topics(TopicKind.PATTERN, allocator, seed);
        this.shards = new Topics(TopicKind.SHARD, allocator, seed);
        this.message = new MessageBuffer(allocator);
        this.toSelf = new MessageBuffer(allocator);
        this.fanOut = fanOut;
    }

    /** A client's command begins; what it publishes to itself waits for {@link #onExecuted}. */
    public void onExecuting(final Session session)
    {
        executing = session;
    }

    /** @return the client whose command is being executed, or null. */
    public Session executing()
    {
        return executing;
    }

    /** A client's command has been answered. */
    public void onExecuted()
    {
        if (!toSelf.isEmpty())
        {
            executing.reply().raw(toSelf.address(), toSelf.length());
            executing.channel().commit(NO_SEQUENCE, false);
            toSelf.clear();
        }
        executing = null;
    }

    /** @return true if nobody could hear anything. */
    public boolean isSilent()
    {
        return 0 == channels.count() && 0 == patterns.count();
    }

    /** Publishes to a channel and to the patterns that match it. @return how many times it was sent. */
    public long publish(final long channelAddress, final int channelLength, final long address, final int length)
    {
        long count = 0;
        final Topic channel = channels.find(channelAddress, channelLength);
        if (null != channel)
        {
            encode(channel, channelAddress, channelLength, address, length);
            count += send(channel);
        }
        for (int i = 0; i < patterns.count(); i++)
        {
            final Topic pattern = patterns.get(i);
            if (glob.matches(pattern.address, pattern.length, channelAddress, channelLength))
            {
                encode(pattern, channelAddress, channelLength, address, length);
                count += send(pattern);
            }
        }
        message.clear();
        return count;
    }

    /** Publishes to a shard's channel. @return how many times it was sent. */
    public long publishToShard(final long channelAddress, final int channelLength, final long address, final int length)
    {
        final Topic channel = shards.find(channelAddress, channelLength);
        if (null == channel)
        {
            return 0;
        }
        encode(channel, channelAddress, channelLength, address, length);
        final long count = send(channel);
        message.clear();
        return count;
    }

    private void encode(
        final Topic topic, final long channelAddress, final int channelLength, final long address, final int length)
    {
        final boolean isPattern = TopicKind.PATTERN == topic.kind;
        message.clear();
        message.begin(MessageBuffer.ARRAY, isPattern ? PATTERN_MESSAGE_ELEMENTS : MESSAGE_ELEMENTS)
            .bulk(topic.kind.messageWord);
        if (isPattern)
        {
            message.bulk(topic.address, topic.length);
        }
        message.bulk(channelAddress, channelLength).bulk(address, length);
    }

    private int send(final Topic topic)
    {
        if (null != fanOut && topic.subscriberCount > DIRECT_LIMIT && fanOut.isReady())
        {
            fanOut.send(message.address(), message.length(), MessageBuffer.PUSH, topic.groups);
            return topic.subscriberCount;
        }
        for (final RecipientGroup group : topic.groups)
        {
            if (null != group && group.count() > 0)
            {
                sendTo(group);
            }
        }
        return topic.subscriberCount;
    }

    private void sendTo(final RecipientGroup group)
    {
        final byte first = RESP3 == group.protocol() ? MessageBuffer.PUSH : MessageBuffer.ARRAY;
        message.first(first);
        for (int i = 0; i < group.count(); i++)
        {
            final Session session = group.session(i);
            if (session == executing)
            {
                toSelf.append(message, first);
            }
            else if (!session.isClosing())
            {
                session.reply().raw(message.address(), message.length());
                session.channel().commit(NO_SEQUENCE, false);
            }
        }
    }

    /** @return a place for what is to be sent to the executing client behind its reply. */
    MessageBuffer toSelf()
    {
        return toSelf;
    }

    /** @return true if it is new. */
    boolean subscribe(final Session session, final TopicKind kind, final long address, final int length)
    {
        final Topic topic = topics(kind).findOrCreate(address, length);
        final Subscriptions subscriptions = subscriptions(session);
        if (subscriptions.of(kind).containsKey(topic))
        {
            return false;
        }
        if (!subscriptions.isAny())
        {
            subscriberCount++;
            session.subscriber(true);
        }
        subscriptions.of(kind).put(topic, topic.add(session));
        memory += subscriptions.onAdded(topic);
        return true;
    }

    /** @return true if there was such a subscription. */
    boolean unsubscribe(final Session session, final TopicKind kind, final long address, final int length)
    {
        final Topic topic = null == session.subscriptions() ? null : topics(kind).find(address, length);
        final Subscription subscription = null == topic ? null : session.subscriptions().of(kind).remove(topic);
        if (null == subscription)
        {
            return false;
        }
        remove(topic, subscription);
        onRemoved(session);
        return true;
    }

    /** @return true if a client has a subscription of which the condition is true. */
    public boolean hasSubscription(final Session session, final TopicCondition condition)
    {
        for (final TopicKind kind : TopicKind.values())
        {
            for (final Topic topic : session.subscriptions().of(kind).keySet())
            {
                if (condition.test(topic.address, topic.length, TopicKind.PATTERN == kind))
                {
                    return true;
                }
            }
        }
        return false;
    }

    /** Ends all of a client's subscriptions without telling it. */
    public void unsubscribeAll(final Session session)
    {
        final Subscriptions subscriptions = session.subscriptions();
        if (null == subscriptions || !subscriptions.isAny())
        {
            return;
        }
        for (final TopicKind kind : TopicKind.values())
        {
            final Map<Topic, Subscription> ofKind = subscriptions.of(kind);
            ofKind.forEach(this::remove);
            ofKind.clear();
        }
        onRemoved(session);
    }

    /** A client speaks another version of the protocol from now on. */
    public void onProtocol(final Session session)
    {
        if (null != session.subscriptions())
        {
            for (final TopicKind kind : TopicKind.values())
            {
                session.subscriptions().of(kind).forEach(Topic::regroup);
            }
        }
    }

    public int channelCount()
    {
        return channels.count();
    }

    public int patternCount()
    {
        return patterns.count();
    }

    public int shardChannelCount()
    {
        return shards.count();
    }

    /** @return bytes that all clients' subscriptions count for. */
    public long memory()
    {
        return memory;
    }

    /** @return clients with at least one subscription. */
    public int subscriberCount()
    {
        return subscriberCount;
    }

    Topics topics(final TopicKind kind)
    {
        return switch (kind)
        {
            case CHANNEL -> channels;
            case PATTERN -> patterns;
            case SHARD -> shards;
        };
    }

    public void close()
    {
        channels.close();
        patterns.close();
        shards.close();
        message.close();
        toSelf.close();
    }

    private void remove(final Topic topic, final Subscription subscription)
    {
        memory -= subscription.session().subscriptions().onRemoved(topic);
        topic.remove(subscription);
        if (0 == topic.subscriberCount)
        {
            topics(topic.kind).remove(topic);
        }
    }

    private void onRemoved(final Session session)
    {
        if (!session.subscriptions().isAny())
        {
            subscriberCount--;
            session.subscriber(false);
        }
    }

    private static Subscriptions subscriptions(final Session session)
    {
        if (null == session.subscriptions())
        {
            session.subscriptions(new Subscriptions());
        }
        return session.subscriptions();
    }
}
