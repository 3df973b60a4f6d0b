package io.ringbolt.engine.rdb;

import io.ringbolt.config.MemoryParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.SnapshotParameters;
import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.collection.CollectionSeeds;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.ValueReleaser;
import io.ringbolt.engine.memory.OffHeapAllocator;

import static io.ringbolt.engine.command.CommandFlag.ASKING;
import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;

/**
 * DUMP and RESTORE: values as bytes, to be carried to another server or another time.
 */
public final class DumpCommands implements CommandFamily
{
    private static final int KEY = 1;
    private static final String RESTORE_COMPLEXITY =
        "O(N*M) for N elements of M bytes on average, O(N*M*log(N)) for a sorted set, O(1) for a short string";
    private static final String RESTORE_SYNTAX =
        "key ttl serialized-value [REPLACE] [ABSTTL] [IDLETIME seconds] [FREQ frequency]";

    private final KeyEntry entry = new KeyEntry();
    private final ValueDump dump;
    private final RestoreCommand restore;

    public DumpCommands(final Engine engine, final CollectionSeeds seeds, final ValueReleaser releaser)
    {
        final OffHeapAllocator allocator = engine.allocator();
        this.dump = new ValueDump(engine.arena(), allocator);
        this.restore = new RestoreCommand(new RdbReader(allocator),
            new ValueDecoder(engine.arena(), allocator, seeds, engine.hashTemplates(), releaser));
    }

    @Override
    public void onConfig(final ServerConfig config)
    {
        dump.onConfig(config.get(SnapshotParameters.RDBCOMPRESSION), config.get(SnapshotParameters.RDB_VERSION));
        restore.onConfig(config, config.get(MemoryParameters.LAZYFREE_LAZY_SERVER_DEL));
    }

    @Override
    public void register(final CommandTable table)
    {
        row(table, "DUMP", 2, CommandGroup.GENERIC, READONLY).keys(key(KEY).ro().access()).since("2.6.0")
            .handler(this::dump).tips("nondeterministic_output")
            .complexity("O(N*M) for N elements of M bytes on average, O(1) for a short string")
            .summary("Returns the value of a key as bytes that RESTORE takes.").syntax("key");
        row(table, "RESTORE", -4, CommandGroup.GENERIC, WRITE, DENYOOM).categories(AclCategory.DANGEROUS)
            .keys(key(KEY).ow().update()).since("2.6.0").handler(restore::execute).complexity(RESTORE_COMPLEXITY)
            .summary("Gives a key the value that DUMP has returned.").syntax(RESTORE_SYNTAX)
            .history("3.0.0", "Takes REPLACE.", "5.0.0", "Takes ABSTTL.", "5.0.0", "Takes IDLETIME and FREQ.");
        row(table, "RESTORE-ASKING", -4, CommandGroup.SERVER, WRITE, DENYOOM, ASKING)
            .categories(AclCategory.DANGEROUS).docFlags("syscmd")
            .keys(key(KEY).ow().update()).since("3.0.0").handler(restore::execute).complexity(RESTORE_COMPLEXITY)
            .summary("Does what RESTORE does, for a key that is on its way to this node of a cluster.")
            .syntax(RESTORE_SYNTAX)
            .history("3.0.0", "Takes REPLACE.", "5.0.0", "Takes ABSTTL.", "5.0.0", "Takes IDLETIME and FREQ.");
    }

    private static Command row(
        final CommandTable table,
        final String name,
        final int arity,
        final CommandGroup group,
        final CommandFlag... flags)
    {
        return table.command(name, arity).group(group).flags(flags).categories(AclCategory.KEYSPACE);
    }

    private void dump(final CommandContext context)
    {
        if (!context.lookupRead(KEY, entry))
        {
            context.reply().nullValue();
            return;
        }
        dump.write(entry);
        if (dump.length() > Integer.MAX_VALUE)
        {
            context.reply().error("ERR the value is too long for one reply: bytes=" + dump.length());
        }
        else
        {
            context.reply().bulk(dump.address(), (int)dump.length());
        }
        dump.clear();
    }

    @Override
    public void close()
    {
        dump.close();
        restore.close();
    }
}
