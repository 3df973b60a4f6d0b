package io.ringbolt.engine.regex;

import java.util.Arrays;

/**
 * A regular expression as a list of steps, some of which lead to two others.
 */
final class RegexProgram
{
    static final int SET = 0;
    static final int SPLIT = 1;
    static final int ASSERT = 2;
    static final int MATCH = 3;

    static final int AT_START = 0;
    static final int AT_END = 1;
    static final int AT_WORD_START = 2;
    static final int AT_WORD_END = 3;
    static final int AT_WORD_EDGE = 4;
    static final int NOT_AT_WORD_EDGE = 5;

    /** Repetition multiplies steps, so there is a limit. */
    static final int MAX_STEPS = 50_000;

    private int repetitionCount;
    int count;
    byte[] kinds = new byte[16];
    /** Where a step leads to, and for a split the other way. */
    int[] next = new int[16];
    int[] other = new int[16];
    ByteSet[] sets = new ByteSet[16];
    int start;

    /** Counts a repetition, of nothing even, towards the limit. */
    void onRepetition() throws RegexException
    {
        if (++repetitionCount > MAX_STEPS)
        {
            throw RegexException.invalid("Out of memory");
        }
    }

    int add(final int kind, final int nextStep, final int otherStep, final ByteSet set) throws RegexException
    {
        if (count == MAX_STEPS)
        {
            throw RegexException.invalid("Out of memory");
        }
        if (count == kinds.length)
        {
            kinds = Arrays.copyOf(kinds, 2 * count);
            next = Arrays.copyOf(next, 2 * count);
            other = Arrays.copyOf(other, 2 * count);
            sets = Arrays.copyOf(sets, 2 * count);
        }
        kinds[count] = (byte)kind;
        next[count] = nextStep;
        other[count] = otherStep;
        sets[count] = set;
        return count++;
    }
}
