package io.ringbolt.engine.scripting.lua;

/**
 * Runs Lua functions: a loop over quick code.
 */
/*
 * One loop runs all Lua functions that call each other; it recurses only where natives or metamethods call back. The
 * stack's arrays, which move when it grows, are held in locals and taken again after whatever may call. The plain case
 * of each instruction is in QuickOperations, and everything else in MetaOperations, because HotSpot compiles no method
 * of more than 8000 bytes of code and does better with less.
 *
 * A jump backwards and a call count a turn, so that the host is looked at however a script loops. That is also when a
 * function is noted that runs long. Functions that HotCode has compiled are run as such wherever a frame is taken up.
 */
final class Interpreter
{
    private static final int BYTE = 0xFF;

    private Interpreter()
    {
    }

    /**
     * Runs the function on top of a stack's frames.
     *
     * @param frameCount after how many returns to come back.
     * @return {@link LuaCalls#COMPLETED}, or {@link LuaCalls#SUSPENDED} if the coroutine has yielded.
     */
    static int run(final LuaState s, final int frameCount)
    {
        final LuaVm vm = s.vm;
        int frames = frameCount;
        entry:
        while (true)
        {
            final CallInfo frame = s.frames[s.depth];
            final LuaFunction function = frame.function;
            final Prototype prototype = function.prototype;
            if (prototype.compiled != null)
            {
                switch (prototype.compiled.run(s, frame, function, frame.pc))
                {
                    case LuaCalls.COMPLETED:
                        if (--frames == 0)
                        {
                            return LuaCalls.COMPLETED;
                        }
                        if (frame.wantedResults >= 0)
                        {
                            s.top = s.frames[s.depth].top;
                        }
                        continue entry;
                    case LuaCalls.SUSPENDED:
                        return LuaCalls.SUSPENDED;
                    case LuaCalls.ENTERED:
                        frames++;
                        continue entry;
                    case LuaCalls.REPLACED:
                        continue entry;
                    default:
                        break;
                }
            }
            final int[] code = prototype.quickCode;
            final long[] constants = prototype.constantBits;
            final LuaString[] names = prototype.names;
            final int base = frame.base;
            long[] bits = s.bits;
            Object[] refs = s.refs;
            int pc = frame.pc;
            while (true)
            {
                final int i = code[pc++];
                switch (i & BYTE)
                {
                    case QuickCode.MOVE:
                        QuickOperations.move(bits, refs, base, i);
                        continue;
                    case QuickCode.LOADK:
                        if (names[i >>> 16] != null)
                        {
                            QuickOperations.loadName(names, bits, refs, base, i);
                            continue;
                        }
                        QuickOperations.load(bits, base, i, constants[i >>> 16]);
                        continue;
                    case QuickCode.LOADBOOL:
                        QuickOperations.load(bits, base, i, QuickCode.booleanOf(i));
                        if (i >>> 24 != 0)
                        {
                            pc++;
                        }
                        continue;
                    case QuickCode.LOADNIL:
                        QuickOperations.loadNil(bits, base, i);
                        continue;
                    case QuickCode.GETUPVAL:
                        QuickOperations.getUpValue(function, bits, refs, base, i);
                        continue;
                    case QuickCode.SETUPVAL:
                        QuickOperations.setUpValue(function, bits, refs, base, i);
                        continue;
                    case QuickCode.GETGLOBAL:
                        if (QuickOperations.getGlobal(function, names, bits, refs, base, i))
                        {
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.getGlobal(s, frame);
                        break;
                    case QuickCode.GETTABLE_R:
                        if (QuickOperations.getElement(bits, refs, base, i))
                        {
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.getTable(s, frame);
                        break;
                    case QuickCode.GETTABLE_S:
                        if (QuickOperations.getField(names, bits, refs, base, i))
                        {
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.getTable(s, frame);
                        break;
                    case QuickCode.SELF_S:
                        if (QuickOperations.getMethod(names, bits, refs, base, i))
                        {
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.getTable(s, frame);
                        break;
                    case QuickCode.GETTABLE:
                        frame.pc = pc;
                        MetaOperations.getTable(s, frame);
                        break;
                    case QuickCode.SETGLOBAL:
                        frame.pc = pc;
                        MetaOperations.setGlobal(s, frame);
                        break;
                    case QuickCode.SETTABLE_RR:
                        if (QuickOperations.setElement(bits, refs, base, i))
                        {
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.setTable(s, frame);
                        break;
                    case QuickCode.SETTABLE_SR:
                        if (QuickOperations.setField(names, bits, refs, base, i))
                        {
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.setTable(s, frame);
                        break;
                    case QuickCode.SETTABLE:
                        frame.pc = pc;
                        MetaOperations.setTable(s, frame);
                        break;
                    case QuickCode.NEWTABLE:
                        frame.pc = pc;
                        FrameOperations.newTable(s, frame);
                        break;
                    case QuickCode.ADD_RR:
                        if (QuickOperations.add(bits, base, i))
                        {
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.arithmetic(s, frame);
                        break;
                    case QuickCode.ADD_RN:
                        if (QuickOperations.addNumber(bits, base, i, constants[i >>> 24]))
                        {
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.arithmetic(s, frame);
                        break;
                    case QuickCode.SUB_RR:
                        if (QuickOperations.subtract(bits, base, i))
                        {
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.arithmetic(s, frame);
                        break;
                    case QuickCode.SUB_RN:
                        if (QuickOperations.subtractNumber(bits, base, i, constants[i >>> 24]))
                        {
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.arithmetic(s, frame);
                        break;
                    case QuickCode.MUL_RR:
                        if (QuickOperations.multiply(bits, base, i))
                        {
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.arithmetic(s, frame);
                        break;
                    case QuickCode.MUL_RN:
                        if (QuickOperations.multiplyNumber(bits, base, i, constants[i >>> 24]))
                        {
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.arithmetic(s, frame);
                        break;
                    case QuickCode.DIV_RR:
                        if (QuickOperations.divide(bits, base, i))
                        {
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.arithmetic(s, frame);
                        break;
                    case QuickCode.DIV_RN:
                        if (QuickOperations.divideNumber(bits, base, i, constants[i >>> 24]))
                        {
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.arithmetic(s, frame);
                        break;
                    case QuickCode.MOD_RR:
                        if (QuickOperations.modulo(bits, base, i))
                        {
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.arithmetic(s, frame);
                        break;
                    case QuickCode.MOD_RN:
                        if (QuickOperations.moduloNumber(bits, base, i, constants[i >>> 24]))
                        {
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.arithmetic(s, frame);
                        break;
                    case QuickCode.ARITHMETIC:
                        frame.pc = pc;
                        MetaOperations.arithmetic(s, frame);
                        break;
                    case QuickCode.UNM:
                        if (QuickOperations.negate(bits, base, i))
                        {
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.arithmetic(s, frame);
                        break;
                    case QuickCode.NOT:
                        QuickOperations.not(bits, base, i);
                        continue;
                    case QuickCode.LEN:
                        if (QuickOperations.length(bits, refs, base, i))
                        {
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.length(s, frame);
                        break;
                    case QuickCode.CONCAT:
                        frame.pc = pc;
                        MetaOperations.concat(s, frame);
                        break;
                    case QuickCode.JUMP:
                        pc += i >> 8;
                        if (i < 0 && --vm.turnsLeft <= 0)
                        {
                            vm.pulseIn(frame, pc);
                            continue entry;
                        }
                        continue;
                    case QuickCode.EQ_RR:
                        if (QuickOperations.areBitsEnough(bits, base, i))
                        {
                            pc = next(code, pc, i, QuickOperations.areBitsEqual(bits, base, i));
                            continue;
                        }
                        frame.pc = pc;
                        pc = next(code, pc, i, MetaOperations.compare(s, frame));
                        break;
                    case QuickCode.EQ_RK:
                        if (QuickOperations.areBitsEnoughFor(bits, base, i, constants[i >>> 24]))
                        {
                            pc = next(code, pc, i, QuickOperations.areBitsEqualTo(bits, base, i, constants[i >>> 24]));
                            continue;
                        }
                        frame.pc = pc;
                        pc = next(code, pc, i, MetaOperations.compare(s, frame));
                        break;
                    case QuickCode.LT_RR:
                        if (QuickOperations.areNumbers(bits, base, i))
                        {
                            pc = next(code, pc, i, QuickOperations.isLess(bits, base, i));
                            continue;
                        }
                        frame.pc = pc;
                        pc = next(code, pc, i, MetaOperations.compare(s, frame));
                        break;
                    case QuickCode.LT_RN:
                        if (QuickOperations.isLeftNumber(bits, base, i))
                        {
                            pc = next(
                                code, pc, i, QuickOperations.isLessThanNumber(bits, base, i, constants[i >>> 24]));
                            continue;
                        }
                        frame.pc = pc;
                        pc = next(code, pc, i, MetaOperations.compare(s, frame));
                        break;
                    case QuickCode.LT_NR:
                        if (QuickOperations.isRightNumber(bits, base, i))
                        {
                            pc = next(
                                code, pc, i, QuickOperations.isNumberLess(bits, base, i, constants[i >>> 16 & BYTE]));
                            continue;
                        }
                        frame.pc = pc;
                        pc = next(code, pc, i, MetaOperations.compare(s, frame));
                        break;
                    case QuickCode.LE_RR:
                        if (QuickOperations.areNumbers(bits, base, i))
                        {
                            pc = next(code, pc, i, QuickOperations.isAtMost(bits, base, i));
                            continue;
                        }
                        frame.pc = pc;
                        pc = next(code, pc, i, MetaOperations.compare(s, frame));
                        break;
                    case QuickCode.LE_RN:
                        if (QuickOperations.isLeftNumber(bits, base, i))
                        {
                            pc = next(
                                code, pc, i, QuickOperations.isAtMostNumber(bits, base, i, constants[i >>> 24]));
                            continue;
                        }
                        frame.pc = pc;
                        pc = next(code, pc, i, MetaOperations.compare(s, frame));
                        break;
                    case QuickCode.LE_NR:
                        if (QuickOperations.isRightNumber(bits, base, i))
                        {
                            pc = next(
                                code, pc, i, QuickOperations.isNumberAtMost(bits, base, i, constants[i >>> 16 & BYTE]));
                            continue;
                        }
                        frame.pc = pc;
                        pc = next(code, pc, i, MetaOperations.compare(s, frame));
                        break;
                    case QuickCode.COMPARE:
                        frame.pc = pc;
                        pc = next(code, pc, i, MetaOperations.compare(s, frame));
                        break;
                    case QuickCode.TEST:
                        pc = QuickOperations.test(bits, base, i) ? target(code, pc) : pc + 1;
                        continue;
                    case QuickCode.TESTSET:
                        pc = QuickOperations.testAndSet(bits, refs, base, i) ? target(code, pc) : pc + 1;
                        continue;
                    case QuickCode.CALL:
                    {
                        final int a = base + (i >>> 8 & BYTE);
                        final int b = i >>> 16 & BYTE;
                        if (b != 0)
                        {
                            s.top = a + b;
                        }
                        frame.pc = pc;
                        if (--vm.turnsLeft <= 0)
                        {
                            vm.pulseIn(frame, pc);
                        }
                        final int wanted = (i >>> 24) - 1;
                        final int outcome = s.enter(a, wanted);
                        if (outcome == LuaCalls.ENTERED)
                        {
                            frames++;
                            continue entry;
                        }
                        if (outcome == LuaCalls.SUSPENDED)
                        {
                            return outcome;
                        }
                        if (wanted >= 0)
                        {
                            s.top = frame.top;
                        }
                        break;
                    }
                    case QuickCode.TAILCALL:
                    {
                        final int outcome = CompiledCalls.tailCall(s, frame, base, i, pc);
                        if (outcome == LuaCalls.REPLACED)
                        {
                            continue entry;
                        }
                        if (outcome == LuaCalls.SUSPENDED)
                        {
                            return outcome;
                        }
                        break;
                    }
                    case QuickCode.RETURN:
                        CompiledCalls.leave(s, base, i);
                        if (--frames == 0)
                        {
                            return LuaCalls.COMPLETED;
                        }
                        if (frame.wantedResults >= 0)
                        {
                            s.top = s.frames[s.depth].top;
                        }
                        continue entry;
                    case QuickCode.FORLOOP:
                        if (QuickOperations.advanceLoop(bits, base, i))
                        {
                            pc += i >> 16;
                            if (--vm.turnsLeft <= 0)
                            {
                                vm.pulseIn(frame, pc);
                                continue entry;
                            }
                        }
                        continue;
                    case QuickCode.FORPREP:
                    case QuickCode.FORPREP_FAR:
                        frame.pc = pc;
                        MetaOperations.beginLoop(s, base + (i >>> 8 & BYTE));
                        pc += (i & BYTE) == QuickCode.FORPREP ? i >> 16 : Instruction.sbx(prototype.code[pc - 1]);
                        continue;
                    case QuickCode.TFORLOOP:
                        frame.pc = pc;
                        pc = FrameOperations.nextOfLoop(s, frame, base + (i >>> 8 & BYTE), i >>> 24) ?
                            target(code, pc) : pc + 1;
                        break;
                    case QuickCode.SETLIST:
                        frame.pc = pc;
                        pc += FrameOperations.setList(s, frame, base + (i >>> 8 & BYTE));
                        break;
                    case QuickCode.CLOSE:
                        s.closeUpValues(base + (i >>> 8 & BYTE));
                        continue;
                    case QuickCode.CLOSURE:
                        frame.pc = pc;
                        pc += FrameOperations.makeClosure(s, frame, base + (i >>> 8 & BYTE));
                        break;
                    case QuickCode.VARARG:
                        FrameOperations.spread(s, frame, base + (i >>> 8 & BYTE), (i >>> 16 & BYTE) - 1);
                        break;
                    case QuickCode.LOADK_FAR:
                        FrameOperations.loadFarConstant(s, frame, pc - 1);
                        continue;
                    case QuickCode.GETGLOBAL_FAR:
                        frame.pc = pc;
                        MetaOperations.getGlobal(s, frame);
                        break;
                    case QuickCode.TRAP:
                        vm.trap.onInstruction(s, frame, --pc);
                        break;
                    default:
                        pc += FrameOperations.farLoop(s, prototype.code[pc - 1], base + (i >>> 8 & BYTE));
                        continue;
                }
                bits = s.bits;
                refs = s.refs;
            }
        }
    }

    /** Where a comparison goes on: at the jump behind it if it has the outcome that it asks for. */
    private static int next(final int[] code, final int pc, final int i, final boolean outcome)
    {
        return outcome == ((i >>> 8 & BYTE) != 0) ? target(code, pc) : pc + 1;
    }

    /** Where a jump that is taken leads; one backwards counts a turn, so it is to be run. */
    private static int target(final int[] code, final int pc)
    {
        final int jump = code[pc];
        return jump < 0 ? pc : pc + 1 + (jump >> 8);
    }
}
