package io.ringbolt.engine.stream;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.memory.Arena;

/**
 * XSETID, XCFGSET and XIDMPRECORD, which set what a stream remembers besides its entries.
 */
final class StreamSettings
{
    private static final int KEY = 1;
    private static final int ID = 2;
    private static final int FIRST_ID_OPTION = 3;
    private static final int PRODUCER = 2;
    private static final int NAME = 3;
    private static final int RECORDED_ID = 4;
    private static final long NOT_GIVEN = -1;

    private static final byte[] ENTRIESADDED = Errors.text("ENTRIESADDED");
    private static final byte[] MAXDELETEDID = Errors.text("MAXDELETEDID");
    private static final byte[] IDMP_DURATION = Errors.text("IDMP-DURATION");
    private static final byte[] IDMP_MAXSIZE = Errors.text("IDMP-MAXSIZE");
    private static final byte[] NEGATIVE_ADDED = Errors.text("ERR entries_added must be positive");
    private static final byte[] BELOW_GIVEN_DELETED =
        Errors.text("ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id");
    private static final byte[] BELOW_DELETED =
        Errors.text("ERR The ID specified in XSETID is smaller than current max_deleted_entry_id");
    private static final byte[] BELOW_TOP =
        Errors.text("ERR The ID specified in XSETID is smaller than the target stream top item");
    private static final byte[] BELOW_LENGTH =
        Errors.text("ERR The entries_added specified in XSETID is smaller than the target stream length");
    private static final byte[] NO_PARAMETER = Errors.text("ERR At least one parameter must be specified");
    private static final byte[] DURATION_RANGE =
        Errors.text("ERR IDMP-DURATION must be between 1 and " + Producers.MAX_DURATION_S + " seconds");
    private static final byte[] SIZE_RANGE =
        Errors.text("ERR IDMP-MAXSIZE must be between 1 and " + Producers.MAX_SIZE + " entries");
    private static final byte[] EMPTY_RECORD = Errors.text("ERR producer ID and idempotent ID must not be empty");
    private static final byte[] NO_ENTRY = Errors.text("ERR The specified stream ID was deleted or doesn't exist");
    private static final byte[] OTHER_ENTRY =
        Errors.text("ERR The specified IDMP producer-id/idempotent-id pair maps to a different stream ID");

    private final Streams streams;
    private final CollectionAccess stream;
    private final StreamId id = new StreamId();
    private final StreamId other = new StreamId();
    private final StreamId deleted = new StreamId();
    private final ValueRef detached = new ValueRef();
    private long added;

    StreamSettings(final Streams streams, final CollectionAccess stream)
    {
        this.streams = streams;
        this.stream = stream;
    }

    void xsetid(final CommandContext context)
    {
        parseIds(context.args());
        if (context.args().failed() || !requireStream(context))
        {
            return;
        }
        final byte[] error = checkIds();
        if (error != null)
        {
            context.reply().error(error);
            return;
        }
        streams.lastIdIs(stream.value(), id);
        if (added != NOT_GIVEN)
        {
            streams.addedCountIs(stream.value(), added);
        }
        if (!deleted.isZero())
        {
            streams.largestDeletedIdIs(stream.value(), deleted);
        }
        context.modified(KEY, KeyspaceEvent.XSETID);
        context.reply().ok();
    }

    private byte[] checkIds()
    {
        streams.largestDeletedId(stream.value(), other);
        if (id.compareTo(other) < 0)
        {
            return BELOW_DELETED;
        }
        final long count = streams.count(stream.value());
        if (count > 0)
        {
            streams.lastEntryId(stream.value(), other);
            return id.compareTo(other) < 0 ? BELOW_TOP : added != NOT_GIVEN && count > added ? BELOW_LENGTH : null;
        }
        return null;
    }

    private void parseIds(final ArgParser args)
    {
        added = NOT_GIVEN;
        deleted.set(0, 0);
        parseId(args, ID, id);
        args.position(FIRST_ID_OPTION);
        while (args.hasNext() && !args.hasError())
        {
            if (args.accept(ENTRIESADDED, 1))
            {
                added = args.longAt(args.next());
                if (added < 0)
                {
                    args.fail(NEGATIVE_ADDED);
                }
            }
            else if (args.accept(MAXDELETEDID, 1))
            {
                parseId(args, args.next(), deleted);
                if (id.compareTo(deleted) < 0)
                {
                    args.fail(BELOW_GIVEN_DELETED);
                }
            }
            else
            {
                args.fail(Errors.SYNTAX);
            }
        }
    }

    void xcfgset(final CommandContext context)
    {
        final ArgParser args = context.args();
        long durationS = NOT_GIVEN;
        long maxSize = NOT_GIVEN;
        args.position(KEY + 1);
        if (!args.hasNext())
        {
            args.fail(NO_PARAMETER);
        }
        while (args.hasNext() && !args.hasError())
        {
            if (args.accept(IDMP_DURATION, 1))
            {
                durationS = limit(args, Producers.MAX_DURATION_S, DURATION_RANGE);
            }
            else if (args.accept(IDMP_MAXSIZE, 1))
            {
                maxSize = limit(args, Producers.MAX_SIZE, SIZE_RANGE);
            }
            else
            {
                args.fail(Errors.SYNTAX);
            }
        }
        if (args.failed() || !requireStream(context))
        {
            return;
        }
        configure(context, durationS, maxSize);
        context.reply().ok();
    }

    /** Limits that are other than before begin with nothing remembered. */
    private void configure(final CommandContext context, final long newDurationS, final long newMaxSize)
    {
        final long before = streams.producers(stream.value());
        final long durationS = newDurationS == NOT_GIVEN ? streams.producers.durationS(before) : newDurationS;
        final long maxSize = newMaxSize == NOT_GIVEN ? streams.producers.maxSize(before) : newMaxSize;
        if (durationS == streams.producers.durationS(before) && maxSize == streams.producers.maxSize(before))
        {
            return;
        }
        final long after = streams.producers.createAfter(before);
        streams.producers.limits(after, durationS, maxSize);
        if (before != Arena.NULL_REF)
        {
            streams.detachProducers(stream.value(), detached);
            context.database().release(ValueType.STREAM, detached.encoding(), detached.root());
        }
        streams.producersAre(stream.value(), after);
        context.engine().changes().addDirty(1);
    }

    void xidmprecord(final CommandContext context)
    {
        final ArgParser args = context.args();
        parseId(args, RECORDED_ID, id);
        if (args.length(PRODUCER) == 0 || args.length(NAME) == 0)
        {
            args.fail(EMPTY_RECORD);
        }
        if (args.failed() || !requireStream(context))
        {
            return;
        }
        final long before = streams.producers(stream.value());
        if (streams.producers.find(before, args.address(PRODUCER), args.length(PRODUCER), args.address(NAME),
            args.length(NAME), id.timeMs(), other))
        {
            reply(context, other.compareTo(id) == 0 ? null : OTHER_ENTRY);
            return;
        }
        if (!streams.exists(stream.value(), id))
        {
            context.reply().error(NO_ENTRY);
            return;
        }
        if (before == Arena.NULL_REF)
        {
            streams.producersAre(stream.value(), streams.producers.create());
        }
        streams.producers.remember(streams.producers(stream.value()), args.address(PRODUCER), args.length(PRODUCER),
            args.address(NAME), args.length(NAME), id.timeMs(), id);
        context.engine().changes().addDirty(1);
        context.reply().ok();
    }

    private static void reply(final CommandContext context, final byte[] error)
    {
        if (error == null)
        {
            context.reply().ok();
        }
        else
        {
            context.reply().error(error);
        }
    }

    private boolean requireStream(final CommandContext context)
    {
        final int outcome = stream.lookupWrite(context, KEY);
        if (outcome == CommandContext.MISSING)
        {
            context.reply().error(Errors.NO_SUCH_KEY);
        }
        return outcome == CommandContext.FOUND;
    }

    private static long limit(final ArgParser args, final long max, final byte[] error)
    {
        final long value = args.longAt(args.next());
        if (!args.hasError() && (value < 1 || value > max))
        {
            args.fail(error);
        }
        return value;
    }

    private static void parseId(final ArgParser args, final int index, final StreamId out)
    {
        if (!out.parse(args.address(index), args.length(index), 0))
        {
            args.fail(TrimOptions.INVALID_ID);
        }
    }
}
