package io.ringbolt.engine.scripting.lua;

/** Instructions that make things or move many slots. */
final class FrameOperations
{
    private static final int ALL = -1;

    private FrameOperations()
    {
    }

    static void newTable(final LuaState s, final CallInfo frame)
    {
        final int instruction = frame.function.prototype.code[frame.pc - 1];
        final LuaTable table = s.vm.newTable(
            fromFloatingByte(Instruction.b(instruction)), fromFloatingByte(Instruction.c(instruction)));
        s.setSlot(frame.base + Instruction.a(instruction), Tags.TABLE, table);
    }

    /** Sizes are written in eight bits: three of mantissa, five of exponent. */
    private static int fromFloatingByte(final int value)
    {
        final int exponent = value >> 3 & 31;
        return exponent == 0 ? value : (value & 7) + 8 << exponent - 1;
    }

    /** The called function's frame, on top, takes the place of the calling one. */
    static void replaceByTailCall(final LuaState s, final CallInfo frame)
    {
        final CallInfo called = s.frames[s.depth];
        if (s.openUpValues != null)
        {
            s.closeUpValues(frame.base);
        }
        final int count = s.top - called.functionIndex;
        frame.base = frame.functionIndex + called.base - called.functionIndex;
        s.move(called.functionIndex, frame.functionIndex, count);
        s.top = frame.functionIndex + count;
        s.base = frame.base;
        frame.top = s.top;
        frame.function = called.function;
        frame.pc = 0;
        frame.tailCalls++;
        s.depth--;
    }

    /** Calls a generic loop's iterator. @return whether the loop goes on. */
    static boolean nextOfLoop(final LuaState s, final CallInfo frame, final int a, final int wanted)
    {
        final int callBase = a + 3;
        s.move(a, callBase, 3);
        s.top = callBase + 3;
        s.callAt(callBase, wanted);
        s.top = frame.top;
        if (s.bits[callBase] == Tags.NIL)
        {
            return false;
        }
        s.copy(callBase, callBase - 1);
        return true;
    }

    /** Stores list elements. @return how many instructions are taken up by the count. */
    static int setList(final LuaState s, final CallInfo frame, final int a)
    {
        final int[] code = frame.function.prototype.code;
        final int instruction = code[frame.pc - 1];
        final boolean isOpen = Instruction.b(instruction) == 0;
        final int count = isOpen ? s.top - a - 1 : Instruction.b(instruction);
        final int batch = Instruction.c(instruction);
        final int batchNumber = batch == 0 ? code[frame.pc] : batch;
        final int last = (batchNumber - 1) * Instruction.FIELDS_PER_FLUSH + count;
        final LuaTable table = (LuaTable)s.refs[a];
        if (last > table.arrayBits.length)
        {
            table.growArray(last);
        }
        for (int i = count; i > 0; i--)
        {
            table.setInt(last - count + i, s.bits[a + i], s.refs[a + i]);
        }
        if (isOpen)
        {
            s.top = frame.top;                        // not before: counting memory clears what lies above
        }
        return batch == 0 ? 1 : 0;
    }

    /** Makes a function value. @return how many instructions say what it captures. */
    static int makeClosure(final LuaState s, final CallInfo frame, final int a)
    {
        final LuaFunction enclosing = frame.function;
        final int[] code = enclosing.prototype.code;
        final Prototype prototype = enclosing.prototype.inner[Instruction.bx(code[frame.pc - 1])];
        final int count = prototype.upValueCount();
        s.vm.memory.allocated(MemoryMeter.FUNCTION_BYTES + (long)count * Long.BYTES);
        final LuaFunction function = new LuaFunction(s.vm, prototype, enclosing.environment);
        for (int i = 0; i < count; i++)
        {
            final int capture = code[frame.pc + i];
            final int index = Instruction.b(capture);
            function.upValues[i] = Instruction.op(capture) == Instruction.GETUPVAL ?
                enclosing.upValues[index] : s.capture(frame.base + index);
        }
        s.setSlot(a, Tags.FUNCTION, function);
        return count;
    }

    /** Copies variable arguments. @param wanted how many, or -1 for all there are. */
    static void spread(final LuaState s, final CallInfo frame, final int a, final int wanted)
    {
        final int given = frame.base - frame.functionIndex - 1 - frame.function.prototype.parameterCount;
        int count = wanted;
        if (wanted == ALL)
        {
            s.ensure(given);
            count = given;
            s.top = a + given;
            s.vm.turnsLeft -= given >> LuaCalls.VALUES_PER_TURN_SHIFT;
        }
        for (int i = 0; i < count; i++)
        {
            if (i < given)
            {
                s.copy(frame.base - given + i, a + i);
            }
            else
            {
                s.bits[a + i] = Tags.NIL;
            }
        }
    }

    /** LOADK of a constant whose index needs more than 16 bits. */
    static void loadFarConstant(final LuaState s, final CallInfo frame, final int pc)
    {
        final Prototype prototype = frame.function.prototype;
        final int index = Instruction.bx(prototype.code[pc]);
        s.setSlot(frame.base + Instruction.a(prototype.code[pc]),
            prototype.constantBits[index], prototype.constantRefs[index]);
    }

    /** FORLOOP over a body of more than 32767 instructions. @return the jump to take. */
    static int farLoop(final LuaState s, final int instruction, final int a)
    {
        final long[] bits = s.bits;
        final double step = Tags.toDouble(bits[a + 2]);
        final double index = Tags.toDouble(bits[a]) + step;
        final double limit = Tags.toDouble(bits[a + 1]);
        if (step > 0 ? index <= limit : limit <= index)
        {
            bits[a] = Tags.number(index);
            bits[a + 3] = bits[a];
            s.vm.spend(1);
            return Instruction.sbx(instruction);
        }
        return 0;
    }
}
