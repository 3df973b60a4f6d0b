package io.ringbolt.engine.rdb;

import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;

/**
 * A value that has been read and belongs to no key yet: a collection, owned by whoever has it, or a string, whose bytes
 * stay where they are until the next value is read.
 */
public final class DecodedValue
{
    final ValueRef collection = new ValueRef();
    final ListPackElement string = new ListPackElement();
    int type;

    public boolean isString()
    {
        return ValueType.STRING == type;
    }

    /** @return whether it is a collection of nothing, as bugs of old servers left them in files; no key can have it. */
    public boolean isEmpty()
    {
        return !isString() && Arena.NULL_REF == collection.root();
    }

    /** One of {@link io.ringbolt.engine.keyspace.ValueType}. */
    public int type()
    {
        return type;
    }
}
