package io.ringbolt.engine.generic;

import io.ringbolt.engine.KeyLookups;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.KeyEntry;

import static io.ringbolt.engine.command.AclCategory.DANGEROUS;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.generic.GenericCommands.row;

/**
 * The commands that find keys without being told their names: KEYS, SCAN and RANDOMKEY.
 */
final class IterationCommands
{
    private static final int PATTERN = 1;
    private static final int CURSOR = 1;
    private static final int FIRST_OPTION = 2;
    private static final int DEFAULT_COUNT = 10;
    /** Expired keys that a replica passes over before it names one of them, for there may be nothing else. */
    private static final int MAX_PASSES = 100;
    private static final int KEYS_STEP = 1 << 16;
    private static final byte[] MATCH = Errors.text("MATCH");
    private static final byte[] COUNT = Errors.text("COUNT");
    private static final byte[] TYPE = Errors.text("TYPE");

    private final KeyFilter filter = new KeyFilter();
    private final KeyEntry entry = new KeyEntry();
    private long count;

    void register(final CommandTable table)
    {
        row(table, "KEYS", 2, READONLY).categories(DANGEROUS).since("1.0.0").handler(this::keys)
            .complexity("O(N), N being the number of keys in the database")
            .tips("request_policy:all_shards", "nondeterministic_output_order")
            .summary("Returns all keys whose names match a pattern.").syntax("pattern");
        row(table, "SCAN", -2, READONLY).since("2.8.0").handler(this::scan)
            .complexity("O(1) for a call; O(N) for a whole iteration, N being the number of keys in the database")
            .tips("nondeterministic_output", "request_policy:special", "response_policy:special")
            .summary("Returns some keys and a cursor with which to go on.")
            .syntax("cursor [MATCH pattern] [COUNT count] [TYPE type]").history("6.0.0", "Takes TYPE.");
        row(table, "RANDOMKEY", 1, READONLY).since("1.0.0").complexity("O(1)").handler(this::randomkey)
            .tips("request_policy:all_shards", "response_policy:special", "nondeterministic_output")
            .summary("Returns a key at random, each equally likely.").syntax("");
    }

    private void keys(final CommandContext context)
    {
        filter.begin(context);
        filter.match(context.argAddress(PATTERN), context.argLength(PATTERN));
        final long handle = context.reply().deferAggregate();
        int replied = 0;
        long cursor = 0;
        do
        {
            cursor = context.database().scan(cursor, KEYS_STEP, filter);
            replied += filter.reply(context.reply());
        }
        while (0 != cursor && !context.reply().isRefused());
        context.reply().completeArray(handle, replied);
        filter.dropExpired();
    }

    private void scan(final CommandContext context)
    {
        final ArgParser args = context.args();
        final long cursor = Cursors.parse(args, CURSOR);
        filter.begin(context);
        parseOptions(args);
        if (args.failed())
        {
            return;
        }
        final long next = context.database().scan(cursor, (int)Math.min(count, Integer.MAX_VALUE), filter);
        context.reply().array(2);
        Cursors.reply(context.reply(), next);
        context.reply().array(filter.count());
        filter.reply(context.reply());
        filter.removeExpired();
    }

    private void parseOptions(final ArgParser args)
    {
        count = DEFAULT_COUNT;
        args.position(FIRST_OPTION);
        while (args.hasNext() && !args.hasError())
        {
            if (args.accept(COUNT, 1))
            {
                count = args.longAt(args.next());
                if (count < 1)
                {
                    args.fail(Errors.SYNTAX);
                }
            }
            else if (args.accept(MATCH, 1))
            {
                final int index = args.next();
                filter.match(args.address(index), args.length(index));
            }
            else if (args.accept(TYPE, 1))
            {
                filter.type(args.textAt(args.next()));
            }
            else
            {
                args.fail(Errors.SYNTAX);
            }
        }
    }

    private void randomkey(final CommandContext context)
    {
        final Database database = context.database();
        final KeyLookups lookups = context.engine().lookups();
        int passesLeft = MAX_PASSES;
        while (database.random(context.random(), entry))
        {
            if (!lookups.isExpired(entry) || !lookups.isRemoving() && 0 == --passesLeft)
            {
                context.reply().bulk(entry.keyAddress(), entry.keyLength());
                return;
            }
            if (lookups.isRemoving())
            {
                lookups.expire(database, entry);
            }
        }
        context.reply().nullValue();
    }
}
