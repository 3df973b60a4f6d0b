package io.ringbolt.engine.pubsub;

import static io.ringbolt.engine.command.CommandFlag.LOADING;
import static io.ringbolt.engine.command.CommandFlag.PUBSUB;
import static io.ringbolt.engine.command.CommandFlag.STALE;

import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.HelpReply;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.generic.GlobMatcher;

/**
 * PUBSUB: who listens to what.
 */
final class PubSubInspection
{
    private static final int PATTERN = 2;
    private static final int FIRST_NAME = 2;

    private final PubSub pubSub;
    private final GlobMatcher glob = new GlobMatcher();

    PubSubInspection(final PubSub pubSub)
    {
        this.pubSub = pubSub;
    }

    void register(final CommandTable table)
    {
        final Command pubsub = table.command("PUBSUB", -2).group(CommandGroup.PUBSUB).since("2.8.0")
            .summary("A container for commands that tell who listens to what.");
        row(pubsub, "CHANNELS", -2).since("2.8.0").complexity("O(N), N being the active channels")
            .summary("Returns the channels that somebody listens to.").syntax("[pattern]")
            .handler(context -> channels(context, TopicKind.CHANNEL));
        pubsub.subcommand("HELP", 2).flags(LOADING, STALE).since("6.2.0").complexity("O(1)")
            .summary("Returns helpful text about the different subcommands.").handler(new HelpReply()
                .add("CHANNELS [<pattern>]",
                    "Return the channels with subscribers that match the pattern (default: '*').")
                .add("NUMPAT", "Return the number of different patterns subscribed to.")
                .add("NUMSUB [<channel> ...]",
                    "Return how many clients have subscribed to each channel, patterns aside.")
                .add("SHARDCHANNELS [<pattern>]",
                    "Return the shard channels with subscribers that match the pattern (default: '*').")
                .add("SHARDNUMSUB [<shardchannel> ...]",
                    "Return how many clients have subscribed to each shard channel.")
                .handler());
        row(pubsub, "NUMPAT", 2).since("2.8.0").complexity("O(1)")
            .summary("Returns how many different patterns clients listen to.")
            .handler(context -> context.reply().integer(pubSub.patternCount()));
        row(pubsub, "NUMSUB", -2).since("2.8.0").complexity("O(N), N being the channels asked for")
            .summary("Returns how many clients listen to each channel.").syntax("[channel [channel ...]]")
            .handler(context -> subscriberCounts(context, TopicKind.CHANNEL));
        row(pubsub, "SHARDCHANNELS", -2).since("7.0.0").complexity("O(N), N being the active shard channels")
            .summary("Returns the shard channels that somebody listens to.").syntax("[pattern]")
            .handler(context -> channels(context, TopicKind.SHARD));
        row(pubsub, "SHARDNUMSUB", -2).since("7.0.0").complexity("O(N), N being the shard channels asked for")
            .summary("Returns how many clients listen to each shard channel.")
            .syntax("[shardchannel [shardchannel ...]]")
            .handler(context -> subscriberCounts(context, TopicKind.SHARD));
    }

    private static Command row(final Command container, final String name, final int arity)
    {
        return container.subcommand(name, arity).flags(PUBSUB, LOADING, STALE);
    }

    private void channels(final CommandContext context, final TopicKind kind)
    {
        if (context.argCount() > PATTERN + 1)
        {
            context.reply().error(Errors.wrongSubcommandArguments(context.args().textAt(1), "PUBSUB"));
            return;
        }
        final boolean hasPattern = context.argCount() > PATTERN;
        final Topics topics = pubSub.topics(kind);
        final ReplyWriter reply = context.reply();
        final long handle = reply.deferAggregate();
        int count = 0;
        for (int i = 0; i < topics.count(); i++)
        {
            final Topic topic = topics.get(i);
            if (!hasPattern || glob.matches(
                context.argAddress(PATTERN), context.argLength(PATTERN), topic.address, topic.length))
            {
                reply.bulk(topic.address, topic.length);
                count++;
            }
        }
        reply.completeArray(handle, count);
    }

    private void subscriberCounts(final CommandContext context, final TopicKind kind)
    {
        final ReplyWriter reply = context.reply();
        reply.array(2 * (context.argCount() - FIRST_NAME));
        for (int index = FIRST_NAME; index < context.argCount(); index++)
        {
            final Topic topic = pubSub.topics(kind).find(context.argAddress(index), context.argLength(index));
            reply.bulk(context.argAddress(index), context.argLength(index));
            reply.integer(null == topic ? 0 : topic.subscriberCount);
        }
    }
}
