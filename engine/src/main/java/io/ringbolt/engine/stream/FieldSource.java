package io.ringbolt.engine.stream;

/**
 * The alternating fields and values of an entry to be added.
 */
public interface FieldSource
{
    /** Number of fields, which is that of values too. */
    int fieldCount();

    /** @param index even for a field, odd for the value of the field before it. */
    long address(int index);

    int length(int index);
}
