package io.ringbolt.config;

/**
 * How the kernel's out-of-memory score of the process is set; YES means relative to the score at start.
 */
public enum OomScoreAdj implements ConfigChoice
{
    NO, YES, ABSOLUTE
}
