package io.ringbolt.config;

/**
 * Where a value comes from. Directives that gather over several lines of a file start anew with the first of them,
 * so that the defaults do not linger, and CONFIG SET always replaces.
 */
enum ValueSource
{
    CONFIG_SET,
    FIRST_LINE,
    LATER_LINE
}
