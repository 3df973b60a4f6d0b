package io.ringbolt.engine.scripting.lua.compiler;

import io.ringbolt.engine.scripting.lua.Instruction;

import static io.ringbolt.engine.scripting.lua.compiler.Expression.NO_JUMP;

/**
 * Writes instructions, and jumps before it is known where they lead.
 */
/*
 * A jump whose target is not known yet is a link in a list that runs through the jumps' own offsets. Behind a test, a
 * jump may leave the tested value in a register; where nobody wants the value the test becomes a plain one.
 */
class InstructionWriter
{
    static final int NO_REGISTER = Instruction.MAX_A;

    final CodeBuffer code;
    final Lexer lexer;
    /** Jumps to the next instruction. */
    private int pendingJumps = NO_JUMP;
    /** The last position that something jumps to. */
    private int lastTarget = -1;

    InstructionWriter(final Lexer lexer)
    {
        this.lexer = lexer;
        this.code = new CodeBuffer();
    }

    int pc()
    {
        return code.length();
    }

    int emit(final int instruction)
    {
        patchList(pendingJumps, pc(), NO_REGISTER, pc());
        pendingJumps = NO_JUMP;
        return code.add(instruction, lexer.lastLine);
    }

    int emit(final int op, final int a, final int b, final int c)
    {
        return emit(Instruction.abc(op, a, b, c));
    }

    int emitJumping(final int op, final int a)
    {
        return emit(Instruction.abx(op, a, NO_JUMP + Instruction.MAX_SBX));
    }

    int jump()
    {
        final int waiting = pendingJumps;
        pendingJumps = NO_JUMP;
        return join(emitJumping(Instruction.JMP, 0), waiting);
    }

    int conditionalJump(final int op, final int a, final int b, final int c)
    {
        emit(op, a, b, c);
        return jump();
    }

    /** The present position, which something will jump to. */
    int label()
    {
        lastTarget = pc();
        return pc();
    }

    /** Whether nothing jumps to the present position. */
    boolean isStraight()
    {
        return pc() > lastTarget;
    }

    void patch(final int list, final int target)
    {
        if (target == pc())
        {
            patchToHere(list);
        }
        else
        {
            patchList(list, target, NO_REGISTER, target);
        }
    }

    void patchToHere(final int list)
    {
        label();
        pendingJumps = join(pendingJumps, list);
    }

    void patchList(final int list, final int valueTarget, final int register, final int otherTarget)
    {
        int at = list;
        while (at != NO_JUMP)
        {
            final int next = nextJump(at);
            fixJump(at, patchTest(at, register) ? valueTarget : otherTarget);
            at = next;
        }
    }

    private void fixJump(final int at, final int target)
    {
        final int offset = target - (at + 1);
        if (Math.abs(offset) > Instruction.MAX_SBX)
        {
            throw lexer.syntaxError("control structure too long");
        }
        code.set(at, Instruction.withSbx(code.get(at), offset));
    }

    private boolean patchTest(final int jump, final int register)
    {
        final int at = testOf(jump);
        final int test = code.get(at);
        if (Instruction.op(test) != Instruction.TESTSET)
        {
            return false;
        }
        if (register != NO_REGISTER && register != Instruction.b(test))
        {
            code.set(at, Instruction.withA(test, register));
        }
        else
        {
            code.set(at, Instruction.abc(Instruction.TEST, Instruction.b(test), 0, Instruction.c(test)));
        }
        return true;
    }

    int testOf(final int jump)
    {
        return jump >= 1 && Instruction.isTest(Instruction.op(code.get(jump - 1))) ? jump - 1 : jump;
    }

    private int nextJump(final int at)
    {
        final int offset = Instruction.sbx(code.get(at));
        return offset == NO_JUMP ? NO_JUMP : at + 1 + offset;
    }

    /** Two lists of jumps as one. */
    int join(final int first, final int second)
    {
        if (second == NO_JUMP)
        {
            return first;
        }
        if (first == NO_JUMP)
        {
            return second;
        }
        int last = first;
        for (int next = nextJump(last); next != NO_JUMP; next = nextJump(last))
        {
            last = next;
        }
        fixJump(last, second);
        return first;
    }

    /** Whether a list has a jump that leaves no value behind. */
    boolean needsValue(final int list)
    {
        for (int at = list; at != NO_JUMP; at = nextJump(at))
        {
            if (Instruction.op(code.get(testOf(at))) != Instruction.TESTSET)
            {
                return true;
            }
        }
        return false;
    }

    void dropValues(final int list)
    {
        for (int at = list; at != NO_JUMP; at = nextJump(at))
        {
            patchTest(at, NO_REGISTER);
        }
    }
}
