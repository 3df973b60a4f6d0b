package io.ringbolt.engine.string;

import io.ringbolt.config.MemoryParameters;
import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;

/**
 * The family of commands on strings.
 */
public final class StringCommands implements CommandFamily
{
    private final StringReadCommands reads = new StringReadCommands();
    private final StringWriteCommands writes = new StringWriteCommands();
    private final StringEditCommands edits = new StringEditCommands();
    private final CounterCommands counters = new CounterCommands();
    private final ComparisonCommands comparisons = new ComparisonCommands();
    private final ManySetCommand manySet = new ManySetCommand();
    private final BoundedCounterCommand boundedCounter = new BoundedCounterCommand();
    private final LcsCommand lcs = new LcsCommand();

    @Override
    public void register(final CommandTable table)
    {
        reads.register(table);
        writes.register(table);
        edits.register(table);
        counters.register(table);
        comparisons.register(table);
        manySet.register(table);
        boundedCounter.register(table);
        lcs.register(table);
    }

    @Override
    public void onConfig(final ServerConfig config)
    {
        final long maxLength = config.get(NetworkParameters.PROTO_MAX_BULK_LEN);
        final boolean isLazyUserDelete = config.get(MemoryParameters.LAZYFREE_LAZY_USER_DEL);
        edits.onConfig(maxLength);
        lcs.onConfig(maxLength);
        reads.onConfig(config.get(MemoryParameters.LAZYFREE_LAZY_EXPIRE), isLazyUserDelete);
        comparisons.onConfig(isLazyUserDelete);
    }

    static Command row(final CommandTable table, final String name, final int arity, final CommandFlag... flags)
    {
        return table.command(name, arity).group(CommandGroup.STRING).flags(flags).categories(AclCategory.STRING);
    }
}
