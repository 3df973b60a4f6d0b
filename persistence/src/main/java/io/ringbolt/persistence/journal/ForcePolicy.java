package io.ringbolt.persistence.journal;

/**
 * When the journal forces what it has written.
 */
public enum ForcePolicy
{
    /** Before anybody may learn of it. */
    ALWAYS,
    /** Once a second. */
    EVERY_SECOND,
    /** When the system likes. */
    NEVER
}
