package io.ringbolt.engine.command;

import io.ringbolt.engine.ring.RingEntry;

/**
 * The flags of one call of a command, where they follow from its arguments: a script says itself whether it writes.
 */
@FunctionalInterface
public interface EntryFlags
{
    /**
     * @param entry    a well-formed call.
     * @param declared the flags that the command's row has.
     * @return the flags by which to decide whether the call may run.
     */
    long of(RingEntry entry, long declared);
}
