package io.ringbolt.engine.scripting.library;

import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaTable;
import io.ringbolt.engine.scripting.lua.LuaVm;

/**
 * {@code bit}: operations on the low 32 bits of numbers, as Lua BitOp 1.0.2 defines them. Results are signed.
 */
public final class BitLibrary
{
    /** 2^52 + 2^51: added to a double, it leaves the integer in the low bits, rounded to even. */
    private static final double MAGIC = 6755399441055744.0;
    private static final int WORD_DIGITS = 8;
    private static final int DIGIT_BITS = 4;
    private static final int SHIFT_MASK = 31;

    private BitLibrary()
    {
    }

    public static LuaTable table(final LuaVm vm)
    {
        final LuaTable bit = vm.newTable();
        LuaState.register(bit, "tobit", lua -> push(lua, word(lua, 1)));
        LuaState.register(bit, "bnot", lua -> push(lua, ~word(lua, 1)));
        LuaState.register(bit, "band", lua -> fold(lua, (a, b) -> a & b));
        LuaState.register(bit, "bor", lua -> fold(lua, (a, b) -> a | b));
        LuaState.register(bit, "bxor", lua -> fold(lua, (a, b) -> a ^ b));
        LuaState.register(bit, "lshift", lua -> shift(lua, (a, n) -> a << n));
        LuaState.register(bit, "rshift", lua -> shift(lua, (a, n) -> a >>> n));
        LuaState.register(bit, "arshift", lua -> shift(lua, (a, n) -> a >> n));
        LuaState.register(bit, "rol", lua -> shift(lua, Integer::rotateLeft));
        LuaState.register(bit, "ror", lua -> shift(lua, Integer::rotateRight));
        LuaState.register(bit, "bswap", lua -> push(lua, Integer.reverseBytes(word(lua, 1))));
        LuaState.register(bit, "tohex", BitLibrary::toHex);
        return bit;
    }

    private static int word(final LuaState lua, final int index)
    {
        return (int)Double.doubleToRawLongBits(lua.checkNumber(index) + MAGIC);
    }

    private static int push(final LuaState lua, final int value)
    {
        lua.pushNumber(value);
        return 1;
    }

    private static int fold(final LuaState lua, final IntOperation operation)
    {
        int value = word(lua, 1);
        for (int i = lua.top(); i > 1; i--)
        {
            value = operation.apply(value, word(lua, i));
        }
        return push(lua, value);
    }

    private static int shift(final LuaState lua, final IntOperation operation)
    {
        final int value = word(lua, 1);
        return push(lua, operation.apply(value, word(lua, 2) & SHIFT_MASK));
    }

    private static int toHex(final LuaState lua)
    {
        int value = word(lua, 1);
        final int asked = lua.top() < 2 ? WORD_DIGITS : word(lua, 2);
        final String digits = asked < 0 ? "0123456789ABCDEF" : "0123456789abcdef";
        final int count = asked < -WORD_DIGITS || asked > WORD_DIGITS ? WORD_DIGITS : Math.abs(asked);
        final byte[] text = new byte[count];
        for (int i = count - 1; i >= 0; i--)
        {
            text[i] = (byte)digits.charAt(value & (1 << DIGIT_BITS) - 1);
            value >>>= DIGIT_BITS;
        }
        lua.pushBytes(text);
        return 1;
    }

    private interface IntOperation
    {
        int apply(int left, int right);
    }
}
