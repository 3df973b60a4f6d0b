package io.ringbolt.engine.scripting.lua.compiler;

import io.ringbolt.engine.scripting.lua.Instruction;
import io.ringbolt.engine.scripting.lua.number.LuaNumbers;

/** Arithmetic of literals, done once when compiling, except where it would divide by zero or give no number. */
final class ConstantFolding
{
    private ConstantFolding()
    {
    }

    /** Replaces the left operand by the result. @return false if there is nothing to fold. */
    static boolean fold(final int op, final Expression left, final Expression right)
    {
        if (!left.isNumeral() || !right.isNumeral() || op == Instruction.LEN)
        {
            return false;
        }
        if (right.number == 0 && (op == Instruction.DIV || op == Instruction.MOD))
        {
            return false;
        }
        final double result = LuaNumbers.compute(op, left.number, right.number);
        if (Double.isNaN(result))
        {
            return false;
        }
        left.number = result;
        return true;
    }
}
