package io.ringbolt.engine.durability;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.memory.Arena;

/**
 * Holds writers back while a snapshot is taken, so that the snapshot pool fills no faster than the snapshot goes on.
 * They wait a few milliseconds at a time, as in CLIENT PAUSE WRITE; readers do not. Owned by the engine thread.
 */
/*
 * It is looked at after every command, so that no more than one can go too far. The pool may be filled in proportion to
 * the keys that have been walked, and by HEAD_START percent more. A snapshot that does not move on, because its disk
 * hangs, holds nobody: after PATIENCE_MS without a key writers go on, and the pool may overflow.
 */
final class WritePacer
{
    private static final int PERCENT = 100;
    private static final int HEAD_START = 20;
    private static final long TICK_MS = 2;
    private static final long PAUSE_MS = 10;
    private static final long PATIENCE_MS = 1000;

    private final Engine engine;
    private JobProgress progress;
    private long nextMs = Long.MAX_VALUE;
    private long keysBefore;
    private long movedMs;

    WritePacer(final Engine engine)
    {
        this.engine = engine;
    }

    void begin(final JobProgress newProgress, final long nowMs)
    {
        progress = newProgress;
        keysBefore = 0;
        movedMs = nowMs;
        nextMs = nowMs;
    }

    void end()
    {
        progress = null;
        nextMs = Long.MAX_VALUE;
    }

    long nextTickMs()
    {
        return nextMs;
    }

    boolean isOn()
    {
        return null != progress;
    }

    void onTime(final long nowMs)
    {
        if (null == progress)
        {
            return;
        }
        nextMs = nowMs + TICK_MS;
        final long keys = progress.keysProcessed();
        if (keys != keysBefore)
        {
            keysBefore = keys;
            movedMs = nowMs;
        }
        if (nowMs - movedMs < PATIENCE_MS && isPoolAhead(keys))
        {
            engine.pause().begin(nowMs + PAUSE_MS, false);
        }
    }

    private boolean isPoolAhead(final long keys)
    {
        final Arena arena = engine.arena();
        final long allowedPercent = HEAD_START + (PERCENT - HEAD_START) * keys / Math.max(1, progress.keysTotal());
        return arena.snapshotPoolUsedBytes() > arena.snapshotPoolCapacity() / PERCENT * allowedPercent;
    }
}
