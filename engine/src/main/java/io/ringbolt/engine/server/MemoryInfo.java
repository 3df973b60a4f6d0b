package io.ringbolt.engine.server;

import io.ringbolt.config.MemoryParameters;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.HostStatistics;
import io.ringbolt.engine.durability.AppendOnly;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.replication.Replication;
import io.ringbolt.engine.scripting.Scripting;

import java.util.Locale;

/**
 * INFO's section on memory: what the data takes in the arena, and what the process takes around it.
 */
final class MemoryInfo
{
    private static final double PERCENT = 100;

    private final Engine engine;

    MemoryInfo(final Engine engine)
    {
        this.engine = engine;
    }

    void write(final InfoText out)
    {
        final HostStatistics host = engine.host().statistics();
        final long used = engine.memory().usedBytes();
        final long buffers = used - engine.memory().dataBytes();
        engine.figures().rates().onMemory(used, engine.nowUs() / 1000);
        used(out, host, used, buffers);
        out.field("used_memory_hash_templates", engine.hashTemplates().bytes());
        limits(out, host);
        arena(out, host, used);
        process(out, host);
        out.field("active_defrag_running", 0);
        out.field("lazyfree_pending_objects", engine.keyspace().lazyFreePendingCount());
        out.field("lazyfreed_objects", engine.keyspace().lazyFreedCount());
    }

    private void used(final InfoText out, final HostStatistics host, final long used, final long buffers)
    {
        final long overhead = engine.keyspace().tableBytes() + engine.hashTemplates().bytes() + buffers;
        final long peak = Math.max(1, engine.figures().rates().peakMemory());
        out.bytes("used_memory", used);
        out.bytes("used_memory_rss", host.residentBytes);
        out.bytes("used_memory_peak", engine.figures().rates().peakMemory());
        out.percent("used_memory_peak_perc", PERCENT * used / peak);
        out.field("used_memory_peak_time", engine.figures().rates().peakMemoryMs() / 1000);
        out.field("used_memory_overhead", overhead);
        out.field("used_memory_startup", engine.figures().startupMemory());
        out.field("used_memory_dataset", used - overhead);
        out.percent("used_memory_dataset_perc",
            PERCENT * (used - overhead) / Math.max(1, used - engine.figures().startupMemory()));
    }

    private void limits(final InfoText out, final HostStatistics host)
    {
        out.bytes("total_system_memory", host.totalSystemBytes);
        scripts(out, engine.scripting());
        out.bytes("maxmemory", engine.config().longValue(MemoryParameters.MAXMEMORY));
        out.field("maxmemory_policy",
            engine.config().format(MemoryParameters.MAXMEMORY_POLICY).toLowerCase(Locale.ROOT));
    }

    private static void scripts(final InfoText out, final Scripting scripting)
    {
        out.field("used_memory_vm_eval", scripting.evalMemory());
        out.bytes("used_memory_lua", scripting.evalMemory());
        out.field("used_memory_scripts_eval", scripting.scriptTextMemory());
        out.field("number_of_cached_scripts", scripting.scriptCount());
        out.field("number_of_functions", scripting.functionCount());
        out.field("number_of_libraries", scripting.libraryCount());
        out.field("used_memory_vm_functions", scripting.functionMemory());
        out.bytes("used_memory_vm_total", scripting.evalMemory() + scripting.functionMemory());
        out.field("used_memory_functions", scripting.libraryMemory());
        out.bytes("used_memory_scripts", scripting.scriptTextMemory() + scripting.libraryMemory());
    }

    private void arena(final InfoText out, final HostStatistics host, final long used)
    {
        final Arena arena = engine.arena();
        final long allocated = arena.allocatedBytes();
        out.field("allocator_allocated", arena.liveBytes());
        out.field("allocator_active", allocated);
        final long resident = arena.residentBytes();
        out.field("allocator_resident", resident);
        out.ratio("allocator_frag_ratio", arena.fragmentationRatio());
        out.field("allocator_frag_bytes", allocated - arena.liveBytes());
        out.ratio("allocator_rss_ratio", arena.residentRatio());
        out.field("allocator_rss_bytes", resident - allocated);
        out.ratio("rss_overhead_ratio", host.residentBytes / (double)Math.max(1, resident));
        out.field("rss_overhead_bytes", host.residentBytes - resident);
        out.ratio("mem_fragmentation_ratio", host.residentBytes / (double)Math.max(1, used));
        out.field("mem_fragmentation_bytes", host.residentBytes - used);
        out.field("mem_not_counted_for_evict", engine.memory().uncountedBytes());
        final Replication replication = engine.replication();
        out.field("mem_replication_backlog", replication.backlog().length());
        out.field("mem_total_replication_buffers", replication.backlog().isOpen() ? engine.effectLog().memory() : 0);
        out.field("mem_clients_slaves", replication.replicas().unsentLength());
        out.field("mem_clients_normal", engine.sessions().memory());
        out.field("mem_cluster_links", 0);
        out.field("mem_aof_buffer", journalBacklog());
        out.field("mem_effect_log", engine.effectLog().memory());
        out.field("mem_allocator", "ringbolt-arena");
    }

    /** Bytes of changes that wait in the effect log for the journal to write them. */
    private long journalBacklog()
    {
        final AppendOnly journal = engine.durability().appendOnly();
        return null == journal || !journal.isOn() ? 0 : journal.figures(engine.nowUs() / 1000).bufferLength();
    }

    private static void process(final InfoText out, final HostStatistics host)
    {
        out.field("jvm_heap_used", host.heapUsedBytes);
        out.field("jvm_heap_committed", host.heapCommittedBytes);
        out.field("jvm_direct_buffers", host.directBytes);
        out.field("jvm_gc_count", host.collectionCount);
        out.field("jvm_gc_pause_ms", host.collectionMs);
        out.field("jvm_allocated_bytes", host.allocatedBytes);
    }
}
