package io.ringbolt.engine.command;

/**
 * Which of a command's arguments name channels of pub/sub that a client must be allowed to use.
 */
public enum ChannelUse
{
    NONE,
    /** The first argument is a channel. */
    FIRST,
    /** All arguments are channels. */
    ALL,
    /** All arguments are patterns of channels; each must be allowed as it is written. */
    ALL_PATTERNS
}
