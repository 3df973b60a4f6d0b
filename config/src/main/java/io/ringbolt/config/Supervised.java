package io.ringbolt.config;

/**
 * Which init system is told that the server is ready.
 */
public enum Supervised implements ConfigChoice
{
    UPSTART, SYSTEMD, AUTO, NO
}
