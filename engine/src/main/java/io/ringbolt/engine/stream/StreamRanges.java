package io.ringbolt.engine.stream;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

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
    private static final long MAX_NUMBER = -1L;

    private static final byte[] COUNT = Errors.text("COUNT");
    private static final byte[] INVALID_START = Errors.text("ERR invalid start ID for the interval");
    private static final byte[] INVALID_END = Errors.text("ERR invalid end ID for the interval");

    private final Arena arena;
    private final CollectionAccess stream;
    private final StreamCursor cursor;
    private final StreamId first = new StreamId();
    private final StreamId last = new StreamId();
    private final ListPackElement field = new ListPackElement();
    private final ListPackElement value = new ListPackElement();
    private final long scratch;
    private boolean isExclusive;

    StreamRanges(final Arena arena, final Streams streams, final CollectionAccess stream)
    {
        this.arena = arena;
        this.stream = stream;
        this.cursor = new StreamCursor(streams);
        this.scratch = arena.allocate(StreamId.MAX_TEXT_LENGTH);
    }

    void execute(final CommandContext context, final boolean isForward)
    {
        final ArgParser args = context.args();
        parseFirst(args, isForward ? LEFT : RIGHT);
        parseLast(args, isForward ? RIGHT : LEFT);
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
        cursor.wrap(stream.value(), first, last, isForward);
        while (count != limit && cursor.next())
        {
            count++;
            replyEntry(reply);
        }
        reply.completeArray(handle, count);
    }

    private void replyEntry(final ReplyWriter reply)
    {
        final long text = arena.writable(scratch, 0, StreamId.MAX_TEXT_LENGTH);
        reply.array(2);
        reply.bulk(text, cursor.id().format(text));
        reply.array(2 * cursor.fieldCount());
        for (int i = 0; i < cursor.fieldCount(); i++)
        {
            cursor.nextField(field, value);
            CollectionAccess.reply(reply, field);
            CollectionAccess.reply(reply, value);
        }
    }

    private void parseFirst(final ArgParser args, final int index)
    {
        parse(args, index, first, 0);
        if (isExclusive && first.isMax())
        {
            args.fail(INVALID_START);
        }
        else if (isExclusive)
        {
            first.increment();
        }
    }

    private void parseLast(final ArgParser args, final int index)
    {
        parse(args, index, last, MAX_NUMBER);
        if (isExclusive && last.isZero())
        {
            args.fail(INVALID_END);
        }
        else if (isExclusive)
        {
            last.decrement();
        }
    }

    private void parse(final ArgParser args, final int index, final StreamId out, final long missingNumber)
    {
        final long address = args.address(index);
        final int length = args.length(index);
        final byte mark = length == 0 ? 0 : OffHeap.getByte(address);
        isExclusive = length > 1 && mark == '(';
        if (length == 1 && mark == '-')
        {
            out.set(0, 0);
        }
        else if (length == 1 && mark == '+')
        {
            out.set(-1L, MAX_NUMBER);
        }
        else if (!out.parse(isExclusive ? address + 1 : address, isExclusive ? length - 1 : length, missingNumber))
        {
            isExclusive = false;
            args.fail(TrimOptions.INVALID_ID);
        }
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
