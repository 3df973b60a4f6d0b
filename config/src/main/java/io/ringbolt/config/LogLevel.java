package io.ringbolt.config;

/**
 * How much the server tells its log, from most to least.
 */
public enum LogLevel implements ConfigChoice
{
    DEBUG, VERBOSE, NOTICE, WARNING, NOTHING
}
