package io.ringbolt.config;

/**
 * When a replica loads a snapshot straight from its socket.
 */
public enum ReplDisklessLoad implements ConfigChoice
{
    DISABLED, ON_EMPTY_DB, SWAPDB, FLUSH_BEFORE_LOAD
}
