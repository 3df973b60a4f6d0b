package io.ringbolt.engine.generic;

import io.ringbolt.config.MemoryParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;

/**
 * The family of commands on keys, whatever their values are.
 */
public final class GenericCommands implements CommandFamily
{
    private final RemovalCommands removals = new RemovalCommands();
    private final InspectionCommands inspections = new InspectionCommands();
    private final ExpireCommands expires = new ExpireCommands();
    private final TimeToLiveCommands timesToLive = new TimeToLiveCommands();
    private final RenameCommands renames = new RenameCommands();
    private final CopyCommand copy;
    private final IterationCommands iterations = new IterationCommands();
    private final ObjectCommands objects = new ObjectCommands();

    /** @param copiers of the types whose values COPY can copy. */
    public GenericCommands(final ValueCopiers copiers)
    {
        this.copy = new CopyCommand(copiers);
    }

    @Override
    public void register(final CommandTable table)
    {
        removals.register(table);
        inspections.register(table);
        expires.register(table);
        timesToLive.register(table);
        renames.register(table);
        copy.register(table);
        iterations.register(table);
        objects.register(table);
    }

    @Override
    public void onConfig(final ServerConfig config)
    {
        removals.onConfig(config.get(MemoryParameters.LAZYFREE_LAZY_USER_DEL));
        expires.onConfig(config.get(MemoryParameters.LAZYFREE_LAZY_EXPIRE));
        final boolean isLazyServerDelete = config.get(MemoryParameters.LAZYFREE_LAZY_SERVER_DEL);
        renames.onConfig(isLazyServerDelete);
        copy.onConfig(isLazyServerDelete);
    }

    static Command row(final CommandTable table, final String name, final int arity, final CommandFlag... flags)
    {
        return table.command(name, arity).group(CommandGroup.GENERIC).flags(flags).categories(AclCategory.KEYSPACE);
    }
}
