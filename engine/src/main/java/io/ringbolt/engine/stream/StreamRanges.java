package io.ringbolt.engine.stream;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;

/**
 * XRANGE and XREVRANGE: the entries between two ids.
 */
final class StreamRanges
{
    private static final int KEY = 1;
    private static final int LEFT = 2;
    private static final int RIGHT = 3;
    private static final int FIRST_OPTION = 4;
    private static final long UNLIMITED = -1;
    private static final byte[] COUNT = Errors.text("COUNT");

    private final CollectionAccess stream;
    private final StreamCursor cursor;
    private final StreamReply replies;
    private final StreamInterval interval = new StreamInterval();

    StreamRanges(final Streams streams, final StreamReply replies, final CollectionAccess stream)
    {
        this.stream = stream;
        this.replies = replies;
        this.cursor = new StreamCursor(streams);
    }

    void execute(final CommandContext context, final boolean isForward)
    {
        final ArgParser args = context.args();
        interval.parseFirst(args, isForward ? LEFT : RIGHT);
        interval.parseLast(args, isForward ? RIGHT : LEFT);
        final long count = args.hasError() ? UNLIMITED : parseCount(args);
        if (args.failed())
        {
            return;
        }
        final int outcome = stream.lookupRead(context, KEY);
        if (outcome == CommandContext.MISSING)
        {
            context.reply().array(0);
        }
        else if (outcome == CommandContext.FOUND && count == 0)
        {
            context.reply().nullArray();
        }
        else if (outcome == CommandContext.FOUND)
        {
            reply(context.reply(), count, isForward);
        }
    }

    private void reply(final ReplyWriter reply, final long limit, final boolean isForward)
    {
        final long handle = reply.deferAggregate();
        int count = 0;
        cursor.wrap(stream.value(), interval.first(), interval.last(), isForward);
        while (count != limit && cursor.next())
        {
            count++;
            replies.entry(reply, cursor);
        }
        reply.completeArray(handle, count);
    }

    private static long parseCount(final ArgParser args)
    {
        long count = UNLIMITED;
        args.position(FIRST_OPTION);
        while (args.hasNext() && !args.hasError())
        {
            if (args.accept(COUNT, 1))
            {
                count = Math.max(0, args.longAt(args.next()));
            }
            else
            {
                args.fail(Errors.SYNTAX);
            }
        }
        return count;
    }
}
