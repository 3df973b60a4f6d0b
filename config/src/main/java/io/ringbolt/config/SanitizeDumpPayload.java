package io.ringbolt.config;

/**
 * Whose serialized values are checked in depth before they are taken over.
 */
public enum SanitizeDumpPayload implements ConfigChoice
{
    NO, YES, CLIENTS
}
