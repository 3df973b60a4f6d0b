package io.ringbolt.engine.transaction;

import io.ringbolt.engine.memory.OffHeapAllocator;

/**
 * What the engine remembers of one client between MULTI or WATCH and what ends them: queued commands and watched keys.
 * A session without either has none. Owned by the engine thread.
 */
public final class Transaction
{
    /** What a watched key counts for in a client's memory, beside its bytes. */
    static final int WATCH_OVERHEAD = 64;

    final CommandQueue queue;
    Watch watches;
    int watchCount;
    long watchBytes;
    boolean isOpen;
    boolean isAborted;
    boolean isDirty;

    Transaction(final OffHeapAllocator allocator)
    {
        this.queue = new CommandQueue(allocator);
    }

    /** @return true between MULTI and EXEC or DISCARD. */
    public boolean isOpen()
    {
        return isOpen;
    }

    /** @return true once a watched key has changed: EXEC will do nothing. */
    public boolean isDirty()
    {
        return isDirty;
    }

    /** @return commands queued since MULTI. */
    public int queuedCount()
    {
        return queue.count();
    }

    public int watchCount()
    {
        return watchCount;
    }

    /** @return the flags that any of the queued commands has; none outside MULTI. */
    public long queuedFlags()
    {
        return queue.flags();
    }

    /** @return the flags that not all of the queued commands have; none outside MULTI. */
    public long missingFlags()
    {
        return queue.missingFlags();
    }

    /** @return bytes held for queue and watches. */
    public long memory()
    {
        return queue.memory() + watchBytes;
    }

    /** Makes EXEC refuse, because a command could not be queued. */
    void abort()
    {
        isAborted = isOpen;
    }

    boolean isIdle()
    {
        return !isOpen && null == watches && !isDirty;
    }

    void endMulti()
    {
        isOpen = false;
        isAborted = false;
        isDirty = false;
        queue.clear();
    }
}
