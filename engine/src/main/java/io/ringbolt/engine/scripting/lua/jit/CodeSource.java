package io.ringbolt.engine.scripting.lua.jit;

/**
 * The instructions of a Lua function, all arrays as long as its code but for the constants.
 *
 * @param code the compiler's instructions.
 * @param quickCode the same with their operands' kinds decided.
 * @param isOperand whether a place belongs to the instruction before it, and is none.
 * @param constants bits of the constants.
 */
public record CodeSource(int[] code, int[] quickCode, boolean[] isOperand, long[] constants)
{
}
