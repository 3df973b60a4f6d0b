package io.ringbolt.engine.durability;

import io.ringbolt.engine.command.Errors;

/**
 * The faults of the disk for which writes are refused: a snapshot that could not be taken, a journal that can't be
 * written. Owned by the engine thread.
 */
public final class DiskHealth
{
    private static final byte[] SNAPSHOT_FAULT =
        Errors.text("MISCONF Redis is configured to save RDB snapshots, but it's " +
        "currently unable to persist to disk. Commands that may modify the data set are disabled, because this " +
        "instance is configured to report errors during writes if RDB snapshotting fails " +
        "(stop-writes-on-bgsave-error option). Please check the Redis logs for details about the RDB error.");

    private boolean hasSnapshotFault;
    private byte[] journalFault;

    /** Says whether writes are refused because the last snapshot failed. */
    public void snapshotFault(final boolean isFaulty)
    {
        this.hasSnapshotFault = isFaulty;
    }

    /** Says that the journal can't be written. @param reason the system's words, or null if it works. */
    public void journalFault(final String reason)
    {
        this.journalFault = null == reason ? null : Errors.text("MISCONF Errors writing to the AOF file: " + reason);
    }

    /** @return the error for commands that write and for PING; null while there is nothing to refuse. */
    public byte[] refusal()
    {
        return hasSnapshotFault ? SNAPSHOT_FAULT : journalFault;
    }
}
