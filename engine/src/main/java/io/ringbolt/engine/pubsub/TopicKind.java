package io.ringbolt.engine.pubsub;

import io.ringbolt.engine.command.Errors;

/**
 * The three name spaces in which clients subscribe, with the words that each is told by.
 */
enum TopicKind
{
    /** A name; who publishes to it reaches its subscribers. */
    CHANNEL("subscribe", "unsubscribe", "message"),
    /** A glob pattern; its subscribers are reached through every channel it matches. */
    PATTERN("psubscribe", "punsubscribe", "pmessage"),
    /** A channel that belongs to one shard of a cluster. */
    SHARD("ssubscribe", "sunsubscribe", "smessage");

    final byte[] subscribeWord;
    final byte[] unsubscribeWord;
    final byte[] messageWord;

    TopicKind(final String subscribeWord, final String unsubscribeWord, final String messageWord)
    {
        this.subscribeWord = Errors.text(subscribeWord);
        this.unsubscribeWord = Errors.text(unsubscribeWord);
        this.messageWord = Errors.text(messageWord);
    }
}
