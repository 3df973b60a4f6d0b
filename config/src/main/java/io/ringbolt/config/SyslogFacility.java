package io.ringbolt.config;

/**
 * The part of the system under which syslog files messages.
 */
public enum SyslogFacility implements ConfigChoice
{
    USER, LOCAL0, LOCAL1, LOCAL2, LOCAL3, LOCAL4, LOCAL5, LOCAL6, LOCAL7
}
