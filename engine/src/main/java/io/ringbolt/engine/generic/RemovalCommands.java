package io.ringbolt.engine.generic;

import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.keyspace.KeyEntry;

import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.keys;
import static io.ringbolt.engine.generic.GenericCommands.row;

/**
 * DEL and UNLINK, which differ in when the memory of a large value is freed.
 */
final class RemovalCommands
{
    private static final int FIRST_KEY = 1;

    private final KeyEntry entry = new KeyEntry();
    private boolean isDelLazy;

    /** @param lazyUserDelete whether DEL frees as UNLINK does. */
    void onConfig(final boolean lazyUserDelete)
    {
        this.isDelLazy = lazyUserDelete;
    }

    void register(final CommandTable table)
    {
        row(table, "DEL", -2, WRITE)
            .keys(keys(FIRST_KEY, -1, 1).rm().delete()).since("1.0.0").handler(context -> remove(context, isDelLazy))
            .complexity("O(N), N being the number of keys; O(M) for a collection of M elements")
            .tips("request_policy:multi_shard", "response_policy:agg_sum")
            .summary("Removes keys.").syntax("key [key ...]");
        row(table, "UNLINK", -2, WRITE, FAST)
            .keys(keys(FIRST_KEY, -1, 1).rm().delete()).since("4.0.0").handler(context -> remove(context, true))
            .complexity("O(1) for each key; its memory is freed in O(N) later, in steps, N being its elements")
            .tips("request_policy:multi_shard", "response_policy:agg_sum")
            .summary("Removes keys and frees their memory later.").syntax("key [key ...]");
    }

    private void remove(final CommandContext context, final boolean isLazy)
    {
        int count = 0;
        for (int index = FIRST_KEY; index < context.argCount(); index++)
        {
            if (context.engine().lookups().peek(
                context.database(), context.argAddress(index), context.argLength(index), entry))
            {
                context.database().remove(entry, isLazy);
                context.modified(index, KeyspaceEvent.DEL);
                count++;
            }
        }
        context.reply().integer(count);
    }
}
