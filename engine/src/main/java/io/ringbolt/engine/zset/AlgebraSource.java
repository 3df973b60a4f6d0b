package io.ringbolt.engine.zset;

import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.keyspace.ValueType;

/**
 * One of the sorted sets or sets that a command combines, and what its scores weigh there.
 */
final class AlgebraSource
{
    final ValueRef value = new ValueRef();
    boolean isMissing;
    boolean isSet;
    long count;
    double weight;

    void setMissing()
    {
        isMissing = true;
        isSet = false;
        count = 0;
        weight = 1;
        value.set(Encoding.LISTPACK, 0);
    }

    void set(final int type, final int encoding, final long root)
    {
        isMissing = false;
        isSet = type == ValueType.SET;
        weight = 1;
        value.set(encoding, root);
    }

    /** Says whether both are one and the same value, by two mentions of its key. */
    boolean isSameAs(final AlgebraSource other)
    {
        return !isMissing && !other.isMissing && value.root() == other.value.root();
    }
}
