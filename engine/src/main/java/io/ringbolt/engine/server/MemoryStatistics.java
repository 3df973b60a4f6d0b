package io.ringbolt.engine.server;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.HostStatistics;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.memory.Arena;

/**
 * MEMORY STATS: where the bytes are, as a map of names and numbers.
 */
final class MemoryStatistics
{
    private static final double PERCENT = 100;

    private final Engine engine;
    private ReplyWriter reply;
    private int pairs;

    MemoryStatistics(final Engine engine)
    {
        this.engine = engine;
    }

    void execute(final CommandContext context)
    {
        reply = context.reply();
        pairs = 0;
        final long map = reply.deferAggregate();
        final HostStatistics host = engine.host().statistics();
        final long used = engine.memory().usedBytes();
        final long buffers = used - engine.memory().dataBytes();
        engine.figures().rates().onMemory(used, context.nowMs());
        final long overhead = engine.keyspace().tableBytes() + engine.hashTemplates().bytes() + buffers;
        number("peak.allocated", engine.figures().rates().peakMemory());
        number("total.allocated", used);
        number("startup.allocated", engine.figures().startupMemory());
        number("replication.backlog", engine.replication().backlog().length());
        number("clients.slaves", engine.replication().replicas().unsentLength());
        number("clients.normal", engine.sessions().memory());
        number("cluster.links", 0);
        number("aof.buffer", engine.effectLog().memory());
        number("lua.caches", 0);
        number("functions.caches", 0);
        number("hash.templates", engine.hashTemplates().bytes());
        databases();
        number("overhead.total", overhead);
        number("keys.count", engine.keyspace().size());
        final long grown = Math.max(0, used - engine.figures().startupMemory());
        number("keys.bytes-per-key", 0 == engine.keyspace().size() ? 0 : grown / engine.keyspace().size());
        number("dataset.bytes", used - overhead);
        ratio("dataset.percentage", PERCENT * (used - overhead) / Math.max(1, grown));
        ratio("peak.percentage", PERCENT * used / Math.max(1, engine.figures().rates().peakMemory()));
        arena(host, used);
        reply.completeMap(map, pairs);
    }

    private void databases()
    {
        for (int i = 0; i < engine.keyspace().databaseCount(); i++)
        {
            final Database database = engine.keyspace().database(i);
            if (database.size() > 0)
            {
                reply.bulk("db." + i);
                reply.map(2);
                reply.bulk("overhead.hashtable.main");
                reply.integer(database.tableBytes());
                reply.bulk("overhead.hashtable.expires");
                reply.integer(0);
                pairs++;
            }
        }
    }

    private void arena(final HostStatistics host, final long used)
    {
        final Arena arena = engine.arena();
        number("allocator.allocated", arena.liveBytes());
        number("allocator.active", arena.allocatedBytes());
        number("allocator.resident", arena.residentBytes());
        ratio("allocator-fragmentation.ratio", arena.fragmentationRatio());
        number("allocator-fragmentation.bytes", arena.allocatedBytes() - arena.liveBytes());
        ratio("allocator-rss.ratio", arena.residentRatio());
        number("allocator-rss.bytes", arena.residentBytes() - arena.allocatedBytes());
        ratio("rss-overhead.ratio", host.residentBytes / (double)Math.max(1, arena.residentBytes()));
        number("rss-overhead.bytes", host.residentBytes - arena.residentBytes());
        ratio("fragmentation", host.residentBytes / (double)Math.max(1, used));
        number("fragmentation.bytes", host.residentBytes - used);
    }

    private void number(final String name, final long value)
    {
        reply.bulk(name);
        reply.integer(value);
        pairs++;
    }

    private void ratio(final String name, final double value)
    {
        reply.bulk(name);
        reply.doubleValue(value);
        pairs++;
    }
}
