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

import static io.ringbolt.engine.command.CommandFlag.BLOCKING;
import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.MOVABLEKEYS;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.behind;
import static io.ringbolt.engine.command.KeySpec.key;

/**
 * The family of commands on streams.
 */
public final class StreamCommands implements CommandFamily
{
    private static final int KEY = 1;
    private static final String PER_ID = "O(1) for each message ID processed.";
    private static final String POLICY = "[KEEPREF | DELREF | ACKED]";

    private final CollectionAccess stream = new CollectionAccess(ValueType.STREAM);
    private final Arena arena;
    private final Streams streams;
    private final StreamReply replies;
    private final References references;
    private final StreamRanges ranges;
    private final AckCommands acks;
    private final StreamSettings settings;

    public StreamCommands(final Arena arena)
    {
        this.arena = arena;
        this.streams = new Streams(arena);
        this.replies = new StreamReply(arena, streams);
        this.references = new References(streams);
        this.ranges = new StreamRanges(streams, replies, stream);
        this.acks = new AckCommands(streams, references, stream);
        this.settings = new StreamSettings(streams, stream);
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
        registerEntries(table);
        registerRemoval(table);
        registerReading(table);
        registerPending(table);
        registerSettings(table);
        new GroupCommands(streams, stream).register(table);
        new XinfoCommands(streams, replies, stream).register(table);
    }

    private void registerEntries(final CommandTable table)
    {
        row(table, "XADD", -5, WRITE, DENYOOM, FAST).keys(key(KEY).rw().update())
            .handler(new XaddCommand(arena, streams, references, stream))
            .complexity("O(1) when adding a new entry, O(N) when trimming where N is the number of entries evicted")
            .summary("Appends a new message to a stream. Creates the key if it doesn't exist.")
            .syntax("key [NOMKSTREAM] " + POLICY + " [IDMPAUTO pid | IDMP pid iid] " +
            "[<MAXLEN | MINID> [= | ~] threshold [LIMIT count]] <* | id> field value [field value ...]")
            .tips("nondeterministic_output")
            .history("6.2.0", "Added the `NOMKSTREAM` option, `MINID` trimming strategy and the `LIMIT` option.",
            "7.0.0", "Added support for the `<ms>-*` explicit ID form.",
            "8.2.0", "Added the `KEEPREF`, `DELREF` and `ACKED` options.",
            "8.6.0", "Added the `IDMP` and `IDMPAUTO` options.");
        row(table, "XLEN", 2, READONLY, FAST).keys(key(KEY).ro()).handler(this::xlen)
            .complexity("O(1)").summary("Returns the number of messages in a stream.").syntax("key");
        rangeRow(table, "XRANGE").handler(context -> ranges.execute(context, true))
            .syntax("key start end [COUNT count]")
            .summary("Returns the messages from a stream within a range of IDs.");
        rangeRow(table, "XREVRANGE").handler(context -> ranges.execute(context, false))
            .syntax("key end start [COUNT count]")
            .summary("Returns the messages from a stream within a range of IDs in reverse order.");
    }

    private void registerRemoval(final CommandTable table)
    {
        row(table, "XTRIM", -4, WRITE).keys(key(KEY).rw().delete())
            .handler(new XtrimCommand(arena, streams, references, stream)).tips("nondeterministic_output")
            .complexity("O(N), with N being the number of evicted entries.")
            .summary("Deletes messages from the beginning of a stream.")
            .syntax("key <MAXLEN | MINID> [= | ~] threshold [LIMIT count] " + POLICY)
            .history("6.2.0", "Added the `MINID` trimming strategy and the `LIMIT` option.",
            "8.2.0", "Added the `KEEPREF`, `DELREF` and `ACKED` options.");
        row(table, "XDEL", -3, WRITE, FAST).keys(key(KEY).rw().delete()).handler(acks::xdel)
            .complexity("O(1) for each single item to delete in the stream, regardless of the stream size.")
            .summary("Returns the number of messages after removing them from a stream.").syntax("key id [id ...]");
        row(table, "XDELEX", -5, WRITE, FAST).since("8.2.0").keys(key(KEY).rw().delete()).handler(acks::xdelex)
            .complexity("O(1) for each single item to delete in the stream, regardless of the stream size.")
            .summary("Deletes one or multiple entries from the stream.")
            .syntax("key " + POLICY + " IDS numids id [id ...]");
        row(table, "XACKDEL", -6, WRITE, FAST).since("8.2.0").keys(key(KEY).rw().update().delete())
            .handler(acks::xackdel).complexity(PER_ID)
            .summary("Acknowledges and deletes one or multiple messages for a stream consumer group.")
            .syntax("key group " + POLICY + " IDS numids id [id ...]");
    }

    private void registerReading(final CommandTable table)
    {
        row(table, "XREAD", -4, READONLY, BLOCKING, MOVABLEKEYS)
            .keys(behind("STREAMS", 1).range(-1, 1, 2).ro().access())
            .handler(new XreadCommand(arena, streams, replies, stream, false))
            .summary("Returns messages from multiple streams with IDs greater than the ones requested. Blocks until " +
            "a message is available otherwise.")
            .syntax("[COUNT count] [MAXCOUNT maxcount] [MAXSIZE bytes] [BLOCK milliseconds] " +
            "STREAMS key [key ...] id [id ...]");
        row(table, "XREADGROUP", -7, WRITE, BLOCKING, MOVABLEKEYS)
            .keys(behind("STREAMS", 4).range(-1, 1, 2).ro().access())
            .handler(new XreadCommand(arena, streams, replies, stream, true))
            .complexity("For each stream mentioned: O(M) with M being the number of elements returned. If M is " +
            "constant (e.g. always asking for the first 10 elements with COUNT), you can consider it O(1). On the " +
            "other side when XREADGROUP blocks, XADD will pay the O(N) time in order to serve the N clients blocked " +
            "on the stream getting new data.")
            .summary("Returns new or historical messages from a stream for a consumer in a group. Blocks until a " +
            "message is available otherwise.")
            .syntax("GROUP group consumer [COUNT count] [MAXCOUNT maxcount] [MAXSIZE bytes] [BLOCK milliseconds] " +
            "[CLAIM min-idle-time] [NOACK] STREAMS key [key ...] id [id ...]")
            .history("8.4.0", "Added the `CLAIM` option.");
    }

    private void registerPending(final CommandTable table)
    {
        row(table, "XACK", -4, WRITE, FAST).keys(key(KEY).rw().update()).handler(acks::xack).complexity(PER_ID)
            .summary("Returns the number of messages that were successfully acknowledged by the consumer group " +
            "member of a stream.")
            .syntax("key group id [id ...]");
        row(table, "XNACK", -7, WRITE, FAST).since("8.8.0").keys(key(KEY).rw().update())
            .handler(new XnackCommand(streams, stream)).complexity(PER_ID)
            .summary("Releases pending messages back to the group's PEL without acknowledging them, making them " +
            "available for re-delivery.")
            .syntax("key group <SILENT | FAIL | FATAL> IDS numids id [id ...] [RETRYCOUNT count] [FORCE]");
        row(table, "XPENDING", -3, READONLY).keys(key(KEY).ro().access()).tips("nondeterministic_output")
            .handler(new XpendingCommand(streams, replies, stream))
            .complexity("O(N) with N being the number of elements returned, so asking for a small fixed number of " +
            "entries per call is O(1). O(M), where M is the total number of entries scanned when used with the IDLE " +
            "filter. When the command returns just the summary and the list of consumers is small, it runs in O(1) " +
            "time; otherwise, an additional O(N) time for iterating every consumer.")
            .summary("Returns the information and entries from a stream consumer group's pending entries list.")
            .syntax("key group [[IDLE min-idle-time] start end count [consumer]]")
            .history("6.2.0", "Added the `IDLE` option and exclusive range intervals.");
        row(table, "XCLAIM", -6, WRITE, FAST).keys(key(KEY).rw().update()).tips("nondeterministic_output")
            .handler(new XclaimCommand(arena, streams, replies, stream))
            .complexity("O(log N) with N being the number of messages in the PEL of the consumer group.")
            .summary("Changes, or acquires, ownership of a message in a consumer group, as if the message was " +
            "delivered a consumer group member.")
            .syntax("key group consumer min-idle-time id [id ...] [IDLE ms] [TIME unix-time-milliseconds] " +
            "[RETRYCOUNT count] [FORCE] [JUSTID] [LASTID lastid]");
        row(table, "XAUTOCLAIM", -6, WRITE, FAST).since("6.2.0").keys(key(KEY).rw().delete())
            .tips("nondeterministic_output").handler(new XautoclaimCommand(arena, streams, replies, stream))
            .complexity("O(1) if COUNT is small.")
            .summary("Changes, or acquires, ownership of messages in a consumer group, as if the messages were " +
            "delivered to as consumer group member.")
            .syntax("key group consumer min-idle-time start [COUNT count] [JUSTID]")
            .history("7.0.0", "Added an element to the reply array, containing deleted entries the command cleared " +
            "from the PEL");
    }

    private void registerSettings(final CommandTable table)
    {
        row(table, "XSETID", -3, WRITE, DENYOOM, FAST).keys(key(KEY).rw().update()).handler(settings::xsetid)
            .complexity("O(1)").summary("An internal command for replicating stream values.")
            .syntax("key last-id [ENTRIESADDED entries-added] [MAXDELETEDID max-deleted-id]")
            .history("7.0.0", "Added the `entries_added` and `max_deleted_entry_id` arguments.");
        row(table, "XCFGSET", -2, WRITE, FAST).since("8.6.0").keys(key(KEY).rw().update()).handler(settings::xcfgset)
            .complexity("O(1)").summary("Sets the IDMP configuration parameters for a stream.")
            .syntax("key [IDMP-DURATION idmp-duration] [IDMP-MAXSIZE idmp-maxsize]");
        row(table, "XIDMPRECORD", 5, WRITE, DENYOOM, FAST).since("8.6.2").keys(key(KEY).rw().update())
            .handler(settings::xidmprecord).complexity("O(1)")
            .summary("An internal command for setting IDMP metadata on an existing stream message.")
            .syntax("key pid iid stream-id");
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
