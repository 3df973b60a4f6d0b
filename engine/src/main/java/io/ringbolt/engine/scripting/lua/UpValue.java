package io.ringbolt.engine.scripting.lua;

/**
 * A variable that a function captured. Open, it is a slot of the stack it was declared on; closed, it holds the value.
 */
final class UpValue
{
    /** The owner of the slot, null once closed. */
    LuaState owner;
    /** Absolute index of the slot while open. */
    int index;
    /** The next open variable further down the same stack. */
    UpValue next;
    long bits;
    Object ref;
    int mark;

    UpValue(final LuaState owner, final int index, final UpValue next)
    {
        this.owner = owner;
        this.index = index;
        this.next = next;
    }

    UpValue()
    {
        this.bits = Tags.NIL;
    }

    long bits()
    {
        return owner == null ? bits : owner.bits[index];
    }

    Object ref()
    {
        return owner == null ? ref : owner.refs[index];
    }

    void set(final long newBits, final Object newRef)
    {
        if (owner == null)
        {
            bits = newBits;
            ref = newRef;
        }
        else
        {
            owner.bits[index] = newBits;
            owner.refs[index] = newRef;
        }
    }

    void close()
    {
        bits = owner.bits[index];
        ref = Tags.hasReference(bits) ? owner.refs[index] : null;
        owner = null;
        next = null;
    }
}
