package io.ringbolt.engine.generic;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.memory.OffHeap;

/**
 * Cursors of the SCAN commands: unsigned 64-bit numbers in decimal, read as generously as C's {@code strtoul} does.
 */
public final class Cursors
{
    private static final int BASE = 10;
    private static final long MAX_BEFORE_DIGIT = Long.divideUnsigned(-1L, BASE);

    private Cursors()
    {
    }

    /** @return the cursor at argument {@code index}; latches {@link Errors#INVALID_CURSOR} if it is none. */
    public static long parse(final ArgParser args, final int index)
    {
        final long address = args.address(index);
        final int length = args.length(index);
        final byte sign = length > 1 ? OffHeap.getByte(address) : 0;
        long value = 0;
        for (int i = '-' == sign || '+' == sign ? 1 : 0; i < length; i++)
        {
            final int digit = OffHeap.getByte(address + i) - '0';
            final boolean isDigit = digit >= 0 && digit < BASE;
            final long next = value * BASE + digit;
            if (!isDigit || Long.compareUnsigned(value, MAX_BEFORE_DIGIT) > 0 || Long.compareUnsigned(next, value) < 0)
            {
                args.fail(Errors.INVALID_CURSOR);
                return 0;
            }
            value = next;
        }
        return '-' == sign ? -value : value;
    }

    /** Replies a cursor as a bulk string. */
    public static void reply(final ReplyWriter reply, final long cursor)
    {
        if (cursor >= 0)
        {
            reply.bulkLong(cursor);
        }
        else
        {
            reply.bulk(Long.toUnsignedString(cursor));
        }
    }
}
