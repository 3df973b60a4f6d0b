package io.ringbolt.engine.bitmap;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Errors;

/**
 * The part of a string that BITCOUNT and BITPOS look at, given in bytes or in bits, and resolved to bits. Reused
 * between commands.
 */
final class BitRange
{
    private static final int OPERANDS = 3;
    private static final byte[] BYTE = Errors.text("BYTE");
    private static final byte[] BIT = Errors.text("BIT");

    private long start;
    private long end;
    private boolean hasEnd;
    private boolean isBits;

    /** Reads {@code [start [end [BYTE | BIT]]]}; latches an error. */
    void parse(final ArgParser args, final int startIndex)
    {
        final int count = args.count();
        hasEnd = count > startIndex + 1;
        isBits = false;
        if (count > startIndex + OPERANDS)
        {
            args.fail(Errors.SYNTAX);
        }
        start = count > startIndex ? args.longAt(startIndex) : 0;
        if (count == startIndex + OPERANDS)
        {
            isBits = args.is(startIndex + 2, BIT);
            if (!isBits && !args.is(startIndex + 2, BYTE))
            {
                args.fail(Errors.SYNTAX);
            }
        }
        end = hasEnd ? args.longAt(startIndex + 1) : -1;
    }

    /** Turns to a string of so many bytes. @return false if the range has nothing of it. */
    boolean resolve(final int stringLength)
    {
        final long total = isBits ? (long)stringLength << 3 : stringLength;
        start = Math.max(0, start < 0 ? start + total : start);
        end = Math.min(total - 1, Math.max(0, end < 0 ? end + total : end));
        return start <= end;
    }

    /** @return true if both ends count from the string's end, the wrong way round: BITCOUNT then counts nothing. */
    boolean isReversedFromEnd()
    {
        return start < 0 && end < 0 && start > end;
    }

    /** @return whether the command said where the range ends. */
    boolean hasEnd()
    {
        return hasEnd;
    }

    long firstBit()
    {
        return isBits ? start : start << 3;
    }

    /** @return the last bit, which belongs to the range. */
    long lastBit()
    {
        return isBits ? end : (end << 3) + 7;
    }
}
