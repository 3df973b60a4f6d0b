package io.ringbolt.config;

/**
 * The channels that a new ACL user may use.
 */
public enum AclPubsubDefault implements ConfigChoice
{
    ALLCHANNELS, RESETCHANNELS
}
