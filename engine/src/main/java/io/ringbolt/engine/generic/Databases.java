package io.ringbolt.engine.generic;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.keyspace.Database;

/**
 * Database numbers as arguments of MOVE and COPY.
 */
final class Databases
{
    static final byte[] SAME_OBJECT = Errors.text("ERR source and destination objects are the same");

    private static final byte[] NOT_AN_INT =
        Errors.text("ERR value is out of range, value must between -2147483648 and 2147483647");

    private Databases()
    {
    }

    /** @return the database that argument {@code index} names; latches an error and returns null if there is none. */
    static Database at(final CommandContext context, final int index)
    {
        final ArgParser args = context.args();
        final long number = args.longAt(index);
        if (number < Integer.MIN_VALUE || number > Integer.MAX_VALUE)
        {
            args.fail(NOT_AN_INT);
        }
        else if (number < 0 || number >= context.engine().keyspace().databaseCount())
        {
            args.fail(Errors.DB_INDEX_OUT_OF_RANGE);
        }
        return args.hasError() ? null : context.engine().keyspace().database((int)number);
    }
}
