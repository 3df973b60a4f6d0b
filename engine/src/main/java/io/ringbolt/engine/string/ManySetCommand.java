package io.ringbolt.engine.string;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeySpec;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.keyspace.KeyEntry;

import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.MOVABLEKEYS;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.string.StringCommands.row;

/**
 * MSETEX: several keys set at once, all or none, with one expiry.
 */
final class ManySetCommand
{
    private static final int KEY_COUNT = 1;
    private static final int FIRST_KEY = 2;
    private static final byte[] BAD_KEY_COUNT = Errors.text("ERR invalid numkeys value");
    private static final byte[] WRONG_PAIR_COUNT = Errors.text("ERR wrong number of key-value pairs");
    private static final byte[] MSET = Errors.text("MSET");
    private static final byte[] PEXPIREAT = Errors.text("PEXPIREAT");

    private final SetOptions options = new SetOptions();
    private final KeyEntry entry = new KeyEntry();

    void register(final CommandTable table)
    {
        row(table, "MSETEX", -4, WRITE, DENYOOM, MOVABLEKEYS)
            .keys(KeySpec.counted(KEY_COUNT).range(0, 2, 0).ow().update()).since("8.4.0").handler(this::msetex)
            .complexity("O(N), N being the number of keys")
            .tips("request_policy:multi_shard", "response_policy:all_succeeded")
            .summary("Gives several keys string values and one expiry, all of them or none.")
            .syntax("numkeys key value [key value ...] [NX | XX] " +
                "[EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT unix-time-milliseconds | KEEPTTL]");
    }

    private void msetex(final CommandContext context)
    {
        final ArgParser args = context.args();
        final long keyCount = args.longAt(KEY_COUNT, 1, Integer.MAX_VALUE, BAD_KEY_COUNT);
        if (!args.hasError() && FIRST_KEY + 2 * keyCount > context.argCount())
        {
            args.fail(WRONG_PAIR_COUNT);
        }
        if (args.failed())
        {
            return;
        }
        final int end = FIRST_KEY + 2 * (int)keyCount;
        options.parse(args, end, SetOptions.CONDITIONS | SetOptions.KEEP_TTL);
        final long expiresAtMs = !args.hasError() && options.hasExpiry() ? options.expiresAtMs(context) : 0;
        if (args.failed())
        {
            return;
        }
        final boolean isMet = isConditionMet(context, end);
        if (isMet)
        {
            set(context, end, expiresAtMs);
        }
        context.reply().integer(isMet ? 1 : 0);
    }

    private boolean isConditionMet(final CommandContext context, final int end)
    {
        if (SetOptions.ALWAYS == options.condition())
        {
            return true;
        }
        for (int index = FIRST_KEY; index < end; index += 2)
        {
            if (context.lookupWrite(index, entry) != (SetOptions.XX == options.condition()))
            {
                return false;
            }
        }
        return true;
    }

    private void set(final CommandContext context, final int end, final long expiresAtMs)
    {
        final boolean hasExpiry = 0 != expiresAtMs;
        for (int index = FIRST_KEY; index < end; index += 2)
        {
            final boolean isFound = context.lookupWrite(index, entry);
            Strings.store(context, index, index + 1, entry, isFound, options.isKeepTtl() || hasExpiry);
            context.modified(index, KeyspaceEvent.SET);
            if (hasExpiry)
            {
                context.database().expireAt(entry, expiresAtMs);
                context.modified(context.database(), context.argAddress(index), context.argLength(index),
                    KeyspaceEvent.EXPIRE, 0);
            }
        }
        propagate(context, end, expiresAtMs);
    }

    /**
     * In commands that every version replays; KEEPTTL has none for several keys, so then the command goes as it came.
     */
    private void propagate(final CommandContext context, final int end, final long expiresAtMs)
    {
        if (options.isKeepTtl())
        {
            return;
        }
        context.propagate(end - 1).argument(MSET);
        for (int index = FIRST_KEY; index < end; index++)
        {
            context.effects().argument(context.entry(), index);
        }
        for (int index = FIRST_KEY; index < end && 0 != expiresAtMs; index += 2)
        {
            context.propagate(3).argument(PEXPIREAT).argument(context.argAddress(index), context.argLength(index))
                .argument(expiresAtMs);
        }
    }
}
