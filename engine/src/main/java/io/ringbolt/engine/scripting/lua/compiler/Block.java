package io.ringbolt.engine.scripting.lua.compiler;

/** A block whose statements are being compiled. */
final class Block
{
    final Block outer;
    final boolean isLoop;
    /** Local variables in sight outside of it. */
    final int outerLocals;
    int breakList = Expression.NO_JUMP;
    /** Whether an inner function captures one of its variables. */
    boolean hasCaptured;

    Block(final Block outer, final boolean isLoop, final int outerLocals)
    {
        this.outer = outer;
        this.isLoop = isLoop;
        this.outerLocals = outerLocals;
    }
}
