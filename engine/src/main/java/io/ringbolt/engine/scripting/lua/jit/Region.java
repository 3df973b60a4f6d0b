package io.ringbolt.engine.scripting.lua.jit;

import io.ringbolt.engine.scripting.lua.QuickCode;

/**
 * A stretch of a function's instructions that is compiled together: the whole function or one of its loops.
 *
 * @param from first instruction.
 * @param to past the last one.
 */
public record Region(int from, int to)
{
    /**
     * The largest stretch around an instruction.
     *
     * @param limit the most instructions that it may have.
     * @return the whole function or a loop, or null if even the innermost loop is too long.
     */
    public static Region around(final CodeSource source, final int pc, final int limit)
    {
        final int length = source.quickCode().length;
        if (length <= limit)
        {
            return new Region(0, length);
        }
        Region largest = null;
        for (int end = pc; end < length; end++)
        {
            final int start = end + 1 + backwardJump(source, end);
            final int count = end + 1 - start;
            if (start <= pc && count > 0 && count <= limit && (largest == null || count > largest.length()))
            {
                largest = new Region(start, end + 1);
            }
        }
        return largest;
    }

    /** The distance of an instruction that ends a loop; 0 of any other. */
    private static int backwardJump(final CodeSource source, final int pc)
    {
        final int i = source.quickCode()[pc];
        if (source.isOperand()[pc])
        {
            return 0;
        }
        final int operation = QuickCode.operation(i);
        final int distance = operation == QuickCode.JUMP ? i >> 8 : operation == QuickCode.FORLOOP ? i >> 16 : 0;
        return Math.min(distance, 0);
    }

    public int length()
    {
        return to - from;
    }

    boolean contains(final int pc)
    {
        return pc >= from && pc < to;
    }
}
