package io.ringbolt.config;

/**
 * How the server's agents are spread over threads; AUTO decides by the number of cores.
 */
public enum ThreadingMode implements ConfigChoice
{
    AUTO, SHARED, DEDICATED, INVOKER
}
