package io.ringbolt.engine.scripting.lua;

import io.ringbolt.engine.scripting.lua.number.LuaNumbers;

/**
 * Runs Lua functions: a loop over quick code.
 */
/*
 * One loop runs all Lua functions that call each other; it recurses only where natives or metamethods call back. The
 * stack's arrays, which move when it grows, are held in locals and taken again after whatever may call. The plain case
 * of each instruction is here, and everything else in MetaOperations, because HotSpot compiles no method of more than
 * 8000 bytes of code and does better with less.
 *
 * A jump backwards and a call count a turn, so that the host is looked at however a script loops.
 */
final class Interpreter
{
    private static final int BYTE = 0xFF;
    private static final long NIL = Tags.NIL;
    private static final long STRING = Tags.STRING;

    private Interpreter()
    {
    }

    /**
     * Runs the function on top of a stack's frames.
     *
     * @param frameCount after how many returns to come back.
     */
    static void run(final LuaState s, final int frameCount)
    {
        final LuaVm vm = s.vm;
        int frames = frameCount;
        entry:
        while (true)
        {
            final CallInfo frame = s.frames[s.depth];
            final LuaFunction function = frame.function;
            final Prototype prototype = function.prototype;
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
                final int a = base + (i >>> 8 & BYTE);
                switch (i & BYTE)
                {
                    case QuickCode.MOVE:
                    {
                        final int b = base + (i >>> 16 & BYTE);
                        final long value = bits[b];
                        bits[a] = value;
                        if (value >= STRING)
                        {
                            refs[a] = refs[b];
                        }
                        continue;
                    }
                    case QuickCode.LOADK:
                    {
                        final long value = constants[i >>> 16];
                        bits[a] = value;
                        if (value >= STRING)
                        {
                            refs[a] = prototype.constantRefs[i >>> 16];
                        }
                        continue;
                    }
                    case QuickCode.LOADBOOL:
                    {
                        bits[a] = (i >>> 16 & BYTE) != 0 ? Tags.TRUE : Tags.FALSE;
                        if (i >>> 24 != 0)
                        {
                            pc++;
                        }
                        continue;
                    }
                    case QuickCode.LOADNIL:
                    {
                        for (int to = base + (i >>> 16 & BYTE); to >= a; to--)
                        {
                            bits[to] = NIL;
                        }
                        continue;
                    }
                    case QuickCode.GETUPVAL:
                    {
                        final UpValue upValue = function.upValues[i >>> 16 & BYTE];
                        final long value = upValue.bits();
                        bits[a] = value;
                        if (value >= STRING)
                        {
                            refs[a] = upValue.ref();
                        }
                        continue;
                    }
                    case QuickCode.GETGLOBAL:
                    {
                        final LuaTable table = function.environment;
                        final int position = table.valuePosition(names[i >>> 16]);
                        if (position >= 0)
                        {
                            final long value = table.nodeBits[position];
                            if (value != NIL)
                            {
                                bits[a] = value;
                                if (value >= STRING)
                                {
                                    refs[a] = table.nodeRefs[position];
                                }
                                continue;
                            }
                        }
                        frame.pc = pc;
                        MetaOperations.getGlobal(s, frame);
                        break;
                    }
                    case QuickCode.GETTABLE_R:
                    {
                        final int b = base + (i >>> 16 & BYTE);
                        final long key = bits[base + (i >>> 24)];
                        if (bits[b] == Tags.TABLE && key < NIL)
                        {
                            final LuaTable table = (LuaTable)refs[b];
                            final double number = Tags.toDouble(key);
                            final int index = (int)number - 1;
                            final long[] array = table.arrayBits;
                            if (index >= 0 && index < array.length && index + 1 == number)
                            {
                                final long value = array[index];
                                if (value != NIL)
                                {
                                    bits[a] = value;
                                    if (value >= STRING)
                                    {
                                        refs[a] = table.arrayRefs[index];
                                    }
                                    continue;
                                }
                            }
                        }
                        frame.pc = pc;
                        MetaOperations.getTable(s, frame);
                        break;
                    }
                    case QuickCode.GETTABLE_S:
                    {
                        final int b = base + (i >>> 16 & BYTE);
                        if (bits[b] == Tags.TABLE)
                        {
                            final LuaTable table = (LuaTable)refs[b];
                            final int position = table.valuePosition(names[i >>> 24]);
                            final long value = position >= 0 ? table.nodeBits[position] : NIL;
                            if (value != NIL || table.metatable == null)
                            {
                                bits[a] = value;
                                if (value >= STRING)
                                {
                                    refs[a] = table.nodeRefs[position];
                                }
                                continue;
                            }
                        }
                        frame.pc = pc;
                        MetaOperations.getTable(s, frame);
                        break;
                    }
                    case QuickCode.SELF_S:
                    {
                        final int b = base + (i >>> 16 & BYTE);
                        if (bits[b] == Tags.TABLE)
                        {
                            final LuaTable table = (LuaTable)refs[b];
                            final int position = table.valuePosition(names[i >>> 24]);
                            final long value = position >= 0 ? table.nodeBits[position] : NIL;
                            if (value != NIL || table.metatable == null)
                            {
                                bits[a + 1] = Tags.TABLE;
                                refs[a + 1] = table;
                                bits[a] = value;
                                if (value >= STRING)
                                {
                                    refs[a] = table.nodeRefs[position];
                                }
                                continue;
                            }
                        }
                        frame.pc = pc;
                        MetaOperations.getTable(s, frame);
                        break;
                    }
                    case QuickCode.GETTABLE:
                        frame.pc = pc;
                        MetaOperations.getTable(s, frame);
                        break;
                    case QuickCode.SETGLOBAL:
                        frame.pc = pc;
                        MetaOperations.setGlobal(s, frame);
                        break;
                    case QuickCode.SETUPVAL:
                        function.upValues[i >>> 16 & BYTE].set(bits[a], refs[a]);
                        continue;
                    case QuickCode.SETTABLE_RR:
                    {
                        final long key = bits[base + (i >>> 16 & BYTE)];
                        if (bits[a] == Tags.TABLE && key < NIL)
                        {
                            final LuaTable table = (LuaTable)refs[a];
                            final double number = Tags.toDouble(key);
                            final int index = (int)number - 1;
                            final long[] array = table.arrayBits;
                            if (index >= 0 && index < array.length && index + 1 == number && !table.isReadOnly &&
                                (array[index] != NIL || table.metatable == null))
                            {
                                final int c = base + (i >>> 24);
                                final long value = bits[c];
                                array[index] = value;
                                if (value >= STRING)
                                {
                                    table.arrayRefs[index] = refs[c];
                                }
                                continue;
                            }
                        }
                        frame.pc = pc;
                        MetaOperations.setTable(s, frame);
                        break;
                    }
                    case QuickCode.SETTABLE_SR:
                    {
                        if (bits[a] == Tags.TABLE)
                        {
                            final LuaTable table = (LuaTable)refs[a];
                            final int position = table.valuePosition(names[i >>> 16 & BYTE]);
                            if (position >= 0 && !table.isReadOnly && table.nodeBits[position] != NIL)
                            {
                                final int c = base + (i >>> 24);
                                final long value = bits[c];
                                table.nodeBits[position] = value;
                                if (value >= STRING)
                                {
                                    table.nodeRefs[position] = refs[c];
                                }
                                table.absentEvents = 0;
                                continue;
                            }
                        }
                        frame.pc = pc;
                        MetaOperations.setTable(s, frame);
                        break;
                    }
                    case QuickCode.SETTABLE:
                        frame.pc = pc;
                        MetaOperations.setTable(s, frame);
                        break;
                    case QuickCode.NEWTABLE:
                        frame.pc = pc;
                        FrameOperations.newTable(s, frame);
                        break;
                    case QuickCode.ADD_RR:
                    {
                        final long left = bits[base + (i >>> 16 & BYTE)];
                        final long right = bits[base + (i >>> 24)];
                        if (left < NIL && right < NIL)
                        {
                            bits[a] = Double.doubleToRawLongBits(Tags.toDouble(left) + Tags.toDouble(right));
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.arithmetic(s, frame);
                        break;
                    }
                    case QuickCode.ADD_RN:
                    {
                        final long left = bits[base + (i >>> 16 & BYTE)];
                        final long right = constants[i >>> 24];
                        if (left < NIL)
                        {
                            bits[a] = Double.doubleToRawLongBits(Tags.toDouble(left) + Tags.toDouble(right));
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.arithmetic(s, frame);
                        break;
                    }
                    case QuickCode.SUB_RR:
                    {
                        final long left = bits[base + (i >>> 16 & BYTE)];
                        final long right = bits[base + (i >>> 24)];
                        if (left < NIL && right < NIL)
                        {
                            bits[a] = Double.doubleToRawLongBits(Tags.toDouble(left) - Tags.toDouble(right));
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.arithmetic(s, frame);
                        break;
                    }
                    case QuickCode.SUB_RN:
                    {
                        final long left = bits[base + (i >>> 16 & BYTE)];
                        final long right = constants[i >>> 24];
                        if (left < NIL)
                        {
                            bits[a] = Double.doubleToRawLongBits(Tags.toDouble(left) - Tags.toDouble(right));
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.arithmetic(s, frame);
                        break;
                    }
                    case QuickCode.MUL_RR:
                    {
                        final long left = bits[base + (i >>> 16 & BYTE)];
                        final long right = bits[base + (i >>> 24)];
                        if (left < NIL && right < NIL)
                        {
                            bits[a] = Double.doubleToRawLongBits(Tags.toDouble(left) * Tags.toDouble(right));
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.arithmetic(s, frame);
                        break;
                    }
                    case QuickCode.MUL_RN:
                    {
                        final long left = bits[base + (i >>> 16 & BYTE)];
                        final long right = constants[i >>> 24];
                        if (left < NIL)
                        {
                            bits[a] = Double.doubleToRawLongBits(Tags.toDouble(left) * Tags.toDouble(right));
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.arithmetic(s, frame);
                        break;
                    }
                    case QuickCode.DIV_RR:
                    {
                        final long left = bits[base + (i >>> 16 & BYTE)];
                        final long right = bits[base + (i >>> 24)];
                        if (left < NIL && right < NIL)
                        {
                            bits[a] = Double.doubleToRawLongBits(Tags.toDouble(left) / Tags.toDouble(right));
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.arithmetic(s, frame);
                        break;
                    }
                    case QuickCode.DIV_RN:
                    {
                        final long left = bits[base + (i >>> 16 & BYTE)];
                        final long right = constants[i >>> 24];
                        if (left < NIL)
                        {
                            bits[a] = Double.doubleToRawLongBits(Tags.toDouble(left) / Tags.toDouble(right));
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.arithmetic(s, frame);
                        break;
                    }
                    case QuickCode.MOD_RR:
                    {
                        final long left = bits[base + (i >>> 16 & BYTE)];
                        final long right = bits[base + (i >>> 24)];
                        if (left < NIL && right < NIL)
                        {
                            bits[a] = Double.doubleToRawLongBits(
                                LuaNumbers.modulo(Tags.toDouble(left), Tags.toDouble(right)));
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.arithmetic(s, frame);
                        break;
                    }
                    case QuickCode.MOD_RN:
                    {
                        final long left = bits[base + (i >>> 16 & BYTE)];
                        final long right = constants[i >>> 24];
                        if (left < NIL)
                        {
                            bits[a] = Double.doubleToRawLongBits(
                                LuaNumbers.modulo(Tags.toDouble(left), Tags.toDouble(right)));
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.arithmetic(s, frame);
                        break;
                    }
                    case QuickCode.ARITHMETIC:
                        frame.pc = pc;
                        MetaOperations.arithmetic(s, frame);
                        break;
                    case QuickCode.UNM:
                    {
                        final long value = bits[base + (i >>> 16 & BYTE)];
                        if (value < NIL)
                        {
                            bits[a] = Double.doubleToRawLongBits(-Tags.toDouble(value));
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.arithmetic(s, frame);
                        break;
                    }
                    case QuickCode.NOT:
                        bits[a] = Tags.isFalse(bits[base + (i >>> 16 & BYTE)]) ? Tags.TRUE : Tags.FALSE;
                        continue;
                    case QuickCode.LEN:
                    {
                        final int b = base + (i >>> 16 & BYTE);
                        if (bits[b] == Tags.TABLE)
                        {
                            bits[a] = Double.doubleToRawLongBits(((LuaTable)refs[b]).length());
                            continue;
                        }
                        if (bits[b] == STRING)
                        {
                            bits[a] = Double.doubleToRawLongBits(((LuaString)refs[b]).length());
                            continue;
                        }
                        frame.pc = pc;
                        MetaOperations.length(s, frame);
                        break;
                    }
                    case QuickCode.CONCAT:
                        frame.pc = pc;
                        MetaOperations.concat(s, frame);
                        break;
                    case QuickCode.JUMP:
                        pc += i >> 8;
                        if (i < 0 && --vm.turnsLeft <= 0)
                        {
                            frame.pc = pc;
                            vm.pulse();
                        }
                        continue;
                    case QuickCode.EQ_RR:
                    {
                        final long left = bits[base + (i >>> 16 & BYTE)];
                        final long right = bits[base + (i >>> 24)];
                        if (left < NIL && right < NIL)
                        {
                            pc = Tags.toDouble(left) == Tags.toDouble(right) == ((i >>> 8 & BYTE) != 0) ?
                                pc + jump(vm, code[pc]) + 1 : pc + 1;
                            continue;
                        }
                        if (left != right || left < STRING)
                        {
                            pc = left == right == ((i >>> 8 & BYTE) != 0) ? pc + jump(vm, code[pc]) + 1 : pc + 1;
                            continue;
                        }
                        frame.pc = pc;
                        pc = compare(s, frame, i, pc);
                        break;
                    }
                    case QuickCode.EQ_RK:
                    {
                        final long left = bits[base + (i >>> 16 & BYTE)];
                        final long right = constants[i >>> 24];
                        if (left < NIL && right < NIL)
                        {
                            pc = Tags.toDouble(left) == Tags.toDouble(right) == ((i >>> 8 & BYTE) != 0) ?
                                pc + jump(vm, code[pc]) + 1 : pc + 1;
                            continue;
                        }
                        if (left != right || left < STRING)
                        {
                            pc = left == right == ((i >>> 8 & BYTE) != 0) ? pc + jump(vm, code[pc]) + 1 : pc + 1;
                            continue;
                        }
                        frame.pc = pc;
                        pc = compare(s, frame, i, pc);
                        break;
                    }
                    case QuickCode.LT_RR:
                    {
                        final long left = bits[base + (i >>> 16 & BYTE)];
                        final long right = bits[base + (i >>> 24)];
                        if (left < NIL && right < NIL)
                        {
                            pc = Tags.toDouble(left) < Tags.toDouble(right) == ((i >>> 8 & BYTE) != 0) ?
                                pc + jump(vm, code[pc]) + 1 : pc + 1;
                            continue;
                        }
                        frame.pc = pc;
                        pc = compare(s, frame, i, pc);
                        break;
                    }
                    case QuickCode.LT_RN:
                    {
                        final long left = bits[base + (i >>> 16 & BYTE)];
                        final long right = constants[i >>> 24];
                        if (left < NIL)
                        {
                            pc = Tags.toDouble(left) < Tags.toDouble(right) == ((i >>> 8 & BYTE) != 0) ?
                                pc + jump(vm, code[pc]) + 1 : pc + 1;
                            continue;
                        }
                        frame.pc = pc;
                        pc = compare(s, frame, i, pc);
                        break;
                    }
                    case QuickCode.LT_NR:
                    {
                        final long left = constants[i >>> 16 & BYTE];
                        final long right = bits[base + (i >>> 24)];
                        if (right < NIL)
                        {
                            pc = Tags.toDouble(left) < Tags.toDouble(right) == ((i >>> 8 & BYTE) != 0) ?
                                pc + jump(vm, code[pc]) + 1 : pc + 1;
                            continue;
                        }
                        frame.pc = pc;
                        pc = compare(s, frame, i, pc);
                        break;
                    }
                    case QuickCode.LE_RR:
                    {
                        final long left = bits[base + (i >>> 16 & BYTE)];
                        final long right = bits[base + (i >>> 24)];
                        if (left < NIL && right < NIL)
                        {
                            pc = Tags.toDouble(left) <= Tags.toDouble(right) == ((i >>> 8 & BYTE) != 0) ?
                                pc + jump(vm, code[pc]) + 1 : pc + 1;
                            continue;
                        }
                        frame.pc = pc;
                        pc = compare(s, frame, i, pc);
                        break;
                    }
                    case QuickCode.LE_RN:
                    {
                        final long left = bits[base + (i >>> 16 & BYTE)];
                        final long right = constants[i >>> 24];
                        if (left < NIL)
                        {
                            pc = Tags.toDouble(left) <= Tags.toDouble(right) == ((i >>> 8 & BYTE) != 0) ?
                                pc + jump(vm, code[pc]) + 1 : pc + 1;
                            continue;
                        }
                        frame.pc = pc;
                        pc = compare(s, frame, i, pc);
                        break;
                    }
                    case QuickCode.LE_NR:
                    {
                        final long left = constants[i >>> 16 & BYTE];
                        final long right = bits[base + (i >>> 24)];
                        if (right < NIL)
                        {
                            pc = Tags.toDouble(left) <= Tags.toDouble(right) == ((i >>> 8 & BYTE) != 0) ?
                                pc + jump(vm, code[pc]) + 1 : pc + 1;
                            continue;
                        }
                        frame.pc = pc;
                        pc = compare(s, frame, i, pc);
                        break;
                    }
                    case QuickCode.COMPARE:
                        frame.pc = pc;
                        pc = compare(s, frame, i, pc);
                        break;
                    case QuickCode.TEST:
                        if (Tags.isFalse(bits[a]) != (i >>> 24 != 0))
                        {
                            pc += jump(vm, code[pc]);
                        }
                        pc++;
                        continue;
                    case QuickCode.TESTSET:
                    {
                        final int b = base + (i >>> 16 & BYTE);
                        final long value = bits[b];
                        if (Tags.isFalse(value) != (i >>> 24 != 0))
                        {
                            bits[a] = value;
                            if (value >= STRING)
                            {
                                refs[a] = refs[b];
                            }
                            pc += jump(vm, code[pc]);
                        }
                        pc++;
                        continue;
                    }
                    case QuickCode.CALL:
                    {
                        final int b = i >>> 16 & BYTE;
                        if (b != 0)
                        {
                            s.top = a + b;
                        }
                        frame.pc = pc;
                        if (--vm.turnsLeft <= 0)
                        {
                            vm.pulse();
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
                            return;
                        }
                        if (wanted >= 0)
                        {
                            s.top = frame.top;
                        }
                        break;
                    }
                    case QuickCode.TAILCALL:
                    {
                        final int b = i >>> 16 & BYTE;
                        if (b != 0)
                        {
                            s.top = a + b;
                        }
                        frame.pc = pc;
                        if (--vm.turnsLeft <= 0)
                        {
                            vm.pulse();
                        }
                        final int outcome = s.enter(a, LuaCalls.ALL_RESULTS);
                        if (outcome == LuaCalls.ENTERED)
                        {
                            FrameOperations.replaceByTailCall(s, frame);
                            continue entry;
                        }
                        if (outcome == LuaCalls.SUSPENDED)
                        {
                            return;
                        }
                        break;
                    }
                    case QuickCode.RETURN:
                    {
                        final int b = i >>> 16 & BYTE;
                        if (b != 0)
                        {
                            s.top = a + b - 1;
                        }
                        if (s.openUpValues != null)
                        {
                            s.closeUpValues(base);
                        }
                        final boolean areAllWanted = s.leave(a);
                        if (--frames == 0)
                        {
                            return;
                        }
                        if (!areAllWanted)
                        {
                            s.top = s.frames[s.depth].top;
                        }
                        continue entry;
                    }
                    case QuickCode.FORLOOP:
                    {
                        final double step = Tags.toDouble(bits[a + 2]);
                        final double index = Tags.toDouble(bits[a]) + step;
                        final double limit = Tags.toDouble(bits[a + 1]);
                        if (step > 0 ? index <= limit : limit <= index)
                        {
                            pc += i >> 16;
                            final long value = Double.doubleToRawLongBits(index);
                            bits[a] = value;
                            bits[a + 3] = value;
                            if (--vm.turnsLeft <= 0)
                            {
                                frame.pc = pc;
                                vm.pulse();
                            }
                        }
                        continue;
                    }
                    case QuickCode.FORPREP:
                    case QuickCode.FORPREP_FAR:
                        frame.pc = pc;
                        MetaOperations.prepareLoop(s, a);
                        bits[a] = Double.doubleToRawLongBits(Tags.toDouble(bits[a]) - Tags.toDouble(bits[a + 2]));
                        pc += (i & BYTE) == QuickCode.FORPREP ? i >> 16 : Instruction.sbx(prototype.code[pc - 1]);
                        continue;
                    case QuickCode.TFORLOOP:
                        frame.pc = pc;
                        if (FrameOperations.nextOfLoop(s, frame, a, i >>> 24))
                        {
                            pc += jump(vm, code[pc]);
                        }
                        pc++;
                        break;
                    case QuickCode.SETLIST:
                        frame.pc = pc;
                        pc += FrameOperations.setList(s, frame, a);
                        break;
                    case QuickCode.CLOSE:
                        s.closeUpValues(a);
                        continue;
                    case QuickCode.CLOSURE:
                        frame.pc = pc;
                        pc += FrameOperations.makeClosure(s, frame, a);
                        break;
                    case QuickCode.VARARG:
                        FrameOperations.spread(s, frame, a, (i >>> 16 & BYTE) - 1);
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
                        pc += FrameOperations.farLoop(s, prototype.code[pc - 1], a);
                        continue;
                }
                bits = s.bits;
                refs = s.refs;
            }
        }
    }

    /** A comparison of values of any type. @return where to go on. */
    private static int compare(final LuaState s, final CallInfo frame, final int i, final int pc)
    {
        final boolean isTaken = MetaOperations.compare(s, frame) == ((i >>> 8 & BYTE) != 0);
        return isTaken ? pc + jump(s.vm, frame.function.prototype.quickCode[pc]) + 1 : pc + 1;
    }

    /** The distance of the jump that a test decided for; backwards it counts a turn. */
    private static int jump(final LuaVm vm, final int instruction)
    {
        if (instruction < 0 && --vm.turnsLeft <= 0)
        {
            vm.pulse();
        }
        return instruction >> 8;
    }
}
