package io.ringbolt.engine.regex;

import io.ringbolt.engine.memory.OffHeap;

/**
 * A compiled regular expression that tells whether bytes contain a match. Owned by one thread.
 */
/*
 * All ways through the program are followed at once, a byte of the text at a time (K. Thompson, "Regular expression
 * search algorithm", 1968). So time is O(steps x text) whatever the expression, where a matcher that tries one way
 * after the other may take exponential time; a client's expression must not stop the engine. That is also why there are
 * no back references.
 */
public final class ByteRegex
{
    private static final int OUTSIDE = -1;

    private final RegexProgram program;
    private final int[] steps;
    private final int[] nextSteps;
    private final int[] stack;
    /** The last place in the text, numbered through all texts, at which a step was added. */
    private final int[] addedAt;
    private int place;
    private int stepCount;
    private boolean isMatch;

    private ByteRegex(final RegexProgram program)
    {
        this.program = program;
        this.steps = new int[program.count];
        this.nextSteps = new int[program.count];
        this.stack = new int[program.count + 1];
        this.addedAt = new int[program.count];
    }

    /**
     * Reads a POSIX extended regular expression over bytes.
     *
     * @throws RegexException if it is none.
     */
    public static ByteRegex compile(final byte[] pattern, final boolean isCaseIgnored) throws RegexException
    {
        final RegexProgram program = new RegexProgram();
        final RegexNode root = new RegexParser(pattern, isCaseIgnored).parse();
        program.start = root.emit(program, program.add(RegexProgram.MATCH, 0, 0, null));
        return new ByteRegex(program);
    }

    /** Says whether any part of the text matches. */
    public boolean find(final long address, final int length)
    {
        isMatch = false;
        int[] current = steps;
        int[] following = nextSteps;
        int currentCount = 0;
        for (int i = 0; i <= length; i++)
        {
            nextPlace();
            final int before = i == 0 ? OUTSIDE : OffHeap.getUnsignedByte(address + i - 1);
            final int after = i == length ? OUTSIDE : OffHeap.getUnsignedByte(address + i);
            stepCount = 0;
            for (int j = 0; j < currentCount; j++)
            {
                if (program.sets[current[j]].has(before))
                {
                    add(program.next[current[j]], following, before, after);
                }
            }
            add(program.start, following, before, after);
            if (isMatch)
            {
                return true;
            }
            currentCount = stepCount;
            final int[] swapped = current;
            current = following;
            following = swapped;
        }
        return false;
    }

    private void nextPlace()
    {
        if (++place == Integer.MAX_VALUE)
        {
            java.util.Arrays.fill(addedAt, 0);
            place = 1;
        }
    }

    /** Adds a step and all that it leads to without a byte. */
    private void add(final int step, final int[] list, final int before, final int after)
    {
        int depth = push(step, 0);
        while (depth > 0)
        {
            final int top = stack[--depth];
            switch (program.kinds[top])
            {
                case RegexProgram.SPLIT ->
                {
                    depth = push(program.other[top], depth);
                    depth = push(program.next[top], depth);
                }
                case RegexProgram.ASSERT ->
                {
                    if (holds(program.other[top], before, after))
                    {
                        depth = push(program.next[top], depth);
                    }
                }
                case RegexProgram.SET -> list[stepCount++] = top;
                default -> isMatch = true;
            }
        }
    }

    /** @return the new depth of the stack, on which no step comes twice at a place. */
    private int push(final int step, final int depth)
    {
        if (addedAt[step] == place)
        {
            return depth;
        }
        addedAt[step] = place;
        stack[depth] = step;
        return depth + 1;
    }

    private static boolean holds(final int assertion, final int before, final int after)
    {
        final boolean isInWord = isWord(before);
        final boolean isWordNext = isWord(after);
        return switch (assertion)
        {
            case RegexProgram.AT_START -> before == OUTSIDE;
            case RegexProgram.AT_END -> after == OUTSIDE;
            case RegexProgram.AT_WORD_START -> !isInWord && isWordNext;
            case RegexProgram.AT_WORD_END -> isInWord && !isWordNext;
            case RegexProgram.AT_WORD_EDGE -> isInWord != isWordNext;
            default -> isInWord == isWordNext;
        };
    }

    private static boolean isWord(final int value)
    {
        return ('a' <= value && value <= 'z') || ('A' <= value && value <= 'Z') || ('0' <= value && value <= '9') ||
            value == '_';
    }
}
