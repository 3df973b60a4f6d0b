package io.ringbolt.engine.durability;

/**
 * How a job in the background has ended.
 */
public enum JobOutcome
{
    SUCCEEDED,
    /** The disk, or whatever else took the bytes, has failed. */
    FAILED,
    /** Somebody asked for its end; no fault of anybody. */
    CANCELLED,
    /** More was written meanwhile than {@code snapshot-pool-bytes} has room for. */
    POOL_FULL;

    public boolean isSuccess()
    {
        return SUCCEEDED == this;
    }
}
