package io.ringbolt.engine.array;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.memory.OffHeap;

/**
 * Indexes of arrays as text: unsigned 64-bit integers, of which the largest is not an index.
 */
final class ArrayIndexes
{
    static final byte[] INVALID = Errors.text("ERR invalid array index");

    private static final long TENTH = Long.divideUnsigned(-1L, 10);
    private static final int LAST_DIGIT = (int)Long.remainderUnsigned(-1L, 10);

    private ArrayIndexes()
    {
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

    /** Replies an unsigned integer: one that RESP's signed integers do not reach becomes a big number. */
    static void reply(final ReplyWriter reply, final long value)
    {
        if (value >= 0)
        {
            reply.integer(value);
        }
        else
        {
            reply.bigNumber(Long.toUnsignedString(value));
        }
    }
}
