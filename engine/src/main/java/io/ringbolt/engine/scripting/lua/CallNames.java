package io.ringbolt.engine.scripting.lua;

/**
 * What messages call things: a position, the variable that a register stands for,
 * the name that a function was called by.
 */
/*
 * Names are found as Lua 5.1 finds them: a register is a local variable that is alive, or else what the last
 * instruction that set it loaded. That instruction is found by following the code up to the present one, taking forward
 * jumps that do not pass it.
 */
final class CallNames
{
    private static final int NO_REGISTER = -1;

    private CallNames()
    {
    }

    static String position(final CallInfo frame)
    {
        final Prototype prototype = frame.function.prototype;
        return ChunkName.shorten(prototype.source) + ":" + line(frame) + ": ";
    }

    private static int line(final CallInfo frame)
    {
        return frame.function.prototype.lines[Math.max(frame.pc - 1, 0)];
    }

    static CallSite site(final CallInfo frame)
    {
        if (!frame.isLua())
        {
            return CallSite.NATIVE;
        }
        final String source = frame.function.prototype.source.toString();
        return new CallSite(source, ChunkName.shorten(source), line(frame));
    }

    static String typeMessage(final String operation, final String name, final long bits)
    {
        final String type = Tags.typeName(bits);
        return name == null ? "attempt to " + operation + " a " + type + " value" :
            "attempt to " + operation + " " + name + " (a " + type + " value)";
    }

    /** "local 'x'" or the like for a slot of a frame, or null. */
    static String describe(final CallInfo frame, final int index)
    {
        if (!frame.isLua() || index < frame.base || index >= frame.top)
        {
            return null;
        }
        return objectName(frame.function.prototype, frame.pc - 1, index - frame.base);
    }

    /** "global 'f'" or the like for how the function of a frame was called, or null. */
    static String calledAs(final CallInfo caller, final CallInfo called)
    {
        if (called.isLua() && called.tailCalls > 0 || !caller.isLua())
        {
            return null;
        }
        final Prototype prototype = caller.function.prototype;
        final int instruction = prototype.code[caller.pc - 1];
        return switch (Instruction.op(instruction))
        {
            case Instruction.CALL, Instruction.TAILCALL, Instruction.TFORLOOP ->
                objectName(prototype, caller.pc - 1, Instruction.a(instruction));
            default -> null;
        };
    }

    private static String objectName(final Prototype prototype, final int pc, final int register)
    {
        final String local = prototype.localName(register + 1, pc);
        if (local != null)
        {
            return "local '" + local + "'";
        }
        final int instruction = lastToSet(prototype, pc, register);
        switch (Instruction.op(instruction))
        {
            case Instruction.GETGLOBAL:
                return "global '" + prototype.constantRefs[Instruction.bx(instruction)] + "'";
            case Instruction.MOVE:
                final int from = Instruction.b(instruction);
                return from < Instruction.a(instruction) ? objectName(prototype, pc, from) : null;
            case Instruction.GETTABLE:
                return "field '" + constantName(prototype, Instruction.c(instruction)) + "'";
            case Instruction.GETUPVAL:
                return "upvalue '" + prototype.upValueNames[Instruction.b(instruction)] + "'";
            case Instruction.SELF:
                return "method '" + constantName(prototype, Instruction.c(instruction)) + "'";
            default:
                return null;
        }
    }

    private static String constantName(final Prototype prototype, final int operand)
    {
        final int index = Instruction.constantIndex(operand);
        if (Instruction.isConstant(operand) && prototype.constantBits[index] == Tags.STRING)
        {
            return prototype.constantRefs[index].toString();
        }
        return "?";
    }

    /** The last instruction before {@code lastPc} that changed a register; the final return if none did. */
    private static int lastToSet(final Prototype prototype, final int lastPc, final int register)
    {
        final int[] code = prototype.code;
        int last = code.length - 1;
        for (int pc = 0; pc < lastPc; pc++)
        {
            final int instruction = code[pc];
            final int op = Instruction.op(instruction);
            final int a = Instruction.a(instruction);
            if (changes(instruction, op, a, register))
            {
                last = pc;
            }
            switch (op)
            {
                case Instruction.JMP, Instruction.FORLOOP, Instruction.FORPREP ->
                {
                    final int target = pc + 1 + Instruction.sbx(instruction);
                    if (pc < target && target <= lastPc)
                    {
                        pc = target - 1;
                    }
                }
                case Instruction.SETLIST -> pc += Instruction.c(instruction) == 0 ? 1 : 0;
                case Instruction.CLOSURE ->
                    pc += prototype.inner[Instruction.bx(instruction)].upValueCount();
                default ->
                {
                }
            }
        }
        return code[last];
    }

    private static boolean changes(final int instruction, final int op, final int a, final int register)
    {
        return switch (op)
        {
            case Instruction.LOADNIL -> a <= register && register <= Instruction.b(instruction);
            case Instruction.TFORLOOP -> register >= a + 2;
            case Instruction.CALL, Instruction.TAILCALL -> register >= a;
            case Instruction.SELF -> register == a || register == a + 1;
            default -> a == register && register != NO_REGISTER && Instruction.setsA(op);
        };
    }
}
