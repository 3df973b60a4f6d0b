package io.ringbolt.engine.durability;

/**
 * How far a job in the background has come, and the way to end it early. Any thread.
 */
public interface JobProgress
{
    /** @return keys that have been written. */
    long keysProcessed();

    /** @return keys that were there when the job began. */
    long keysTotal();

    /**
     * Has the job end at its next look.
     *
     * @return false if it is too late: it is being completed already.
     */
    boolean cancel();

    /** Waits until a job that could not be cancelled has ended, which takes no longer than renaming a file. */
    void awaitEnd();
}
