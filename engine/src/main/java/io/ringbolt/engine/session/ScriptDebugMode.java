package io.ringbolt.engine.session;

/**
 * Whether the scripts that a client runs stop for it at lines, and whether their changes last: SCRIPT DEBUG.
 */
public enum ScriptDebugMode
{
    NO,
    /** What a script changes is undone when it ends. */
    YES,
    /** What a script changes lasts. */
    SYNC
}
