package io.ringbolt.config;

/**
 * How a number is written in a configuration: each notation reads its own form only.
 */
enum NumberNotation
{
    DECIMAL("argument couldn't be parsed into an integer"),
    MEMORY("argument must be a memory value"),
    MEMORY_OR_PERCENT("argument must be a memory or percent value"),
    OCTAL("argument couldn't be parsed as an octal number");

    private final String refusal;

    NumberNotation(final String refusal)
    {
        this.refusal = refusal;
    }

    /** The reason for refusing text that is not written so. */
    String refusal()
    {
        return refusal;
    }

    boolean isMemory()
    {
        return this == MEMORY || this == MEMORY_OR_PERCENT;
    }
}
