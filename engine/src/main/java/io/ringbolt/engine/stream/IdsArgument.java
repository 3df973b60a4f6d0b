package io.ringbolt.engine.stream;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Errors;

/**
 * The block {@code IDS count id ...} in the arguments of newer commands on streams.
 */
final class IdsArgument
{
    private static final byte[] IDS = Errors.text("IDS");
    private static final byte[] INVALID_COUNT = Errors.text("ERR Number of IDs must be a positive integer");
    private static final byte[] COUNT_MISMATCH =
        Errors.text("ERR The `numids` parameter must match the number of arguments");

    private final IdList ids = new IdList();

    /**
     * Reads policy and ids, which is all there is behind an argument; latches an error.
     *
     * @return the policy that is given, or the default one.
     */
    ReferencePolicy parse(final ArgParser args, final int from)
    {
        ids.clear();
        args.position(from);
        ReferencePolicy policy = null;
        boolean hasIds = false;
        while (args.hasNext() && !args.hasError())
        {
            final ReferencePolicy accepted = ReferencePolicy.accept(args);
            if (accepted != null)
            {
                if (policy != null)
                {
                    args.fail(Errors.SYNTAX);
                }
                policy = accepted;
            }
            else if (!hasIds && args.accept(IDS, 1))
            {
                hasIds = true;
                parseIds(args);
            }
            else
            {
                args.fail(Errors.SYNTAX);
            }
        }
        if (!hasIds)
        {
            args.fail(Errors.SYNTAX);
        }
        return policy == null ? ReferencePolicy.KEEPREF : policy;
    }

    IdList ids()
    {
        return ids;
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
