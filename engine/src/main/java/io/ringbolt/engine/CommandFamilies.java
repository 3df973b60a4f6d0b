package io.ringbolt.engine;

import io.ringbolt.engine.acl.AclCommands;
import io.ringbolt.engine.array.ArrayCommands;
import io.ringbolt.engine.bitmap.BitmapCommands;
import io.ringbolt.engine.collection.CollectionSeeds;
import io.ringbolt.engine.connection.ClientCommands;
import io.ringbolt.engine.connection.ConnectionCommands;
import io.ringbolt.engine.generic.GenericCommands;
import io.ringbolt.engine.geo.GeoCommands;
import io.ringbolt.engine.hash.HashCommands;
import io.ringbolt.engine.hyperloglog.HyperLogLogCommands;
import io.ringbolt.engine.keyspace.ValueReleaser;
import io.ringbolt.engine.list.ListCommands;
import io.ringbolt.engine.migrate.MigrateCommand;
import io.ringbolt.engine.pubsub.PubSubCommands;
import io.ringbolt.engine.rdb.DumpCommands;
import io.ringbolt.engine.replication.FollowCommands;
import io.ringbolt.engine.replication.MasterCommands;
import io.ringbolt.engine.replication.ReplicationCommands;
import io.ringbolt.engine.replication.WaitCommands;
import io.ringbolt.engine.scripting.FunctionCommands;
import io.ringbolt.engine.scripting.ScriptCommands;
import io.ringbolt.engine.server.CommandCommands;
import io.ringbolt.engine.server.CommandlogCommands;
import io.ringbolt.engine.server.ConfigCommands;
import io.ringbolt.engine.server.DebugCommand;
import io.ringbolt.engine.server.HotkeysCommands;
import io.ringbolt.engine.server.InfoCommand;
import io.ringbolt.engine.server.LatencyCommands;
import io.ringbolt.engine.server.MemoryCommands;
import io.ringbolt.engine.server.SaveCommands;
import io.ringbolt.engine.server.ServerCommands;
import io.ringbolt.engine.server.SlowlogCommands;
import io.ringbolt.engine.set.SetCommands;
import io.ringbolt.engine.sort.SortCommands;
import io.ringbolt.engine.stream.StreamCommands;
import io.ringbolt.engine.string.StringCommands;
import io.ringbolt.engine.transaction.TransactionCommands;
import io.ringbolt.engine.zset.SortedSetCommands;

import java.util.List;

/**
 * The list of all command families: a new family is a new line here.
 */
final class CommandFamilies
{
    private CommandFamilies()
    {
    }

    static List<CommandFamily> create(final Engine engine)
    {
        final ListCommands lists = new ListCommands(engine.arena());
        final CollectionSeeds seeds = engine.seeds();
        final SetCommands sets = new SetCommands(engine.arena(), seeds.sets(), engine.random()::next);
        return List.of(
            new StringCommands(),
            new GenericCommands(CollectionCopiers.create(engine.arena())),
            new ConnectionCommands(engine),
            new ClientCommands(engine),
            new AclCommands(engine),
            new ServerCommands(engine),
            new ReplicationCommands(engine),
            new MasterCommands(engine),
            new WaitCommands(),
            new SaveCommands(engine),
            new FollowCommands(engine),
            new CommandCommands(engine),
            new ConfigCommands(engine),
            new InfoCommand(engine),
            new DebugCommand(engine, lists::packedThreshold),
            new MemoryCommands(engine),
            new LatencyCommands(engine),
            new SlowlogCommands(engine),
            new CommandlogCommands(engine),
            new HotkeysCommands(engine),
            new TransactionCommands(engine),
            new PubSubCommands(engine),
            new ScriptCommands(engine),
            new FunctionCommands(engine),
            lists,
            sets,
            new HashCommands(engine, seeds.hashes()),
            new SortedSetCommands(
                engine.arena(), engine.allocator(), seeds.sortedSets(), sets.sets(), engine.random()::next),
            new StreamCommands(engine.arena()),
            new SortCommands(engine.arena(), engine.allocator(), seeds),
            new DumpCommands(engine, seeds, releaser()),
            new MigrateCommand(engine),
            new BitmapCommands(engine.arena()),
            new HyperLogLogCommands(),
            new GeoCommands(engine.arena(), seeds.sortedSets()),
            new ArrayCommands(engine.arena()));
    }

    static ValueReleaser releaser()
    {
        return new CollectionReleaser();
    }
}
