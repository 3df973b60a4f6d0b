package io.ringbolt.engine.pubsub;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one client has subscribed to. A session that never did has none. Owned by the engine thread.
 */
public final class Subscriptions
{
    /** What a subscription counts for in a client's memory, beside its topic's name. */
    private static final int OVERHEAD_LENGTH = 96;

    private final Map<TopicKind, Map<Topic, Subscription>> byKind = new EnumMap<>(TopicKind.class);
    private long memory;

    Subscriptions()
    {
        for (final TopicKind kind : TopicKind.values())
        {
            byKind.put(kind, new LinkedHashMap<>());
        }
    }

    Map<Topic, Subscription> of(final TopicKind kind)
    {
        return byKind.get(kind);
    }

    /** @return bytes that the new one counts for. */
    int onAdded(final Topic topic)
    {
        memory += OVERHEAD_LENGTH + topic.length;
        return OVERHEAD_LENGTH + topic.length;
    }

    /** @return bytes that the old one counted for. */
    int onRemoved(final Topic topic)
    {
        memory -= OVERHEAD_LENGTH + topic.length;
        return OVERHEAD_LENGTH + topic.length;
    }

    /** @return bytes that all of them count for. */
    public long memory()
    {
        return memory;
    }

    public int channelCount()
    {
        return of(TopicKind.CHANNEL).size();
    }

    public int patternCount()
    {
        return of(TopicKind.PATTERN).size();
    }

    public int shardCount()
    {
        return of(TopicKind.SHARD).size();
    }

    /** @return true while the client counts as a subscriber. */
    public boolean isAny()
    {
        return channelCount() + patternCount() + shardCount() > 0;
    }

    /** @return what the client is told when its subscriptions of a kind change. */
    int count(final TopicKind kind)
    {
        return TopicKind.SHARD == kind ? shardCount() : channelCount() + patternCount();
    }
}
