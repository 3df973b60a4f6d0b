package io.ringbolt.engine.generic;

import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.ValueType;

import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.KeySpec.key;
import static io.ringbolt.engine.command.KeySpec.keys;
import static io.ringbolt.engine.generic.GenericCommands.row;

/**
 * EXISTS, TOUCH and TYPE.
 */
final class InspectionCommands
{
    private static final int FIRST_KEY = 1;
    private static final String NO_TYPE = "none";

    private final KeyEntry entry = new KeyEntry();

    void register(final CommandTable table)
    {
        row(table, "EXISTS", -2, READONLY, FAST)
            .keys(keys(FIRST_KEY, -1, 1).ro()).since("1.0.0").handler(this::exists)
            .complexity("O(N), N being the number of keys")
            .tips("request_policy:multi_shard", "response_policy:agg_sum")
            .summary("Counts which of the keys are there; a key named twice counts twice.").syntax("key [key ...]")
            .history("3.0.3", "Takes several keys.");
        row(table, "TOUCH", -2, READONLY, FAST)
            .keys(keys(FIRST_KEY, -1, 1).ro()).since("3.2.1").handler(this::touch)
            .complexity("O(N), N being the number of keys")
            .tips("request_policy:multi_shard", "response_policy:agg_sum")
            .summary("Marks keys as just used and counts those that are there.").syntax("key [key ...]");
        row(table, "TYPE", 2, READONLY, FAST)
            .keys(key(FIRST_KEY).ro()).since("1.0.0").complexity("O(1)").handler(this::type)
            .summary("Returns the type of the value of a key.").syntax("key");
    }

    private void exists(final CommandContext context)
    {
        int count = 0;
        for (int index = FIRST_KEY; index < context.argCount(); index++)
        {
            count += lookupUntouched(context, index, entry) ? 1 : 0;
        }
        context.reply().integer(count);
    }

    private void touch(final CommandContext context)
    {
        int count = 0;
        for (int index = FIRST_KEY; index < context.argCount(); index++)
        {
            count += context.lookupRead(index, entry) ? 1 : 0;
        }
        context.reply().integer(count);
    }

    private void type(final CommandContext context)
    {
        context.reply().simple(
            lookupUntouched(context, FIRST_KEY, entry) ? ValueType.name(entry.type()) : NO_TYPE);
    }

    /** Looks a key up as a read that counts as hit or miss, but leaves the key as long unused as it is. */
    static boolean lookupUntouched(final CommandContext context, final int keyIndex, final KeyEntry out)
    {
        return context.engine().lookups().read(
            context.database(), context.argAddress(keyIndex), context.argLength(keyIndex), true, out);
    }
}
