package io.ringbolt.engine.scripting.lua;

import io.ringbolt.engine.scripting.lua.number.LuaNumbers;

/**
 * A native function's arguments, checked: each method returns the argument at an index or throws "bad argument".
 */
public abstract sealed class LuaArguments extends LuaCoroutine permits LuaState
{
    private static final String METHOD = "method ";

    LuaArguments(final LuaVm vm, final LuaTable globals)
    {
        super(vm, globals);
    }

    /** "bad argument #n to 'function' (message)", to be thrown. */
    public final LuaError argumentError(final int index, final String message)
    {
        final CallInfo frame = frames[depth];
        final String calledAs = depth > 0 ? CallNames.calledAs(frames[depth - 1], frame) : null;
        int number = index;
        String name = "'?'";
        if (calledAs != null)
        {
            name = calledAs.substring(calledAs.indexOf(' ') + 1);
            if (calledAs.startsWith(METHOD) && --number == 0)
            {
                return error("calling " + name + " on bad self (" + message + ")");
            }
        }
        return error("bad argument #" + number + " to " + name + " (" + message + ")");
    }

    /** "bad argument ... (expected, got type)", to be thrown. */
    public final LuaError typeArgumentError(final int index, final String expected)
    {
        return argumentError(index, expected + " expected, got " + type(index).luaName());
    }

    public final void checkArgument(final boolean isGood, final int index, final String message)
    {
        if (!isGood)
        {
            throw argumentError(index, message);
        }
    }

    /** Anything, but something. */
    public final void checkAny(final int index)
    {
        if (at(index) < 0)
        {
            throw argumentError(index, "value expected");
        }
    }

    public final LuaString checkString(final int index)
    {
        final LuaString string = toLuaString(index);
        if (string == null)
        {
            throw typeArgumentError(index, "string");
        }
        return string;
    }

    public final LuaString optionalString(final int index, final LuaString otherwise)
    {
        return isNoneOrNil(index) ? otherwise : checkString(index);
    }

    public final double checkNumber(final int index)
    {
        final int at = at(index);
        if (at >= 0)
        {
            final long number = bits[at] < Tags.NIL ? bits[at] : toNumberBits(bits[at], refs[at]);
            if (number < Tags.NIL)
            {
                return Tags.toDouble(number);
            }
        }
        throw typeArgumentError(index, "number");
    }

    public final double optionalNumber(final int index, final double otherwise)
    {
        return isNoneOrNil(index) ? otherwise : checkNumber(index);
    }

    /** A number cut to 64 bits as C does on x86-64: what does not fit is the least long. */
    public final long checkLong(final int index)
    {
        return LuaNumbers.toLong(checkNumber(index));
    }

    public final long optionalLong(final int index, final long otherwise)
    {
        return isNoneOrNil(index) ? otherwise : checkLong(index);
    }

    /** The low 32 bits of {@link #checkLong}. */
    public final int checkInt(final int index)
    {
        return (int)checkLong(index);
    }

    public final int optionalInt(final int index, final int otherwise)
    {
        return isNoneOrNil(index) ? otherwise : checkInt(index);
    }

    public final LuaTable checkTable(final int index)
    {
        final LuaTable table = toTable(index);
        if (table == null)
        {
            throw typeArgumentError(index, LuaType.TABLE.luaName());
        }
        return table;
    }

    public final LuaFunction checkFunction(final int index)
    {
        final LuaFunction function = toFunction(index);
        if (function == null)
        {
            throw typeArgumentError(index, LuaType.FUNCTION.luaName());
        }
        return function;
    }

    /** Which of some words an argument is. */
    public final int checkOption(final int index, final String otherwise, final String... options)
    {
        final String word = isNoneOrNil(index) && otherwise != null ? otherwise : checkString(index).toString();
        for (int i = 0; i < options.length; i++)
        {
            if (options[i].equals(word))
            {
                return i;
            }
        }
        throw argumentError(index, "invalid option '" + word + "'");
    }
}
