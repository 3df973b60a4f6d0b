package io.ringbolt.engine.scripting.lua.compiler;

import io.ringbolt.engine.scripting.lua.Instruction;
import io.ringbolt.engine.scripting.lua.LuaString;
import io.ringbolt.engine.scripting.lua.compiler.Expression.Kind;

import static io.ringbolt.engine.scripting.lua.compiler.Expression.NO_JUMP;

/**
 * Writes the code of expressions: brings values into registers, folds constants, turns conditions into jumps.
 */
/*
 * The order of instructions and the choice of registers are those of Lua 5.1's one-pass compiler; messages that name
 * variables and limits on registers depend on them. A jump whose target is not known yet is a link in a list that runs
 * through the jumps' own offsets. A condition used as a value jumps to loads of false and true behind it.
 */
class CodeGenerator
{
    static final int NO_REGISTER = Instruction.MAX_A;

    private static final int MAX_REGISTERS = 250;

    final CodeBuffer code;
    final Constants constants;
    final Lexer lexer;
    /** The first register that is free. */
    int freeRegister;
    /** Registers below belong to local variables. */
    int activeLocals;
    int maxRegisters = 2;
    /** Jumps to the next instruction. */
    private int pendingJumps = NO_JUMP;
    /** The last position that something jumps to. */
    private int lastTarget = -1;

    CodeGenerator(final Lexer lexer)
    {
        this.lexer = lexer;
        this.code = new CodeBuffer();
        this.constants = new Constants(lexer);
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

    void emitNil(final int from, final int count)
    {
        if (pc() > lastTarget)
        {
            if (pc() == 0)
            {
                if (from >= activeLocals)
                {
                    return;
                }
            }
            else if (extendNil(from, count))
            {
                return;
            }
        }
        emit(Instruction.LOADNIL, from, from + count - 1, 0);
    }

    private boolean extendNil(final int from, final int count)
    {
        final int previous = code.get(pc() - 1);
        if (Instruction.op(previous) != Instruction.LOADNIL)
        {
            return false;
        }
        final int last = Instruction.b(previous);
        if (Instruction.a(previous) > from || from > last + 1)
        {
            return false;
        }
        if (from + count - 1 > last)
        {
            code.set(pc() - 1, Instruction.withB(previous, from + count - 1));
        }
        return true;
    }

    int jump()
    {
        final int waiting = pendingJumps;
        pendingJumps = NO_JUMP;
        return join(emitJumping(Instruction.JMP, 0), waiting);
    }

    void emitReturn(final int first, final int count)
    {
        emit(Instruction.RETURN, first, count + 1, 0);
    }

    private int conditionalJump(final int op, final int a, final int b, final int c)
    {
        emit(op, a, b, c);
        return jump();
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

    /** The present position, which something will jump to. */
    int label()
    {
        lastTarget = pc();
        return pc();
    }

    private int nextJump(final int at)
    {
        final int offset = Instruction.sbx(code.get(at));
        return offset == NO_JUMP ? NO_JUMP : at + 1 + offset;
    }

    private int testOf(final int jump)
    {
        return jump >= 1 && Instruction.isTest(Instruction.op(code.get(jump - 1))) ? jump - 1 : jump;
    }

    /** Whether a list has a jump that leaves no value behind. */
    private boolean needsValue(final int list)
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

    private void dropValues(final int list)
    {
        for (int at = list; at != NO_JUMP; at = nextJump(at))
        {
            patchTest(at, NO_REGISTER);
        }
    }

    private void patchList(final int list, final int valueTarget, final int register, final int otherTarget)
    {
        int at = list;
        while (at != NO_JUMP)
        {
            final int next = nextJump(at);
            fixJump(at, patchTest(at, register) ? valueTarget : otherTarget);
            at = next;
        }
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

    void checkRegisters(final int count)
    {
        final int needed = freeRegister + count;
        if (needed > maxRegisters)
        {
            if (needed >= MAX_REGISTERS)
            {
                throw lexer.syntaxError("function or expression too complex");
            }
            maxRegisters = needed;
        }
    }

    void reserve(final int count)
    {
        checkRegisters(count);
        freeRegister += count;
    }

    private void free(final int register)
    {
        if (!Instruction.isConstant(register) && register >= activeLocals)
        {
            freeRegister--;
        }
    }

    private void free(final Expression e)
    {
        if (e.kind == Kind.FIXED)
        {
            free(e.info);
        }
    }

    void wantResults(final Expression e, final int count)
    {
        if (e.kind == Kind.CALL)
        {
            code.set(e.info, Instruction.withC(code.get(e.info), count + 1));
        }
        else if (e.kind == Kind.VARARG)
        {
            code.set(e.info, Instruction.withA(Instruction.withB(code.get(e.info), count + 1), freeRegister));
            reserve(1);
        }
    }

    void wantOneResult(final Expression e)
    {
        if (e.kind == Kind.CALL)
        {
            e.kind = Kind.FIXED;
            e.info = Instruction.a(code.get(e.info));
        }
        else if (e.kind == Kind.VARARG)
        {
            code.set(e.info, Instruction.withB(code.get(e.info), 2));
            e.kind = Kind.RELOCATABLE;
        }
    }

    /** Reads a variable, so that a value is somewhere. */
    void discharge(final Expression e)
    {
        switch (e.kind)
        {
            case LOCAL -> e.kind = Kind.FIXED;
            case UPVALUE ->
            {
                e.info = emit(Instruction.GETUPVAL, 0, e.info, 0);
                e.kind = Kind.RELOCATABLE;
            }
            case GLOBAL ->
            {
                e.info = emit(Instruction.abx(Instruction.GETGLOBAL, 0, e.info));
                e.kind = Kind.RELOCATABLE;
            }
            case INDEXED ->
            {
                free(e.aux);
                free(e.info);
                e.info = emit(Instruction.GETTABLE, 0, e.info, e.aux);
                e.kind = Kind.RELOCATABLE;
            }
            case CALL, VARARG -> wantOneResult(e);
            default ->
            {
            }
        }
    }

    private void dischargeTo(final Expression e, final int register)
    {
        discharge(e);
        switch (e.kind)
        {
            case NIL -> emitNil(register, 1);
            case FALSE -> emit(Instruction.LOADBOOL, register, 0, 0);
            case TRUE -> emit(Instruction.LOADBOOL, register, 1, 0);
            case CONSTANT -> emit(Instruction.abx(Instruction.LOADK, register, e.info));
            case NUMBER -> emit(Instruction.abx(Instruction.LOADK, register, constants.ofNumber(e.number)));
            case RELOCATABLE -> code.set(e.info, Instruction.withA(code.get(e.info), register));
            case FIXED ->
            {
                if (register != e.info)
                {
                    emit(Instruction.MOVE, register, e.info, 0);
                }
            }
            default ->
            {
                return;
            }
        }
        e.info = register;
        e.kind = Kind.FIXED;
    }

    private void dischargeToAny(final Expression e)
    {
        if (e.kind != Kind.FIXED)
        {
            reserve(1);
            dischargeTo(e, freeRegister - 1);
        }
    }

    private void toRegister(final Expression e, final int register)
    {
        dischargeTo(e, register);
        if (e.kind == Kind.JUMP)
        {
            e.trueList = join(e.trueList, e.info);
        }
        if (e.hasJumps())
        {
            int loadFalse = NO_JUMP;
            int loadTrue = NO_JUMP;
            if (needsValue(e.trueList) || needsValue(e.falseList))
            {
                final int over = e.kind == Kind.JUMP ? NO_JUMP : jump();
                label();
                loadFalse = emit(Instruction.LOADBOOL, register, 0, 1);
                label();
                loadTrue = emit(Instruction.LOADBOOL, register, 1, 0);
                patchToHere(over);
            }
            final int end = label();
            patchList(e.falseList, end, register, loadFalse);
            patchList(e.trueList, end, register, loadTrue);
        }
        e.set(Kind.FIXED, register);
    }

    void toNextRegister(final Expression e)
    {
        discharge(e);
        free(e);
        reserve(1);
        toRegister(e, freeRegister - 1);
    }

    int toAnyRegister(final Expression e)
    {
        discharge(e);
        if (e.kind == Kind.FIXED)
        {
            if (!e.hasJumps())
            {
                return e.info;
            }
            if (e.info >= activeLocals)
            {
                toRegister(e, e.info);
                return e.info;
            }
        }
        toNextRegister(e);
        return e.info;
    }

    void toValue(final Expression e)
    {
        if (e.hasJumps())
        {
            toAnyRegister(e);
        }
        else
        {
            discharge(e);
        }
    }

    /** A register or, where it fits, a constant as an operand. */
    int toOperand(final Expression e)
    {
        toValue(e);
        switch (e.kind)
        {
            case NIL, TRUE, FALSE, NUMBER ->
            {
                if (constants.size() <= Instruction.MAX_CONSTANT_INDEX)
                {
                    e.info = constants.of(e);
                    e.kind = Kind.CONSTANT;
                    return e.info | Instruction.CONSTANT;
                }
            }
            case CONSTANT ->
            {
                if (e.info <= Instruction.MAX_CONSTANT_INDEX)
                {
                    return e.info | Instruction.CONSTANT;
                }
            }
            default ->
            {
            }
        }
        return toAnyRegister(e);
    }

    void store(final Expression variable, final Expression value)
    {
        switch (variable.kind)
        {
            case LOCAL ->
            {
                free(value);
                toRegister(value, variable.info);
                return;
            }
            case UPVALUE -> emit(Instruction.SETUPVAL, toAnyRegister(value), variable.info, 0);
            case GLOBAL -> emit(Instruction.abx(Instruction.SETGLOBAL, toAnyRegister(value), variable.info));
            default -> emit(Instruction.SETTABLE, variable.info, variable.aux, toOperand(value));
        }
        free(value);
    }

    /** Prepares a method call: function and receiver in the next two registers. */
    void self(final Expression e, final Expression key)
    {
        toAnyRegister(e);
        free(e);
        final int function = freeRegister;
        reserve(2);
        emit(Instruction.SELF, function, e.info, toOperand(key));
        free(key);
        e.info = function;
        e.kind = Kind.FIXED;
    }

    private void invert(final Expression e)
    {
        final int at = testOf(e.info);
        code.set(at, Instruction.withA(code.get(at), Instruction.a(code.get(at)) == 0 ? 1 : 0));
    }

    private int jumpOn(final Expression e, final boolean condition)
    {
        if (e.kind == Kind.RELOCATABLE && Instruction.op(code.get(e.info)) == Instruction.NOT)
        {
            final int operand = Instruction.b(code.get(e.info));
            code.removeLast();
            return conditionalJump(Instruction.TEST, operand, 0, condition ? 0 : 1);
        }
        dischargeToAny(e);
        free(e);
        return conditionalJump(Instruction.TESTSET, NO_REGISTER, e.info, condition ? 1 : 0);
    }

    void goIfTrue(final Expression e)
    {
        discharge(e);
        final int leave;
        switch (e.kind)
        {
            case CONSTANT, NUMBER, TRUE -> leave = NO_JUMP;
            case JUMP ->
            {
                invert(e);
                leave = e.info;
            }
            default -> leave = jumpOn(e, false);
        }
        e.falseList = join(e.falseList, leave);
        patchToHere(e.trueList);
        e.trueList = NO_JUMP;
    }

    private void goIfFalse(final Expression e)
    {
        discharge(e);
        final int leave = switch (e.kind)
        {
            case NIL, FALSE -> NO_JUMP;
            case JUMP -> e.info;
            default -> jumpOn(e, true);
        };
        e.trueList = join(e.trueList, leave);
        patchToHere(e.falseList);
        e.falseList = NO_JUMP;
    }

    private void not(final Expression e)
    {
        discharge(e);
        switch (e.kind)
        {
            case NIL, FALSE -> e.kind = Kind.TRUE;
            case CONSTANT, NUMBER, TRUE -> e.kind = Kind.FALSE;
            case JUMP -> invert(e);
            default ->
            {
                dischargeToAny(e);
                free(e);
                e.info = emit(Instruction.NOT, 0, e.info, 0);
                e.kind = Kind.RELOCATABLE;
            }
        }
        final int swapped = e.falseList;
        e.falseList = e.trueList;
        e.trueList = swapped;
        dropValues(e.falseList);
        dropValues(e.trueList);
    }

    void index(final Expression table, final Expression key)
    {
        table.aux = toOperand(key);
        table.kind = Kind.INDEXED;
    }

    void prefix(final Operator operator, final Expression e)
    {
        switch (operator)
        {
            case MINUS ->
            {
                if (!e.isNumeral())
                {
                    toAnyRegister(e);
                }
                final Expression zero = new Expression();
                zero.set(Kind.NUMBER, 0);
                arithmetic(Instruction.UNM, e, zero);
            }
            case NOT -> not(e);
            default ->
            {
                toAnyRegister(e);
                arithmetic(Instruction.LEN, e, new Expression());
            }
        }
    }

    /** Between an operator's left operand and its right. */
    void infix(final Operator operator, final Expression e)
    {
        switch (operator)
        {
            case AND -> goIfTrue(e);
            case OR -> goIfFalse(e);
            case CONCAT -> toNextRegister(e);
            case ADD, SUB, MUL, DIV, MOD, POW ->
            {
                if (!e.isNumeral())
                {
                    toOperand(e);
                }
            }
            default -> toOperand(e);
        }
    }

    /** After an operator's right operand; the result is in the left. */
    void postfix(final Operator operator, final Expression left, final Expression right)
    {
        switch (operator)
        {
            case AND ->
            {
                discharge(right);
                right.falseList = join(right.falseList, left.falseList);
                left.copyFrom(right);
            }
            case OR ->
            {
                discharge(right);
                right.trueList = join(right.trueList, left.trueList);
                left.copyFrom(right);
            }
            case CONCAT -> concat(left, right);
            case EQ -> comparison(Instruction.EQ, 1, left, right);
            case NE -> comparison(Instruction.EQ, 0, left, right);
            case LT -> comparison(Instruction.LT, 1, left, right);
            case LE -> comparison(Instruction.LE, 1, left, right);
            case GT -> comparison(Instruction.LT, 0, left, right);
            case GE -> comparison(Instruction.LE, 0, left, right);
            default -> arithmetic(operator.instruction(), left, right);
        }
    }

    private void concat(final Expression left, final Expression right)
    {
        toValue(right);
        if (right.kind == Kind.RELOCATABLE && Instruction.op(code.get(right.info)) == Instruction.CONCAT)
        {
            free(left);
            code.set(right.info, Instruction.withB(code.get(right.info), left.info));
            left.kind = Kind.RELOCATABLE;
            left.info = right.info;
        }
        else
        {
            toNextRegister(right);
            arithmetic(Instruction.CONCAT, left, right);
        }
    }

    private void arithmetic(final int op, final Expression left, final Expression right)
    {
        if (op != Instruction.CONCAT && ConstantFolding.fold(op, left, right))
        {
            return;
        }
        final int second = op != Instruction.UNM && op != Instruction.LEN ? toOperand(right) : 0;
        final int first = toOperand(left);
        if (first > second)
        {
            free(left);
            free(right);
        }
        else
        {
            free(right);
            free(left);
        }
        left.info = emit(op, 0, first, second);
        left.kind = Kind.RELOCATABLE;
    }

    private void comparison(final int op, final int condition, final Expression left, final Expression right)
    {
        final int first = toOperand(left);
        final int second = toOperand(right);
        free(right);
        free(left);
        final boolean isSwapped = condition == 0 && op != Instruction.EQ;
        left.info = isSwapped ?
            conditionalJump(op, 1, second, first) : conditionalJump(op, condition, first, second);
        left.kind = Kind.JUMP;
    }

    /** Stores the list elements above a table's register. @param count how many, or -1 for all there are. */
    void setList(final int table, final int elements, final int count)
    {
        final int batch = (elements - 1) / Instruction.FIELDS_PER_FLUSH + 1;
        final int b = count < 0 ? 0 : count;
        if (batch <= Instruction.MAX_C)
        {
            emit(Instruction.SETLIST, table, b, batch);
        }
        else
        {
            emit(Instruction.SETLIST, table, b, 0);
            emit(batch);
        }
        freeRegister = table + 1;
    }
}
