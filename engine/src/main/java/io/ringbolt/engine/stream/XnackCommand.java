package io.ringbolt.engine.stream;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandHandler;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.memory.Arena;

/**
 * XNACK: a consumer gives pending entries back, so that others may have them at once.
 */
final class XnackCommand implements CommandHandler
{
    private static final int KEY = 1;
    private static final int GROUP = 2;
    private static final int MODE = 3;
    private static final int FIRST_OPTION = 4;
    private static final long NOT_GIVEN = -1;

    private static final byte[] SILENT = Errors.text("SILENT");
    private static final byte[] FAIL = Errors.text("FAIL");
    private static final byte[] FATAL = Errors.text("FATAL");
    private static final byte[] IDS = Errors.text("IDS");
    private static final byte[] RETRYCOUNT = Errors.text("RETRYCOUNT");
    private static final byte[] FORCE = Errors.text("FORCE");
    private static final byte[] INVALID_MODE = Errors.text("ERR mode must be SILENT, FAIL, or FATAL");
    private static final byte[] MISSING_IDS = Errors.text("ERR syntax error, expected IDS keyword");
    private static final byte[] INVALID_COUNT = Errors.text("ERR numids must be a positive integer");
    private static final byte[] COUNT_MISMATCH = Errors.text("ERR number of IDs doesn't match numids");
    private static final byte[] NEGATIVE_RETRIES = Errors.text("ERR Invalid RETRYCOUNT value, must be >= 0");

    private final Streams streams;
    private final ConsumerGroups groups;
    private final CollectionAccess stream;
    private final GroupLookup lookup;
    private final IdList ids = new IdList();
    private final StreamId id = new StreamId();
    private boolean isForced;
    private long retries;

    XnackCommand(final Streams streams, final CollectionAccess stream)
    {
        this.streams = streams;
        this.groups = streams.groups;
        this.stream = stream;
        this.lookup = new GroupLookup(streams, stream);
    }

    @Override
    public void execute(final CommandContext context)
    {
        parse(context.args());
        final long group = context.args().failed() ? Arena.NULL_REF : lookup.require(context, KEY, GROUP);
        if (group == Arena.NULL_REF)
        {
            return;
        }
        int count = 0;
        for (int i = 0; i < ids.count(); i++)
        {
            ids.get(i, id);
            final long entry = groups.pendings.find(groups.pending(group), id);
            if (entry != Arena.NULL_REF)
            {
                groups.giveBack(group, entry, deliveries(context.args(), groups.entries.deliveries(entry)));
                count++;
            }
            else if (isForced && streams.exists(stream.value(), id))
            {
                groups.addReleased(group, id, deliveries(context.args(), 0));
                count++;
            }
        }
        context.engine().changes().addDirty(count);
        if (count > 0)
        {
            context.wakeBlocked(KEY);                 // of those that claim what is idle
        }
        context.reply().integer(count);
    }

    private long deliveries(final ArgParser args, final long before)
    {
        if (retries != NOT_GIVEN)
        {
            return retries;
        }
        return args.is(MODE, FATAL) ? Long.MAX_VALUE : args.is(MODE, SILENT) ? Math.max(0, before - 1) : before;
    }

    private void parse(final ArgParser args)
    {
        ids.clear();
        isForced = false;
        retries = NOT_GIVEN;
        if (!args.is(MODE, SILENT) && !args.is(MODE, FAIL) && !args.is(MODE, FATAL))
        {
            args.fail(INVALID_MODE);
            return;
        }
        args.position(FIRST_OPTION);
        while (args.hasNext() && !args.hasError())
        {
            parseOption(args);
        }
        if (ids.count() == 0)
        {
            args.fail(MISSING_IDS);
        }
    }

    private void parseOption(final ArgParser args)
    {
        if (ids.count() == 0 && args.accept(IDS, 1))
        {
            parseIds(args);
        }
        else if (args.accept(RETRYCOUNT, 1))
        {
            retries = args.longAt(args.next());
            if (retries < 0)
            {
                args.fail(NEGATIVE_RETRIES);
            }
        }
        else if (args.accept(FORCE))
        {
            isForced = true;
        }
        else
        {
            args.fail("ERR Unrecognized XNACK option '" + args.quotedAt(args.position()) + "'");
        }
    }

    private void parseIds(final ArgParser args)
    {
        final long count = args.longAt(args.next(), 1, Integer.MAX_VALUE, INVALID_COUNT);
        if (args.hasError())
        {
            return;
        }
        if (count > args.remaining())
        {
            args.fail(COUNT_MISMATCH);
            return;
        }
        final int first = args.position();
        ids.parse(args, first, first + (int)count);
        args.position(first + (int)count);
    }
}
