package io.ringbolt.config;

/**
 * The reply buffer limits of the three classes of clients.
 */
public record OutputBufferLimits(OutputBufferLimit normal, OutputBufferLimit replica, OutputBufferLimit pubsub)
{
}
