package io.ringbolt.config;

/**
 * When the journal is forced to disk.
 */
public enum AppendFsync implements ConfigChoice
{
    EVERYSEC, ALWAYS, NO
}
