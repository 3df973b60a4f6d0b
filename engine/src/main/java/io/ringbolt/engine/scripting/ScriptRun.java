package io.ringbolt.engine.scripting;

import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.Session;

/**
 * One execution of a script or function, from its command to its reply. Owned by the engine thread.
 */
final class ScriptRun
{
    final Session caller;
    final RingEntry entry;
    final long sequence;
    final long nowUs;
    final String name;
    /** True for EVAL and its kin, false for FCALL. */
    final boolean isEval;
    /** True if the script may not change anything. */
    final boolean isReadOnly;
    final boolean isAllowedOutOfMemory;
    final long startNs;
    /** Memory had run out when the script began: its first write is refused if it needs more. */
    final boolean isOutOfMemory;
    boolean hasWritten;
    boolean isKilled;
    boolean isSlow;

    ScriptRun(
        final Session caller,
        final RingEntry entry,
        final long sequence,
        final long nowUs,
        final String name,
        final boolean isEval,
        final boolean isReadOnly,
        final boolean isAllowedOutOfMemory,
        final boolean isOutOfMemory,
        final long startNs)
    {
        this.caller = caller;
        this.entry = entry;
        this.sequence = sequence;
        this.nowUs = nowUs;
        this.name = name;
        this.isEval = isEval;
        this.isReadOnly = isReadOnly;
        this.isAllowedOutOfMemory = isAllowedOutOfMemory;
        this.isOutOfMemory = isOutOfMemory;
        this.startNs = startNs;
    }
}
