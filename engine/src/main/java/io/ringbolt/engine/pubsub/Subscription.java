package io.ringbolt.engine.pubsub;

import io.ringbolt.engine.session.RecipientGroup;
import io.ringbolt.engine.session.Session;

/**
 * One client's place among the subscribers of one topic. Owned by the engine thread.
 */
final class Subscription extends RecipientGroup.Member
{
    final Topic topic;
    int groupIndex;

    Subscription(final Topic topic, final Session session)
    {
        super(session);
        this.topic = topic;
    }
}
