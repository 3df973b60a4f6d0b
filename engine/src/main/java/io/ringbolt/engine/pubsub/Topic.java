package io.ringbolt.engine.pubsub;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.session.RecipientGroup;
import io.ringbolt.engine.session.Session;

import java.util.Arrays;

/**
 * A channel or a pattern that somebody has subscribed to. Owned by the engine thread.
 * <p>
 * Subscribers stand in groups by the thread that writes to their sockets and by the protocol they speak, so that a
 * message can be handed to each thread with a list that it walks alone.
 */
final class Topic
{
    Topic next;
    int index;
    final TopicKind kind;
    final long hash;
    final long address;
    final int length;
    RecipientGroup[] groups = {};
    int subscriberCount;

    Topic(final TopicKind kind, final long hash, final long address, final int length)
    {
        this.kind = kind;
        this.hash = hash;
        this.address = address;
        this.length = length;
    }

    boolean is(final long hash, final long address, final int length)
    {
        return this.hash == hash && this.length == length && OffHeap.equal(this.address, address, length);
    }

    Subscription add(final Session session)
    {
        final Subscription subscription = new Subscription(this, session);
        enter(subscription);
        subscriberCount++;
        return subscription;
    }

    void remove(final Subscription subscription)
    {
        groups[subscription.groupIndex].remove(subscription);
        subscriberCount--;
    }

    /** Moves a subscriber to the group of the protocol that its client has changed to. */
    void regroup(final Subscription subscription)
    {
        groups[subscription.groupIndex].remove(subscription);
        enter(subscription);
    }

    private void enter(final Subscription subscription)
    {
        final Session session = subscription.session();
        final int groupIndex = RecipientGroup.index(session);
        if (groupIndex >= groups.length)
        {
            groups = Arrays.copyOf(groups, groupIndex + 1);
        }
        if (null == groups[groupIndex])
        {
            groups[groupIndex] = new RecipientGroup(groupIndex);
        }
        subscription.groupIndex = groupIndex;
        groups[groupIndex].add(subscription);
    }
}
