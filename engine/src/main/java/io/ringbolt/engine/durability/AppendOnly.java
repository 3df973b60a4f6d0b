package io.ringbolt.engine.durability;

/**
 * The server's append-only file, as the engine sees it. Implemented where files are; called by the engine thread.
 * Whatever goes wrong is logged where it happens.
 */
public interface AppendOnly
{
    /** @return whether changes are journaled. */
    boolean isOn();

    /**
     * Begins to journal, with a rewrite, or stops.
     *
     * @return null, or why that can't be, in Redis's words.
     */
    String turn(boolean on);

    boolean isRewriting();

    /** @return whether a rewrite is to begin as soon as it can. */
    boolean isRewriteScheduled();

    /** Has a rewrite begin as soon as it can. */
    void scheduleRewrite();

    /** Begins a rewrite at once, between two units of execution. @return whether that has succeeded. */
    boolean rewrite();

    /**
     * Forgets all data and loads them from the append-only file, waiting for the end. @return whether that has
     * succeeded.
     */
    boolean reload();

    /** Has every write begin so many microseconds late, as a slow disk would; 0 to stop. For tests. */
    void writeDelay(long delayUs);

    /** @return the ring sequence up to which a restart will find every change; -1 if it will find none. */
    long forcedSequence();

    /**
     * What is journaled from here on belongs to a place of this replication history, so that a restart can go on there.
     *
     * @param id null if it belongs to none.
     */
    void onHistory(String id, long offset, int database);

    /** @return the replication offset up to which everything is forced to disk, -1 if that is not known; any thread. */
    long forcedHistoryOffset();

    /** Begins what is due, and takes note of what has happened. Between two units of execution. */
    void onPeriod(long nowMs);

    /** Ends a rewrite that is running, because the server does. */
    void cancelRewrite();

    /** @return the figures of the moment; valid until the next call. */
    AppendOnlyFigures figures(long nowMs);
}
