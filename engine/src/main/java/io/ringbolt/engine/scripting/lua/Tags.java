package io.ringbolt.engine.scripting.lua;

/**
 * How a Lua value lies in two parallel slots: 64 bits that are a number or say what else it is, and a reference
 * that is looked at only when the bits say that there is one.
 */
/*
 * A number is the raw bits of its double. Everything else is one of the constants below: signalling or payload-carrying
 * positive NaNs, which no arithmetic yields (the hardware's own are 0x7FF8... and 0xFFF8...). Being the greatest signed
 * longs, they are told from numbers by one comparison. Doubles of foreign origin pass through number(double), so a NaN
 * with a payload cannot pretend to be a table. A slot's reference is stale, not cleared, while its bits are a number.
 */
final class Tags
{
    /** The least tag; any bits below are a number. */
    static final long NIL = 0x7FF9_0000_0000_0000L;
    static final long FALSE = NIL + 1;
    static final long TRUE = NIL + 2;
    /** The least tag with a reference beside it. */
    static final long STRING = NIL + 3;
    static final long TABLE = NIL + 4;
    static final long FUNCTION = NIL + 5;
    static final long USERDATA = NIL + 6;
    static final long THREAD = NIL + 7;

    private static final long CANONICAL_NAN = 0x7FF8_0000_0000_0000L;
    private static final LuaType[] TYPES = {
        LuaType.NIL, LuaType.BOOLEAN, LuaType.BOOLEAN, LuaType.STRING,
        LuaType.TABLE, LuaType.FUNCTION, LuaType.USERDATA, LuaType.THREAD};

    private Tags()
    {
    }

    static boolean isNumber(final long bits)
    {
        return bits < NIL;
    }

    /** Nil and false are false; everything else is true. */
    static boolean isFalse(final long bits)
    {
        return bits == NIL || bits == FALSE;
    }

    static boolean hasReference(final long bits)
    {
        return bits >= STRING;
    }

    static double toDouble(final long bits)
    {
        return Double.longBitsToDouble(bits);
    }

    /** A double of any origin as bits. */
    static long number(final double value)
    {
        final long bits = Double.doubleToRawLongBits(value);
        return bits < NIL ? bits : CANONICAL_NAN;
    }

    static long bool(final boolean value)
    {
        return value ? TRUE : FALSE;
    }

    static LuaType type(final long bits)
    {
        return bits < NIL ? LuaType.NUMBER : TYPES[(int)(bits - NIL)];
    }

    static String typeName(final long bits)
    {
        return type(bits).luaName();
    }

    /** The bits of a boxed value as {@link LuaState#toObject} returns it. */
    static long ofObject(final Object value)
    {
        if (value == null)
        {
            return NIL;
        }
        if (value instanceof Number number)
        {
            return number(number.doubleValue());
        }
        if (value instanceof Boolean bool)
        {
            return bool(bool);
        }
        if (value instanceof LuaString)
        {
            return STRING;
        }
        if (value instanceof LuaTable)
        {
            return TABLE;
        }
        if (value instanceof LuaFunction)
        {
            return FUNCTION;
        }
        if (value instanceof LuaUserdata)
        {
            return USERDATA;
        }
        if (value instanceof LuaState)
        {
            return THREAD;
        }
        throw new IllegalArgumentException("not a Lua value: " + value.getClass().getName());
    }

    static Object toObject(final long bits, final Object ref)
    {
        if (bits < NIL)
        {
            return toDouble(bits);
        }
        if (bits >= STRING)
        {
            return ref;
        }
        return bits == NIL ? null : (Object)(bits == TRUE);
    }

    /** Equality without metamethods. */
    static boolean rawEquals(final long leftBits, final Object leftRef, final long rightBits, final Object rightRef)
    {
        if (leftBits < NIL)
        {
            return rightBits < NIL && toDouble(leftBits) == toDouble(rightBits);
        }
        if (leftBits != rightBits)
        {
            return false;
        }
        return leftBits < STRING || leftRef == rightRef || leftBits == STRING && leftRef.equals(rightRef);
    }
}
