package io.ringbolt.engine.scripting;

import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.Session;

/**
 * One execution of a script or function, from its command to its reply. The next one uses the object again. Owned by
 * the engine thread.
 */
final class ScriptRun
{
    Session caller;
    RingEntry entry;
    long sequence;
    long nowUs;
    String name;
    /** True for EVAL and its kin, false for FCALL. */
    boolean isEval;
    /** True if the script may not change anything. */
    boolean isReadOnly;
    boolean isAllowedOutOfMemory;
    /** Memory had run out when the script began: its first write is refused if it needs more. */
    boolean isOutOfMemory;
    /** Whether a master has sent the command that runs the script. */
    boolean isOfMaster;
    long startNs;
    boolean hasWritten;
    boolean isKilled;
    boolean isSlow;
    /** The session of the debugger in which the script runs, or null. */
    ScriptDebugger debugger;

    /** Begins an execution, which may do everything until it is told otherwise. */
    ScriptRun begin(final CommandContext context, final String script, final boolean isOfEval, final long nowNs)
    {
        caller = context.session();
        entry = context.entry();
        sequence = context.sequence();
        nowUs = context.nowUs();
        name = script;
        isEval = isOfEval;
        isReadOnly = false;
        isAllowedOutOfMemory = false;
        isOutOfMemory = false;
        isOfMaster = false;
        startNs = nowNs;
        hasWritten = false;
        isKilled = false;
        isSlow = false;
        debugger = null;
        return this;
    }

    /** Lets go of the client. */
    void end()
    {
        caller = null;
        entry = null;
        debugger = null;
    }
}
