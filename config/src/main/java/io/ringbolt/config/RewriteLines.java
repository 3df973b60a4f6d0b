package io.ringbolt.config;

/**
 * Takes the lines that a directive needs in a rewritten configuration file, in order.
 */
@FunctionalInterface
interface RewriteLines
{
    /**
     * Adds one line.
     *
     * @param value    what follows the directive's name, quoted where it must be.
     * @param isForced whether the line is written although the old file does not mention the directive.
     */
    void line(String value, boolean isForced);
}
