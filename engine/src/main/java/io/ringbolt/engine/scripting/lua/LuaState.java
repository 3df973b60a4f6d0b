package io.ringbolt.engine.scripting.lua;

import io.ringbolt.engine.scripting.lua.number.LuaNumbers;

/**
 * A coroutine, the main one included: the stack that a native function is called with, and what it can do there.
 */
public final class LuaState extends LuaArguments
{
    private static final String READ_ONLY = "Attempt to modify a readonly table";

    LuaState(final LuaVm vm, final LuaTable globals)
    {
        super(vm, globals);
    }

    @Override
    LuaState self()
    {
        return this;
    }

    /** A new coroutine that will run the function on top of this stack, which is popped. */
    public LuaState newCoroutine()
    {
        vm.memory.allocated(MemoryMeter.THREAD_BYTES);
        final LuaState coroutine = new LuaState(vm, globals());
        moveTo(coroutine, 1);
        return coroutine;
    }

    /** Pops so many values and pushes them on another stack of the same machine. */
    public void moveTo(final LuaState to, final int count)
    {
        for (int i = top - count; i < top; i++)
        {
            to.pushSlot(bits[i], refs[i]);
        }
        top -= count;
    }

    /** Compiles a chunk and pushes it as a function. @throws LuaError of kind SYNTAX. */
    public void load(final byte[] text, final LuaString chunkName)
    {
        pushFunction(vm.load(text, chunkName, this));
    }

    /** Pops a key and pushes the value under it, with metamethods. */
    public void getTable(final int index)
    {
        final int at = at(index);
        MetaOperations.index(this, bits[at], refs[at], bits[top - 1], refs[top - 1], top - 1, at);
    }

    /** Pushes the value under a key, with metamethods. */
    public void getField(final int index, final LuaString key)
    {
        final int at = at(index);
        pushNil();
        MetaOperations.index(this, bits[at], refs[at], Tags.STRING, key, top - 1, at);
    }

    /** Pops a value and then a key, and stores the one under the other, with metamethods. */
    public void setTable(final int index)
    {
        final int at = at(index);
        final int key = top - 2;
        MetaOperations.setIndex(
            this, bits[at], refs[at], bits[key], refs[key], bits[key + 1], refs[key + 1], at);
        top -= 2;
    }

    /** Pops a key and pushes the value under it, without metamethods. */
    public void rawGet(final int index)
    {
        final LuaTable table = (LuaTable)refs[at(index)];
        final int slot = table.find(bits[top - 1], refs[top - 1]);
        putFound(table, slot, top - 1);
    }

    /** Pushes an element, without metamethods. */
    public void rawGetInt(final int index, final int key)
    {
        final LuaTable table = (LuaTable)refs[at(index)];
        pushNil();
        putFound(table, table.findInt(key), top - 1);
    }

    /** Pushes a field, without metamethods. */
    public void rawGetField(final int index, final LuaString key)
    {
        final LuaTable table = (LuaTable)refs[at(index)];
        pushNil();
        putFound(table, table.find(Tags.STRING, key), top - 1);
    }

    private void putFound(final LuaTable table, final int slot, final int at)
    {
        if (slot < 0)
        {
            bits[at] = Tags.NIL;
        }
        else
        {
            setSlot(at, table.bitsAt(slot), table.refAt(slot));
        }
    }

    /** Pops a value and then a key, and stores the one under the other, without metamethods. */
    public void rawSet(final int index)
    {
        final LuaTable table = writable((LuaTable)refs[at(index)]);
        final int key = top - 2;
        checkKey(bits[key]);
        table.set(bits[key], refs[key], bits[key + 1], refs[key + 1]);
        top -= 2;
    }

    /** Pops a value and stores it as an element, without metamethods. */
    public void rawSetInt(final int index, final int key)
    {
        final LuaTable table = writable((LuaTable)refs[at(index)]);
        table.setInt(key, bits[top - 1], refs[top - 1]);
        top--;
    }

    /** Pops a value and stores it as a field, without metamethods. */
    public void rawSetField(final int index, final LuaString key)
    {
        final LuaTable table = writable((LuaTable)refs[at(index)]);
        table.set(Tags.STRING, key, bits[top - 1], refs[top - 1]);
        top--;
    }

    LuaTable writable(final LuaTable table)
    {
        if (table.isReadOnly)
        {
            throw runtimeError(READ_ONLY);
        }
        return table;
    }

    void checkKey(final long keyBits)
    {
        if (keyBits == Tags.NIL)
        {
            throw runtimeError("table index is nil");
        }
        if (keyBits < Tags.NIL && Double.isNaN(Tags.toDouble(keyBits)))
        {
            throw runtimeError("table index is NaN");
        }
    }

    /** Pushes a new table. */
    public LuaTable newTable()
    {
        return newTable(0, 0);
    }

    /** Pushes a new table with room. */
    public LuaTable newTable(final int arraySize, final int nodeCount)
    {
        final LuaTable table = vm.newTable(arraySize, nodeCount);
        pushTable(table);
        return table;
    }

    /** A table's border or a string's length; 0 for anything else. */
    public int length(final int index)
    {
        final LuaTable table = toTable(index);
        if (table != null)
        {
            return table.length();
        }
        final LuaString string = toLuaString(index);
        return string == null ? 0 : string.length();
    }

    /**
     * Pops a key and pushes the next key of a table and its value, in the order of {@code pairs}; nil begins.
     *
     * @return false at the end, with nothing pushed.
     */
    public boolean next(final int index)
    {
        final LuaTable table = (LuaTable)refs[at(index)];
        int slot = -1;
        if (bits[top - 1] != Tags.NIL)
        {
            slot = table.find(bits[top - 1], refs[top - 1]);
            if (slot < 0)
            {
                throw runtimeError("invalid key to 'next'");
            }
        }
        top--;
        final int next = table.nextSlot(slot);
        if (next < 0)
        {
            return false;
        }
        pushSlot(table.keyBitsAt(next), table.keyRefAt(next));
        pushSlot(table.bitsAt(next), table.refAt(next));
        return true;
    }

    /** The metatable of the value at an index, or null. */
    public LuaTable metatable(final int index)
    {
        final int at = at(index);
        return at < 0 ? null : metatableOf(bits[at], refs[at]);
    }

    /** Sets a table's or a userdata's metatable; null takes it away. A read-only table keeps its own. */
    public void setMetatable(final int index, final LuaTable metatable)
    {
        final LuaTable table = toTable(index);
        if (table != null)
        {
            writable(table).setMetatable(metatable);
        }
        else
        {
            toUserdata(index).setMetatable(metatable);
        }
    }

    /** Pushes a field of the value's metatable. @return false, with nothing pushed, if there is none. */
    public boolean pushMetaField(final int index, final LuaString field)
    {
        final LuaTable metatable = metatable(index);
        final int slot = metatable == null ? -1 : metatable.find(Tags.STRING, field);
        if (slot < 0 || metatable.bitsAt(slot) == Tags.NIL)
        {
            return false;
        }
        pushSlot(metatable.bitsAt(slot), metatable.refAt(slot));
        return true;
    }

    /** Whether one value is less than another, with metamethods. */
    public boolean lessThan(final int left, final int right)
    {
        final int a = at(left);
        final int b = at(right);
        return MetaOperations.lessThan(this, bits[a], refs[a], bits[b], refs[b]);
    }

    /** Replaces so many values on top by their concatenation, with metamethods. */
    public void concat(final int count)
    {
        if (count == 0)
        {
            pushString(LuaString.EMPTY);
        }
        else if (count > 1)
        {
            MetaOperations.concat(this, count, top - 1);
            top -= count - 1;
        }
    }

    /** The text of a value as {@code tostring} gives it without metamethods. */
    public LuaString describe(final int index)
    {
        final int at = at(index);
        final long value = bits[at];
        switch (Tags.type(value))
        {
            case NUMBER:
                return vm.newString(LuaNumbers.format(Tags.toDouble(value)));
            case STRING:
                return (LuaString)refs[at];
            case BOOLEAN:
                return LuaString.of(value == Tags.TRUE ? "true" : "false");
            case NIL:
                return LuaType.NIL.luaString();
            default:
                final long address = ((LuaObject)refs[at]).address();
                final String text = address == 0 ? "(nil)" : "0x" + Long.toHexString(address);
                return vm.newString(LuaString.of(Tags.typeName(value) + ": " + text).bytes);
        }
    }

    /** Registers native functions in a table under their names. */
    public static void register(final LuaTable table, final String name, final NativeFunction function)
    {
        table.put(name, table.vm.newFunction(function));
    }

    /**
     * Resumes another coroutine with so many values from this stack.
     *
     * @return the error that ended it, whose value is on its stack, or null; its results are then on its stack.
     */
    public LuaError resume(final LuaState coroutine, final int argumentCount)
    {
        moveTo(coroutine, argumentCount);
        return coroutine.resumeFrom(this, argumentCount);
    }

    /** "running", "suspended", "normal" or "dead", seen from this coroutine. */
    public String statusOf(final LuaState coroutine)
    {
        if (coroutine == this)
        {
            return "running";
        }
        return switch (coroutine.status())
        {
            case YIELDED -> "suspended";
            case DEAD -> "dead";
            case READY -> coroutine.depth > 0 ? "normal" : coroutine.top() == 0 ? "dead" : "suspended";
        };
    }
}
