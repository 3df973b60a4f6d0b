package io.ringbolt.config;

/**
 * How an agent in a thread of its own waits for work, from the one that frees the core to the one that burns it.
 */
public enum WaitStrategy implements ConfigChoice
{
    BLOCKING_PARK, BACKOFF, YIELDING, BUSY_SPIN
}
