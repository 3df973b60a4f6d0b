package io.ringbolt.engine.server;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.durability.AppendOnly;
import io.ringbolt.engine.durability.AppendOnlyFigures;
import io.ringbolt.engine.durability.JobProgress;
import io.ringbolt.engine.durability.Loading;
import io.ringbolt.engine.durability.Saving;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.KeyEntry;

/**
 * INFO's sections on the data set: how it survives, who copies it, how many keys it has.
 */
final class DataSetInfo
{
    private static final String OK = "ok";
    private static final String ERROR = "err";
    private static final int NEVER = -1;
    private static final AppendOnlyFigures NO_FIGURES =
        new AppendOnlyFigures(NEVER, NEVER, true, 0, 0, true, 0, 0, 0, false, 0, 0);

    private static final int TTL_SAMPLES = 32;
    /** The golden ratio as a fraction of 2^64: its multiples lie evenly between all numbers. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final Engine engine;
    private final KeyEntry entry = new KeyEntry();

    DataSetInfo(final Engine engine)
    {
        this.engine = engine;
    }

    void persistence(final InfoText out)
    {
        final Loading loading = engine.durability().loading();
        out.field("loading", loading.isOn() ? 1 : 0);
        out.field("async_loading", loading.isBeside() ? 1 : 0);
        snapshot(out);
        journal(out);
        out.field("module_fork_in_progress", 0);
        out.field("module_fork_last_cow_size", 0);
        journalSizes(out);
        if (loading.isRunning())
        {
            loading(out, loading);
        }
    }

    private void journal(final InfoText out)
    {
        final AppendOnly appendOnly = engine.durability().appendOnly();
        final AppendOnlyFigures figures = journalFigures();
        out.field("aof_enabled", engine.durability().isJournaling() ? 1 : 0);
        out.field("aof_rewrite_in_progress", null != appendOnly && appendOnly.isRewriting() ? 1 : 0);
        out.field("aof_rewrite_scheduled", null != appendOnly && appendOnly.isRewriteScheduled() ? 1 : 0);
        out.field("aof_last_rewrite_time_sec", figures.lastRewriteSeconds());
        out.field("aof_current_rewrite_time_sec", figures.currentRewriteSeconds());
        out.field("aof_last_bgrewrite_status", figures.isLastRewriteOk() ? OK : ERROR);
        out.field("aof_rewrites", figures.rewriteCount());
        out.field("aof_rewrites_consecutive_failures", figures.failuresInARow());
        out.field("aof_last_write_status", figures.isLastWriteOk() ? OK : ERROR);
        out.field("aof_last_cow_size", figures.lastCopiedBytes());
    }

    private void journalSizes(final InfoText out)
    {
        if (engine.durability().isJournaling())
        {
            final AppendOnlyFigures figures = journalFigures();
            out.field("aof_current_size", figures.currentLength());
            out.field("aof_base_size", figures.baseLength());
            out.field("aof_pending_rewrite", engine.durability().appendOnly().isRewriteScheduled() ? 1 : 0);
            out.field("aof_buffer_length", figures.bufferLength());
            out.field("aof_pending_bio_fsync", figures.isForcePending() ? 1 : 0);
            out.field("aof_delayed_fsync", figures.delayedForces());
        }
    }

    private AppendOnlyFigures journalFigures()
    {
        final AppendOnly appendOnly = engine.durability().appendOnly();
        return null == appendOnly ? NO_FIGURES : appendOnly.figures(engine.nowUs() / 1000);
    }

    /** The figures of copy-on-write are those of the pool that all snapshots share, and always of now. */
    private void snapshot(final InfoText out)
    {
        final Saving saving = engine.durability().saving();
        final JobProgress progress = saving.progress();
        final long processed = null == progress ? 0 : progress.keysProcessed();
        final long total = null == progress ? 0 : progress.keysTotal();
        out.field("current_cow_peak", engine.arena().snapshotPoolUsedBytes());
        out.field("current_cow_size", engine.arena().snapshotPoolUsedBytes());
        out.field("current_cow_size_age", 0);
        out.ratio("current_fork_perc", 0 == total ? 0 : 100.0 * processed / total);
        out.field("current_save_keys_processed", processed);
        out.field("current_save_keys_total", total);
        out.field("rdb_changes_since_last_save", engine.changes().dirty());
        out.field("rdb_bgsave_in_progress", saving.isRunning() || engine.replication().replicas().isSyncing() ? 1 : 0);
        out.field("rdb_last_save_time", saving.lastSaveSeconds());
        out.field("rdb_last_bgsave_status", saving.isLastOk() ? OK : ERROR);
        out.field("rdb_last_bgsave_time_sec", saving.lastDurationSeconds());
        out.field("rdb_current_bgsave_time_sec", saving.currentDurationSeconds(engine.nowUs() / 1000));
        out.field("rdb_saves", saving.saveCount());
        out.field("rdb_last_cow_size", saving.lastCopiedBytes());
        out.field("rdb_last_load_keys_expired", engine.durability().loading().keysExpired());
        out.field("rdb_last_load_keys_loaded", engine.durability().loading().keysLoaded());
    }

    private void loading(final InfoText out, final Loading loading)
    {
        out.field("loading_start_time", loading.startedSeconds());
        out.field("loading_total_bytes", loading.totalBytes());
        out.field("loading_rdb_used_mem", loading.usedMemoryThen());
        out.field("loading_loaded_bytes", loading.loadedBytes());
        out.ratio("loading_loaded_perc", loading.percent());
        out.field("loading_eta_seconds", loading.etaSeconds(engine.nowUs() / 1000));
    }

    void keyspace(final InfoText out)
    {
        for (int i = 0; i < engine.keyspace().databaseCount(); i++)
        {
            final Database database = engine.keyspace().database(i);
            if (database.size() > 0)
            {
                out.field("db" + i, "keys=" + database.size() + ",expires=" + database.expiresCount() +
                    ",avg_ttl=" + averageTimeToLive(database) + ",subexpiry=" + database.expiringHashCount());
            }
        }
    }

    /** The mean rest of life in ms, of a few keys that have an expiry; 0 if there is none. */
    private long averageTimeToLive(final Database database)
    {
        final long nowMs = engine.nowUs() / 1000;
        double sum = 0;
        int count = 0;
        for (int i = 1; i <= TTL_SAMPLES; i++)
        {
            if (database.randomVolatile(i * SPREAD, entry) && entry.hasExpiry())
            {
                sum += Math.max(0, entry.expiresAtMs() - nowMs);
                count++;
            }
        }
        return 0 == count ? 0 : (long)(sum / count);
    }
}
