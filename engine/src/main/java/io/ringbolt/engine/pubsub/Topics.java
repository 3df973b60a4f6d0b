package io.ringbolt.engine.pubsub;

import io.ringbolt.engine.keyspace.Hash64;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;

import java.util.ArrayList;
import java.util.List;

/**
 * All topics of one kind that have subscribers, found by name. Owned by the engine thread.
 */
final class Topics
{
    private static final int INITIAL_BUCKETS = 64;
    /** The bytes of an empty name, which must have an address too. */
    private static final int LEAST_ALLOCATION = 1;

    private final TopicKind kind;
    private final OffHeapAllocator allocator;
    private final long seed;
    private final List<Topic> all = new ArrayList<>();
    private Topic[] buckets = new Topic[INITIAL_BUCKETS];

    Topics(final TopicKind kind, final OffHeapAllocator allocator, final long seed)
    {
        this.kind = kind;
        this.allocator = allocator;
        this.seed = seed;
    }

    TopicKind kind()
    {
        return kind;
    }

    int count()
    {
        return all.size();
    }

    Topic get(final int index)
    {
        return all.get(index);
    }

    /** @return the topic, or null if nobody has subscribed to it. */
    Topic find(final long address, final int length)
    {
        return all.isEmpty() ? null : find(Hash64.hash(seed, address, length), address, length);
    }

    Topic findOrCreate(final long address, final int length)
    {
        final long hash = Hash64.hash(seed, address, length);
        final Topic found = find(hash, address, length);
        if (null != found)
        {
            return found;
        }
        if (all.size() == buckets.length)
        {
            grow();
        }
        final long copy = allocator.allocate(Math.max(LEAST_ALLOCATION, length));
        OffHeap.copy(address, copy, length);
        final Topic topic = new Topic(kind, hash, copy, length);
        topic.index = all.size();
        all.add(topic);
        enter(topic);
        return topic;
    }

    /** Forgets a topic without subscribers and frees its name. */
    void remove(final Topic topic)
    {
        final int bucket = (int)topic.hash & buckets.length - 1;
        if (buckets[bucket] == topic)
        {
            buckets[bucket] = topic.next;
        }
        else
        {
            Topic before = buckets[bucket];
            while (before.next != topic)
            {
                before = before.next;
            }
            before.next = topic.next;
        }
        final Topic last = all.remove(all.size() - 1);
        if (last != topic)
        {
            last.index = topic.index;
            all.set(topic.index, last);
        }
        free(topic);
    }

    void close()
    {
        all.forEach(this::free);
        all.clear();
        buckets = new Topic[INITIAL_BUCKETS];
    }

    private void free(final Topic topic)
    {
        allocator.free(topic.address, Math.max(LEAST_ALLOCATION, topic.length));
    }

    private Topic find(final long hash, final long address, final int length)
    {
        Topic topic = buckets[(int)hash & buckets.length - 1];
        while (null != topic && !topic.is(hash, address, length))
        {
            topic = topic.next;
        }
        return topic;
    }

    private void enter(final Topic topic)
    {
        final int bucket = (int)topic.hash & buckets.length - 1;
        topic.next = buckets[bucket];
        buckets[bucket] = topic;
    }

    private void grow()
    {
        buckets = new Topic[2 * buckets.length];
        all.forEach(this::enter);
    }
}
