package io.ringbolt.engine.bitmap;

import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.Numbers;
import io.ringbolt.engine.memory.OffHeap;

/**
 * Offsets of bits as commands give them, and the limit they have: the longest string that a client may make.
 */
final class BitOffsets
{
    /** Lengths are ints, and the arena's blocks want room for slack. */
    private static final int MAX_LENGTH = Integer.MAX_VALUE - (32 << 20);
    private static final byte[] NOT_AN_OFFSET = Errors.text("ERR bit offset is not an integer or out of range");

    private long maxLength = MAX_LENGTH;

    void onConfig(final ServerConfig config)
    {
        this.maxLength = Math.min(MAX_LENGTH, config.get(NetworkParameters.PROTO_MAX_BULK_LEN));
    }

    /** @return the offset at {@code index}; latches an error. */
    long parse(final ArgParser args, final int index)
    {
        return check(args, args.longAt(index, NOT_AN_OFFSET));
    }

    /** Like {@link #parse}; behind a {@code #} it counts fields of {@code width} bits. */
    long parseField(final ArgParser args, final int index, final int width)
    {
        final long address = args.address(index);
        final int length = args.length(index);
        if (0 == length || '#' != OffHeap.getByte(address))
        {
            return parse(args, index);
        }
        if (!Numbers.isLong(address + 1, length - 1))
        {
            args.fail(NOT_AN_OFFSET);
            return 0;
        }
        final long fields = Numbers.parseLong(address + 1, length - 1);
        return check(args, Math.abs(fields) > Long.MAX_VALUE / Long.SIZE ? -1 : fields * width);
    }

    private long check(final ArgParser args, final long offset)
    {
        if (offset < 0 || offset >>> 3 >= maxLength)
        {
            args.fail(NOT_AN_OFFSET);
            return 0;
        }
        return offset;
    }
}
