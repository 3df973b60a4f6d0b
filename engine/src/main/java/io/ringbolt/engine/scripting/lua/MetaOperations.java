package io.ringbolt.engine.scripting.lua;

import io.ringbolt.engine.scripting.lua.number.LuaNumbers;

/**
 * Operations on values that need more than a look: metamethods, conversions, and the errors where neither helps.
 */
final class MetaOperations
{
    private static final int LONGEST_CHAIN = 100;
    private static final int NO_SLOT = -1;
    private static final String[] LOOP_PARTS = {"initial value", "limit", "step"};

    private MetaOperations()
    {
    }

    /**
     * {@code value[key]} into a slot.
     *
     * @param valueSlot where the value lies, to name it in an error, or -1.
     */
    static void index(
        final LuaState s,
        final long valueBits,
        final Object valueRef,
        final long keyBits,
        final Object keyRef,
        final int resultSlot,
        final int valueSlot)
    {
        long bits = valueBits;
        Object ref = valueRef;
        for (int i = 0; i < LONGEST_CHAIN; i++)
        {
            final long handler;
            if (bits == Tags.TABLE)
            {
                final LuaTable table = (LuaTable)ref;
                final int slot = table.find(keyBits, keyRef);
                final long found = slot < 0 ? Tags.NIL : table.bitsAt(slot);
                if (found != Tags.NIL)
                {
                    s.setSlot(resultSlot, found, table.refAt(slot));
                    return;
                }
                handler = s.metaHandler(bits, ref, MetaEvents.INDEX);
                if (handler == Tags.NIL)
                {
                    s.bits[resultSlot] = Tags.NIL;
                    return;
                }
            }
            else
            {
                handler = s.metaHandler(bits, ref, MetaEvents.INDEX);
                if (handler == Tags.NIL)
                {
                    throw notIndexable(s, bits, i == 0 ? valueSlot : NO_SLOT);
                }
            }
            if (handler == Tags.FUNCTION)
            {
                callWithResult(s, s.handlerRef, bits, ref, keyBits, keyRef, resultSlot);
                return;
            }
            bits = handler;
            ref = s.handlerRef;
        }
        throw s.runtimeError("loop in gettable");
    }

    private static LuaError notIndexable(final LuaState s, final long bits, final int slot)
    {
        return slot < 0 ? s.typeError(bits, "index") : s.typeError(slot, "index");
    }

    /** {@code value[key] = newValue}. */
    static void setIndex(
        final LuaState s,
        final long valueBits,
        final Object valueRef,
        final long keyBits,
        final Object keyRef,
        final long newBits,
        final Object newRef,
        final int valueSlot)
    {
        long bits = valueBits;
        Object ref = valueRef;
        for (int i = 0; i < LONGEST_CHAIN; i++)
        {
            final long handler;
            if (bits == Tags.TABLE)
            {
                final LuaTable table = s.writable((LuaTable)ref);
                final int slot = table.find(keyBits, keyRef);
                final boolean isPresent = slot >= 0 && table.bitsAt(slot) != Tags.NIL;
                handler = isPresent ? Tags.NIL : s.metaHandler(bits, ref, MetaEvents.NEW_INDEX);
                if (handler == Tags.NIL)
                {
                    store(s, table, slot, keyBits, keyRef, newBits, newRef);
                    return;
                }
                if (slot < 0)
                {
                    // The original makes the node before it asks for a handler; the order of pairs() can tell.
                    final Object handlerRef = s.handlerRef;
                    s.checkKey(keyBits);
                    table.insert(keyBits, keyRef);
                    s.handlerRef = handlerRef;
                }
            }
            else
            {
                handler = s.metaHandler(bits, ref, MetaEvents.NEW_INDEX);
                if (handler == Tags.NIL)
                {
                    throw notIndexable(s, bits, i == 0 ? valueSlot : NO_SLOT);
                }
            }
            if (handler == Tags.FUNCTION)
            {
                callWithoutResult(s, s.handlerRef, bits, ref, keyBits, keyRef, newBits, newRef);
                return;
            }
            bits = handler;
            ref = s.handlerRef;
        }
        throw s.runtimeError("loop in settable");
    }

    private static void store(
        final LuaState s,
        final LuaTable table,
        final int slot,
        final long keyBits,
        final Object keyRef,
        final long newBits,
        final Object newRef)
    {
        table.absentEvents = 0;
        if (slot < 0)
        {
            s.checkKey(keyBits);
            table.setAt(table.insert(keyBits, keyRef), newBits, newRef);
        }
        else
        {
            table.setAt(slot, newBits, newRef);
        }
    }

    private static void callWithResult(
        final LuaState s,
        final Object function,
        final long leftBits,
        final Object leftRef,
        final long rightBits,
        final Object rightRef,
        final int resultSlot)
    {
        s.pushSlot(Tags.FUNCTION, function);
        s.pushSlot(leftBits, leftRef);
        s.pushSlot(rightBits, rightRef);
        s.callAt(s.top - 3, 1);
        s.top--;
        s.copy(s.top, resultSlot);
    }

    private static void callWithoutResult(
        final LuaState s,
        final Object function,
        final long valueBits,
        final Object valueRef,
        final long keyBits,
        final Object keyRef,
        final long newBits,
        final Object newRef)
    {
        s.pushSlot(Tags.FUNCTION, function);
        s.pushSlot(valueBits, valueRef);
        s.pushSlot(keyBits, keyRef);
        s.pushSlot(newBits, newRef);
        s.callAt(s.top - 4, 0);
    }

    /** Calls the handler of either operand. @return false if neither has one. */
    private static boolean callBinary(
        final LuaState s,
        final int event,
        final long leftBits,
        final Object leftRef,
        final long rightBits,
        final Object rightRef,
        final int resultSlot)
    {
        long handler = s.metaHandler(leftBits, leftRef, event);
        if (handler == Tags.NIL)
        {
            handler = s.metaHandler(rightBits, rightRef, event);
        }
        if (handler == Tags.NIL)
        {
            return false;
        }
        callHandler(s, handler, leftBits, leftRef, rightBits, rightRef, resultSlot);
        return true;
    }

    private static void callHandler(
        final LuaState s,
        final long handler,
        final long leftBits,
        final Object leftRef,
        final long rightBits,
        final Object rightRef,
        final int resultSlot)
    {
        s.pushSlot(handler, s.handlerRef);
        s.pushSlot(leftBits, leftRef);
        s.pushSlot(rightBits, rightRef);
        s.callAt(s.top - 3, 1);
        s.top--;
        s.copy(s.top, resultSlot);
    }

    /** An arithmetic instruction whose operands are not both numbers in registers. */
    static void arithmetic(final LuaState s, final CallInfo frame)
    {
        final Prototype prototype = frame.function.prototype;
        final int instruction = prototype.code[frame.pc - 1];
        final int op = Instruction.op(instruction);
        final int left = Instruction.b(instruction);
        final int right = op == Instruction.UNM ? left : Instruction.c(instruction);
        final long leftBits = operandBits(s, frame, prototype, left);
        final Object leftRef = operandRef(s, frame, prototype, left);
        final long rightBits = operandBits(s, frame, prototype, right);
        final Object rightRef = operandRef(s, frame, prototype, right);
        final int resultSlot = frame.base + Instruction.a(instruction);
        final long leftNumber = LuaStack.toNumberBits(leftBits, leftRef);
        final long rightNumber = leftNumber < Tags.NIL ? LuaStack.toNumberBits(rightBits, rightRef) : Tags.NIL;
        if (rightNumber < Tags.NIL)
        {
            final double result = LuaNumbers.compute(op, Tags.toDouble(leftNumber), Tags.toDouble(rightNumber));
            s.bits[resultSlot] = Double.doubleToRawLongBits(result);
            return;
        }
        final int event = op - Instruction.ADD + MetaEvents.ADD;
        if (!callBinary(s, event, leftBits, leftRef, rightBits, rightRef, resultSlot))
        {
            final int culprit = leftNumber < Tags.NIL ? right : left;
            throw Instruction.isConstant(culprit) ?
                s.typeError(operandBits(s, frame, prototype, culprit), "perform arithmetic on") :
                s.typeError(frame.base + culprit, "perform arithmetic on");
        }
    }

    private static long operandBits(
        final LuaState s, final CallInfo frame, final Prototype prototype, final int operand)
    {
        return Instruction.isConstant(operand) ?
            prototype.constantBits[Instruction.constantIndex(operand)] : s.bits[frame.base + operand];
    }

    private static Object operandRef(
        final LuaState s, final CallInfo frame, final Prototype prototype, final int operand)
    {
        return Instruction.isConstant(operand) ?
            prototype.constantRefs[Instruction.constantIndex(operand)] : s.refs[frame.base + operand];
    }

    /** GETTABLE or SELF beyond the plain case. */
    static void getTable(final LuaState s, final CallInfo frame)
    {
        final Prototype prototype = frame.function.prototype;
        final int instruction = prototype.code[frame.pc - 1];
        final int valueSlot = frame.base + Instruction.b(instruction);
        final int resultSlot = frame.base + Instruction.a(instruction);
        final int key = Instruction.c(instruction);
        final long valueBits = s.bits[valueSlot];
        final Object valueRef = s.refs[valueSlot];
        if (Instruction.op(instruction) == Instruction.SELF)
        {
            s.copy(valueSlot, resultSlot + 1);
        }
        index(s, valueBits, valueRef, operandBits(s, frame, prototype, key), operandRef(s, frame, prototype, key),
            resultSlot, valueSlot);
    }

    /** SETTABLE beyond the plain case. */
    static void setTable(final LuaState s, final CallInfo frame)
    {
        final Prototype prototype = frame.function.prototype;
        final int instruction = prototype.code[frame.pc - 1];
        final int valueSlot = frame.base + Instruction.a(instruction);
        final int key = Instruction.b(instruction);
        final int newValue = Instruction.c(instruction);
        setIndex(s, s.bits[valueSlot], s.refs[valueSlot],
            operandBits(s, frame, prototype, key), operandRef(s, frame, prototype, key),
            operandBits(s, frame, prototype, newValue), operandRef(s, frame, prototype, newValue), valueSlot);
    }

    /** GETGLOBAL beyond the plain case. */
    static void getGlobal(final LuaState s, final CallInfo frame)
    {
        final Prototype prototype = frame.function.prototype;
        final int instruction = prototype.code[frame.pc - 1];
        index(s, Tags.TABLE, frame.function.environment, Tags.STRING,
            prototype.constantRefs[Instruction.bx(instruction)], frame.base + Instruction.a(instruction), NO_SLOT);
    }

    static void setGlobal(final LuaState s, final CallInfo frame)
    {
        final Prototype prototype = frame.function.prototype;
        final int instruction = prototype.code[frame.pc - 1];
        final int newSlot = frame.base + Instruction.a(instruction);
        setIndex(s, Tags.TABLE, frame.function.environment, Tags.STRING,
            prototype.constantRefs[Instruction.bx(instruction)], s.bits[newSlot], s.refs[newSlot], NO_SLOT);
    }

    /** The length operator on what is neither table nor string. */
    static void length(final LuaState s, final CallInfo frame)
    {
        final int instruction = frame.function.prototype.code[frame.pc - 1];
        final int slot = frame.base + Instruction.b(instruction);
        final int resultSlot = frame.base + Instruction.a(instruction);
        if (!callBinary(s, MetaEvents.LEN, s.bits[slot], s.refs[slot], Tags.NIL, null, resultSlot))
        {
            throw s.typeError(slot, "get length of");
        }
    }

    /** EQ, LT or LE with operands of any type. */
    static boolean compare(final LuaState s, final CallInfo frame)
    {
        final Prototype prototype = frame.function.prototype;
        final int instruction = prototype.code[frame.pc - 1];
        final int left = Instruction.b(instruction);
        final int right = Instruction.c(instruction);
        final long leftBits = operandBits(s, frame, prototype, left);
        final Object leftRef = operandRef(s, frame, prototype, left);
        final long rightBits = operandBits(s, frame, prototype, right);
        final Object rightRef = operandRef(s, frame, prototype, right);
        return switch (Instruction.op(instruction))
        {
            case Instruction.EQ -> equal(s, leftBits, leftRef, rightBits, rightRef);
            case Instruction.LT -> lessThan(s, leftBits, leftRef, rightBits, rightRef);
            default -> lessOrEqual(s, leftBits, leftRef, rightBits, rightRef);
        };
    }

    static boolean equal(
        final LuaState s, final long leftBits, final Object leftRef, final long rightBits, final Object rightRef)
    {
        if (Tags.rawEquals(leftBits, leftRef, rightBits, rightRef))
        {
            return true;
        }
        if (leftBits != rightBits || leftBits != Tags.TABLE && leftBits != Tags.USERDATA)
        {
            return false;
        }
        return callComparison(s, MetaEvents.EQ, leftBits, leftRef, rightBits, rightRef) == 1;
    }

    static boolean lessThan(
        final LuaState s, final long leftBits, final Object leftRef, final long rightBits, final Object rightRef)
    {
        if (leftBits < Tags.NIL && rightBits < Tags.NIL)
        {
            return Tags.toDouble(leftBits) < Tags.toDouble(rightBits);
        }
        if (leftBits == Tags.STRING && rightBits == Tags.STRING)
        {
            return ((LuaString)leftRef).compareTo((LuaString)rightRef) < 0;
        }
        if (Tags.type(leftBits) == Tags.type(rightBits))
        {
            final int result = callComparison(s, MetaEvents.LT, leftBits, leftRef, rightBits, rightRef);
            if (result >= 0)
            {
                return result == 1;
            }
        }
        throw incomparable(s, leftBits, rightBits);
    }

    private static boolean lessOrEqual(
        final LuaState s, final long leftBits, final Object leftRef, final long rightBits, final Object rightRef)
    {
        if (leftBits < Tags.NIL && rightBits < Tags.NIL)
        {
            return Tags.toDouble(leftBits) <= Tags.toDouble(rightBits);
        }
        if (leftBits == Tags.STRING && rightBits == Tags.STRING)
        {
            return ((LuaString)leftRef).compareTo((LuaString)rightRef) <= 0;
        }
        if (Tags.type(leftBits) == Tags.type(rightBits))
        {
            final int result = callComparison(s, MetaEvents.LE, leftBits, leftRef, rightBits, rightRef);
            if (result >= 0)
            {
                return result == 1;
            }
            final int opposite = callComparison(s, MetaEvents.LT, rightBits, rightRef, leftBits, leftRef);
            if (opposite >= 0)
            {
                return opposite == 0;
            }
        }
        throw incomparable(s, leftBits, rightBits);
    }

    /** @return 1 or 0 as the handler that both operands share has it, or -1 if they share none. */
    private static int callComparison(
        final LuaState s,
        final int event,
        final long leftBits,
        final Object leftRef,
        final long rightBits,
        final Object rightRef)
    {
        final long left = s.metaHandler(leftBits, leftRef, event);
        final Object handler = s.handlerRef;
        if (left == Tags.NIL)
        {
            return -1;
        }
        final long right = s.metaHandler(rightBits, rightRef, event);
        if (right == Tags.NIL || !Tags.rawEquals(left, handler, right, s.handlerRef))
        {
            return -1;
        }
        s.pushNil();
        final int resultSlot = s.top - 1;
        s.handlerRef = handler;
        callHandler(s, left, leftBits, leftRef, rightBits, rightRef, resultSlot);
        s.top--;
        return Tags.isFalse(s.bits[resultSlot]) ? 0 : 1;
    }

    private static LuaError incomparable(final LuaState s, final long leftBits, final long rightBits)
    {
        final String left = Tags.typeName(leftBits);
        final String right = Tags.typeName(rightBits);
        return left.equals(right) ? s.runtimeError("attempt to compare two " + left + " values") :
            s.runtimeError("attempt to compare " + left + " with " + right);
    }

    /** Concatenates so many values that end at a slot, from right to left; the result is in the first one's slot. */
    static void concat(final LuaState s, final int count, final int lastSlot)
    {
        int remaining = count;
        int last = lastSlot;
        while (remaining > 1)
        {
            int joined = 2;
            if (!isText(s.bits[last - 1]) || !isText(s.bits[last]))
            {
                if (!callBinary(s, MetaEvents.CONCAT,
                    s.bits[last - 1], s.refs[last - 1], s.bits[last], s.refs[last], last - 1))
                {
                    throw s.typeError(isText(s.bits[last - 1]) ? last : last - 1, "concatenate");
                }
            }
            else
            {
                while (joined < remaining && isText(s.bits[last - joined]))
                {
                    joined++;
                }
                join(s, last - joined + 1, joined);
            }
            remaining -= joined - 1;
            last -= joined - 1;
        }
    }

    private static boolean isText(final long bits)
    {
        return bits < Tags.NIL || bits == Tags.STRING;
    }

    private static void join(final LuaState s, final int first, final int count)
    {
        long length = 0;
        for (int i = first; i < first + count; i++)
        {
            if (s.bits[i] < Tags.NIL)
            {
                s.setSlot(i, Tags.STRING, LuaString.wrap(LuaNumbers.format(Tags.toDouble(s.bits[i]))));
            }
            length += ((LuaString)s.refs[i]).length();
        }
        if (length > Integer.MAX_VALUE - 16)
        {
            throw s.runtimeError("string length overflow");
        }
        s.vm.memory.reserve(length);
        final byte[] bytes = LargeArrays.bytes((int)length, s.vm);
        int offset = 0;
        for (int i = first; i < first + count; i++)
        {
            final byte[] part = ((LuaString)s.refs[i]).bytes;
            LongBytes.copy(part, 0, bytes, offset, part.length, s.vm);
            offset += part.length;
        }
        s.setSlot(first, Tags.STRING, s.vm.newString(bytes));
    }

    /** CONCAT: the values of registers B to C into A. */
    static void concat(final LuaState s, final CallInfo frame)
    {
        final int instruction = frame.function.prototype.code[frame.pc - 1];
        final int first = frame.base + Instruction.b(instruction);
        final int last = frame.base + Instruction.c(instruction);
        concat(s, last - first + 1, last);
        s.copy(first, frame.base + Instruction.a(instruction));
    }

    /** FORPREP but for its jump. */
    static void beginLoop(final LuaState s, final int at)
    {
        for (int i = 0; i < LOOP_PARTS.length; i++)
        {
            final long number = LuaStack.toNumberBits(s.bits[at + i], s.refs[at + i]);
            if (number >= Tags.NIL)
            {
                throw s.runtimeError("'for' " + LOOP_PARTS[i] + " must be a number");
            }
            s.bits[at + i] = number;
        }
        s.bits[at] = Double.doubleToRawLongBits(Tags.toDouble(s.bits[at]) - Tags.toDouble(s.bits[at + 2]));
    }
}
