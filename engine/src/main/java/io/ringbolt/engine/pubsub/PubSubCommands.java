package io.ringbolt.engine.pubsub;

import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.LOADING;
import static io.ringbolt.engine.command.CommandFlag.MAY_REPLICATE;
import static io.ringbolt.engine.command.CommandFlag.NOSCRIPT;
import static io.ringbolt.engine.command.CommandFlag.PUBSUB;
import static io.ringbolt.engine.command.CommandFlag.STALE;
import static io.ringbolt.engine.command.KeySpec.key;
import static io.ringbolt.engine.command.KeySpec.keys;

import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.ChannelUse;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.session.ReplyMode;
import io.ringbolt.engine.session.Session;
import io.ringbolt.engine.transaction.Transaction;

import java.util.Locale;

/**
 * The commands by which clients send each other messages that nobody keeps.
 */
public final class PubSubCommands implements CommandFamily
{
    private static final int FIRST_NAME = 1;
    private static final int CHANNEL = 1;
    private static final int MESSAGE = 2;
    private static final int ELEMENTS = 3;
    private static final int RESP3 = 3;

    private final PubSub pubSub;
    private final PubSubInspection inspection;

    public PubSubCommands(final Engine engine)
    {
        this.pubSub = engine.pubSub();
        this.inspection = new PubSubInspection(pubSub);
    }

    @Override
    public void register(final CommandTable table)
    {
        registerSubscribing(table);
        row(table, "PUBLISH", 3).flags(FAST, MAY_REPLICATE)
            .channels(ChannelUse.FIRST).since("2.0.0")
            .complexity("O(N+M), N being the subscribers of the channel and M the patterns of all clients")
            .summary("Sends a message to whoever listens to a channel.").syntax("channel message")
            .handler(this::publish);
        row(table, "SPUBLISH", 3).flags(FAST, MAY_REPLICATE)
            .channels(ChannelUse.FIRST).keys(key(CHANNEL).notKey()).since("7.0.0")
            .complexity("O(N), N being the subscribers of the channel")
            .summary("Sends a message to whoever listens to a shard's channel.").syntax("shardchannel message")
            .handler(this::publishToShard);
        inspection.register(table);
    }

    private void registerSubscribing(final CommandTable table)
    {
        row(table, "SUBSCRIBE", -2).flags(NOSCRIPT)
            .channels(ChannelUse.ALL).since("2.0.0").complexity("O(N), N being the channels")
            .summary("Listens to channels.").syntax("channel [channel ...]")
            .handler(context -> subscribe(context, TopicKind.CHANNEL));
        row(table, "PSUBSCRIBE", -2).flags(NOSCRIPT)
            .channels(ChannelUse.ALL_PATTERNS).since("2.0.0").complexity("O(N), N being the patterns")
            .summary("Listens to the channels that match patterns.").syntax("pattern [pattern ...]")
            .handler(context -> subscribe(context, TopicKind.PATTERN));
        row(table, "SSUBSCRIBE", -2).flags(NOSCRIPT)
            .channels(ChannelUse.ALL).keys(keys(FIRST_NAME, -1, 1).notKey()).since("7.0.0")
            .complexity("O(N), N being the channels")
            .summary("Listens to a shard's channels.").syntax("shardchannel [shardchannel ...]")
            .handler(context -> subscribe(context, TopicKind.SHARD));
        row(table, "UNSUBSCRIBE", -1).flags(NOSCRIPT).since("2.0.0").complexity("O(N), N being the channels")
            .summary("Stops listening to channels.").syntax("[channel [channel ...]]")
            .handler(context -> unsubscribe(context, TopicKind.CHANNEL));
        row(table, "PUNSUBSCRIBE", -1).flags(NOSCRIPT).since("2.0.0").complexity("O(N), N being the patterns")
            .summary("Stops listening to patterns.").syntax("[pattern [pattern ...]]")
            .handler(context -> unsubscribe(context, TopicKind.PATTERN));
        row(table, "SUNSUBSCRIBE", -1).flags(NOSCRIPT).keys(keys(FIRST_NAME, -1, 1).notKey()).since("7.0.0")
            .complexity("O(N), N being the channels")
            .summary("Stops listening to a shard's channels.").syntax("[shardchannel [shardchannel ...]]")
            .handler(context -> unsubscribe(context, TopicKind.SHARD));
    }

    private static Command row(final CommandTable table, final String name, final int arity)
    {
        return table.command(name, arity).group(CommandGroup.PUBSUB).flags(PUBSUB, LOADING, STALE);
    }

    private void publish(final CommandContext context)
    {
        final long count = pubSub.publish(
            context.argAddress(CHANNEL), context.argLength(CHANNEL), context.argAddress(MESSAGE),
            context.argLength(MESSAGE));
        context.propagateToReplicas();
        context.reply().integer(count);
    }

    private void publishToShard(final CommandContext context)
    {
        final long count = pubSub.publishToShard(
            context.argAddress(CHANNEL), context.argLength(CHANNEL), context.argAddress(MESSAGE),
            context.argLength(MESSAGE));
        context.propagateToReplicas();
        context.reply().integer(count);
    }

    private void subscribe(final CommandContext context, final TopicKind kind)
    {
        final Session session = context.session();
        if (mustNotListen(session, kind))
        {
            context.reply().error(
                "ERR " + context.command().name().toUpperCase(Locale.ROOT) +
                " isn't allowed for a DENY BLOCKING client");
            return;
        }
        for (int index = FIRST_NAME; index < context.argCount(); index++)
        {
            pubSub.subscribe(session, kind, context.argAddress(index), context.argLength(index));
            tell(context, kind, kind.subscribeWord, context.argAddress(index), context.argLength(index));
        }
    }

    /**
     * Inside a script nothing may be said out of turn; inside EXEC clients of Redis have always been allowed to listen.
     */
    private static boolean mustNotListen(final Session session, final TopicKind kind)
    {
        final Transaction transaction = session.transaction();
        final boolean isInTransaction = null != transaction && transaction.isOpen();
        return session.isDenyBlocking() && (TopicKind.SHARD == kind || !isInTransaction);
    }

    private void unsubscribe(final CommandContext context, final TopicKind kind)
    {
        if (1 == context.argCount())
        {
            unsubscribeAll(context, kind);
            return;
        }
        for (int index = FIRST_NAME; index < context.argCount(); index++)
        {
            pubSub.unsubscribe(context.session(), kind, context.argAddress(index), context.argLength(index));
            tell(context, kind, kind.unsubscribeWord, context.argAddress(index), context.argLength(index));
        }
    }

    private void unsubscribeAll(final CommandContext context, final TopicKind kind)
    {
        final Session session = context.session();
        if (null == session.subscriptions() || session.subscriptions().of(kind).isEmpty())
        {
            tellNone(context, kind);
            return;
        }
        while (!session.subscriptions().of(kind).isEmpty())
        {
            final Topic topic = session.subscriptions().of(kind).keySet().iterator().next();
            final int remaining = session.subscriptions().count(kind) - 1;
            tell(context, kind.unsubscribeWord, topic.address, topic.length, remaining);
            pubSub.unsubscribe(session, kind, topic.address, topic.length);
        }
    }

    private void tell(
        final CommandContext context, final TopicKind kind, final byte[] word, final long address, final int length)
    {
        tell(context, word, address, length, count(context.session(), kind));
    }

    /** Confirmations reach the client even if it wants no replies. */
    private void tell(
        final CommandContext context, final byte[] word, final long address, final int length, final int count)
    {
        if (ReplyMode.ON != context.session().replyMode())
        {
            pubSub.toSelf().begin(first(context), ELEMENTS).bulk(word).bulk(address, length).integer(count);
            return;
        }
        final ReplyWriter reply = context.reply();
        reply.push(ELEMENTS);
        reply.bulk(word);
        reply.bulk(address, length);
        reply.integer(count);
    }

    private void tellNone(final CommandContext context, final TopicKind kind)
    {
        final int count = count(context.session(), kind);
        if (ReplyMode.ON != context.session().replyMode())
        {
            pubSub.toSelf().begin(first(context), ELEMENTS).bulk(kind.unsubscribeWord)
                .nullBulk(RESP3 == context.session().protocol()).integer(count);
            return;
        }
        final ReplyWriter reply = context.reply();
        reply.push(ELEMENTS);
        reply.bulk(kind.unsubscribeWord);
        reply.nullValue();
        reply.integer(count);
    }

    private static byte first(final CommandContext context)
    {
        return RESP3 == context.session().protocol() ? MessageBuffer.PUSH : MessageBuffer.ARRAY;
    }

    private static int count(final Session session, final TopicKind kind)
    {
        return null == session.subscriptions() ? 0 : session.subscriptions().count(kind);
    }
}
