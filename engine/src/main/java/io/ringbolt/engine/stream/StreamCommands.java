package io.ringbolt.engine.stream;

import io.ringbolt.config.EncodingParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.memory.Arena;

import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;

/**
 * The family of commands on streams.
 */
public final class StreamCommands implements CommandFamily
{
    private static final int KEY = 1;

    private final CollectionAccess stream = new CollectionAccess(ValueType.STREAM);
    private final Streams streams;
    private final XaddCommand xadd;
    private final StreamRanges ranges;

    public StreamCommands(final Arena arena)
    {
        this.streams = new Streams(arena);
        this.xadd = new XaddCommand(arena, streams, stream);
        this.ranges = new StreamRanges(arena, streams, stream);
    }

    @Override
    public void onConfig(final ServerConfig config)
    {
        streams.limits(
            config.longValue(EncodingParameters.STREAM_NODE_MAX_BYTES),
            config.longValue(EncodingParameters.STREAM_NODE_MAX_ENTRIES));
    }

    @Override
    public void register(final CommandTable table)
    {
        row(table, "XADD", -5, WRITE, DENYOOM, FAST).keys(key(KEY).rw().update()).handler(xadd)
            .complexity("O(1) when adding a new entry, O(N) when trimming where N is the number of entries evicted")
            .summary("Appends a new message to a stream. Creates the key if it doesn't exist.")
            .syntax("key [NOMKSTREAM] [<MAXLEN | MINID> [= | ~] threshold [LIMIT count]] <* | id> " +
            "field value [field value ...]")
            .tips("nondeterministic_output")
            .history("6.2.0", "Added the `NOMKSTREAM` option, `MINID` trimming strategy and the `LIMIT` option.",
            "7.0.0", "Added support for the `<ms>-*` explicit ID form.");
        row(table, "XLEN", 2, READONLY, FAST).keys(key(KEY).ro()).handler(this::xlen)
            .complexity("O(1)").summary("Returns the number of messages in a stream.").syntax("key");
        rangeRow(table, "XRANGE").handler(context -> ranges.execute(context, true))
            .syntax("key start end [COUNT count]")
            .summary("Returns the messages from a stream within a range of IDs.");
        rangeRow(table, "XREVRANGE").handler(context -> ranges.execute(context, false))
            .syntax("key end start [COUNT count]")
            .summary("Returns the messages from a stream within a range of IDs in reverse order.");
    }

    private static Command rangeRow(final CommandTable table, final String name)
    {
        return row(table, name, -4, READONLY).keys(key(KEY).ro().access())
            .complexity("O(N) with N being the number of elements being returned")
            .history("6.2.0", "Added exclusive ranges.");
    }

    private static Command row(final CommandTable table, final String name, final int arity, final CommandFlag... flags)
    {
        return table.command(name, arity).group(CommandGroup.STREAM).flags(flags).since("5.0.0")
            .categories(AclCategory.STREAM);
    }

    private void xlen(final CommandContext context)
    {
        final int outcome = stream.lookupRead(context, KEY);
        if (outcome != CommandContext.WRONG_TYPE)
        {
            context.reply().integer(outcome == CommandContext.FOUND ? streams.count(stream.value()) : 0);
        }
    }
}
