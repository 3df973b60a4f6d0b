package io.ringbolt.engine.stream;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.memory.OffHeap;

/**
 * Two ids as the ends of a range: either may be left out of it, incomplete, or the least or greatest id there is.
 */
final class StreamInterval
{
    private static final long MAX_NUMBER = -1L;
    private static final byte[] INVALID_START = Errors.text("ERR invalid start ID for the interval");
    private static final byte[] INVALID_END = Errors.text("ERR invalid end ID for the interval");

    private final StreamId first = new StreamId();
    private final StreamId last = new StreamId();
    private boolean isExclusive;

    /** The lowest id inside. */
    StreamId first()
    {
        return first;
    }

    /** The highest id inside. */
    StreamId last()
    {
        return last;
    }

    void parseFirst(final ArgParser args, final int index)
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

    void parseLast(final ArgParser args, final int index)
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
}
