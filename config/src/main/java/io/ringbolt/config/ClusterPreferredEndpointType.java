package io.ringbolt.config;

/**
 * How cluster clients are told where a node is.
 */
public enum ClusterPreferredEndpointType implements ConfigChoice
{
    IP, HOSTNAME, UNKNOWN_ENDPOINT
}
