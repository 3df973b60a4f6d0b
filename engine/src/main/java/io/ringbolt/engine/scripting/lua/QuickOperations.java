package io.ringbolt.engine.scripting.lua;

import io.ringbolt.engine.scripting.lua.number.LuaNumbers;

/**
 * The plain cases of quick instructions, for the interpreter and for compiled code. What returns a boolean does the
 * instruction and returns true, or changes nothing and returns false: then {@link MetaOperations} is to be asked.
 */
/*
 * Each takes the slots, the frame's base and the instruction. To compiled code the instruction is a constant, so that
 * nothing is left of decoding it. A constant operand is handed over as its bits.
 */
final class QuickOperations
{
    private static final int BYTE = 0xFF;
    private static final long NIL = Tags.NIL;
    private static final long STRING = Tags.STRING;

    private QuickOperations()
    {
    }

    private static int a(final int base, final int i)
    {
        return base + (i >>> 8 & BYTE);
    }

    private static int b(final int base, final int i)
    {
        return base + (i >>> 16 & BYTE);
    }

    private static int c(final int base, final int i)
    {
        return base + (i >>> 24);
    }

    static void move(final long[] bits, final Object[] refs, final int base, final int i)
    {
        copy(bits, refs, b(base, i), a(base, i));
    }

    private static void copy(final long[] bits, final Object[] refs, final int from, final int to)
    {
        final long value = bits[from];
        bits[to] = value;
        if (value >= STRING)
        {
            refs[to] = refs[from];
        }
    }

    /** LOADK of a number, LOADBOOL. */
    static void load(final long[] bits, final int base, final int i, final long value)
    {
        bits[a(base, i)] = value;
    }

    /** LOADK of a string. */
    static void loadName(
        final LuaString[] names, final long[] bits, final Object[] refs, final int base, final int i)
    {
        bits[a(base, i)] = STRING;
        refs[a(base, i)] = names[i >>> 16];
    }

    static void loadNil(final long[] bits, final int base, final int i)
    {
        for (int to = b(base, i); to >= a(base, i); to--)
        {
            bits[to] = NIL;
        }
    }

    static void getUpValue(
        final LuaFunction function, final long[] bits, final Object[] refs, final int base, final int i)
    {
        final UpValue upValue = function.upValues[i >>> 16 & BYTE];
        final long value = upValue.bits();
        bits[a(base, i)] = value;
        if (value >= STRING)
        {
            refs[a(base, i)] = upValue.ref();
        }
    }

    static void setUpValue(
        final LuaFunction function, final long[] bits, final Object[] refs, final int base, final int i)
    {
        final int a = a(base, i);
        final long value = bits[a];
        function.upValues[i >>> 16 & BYTE].set(value, value >= STRING ? refs[a] : null);
    }

    static boolean getGlobal(
        final LuaFunction function,
        final LuaString[] names,
        final long[] bits,
        final Object[] refs,
        final int base,
        final int i)
    {
        final LuaTable table = function.environment;
        final int position = table.valuePosition(names[i >>> 16]);
        if (position < 0)
        {
            return false;
        }
        final long value = table.nodeBits[position];
        if (value == NIL)
        {
            return false;
        }
        bits[a(base, i)] = value;
        if (value >= STRING)
        {
            refs[a(base, i)] = table.nodeRefs[position];
        }
        return true;
    }

    /** GETTABLE by a number within the array part. */
    static boolean getElement(final long[] bits, final Object[] refs, final int base, final int i)
    {
        final int b = b(base, i);
        final long key = bits[c(base, i)];
        if (bits[b] != Tags.TABLE || key >= NIL)
        {
            return false;
        }
        final LuaTable table = (LuaTable)refs[b];
        final double number = Tags.toDouble(key);
        final int index = (int)number - 1;
        final long[] array = table.arrayBits;
        if (index < 0 || index >= array.length || index + 1 != number)
        {
            return false;
        }
        final long value = array[index];
        if (value == NIL)
        {
            return false;
        }
        bits[a(base, i)] = value;
        if (value >= STRING)
        {
            refs[a(base, i)] = table.arrayRefs[index];
        }
        return true;
    }

    /** GETTABLE by a name. */
    static boolean getField(
        final LuaString[] names, final long[] bits, final Object[] refs, final int base, final int i)
    {
        final int b = b(base, i);
        return bits[b] == Tags.TABLE && getField((LuaTable)refs[b], names[i >>> 24], bits, refs, a(base, i));
    }

    private static boolean getField(
        final LuaTable table, final LuaString name, final long[] bits, final Object[] refs, final int to)
    {
        final int position = table.valuePosition(name);
        final long value = position >= 0 ? table.nodeBits[position] : NIL;
        if (value == NIL && table.metatable != null)
        {
            return false;
        }
        bits[to] = value;
        if (value >= STRING)
        {
            refs[to] = table.nodeRefs[position];
        }
        return true;
    }

    /** SELF by a name. */
    static boolean getMethod(
        final LuaString[] names, final long[] bits, final Object[] refs, final int base, final int i)
    {
        final int b = b(base, i);
        if (bits[b] != Tags.TABLE)
        {
            return false;
        }
        final int a = a(base, i);
        final LuaTable table = (LuaTable)refs[b];
        if (!getField(table, names[i >>> 24], bits, refs, a))
        {
            return false;
        }
        bits[a + 1] = Tags.TABLE;
        refs[a + 1] = table;
        return true;
    }

    /** SETTABLE by a number within the array part. */
    static boolean setElement(final long[] bits, final Object[] refs, final int base, final int i)
    {
        final int a = a(base, i);
        final long key = bits[b(base, i)];
        if (bits[a] != Tags.TABLE || key >= NIL)
        {
            return false;
        }
        final LuaTable table = (LuaTable)refs[a];
        final double number = Tags.toDouble(key);
        final int index = (int)number - 1;
        final long[] array = table.arrayBits;
        if (index < 0 || index >= array.length || index + 1 != number || table.isReadOnly ||
            array[index] == NIL && table.metatable != null)
        {
            return false;
        }
        final int c = c(base, i);
        final long value = bits[c];
        array[index] = value;
        if (value >= STRING)
        {
            table.arrayRefs[index] = refs[c];
        }
        return true;
    }

    /** SETTABLE by a name that has a value. */
    static boolean setField(
        final LuaString[] names, final long[] bits, final Object[] refs, final int base, final int i)
    {
        final int a = a(base, i);
        if (bits[a] != Tags.TABLE)
        {
            return false;
        }
        final LuaTable table = (LuaTable)refs[a];
        final int position = table.valuePosition(names[i >>> 16 & BYTE]);
        if (position < 0 || table.isReadOnly || table.nodeBits[position] == NIL)
        {
            return false;
        }
        final int c = c(base, i);
        final long value = bits[c];
        table.nodeBits[position] = value;
        if (value >= STRING)
        {
            table.nodeRefs[position] = refs[c];
        }
        table.absentEvents = 0;
        return true;
    }

    static boolean add(final long[] bits, final int base, final int i)
    {
        return addNumber(bits, base, i, bits[c(base, i)]);
    }

    static boolean addNumber(final long[] bits, final int base, final int i, final long right)
    {
        final long left = bits[b(base, i)];
        if (left >= NIL || right >= NIL)
        {
            return false;
        }
        bits[a(base, i)] = Double.doubleToRawLongBits(Tags.toDouble(left) + Tags.toDouble(right));
        return true;
    }

    static boolean subtract(final long[] bits, final int base, final int i)
    {
        return subtractNumber(bits, base, i, bits[c(base, i)]);
    }

    static boolean subtractNumber(final long[] bits, final int base, final int i, final long right)
    {
        final long left = bits[b(base, i)];
        if (left >= NIL || right >= NIL)
        {
            return false;
        }
        bits[a(base, i)] = Double.doubleToRawLongBits(Tags.toDouble(left) - Tags.toDouble(right));
        return true;
    }

    static boolean multiply(final long[] bits, final int base, final int i)
    {
        return multiplyNumber(bits, base, i, bits[c(base, i)]);
    }

    static boolean multiplyNumber(final long[] bits, final int base, final int i, final long right)
    {
        final long left = bits[b(base, i)];
        if (left >= NIL || right >= NIL)
        {
            return false;
        }
        bits[a(base, i)] = Double.doubleToRawLongBits(Tags.toDouble(left) * Tags.toDouble(right));
        return true;
    }

    static boolean divide(final long[] bits, final int base, final int i)
    {
        return divideNumber(bits, base, i, bits[c(base, i)]);
    }

    static boolean divideNumber(final long[] bits, final int base, final int i, final long right)
    {
        final long left = bits[b(base, i)];
        if (left >= NIL || right >= NIL)
        {
            return false;
        }
        bits[a(base, i)] = Double.doubleToRawLongBits(Tags.toDouble(left) / Tags.toDouble(right));
        return true;
    }

    static boolean modulo(final long[] bits, final int base, final int i)
    {
        return moduloNumber(bits, base, i, bits[c(base, i)]);
    }

    static boolean moduloNumber(final long[] bits, final int base, final int i, final long right)
    {
        final long left = bits[b(base, i)];
        if (left >= NIL || right >= NIL)
        {
            return false;
        }
        bits[a(base, i)] = Double.doubleToRawLongBits(LuaNumbers.modulo(Tags.toDouble(left), Tags.toDouble(right)));
        return true;
    }

    static boolean negate(final long[] bits, final int base, final int i)
    {
        final long value = bits[b(base, i)];
        if (value >= NIL)
        {
            return false;
        }
        bits[a(base, i)] = Double.doubleToRawLongBits(-Tags.toDouble(value));
        return true;
    }

    static void not(final long[] bits, final int base, final int i)
    {
        bits[a(base, i)] = Tags.isFalse(bits[b(base, i)]) ? Tags.TRUE : Tags.FALSE;
    }

    static boolean length(final long[] bits, final Object[] refs, final int base, final int i)
    {
        final int b = b(base, i);
        final int length;
        if (bits[b] == Tags.TABLE)
        {
            length = ((LuaTable)refs[b]).length();
        }
        else if (bits[b] == STRING)
        {
            length = ((LuaString)refs[b]).length();
        }
        else
        {
            return false;
        }
        bits[a(base, i)] = Double.doubleToRawLongBits(length);
        return true;
    }

    /** Whether both operands of a comparison are numbers. */
    static boolean areNumbers(final long[] bits, final int base, final int i)
    {
        return bits[b(base, i)] < NIL && bits[c(base, i)] < NIL;
    }

    /** Whether the left operand, beside a constant number, is a number. */
    static boolean isLeftNumber(final long[] bits, final int base, final int i)
    {
        return bits[b(base, i)] < NIL;
    }

    /** Whether the right operand, beside a constant number, is a number. */
    static boolean isRightNumber(final long[] bits, final int base, final int i)
    {
        return bits[c(base, i)] < NIL;
    }

    static boolean isLess(final long[] bits, final int base, final int i)
    {
        return Tags.toDouble(bits[b(base, i)]) < Tags.toDouble(bits[c(base, i)]);
    }

    static boolean isLessThanNumber(final long[] bits, final int base, final int i, final long right)
    {
        return Tags.toDouble(bits[b(base, i)]) < Tags.toDouble(right);
    }

    static boolean isNumberLess(final long[] bits, final int base, final int i, final long left)
    {
        return Tags.toDouble(left) < Tags.toDouble(bits[c(base, i)]);
    }

    static boolean isAtMost(final long[] bits, final int base, final int i)
    {
        return Tags.toDouble(bits[b(base, i)]) <= Tags.toDouble(bits[c(base, i)]);
    }

    static boolean isAtMostNumber(final long[] bits, final int base, final int i, final long right)
    {
        return Tags.toDouble(bits[b(base, i)]) <= Tags.toDouble(right);
    }

    static boolean isNumberAtMost(final long[] bits, final int base, final int i, final long left)
    {
        return Tags.toDouble(left) <= Tags.toDouble(bits[c(base, i)]);
    }

    /** Whether bits tell if two operands are equal; two tables, say, need more. */
    static boolean areBitsEnough(final long[] bits, final int base, final int i)
    {
        return areBitsEnoughFor(bits, base, i, bits[c(base, i)]);
    }

    static boolean areBitsEnoughFor(final long[] bits, final int base, final int i, final long right)
    {
        final long left = bits[b(base, i)];
        return left != right || left < STRING;
    }

    static boolean areBitsEqual(final long[] bits, final int base, final int i)
    {
        return areBitsEqualTo(bits, base, i, bits[c(base, i)]);
    }

    static boolean areBitsEqualTo(final long[] bits, final int base, final int i, final long right)
    {
        final long left = bits[b(base, i)];
        return left < NIL && right < NIL ? Tags.toDouble(left) == Tags.toDouble(right) : left == right;
    }

    /** TEST. @return whether to take the jump that follows. */
    static boolean test(final long[] bits, final int base, final int i)
    {
        return Tags.isFalse(bits[a(base, i)]) != (i >>> 24 != 0);
    }

    /** TESTSET. @return whether to take the jump that follows. */
    static boolean testAndSet(final long[] bits, final Object[] refs, final int base, final int i)
    {
        final int b = b(base, i);
        if (Tags.isFalse(bits[b]) == (i >>> 24 != 0))
        {
            return false;
        }
        copy(bits, refs, b, a(base, i));
        return true;
    }

    /** FORLOOP. @return whether the loop goes on. */
    static boolean advanceLoop(final long[] bits, final int base, final int i)
    {
        final int a = a(base, i);
        final double step = Tags.toDouble(bits[a + 2]);
        final double index = Tags.toDouble(bits[a]) + step;
        final double limit = Tags.toDouble(bits[a + 1]);
        final boolean goesOn = step > 0 ? index <= limit : limit <= index;
        if (!goesOn)
        {
            return false;
        }
        final long value = Double.doubleToRawLongBits(index);
        bits[a] = value;
        bits[a + 3] = value;
        return true;
    }

    /** Counts a jump backwards or a call. @return whether the host is to be looked at. */
    static boolean isPulseDue(final LuaVm vm)
    {
        return --vm.turnsLeft <= 0;
    }
}
