package io.ringbolt.config;

/**
 * What sets a configuration row apart from an ordinary, mutable, visible one.
 */
enum ParameterFlag
{
    IMMUTABLE,
    HIDDEN,
    SENSITIVE,
    PROTECTED,
    DENY_LOADING,
    VOLATILE,
    DEBUG,
    FILE_ONLY
}
