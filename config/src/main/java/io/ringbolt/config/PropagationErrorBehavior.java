package io.ringbolt.config;

/**
 * What a replica does about a replicated command that fails.
 */
public enum PropagationErrorBehavior implements ConfigChoice
{
    IGNORE, PANIC, PANIC_ON_REPLICAS
}
