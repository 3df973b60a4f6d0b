package io.ringbolt.engine.stream;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.memory.Arena;

/**
 * The way from the arguments of a command to a consumer group and its consumers, and what is said when there is none.
 */
final class GroupLookup
{
    private static final byte[] XGROUP = Errors.text("XGROUP");
    private static final byte[] CREATECONSUMER = Errors.text("CREATECONSUMER");

    private final Streams streams;
    private final ConsumerGroups groups;
    private final CollectionAccess stream;
    private boolean isConsumerNew;

    GroupLookup(final Streams streams, final CollectionAccess stream)
    {
        this.streams = streams;
        this.groups = streams.groups;
        this.stream = stream;
    }

    /** The group that an argument names, of the stream looked up last, or {@link Arena#NULL_REF}. */
    long find(final CommandContext context, final int nameIndex)
    {
        return groups.find(streams.groupTree(stream.value()), context.argAddress(nameIndex),
            context.argLength(nameIndex));
    }

    /**
     * The group that an argument names, of the key that another names. A key that is not there counts as missed even if
     * the group is to be changed, as in Redis.
     *
     * @return {@link Arena#NULL_REF} if there is none, which has been replied.
     */
    long require(final CommandContext context, final int keyIndex, final int nameIndex)
    {
        final int outcome = stream.lookupRead(context, keyIndex);
        if (outcome == CommandContext.WRONG_TYPE)
        {
            return Arena.NULL_REF;
        }
        final long group = outcome == CommandContext.FOUND ? find(context, nameIndex) : Arena.NULL_REF;
        if (group == Arena.NULL_REF)
        {
            context.reply().error("NOGROUP No such key '" + context.args().quotedAt(keyIndex) +
                "' or consumer group '" + context.args().quotedAt(nameIndex) + "'");
        }
        return group;
    }

    /** The consumer that an argument names, which is made if there is none, and seen at this moment. */
    long consumer(final CommandContext context, final int keyIndex, final long group, final int nameIndex)
    {
        final long address = context.argAddress(nameIndex);
        final int length = context.argLength(nameIndex);
        long consumer = groups.findConsumer(group, address, length);
        isConsumerNew = consumer == Arena.NULL_REF;
        if (isConsumerNew)
        {
            consumer = groups.createConsumer(group, address, length, context.nowMs());
            context.modified(keyIndex, KeyspaceEvent.XGROUP_CREATECONSUMER);
        }
        groups.seenAtMs(consumer, context.nowMs());
        return consumer;
    }

    /** Says whether the last {@link #consumer} was not there before. */
    boolean isConsumerNew()
    {
        return isConsumerNew;
    }

    /** Has replicas make the consumer that an argument names. */
    void propagateConsumer(
        final CommandContext context, final int keyIndex, final int groupIndex, final int consumerIndex)
    {
        context.propagate(5).argument(XGROUP).argument(CREATECONSUMER)
            .argument(context.argAddress(keyIndex), context.argLength(keyIndex))
            .argument(context.argAddress(groupIndex), context.argLength(groupIndex))
            .argument(context.argAddress(consumerIndex), context.argLength(consumerIndex));
    }
}
