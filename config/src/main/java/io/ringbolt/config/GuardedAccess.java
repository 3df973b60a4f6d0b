package io.ringbolt.config;

/**
 * Who may use a dangerous feature: nobody, everybody, or connections from this machine.
 */
public enum GuardedAccess implements ConfigChoice
{
    NO, YES, LOCAL
}
