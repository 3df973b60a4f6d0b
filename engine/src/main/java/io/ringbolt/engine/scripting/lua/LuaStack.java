package io.ringbolt.engine.scripting.lua;

import io.ringbolt.engine.scripting.lua.number.LuaNumbers;

import java.util.Arrays;

/**
 * The stack through which functions of the host and scripts exchange values.
 * <p>
 * Indices count from 1, the first argument of the running function; negative ones from -1, the topmost value. Reading
 * past the top finds {@link LuaType#NONE}. Pushing never needs room to be asked for.
 */
public abstract sealed class LuaStack extends LuaObject permits LuaFrames
{
    private static final int FIRST_CAPACITY = 64;
    private static final int MAX_NATIVE_SLOTS = 8000;
    private static final int NOWHERE = -1;

    long[] bits;
    Object[] refs;
    /** Absolute index of the first argument or register of the running function. */
    int base;
    /** Absolute index of the first free slot. */
    int top;

    LuaStack(final LuaVm vm)
    {
        super(vm);
        bits = new long[FIRST_CAPACITY];
        refs = new Object[FIRST_CAPACITY];
        Arrays.fill(bits, Tags.NIL);
    }

    /** The machine of this stack. */
    public final LuaVm vm()
    {
        return vm;
    }

    /** How many values the running function has: at first, its arguments. */
    public final int top()
    {
        return top - base;
    }

    /** Cuts off values, or adds nils, until there are so many. */
    public final void setTop(final int count)
    {
        final int newTop = count >= 0 ? base + count : top + count + 1;
        ensure(Math.max(newTop - top, 0));
        while (top < newTop)
        {
            bits[top++] = Tags.NIL;
        }
        top = newTop;
    }

    public final void pop(final int count)
    {
        top -= count;
    }

    /** Whether a native function may push so many more; scripts meet this limit as "too many results". */
    public final boolean hasRoomFor(final int count)
    {
        return count <= MAX_NATIVE_SLOTS && top - base + count <= MAX_NATIVE_SLOTS;
    }

    /** Pushes a copy of a value. */
    public final void pushValue(final int index)
    {
        final int at = at(index);
        pushSlot(at == NOWHERE ? Tags.NIL : bits[at], at == NOWHERE ? null : refs[at]);
    }

    public final void remove(final int index)
    {
        final int at = at(index);
        move(at + 1, at, top - at - 1);
        top--;
    }

    /** Moves the topmost value below what is at {@code index}. */
    public final void insert(final int index)
    {
        final int at = at(index);
        ensure(1);
        move(at, at + 1, top - at);
        copy(top, at);
    }

    /** Pops the topmost value into {@code index}. */
    public final void replace(final int index)
    {
        copy(top - 1, at(index));
        top--;
    }

    public final LuaType type(final int index)
    {
        final int at = at(index);
        return at == NOWHERE ? LuaType.NONE : Tags.type(bits[at]);
    }

    public final boolean isNil(final int index)
    {
        return bitsAt(index) == Tags.NIL;
    }

    public final boolean isNoneOrNil(final int index)
    {
        return bitsAt(index) == Tags.NIL;
    }

    public final boolean isTable(final int index)
    {
        return bitsAt(index) == Tags.TABLE;
    }

    public final boolean isFunction(final int index)
    {
        return bitsAt(index) == Tags.FUNCTION;
    }

    /** A number or a string that reads as one. */
    public final boolean isNumber(final int index)
    {
        final int at = at(index);
        return at != NOWHERE &&
            (bits[at] < Tags.NIL || bits[at] == Tags.STRING && toNumberBits(bits[at], refs[at]) < Tags.NIL);
    }

    /** A string or a number. */
    public final boolean isString(final int index)
    {
        final int at = at(index);
        return at != NOWHERE && (bits[at] < Tags.NIL || bits[at] == Tags.STRING);
    }

    public final boolean toBoolean(final int index)
    {
        return !Tags.isFalse(bitsAt(index));
    }

    /** The number, or 0 where {@link #isNumber} is false. */
    public final double toNumber(final int index)
    {
        final int at = at(index);
        if (at == NOWHERE)
        {
            return 0;
        }
        final long number = toNumberBits(bits[at], refs[at]);
        return number < Tags.NIL ? Tags.toDouble(number) : 0;
    }

    /** The number cut to an integer as a C program on x86-64 does. */
    public final long toInteger(final int index)
    {
        return LuaNumbers.toLong(toNumber(index));
    }

    /** The string; a number is turned into one, also on the stack. Null for anything else. */
    public final LuaString toLuaString(final int index)
    {
        final int at = at(index);
        if (at == NOWHERE || bits[at] >= Tags.NIL && bits[at] != Tags.STRING)
        {
            return null;
        }
        if (bits[at] != Tags.STRING)
        {
            setSlot(at, Tags.STRING, vm.newString(LuaNumbers.format(Tags.toDouble(bits[at]))));
        }
        return (LuaString)refs[at];
    }

    /** The table, or null. */
    public final LuaTable toTable(final int index)
    {
        final int at = at(index);
        return at != NOWHERE && bits[at] == Tags.TABLE ? (LuaTable)refs[at] : null;
    }

    /** The function, or null. */
    public final LuaFunction toFunction(final int index)
    {
        final int at = at(index);
        return at != NOWHERE && bits[at] == Tags.FUNCTION ? (LuaFunction)refs[at] : null;
    }

    /** The userdata, or null. */
    public final LuaUserdata toUserdata(final int index)
    {
        final int at = at(index);
        return at != NOWHERE && bits[at] == Tags.USERDATA ? (LuaUserdata)refs[at] : null;
    }

    /** The coroutine, or null. */
    public final LuaState toThread(final int index)
    {
        final int at = at(index);
        return at != NOWHERE && bits[at] == Tags.THREAD ? (LuaState)refs[at] : null;
    }

    /**
     * Boxed: null, {@link Boolean}, {@link Double}, {@link LuaString} or a {@link LuaObject}. Allocates for numbers.
     */
    public final Object toObject(final int index)
    {
        final int at = at(index);
        return at == NOWHERE ? null : Tags.toObject(bits[at], refs[at]);
    }

    public final boolean rawEqual(final int left, final int right)
    {
        final int a = at(left);
        final int b = at(right);
        return a != NOWHERE && b != NOWHERE && Tags.rawEquals(bits[a], refs[a], bits[b], refs[b]);
    }

    public final void pushNil()
    {
        pushSlot(Tags.NIL, null);
    }

    public final void pushBoolean(final boolean value)
    {
        pushSlot(Tags.bool(value), null);
    }

    public final void pushNumber(final double value)
    {
        pushSlot(Tags.number(value), null);
    }

    /** A string that exists already. */
    public final void pushString(final LuaString value)
    {
        pushSlot(Tags.STRING, value);
    }

    /** One byte per character. */
    public final void pushString(final String text)
    {
        vm.memory.allocated(MemoryMeter.STRING_BYTES + (long)text.length());
        pushSlot(Tags.STRING, LuaString.of(text));
    }

    /** @param value bytes that become a string, which owns them from now on. */
    public final void pushBytes(final byte[] value)
    {
        pushSlot(Tags.STRING, vm.newString(value));
    }

    /** A copy of a part of an array as a string. */
    public final void pushBytes(final byte[] source, final int offset, final int length)
    {
        vm.memory.allocated(MemoryMeter.STRING_BYTES + (long)length);
        pushSlot(Tags.STRING, LuaString.wrap(LongBytes.part(source, offset, length, vm), vm));
    }

    public final void pushTable(final LuaTable value)
    {
        pushSlot(Tags.TABLE, value);
    }

    public final void pushFunction(final LuaFunction value)
    {
        pushSlot(Tags.FUNCTION, value);
    }

    public final void pushUserdata(final LuaUserdata value)
    {
        pushSlot(Tags.USERDATA, value);
    }

    public final void pushThread(final LuaState value)
    {
        pushSlot(Tags.THREAD, value);
    }

    /** A value boxed as {@link #toObject} boxes. */
    public final void pushObject(final Object value)
    {
        pushSlot(Tags.ofObject(value), value);
    }

    final void pushSlot(final long valueBits, final Object valueRef)
    {
        if (top >= bits.length)
        {
            ensure(1);
        }
        bits[top] = valueBits;
        if (valueBits >= Tags.STRING)
        {
            refs[top] = valueRef;
        }
        top++;
    }

    final void setSlot(final int at, final long valueBits, final Object valueRef)
    {
        bits[at] = valueBits;
        if (valueBits >= Tags.STRING)
        {
            refs[at] = valueRef;
        }
    }

    final void copy(final int from, final int to)
    {
        final long value = bits[from];
        bits[to] = value;
        if (value >= Tags.STRING)
        {
            refs[to] = refs[from];
        }
    }

    final void move(final int from, final int to, final int count)
    {
        System.arraycopy(bits, from, bits, to, count);
        System.arraycopy(refs, from, refs, to, count);
    }

    /** Room for so many values above the top. */
    final void ensure(final int count)
    {
        final int needed = top + count + 1;
        if (needed > bits.length)
        {
            final int oldCapacity = bits.length;
            final int capacity = Math.max(needed, oldCapacity * 2);
            vm.memory.allocated((long)(capacity - oldCapacity) * MemoryMeter.STACK_SLOT_BYTES);
            bits = Arrays.copyOf(bits, capacity);
            refs = Arrays.copyOf(refs, capacity);
            Arrays.fill(bits, oldCapacity, capacity, Tags.NIL);
        }
    }

    /** The absolute index of an index, or -1 past the top. */
    final int at(final int index)
    {
        if (index > 0)
        {
            final int at = base + index - 1;
            return at < top ? at : NOWHERE;
        }
        return top + index;
    }

    final long bitsAt(final int index)
    {
        final int at = at(index);
        return at == NOWHERE ? Tags.NIL : bits[at];
    }

    /** A number's bits, or those that a string reads as; a tag if it does not. */
    static long toNumberBits(final long valueBits, final Object ref)
    {
        if (valueBits != Tags.STRING)
        {
            return valueBits < Tags.NIL ? valueBits : Tags.NIL;
        }
        return ((LuaString)ref).toNumberBits();
    }
}
