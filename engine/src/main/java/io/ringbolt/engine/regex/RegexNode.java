package io.ringbolt.engine.regex;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a parsed regular expression, which emits the steps that match it before the steps that follow.
 */
interface RegexNode
{
    /** What a repetition without an upper limit has as its limit. */
    int UNLIMITED = -1;

    /** Emits this part's steps. @param then the step to go on with. @return the step to begin with. */
    int emit(RegexProgram program, int then) throws RegexException;

    /** Matches one byte of a set. */
    record OneOf(ByteSet set) implements RegexNode
    {
        @Override
        public int emit(final RegexProgram program, final int then) throws RegexException
        {
            return program.add(RegexProgram.SET, then, then, set);
        }
    }

    /** Matches nothing, at some places. */
    record Assertion(int kind) implements RegexNode
    {
        @Override
        public int emit(final RegexProgram program, final int then) throws RegexException
        {
            return program.add(RegexProgram.ASSERT, then, kind, null);
        }
    }

    /** Parts one behind the other. */
    record Sequence(List<RegexNode> parts) implements RegexNode
    {
        @Override
        public int emit(final RegexProgram program, final int then) throws RegexException
        {
            int step = then;
            for (int i = parts.size() - 1; i >= 0; i--)
            {
                step = parts.get(i).emit(program, step);
            }
            return step;
        }
    }

    /** One of several parts. */
    record Choice(List<RegexNode> parts) implements RegexNode
    {
        @Override
        public int emit(final RegexProgram program, final int then) throws RegexException
        {
            final List<Integer> steps = new ArrayList<>();
            for (final RegexNode part : parts)
            {
                steps.add(part.emit(program, then));
            }
            int step = steps.get(steps.size() - 1);
            for (int i = steps.size() - 2; i >= 0; i--)
            {
                step = program.add(RegexProgram.SPLIT, steps.get(i), step, null);
            }
            return step;
        }
    }

    /** A part {@code least} to {@code most} times. */
    record Repeat(RegexNode part, int least, int most) implements RegexNode
    {
        @Override
        public int emit(final RegexProgram program, final int then) throws RegexException
        {
            int step = then;
            if (most == UNLIMITED)
            {
                step = program.add(RegexProgram.SPLIT, then, then, null);
                final int body = part.emit(program, step);
                program.next[step] = body;            // only now: emitting may have moved the steps
            }
            for (int i = least; i < most; i++)
            {
                program.onRepetition();
                step = program.add(RegexProgram.SPLIT, part.emit(program, step), then, null);
            }
            for (int i = 0; i < least; i++)
            {
                program.onRepetition();
                step = part.emit(program, step);
            }
            return step;
        }
    }
}
