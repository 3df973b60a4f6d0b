package io.ringbolt.engine.array;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.Numbers;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * Indexes of arrays as text: unsigned 64-bit integers, of which the largest is not an index.
 */
final class ArrayIndexes
{
    static final byte[] INVALID = Errors.text("ERR invalid array index");

    private static final int MAX_REPLY_LENGTH = 24;
    private static final long TENTH = Long.divideUnsigned(-1L, 10);
    private static final int LAST_DIGIT = (int)Long.remainderUnsigned(-1L, 10);

    private final Arena arena;
    private final long scratch;

    ArrayIndexes(final Arena arena)
    {
        this.arena = arena;
        this.scratch = arena.allocate(MAX_REPLY_LENGTH);
    }

    /** @return the index at an argument; latches {@link #INVALID} if it is none. */
    static long parse(final ArgParser args, final int argument)
    {
        final long index = parseWithMax(args, argument);
        if (SparseArrays.NO_INDEX == index)
        {
            args.fail(INVALID);
        }
        return index;
    }

    /** As {@link #parse}, for a place behind the last index too. */
    static long parseWithMax(final ArgParser args, final int argument)
    {
        final long address = args.address(argument);
        final int length = args.length(argument);
        long value = 0;
        for (int i = 0; i < length; i++)
        {
            final int digit = OffHeap.getByte(address + i) - '0';
            final int order = Long.compareUnsigned(value, TENTH);
            if (digit < 0 || digit > 9 || order > 0 || (order == 0 && digit > LAST_DIGIT))
            {
                args.fail(INVALID);
                return 0;
            }
            value = value * 10 + digit;
        }
        if (length == 0)
        {
            args.fail(INVALID);
        }
        return value;
    }

    /** Replies an unsigned integer. */
    void reply(final ReplyWriter reply, final long value)
    {
        if (value >= 0)
        {
            reply.integer(value);
            return;
        }
        final long address = arena.writable(scratch, 0, MAX_REPLY_LENGTH);
        OffHeap.putByte(address, (byte)':');
        final int end = 1 + Numbers.write(Long.divideUnsigned(value, 10), address + 1);
        OffHeap.putByte(address + end, (byte)('0' + Long.remainderUnsigned(value, 10)));
        OffHeap.putByte(address + end + 1, (byte)'\r');
        OffHeap.putByte(address + end + 2, (byte)'\n');
        reply.raw(address, end + 3);
    }
}
