package io.ringbolt.engine.scripting.lua.compiler;

import java.util.Arrays;

/** Instructions and their lines while a function is compiled. */
final class CodeBuffer
{
    private static final int FIRST_CAPACITY = 32;

    private int[] instructions = new int[FIRST_CAPACITY];
    private int[] lines = new int[FIRST_CAPACITY];
    private int length;

    int length()
    {
        return length;
    }

    int get(final int pc)
    {
        return instructions[pc];
    }

    void set(final int pc, final int instruction)
    {
        instructions[pc] = instruction;
    }

    void setLastLine(final int line)
    {
        lines[length - 1] = line;
    }

    int add(final int instruction, final int line)
    {
        if (length == instructions.length)
        {
            instructions = Arrays.copyOf(instructions, length * 2);
            lines = Arrays.copyOf(lines, length * 2);
        }
        instructions[length] = instruction;
        lines[length] = line;
        return length++;
    }

    void removeLast()
    {
        length--;
    }

    int[] instructions()
    {
        return Arrays.copyOf(instructions, length);
    }

    int[] lines()
    {
        return Arrays.copyOf(lines, length);
    }
}
