package io.ringbolt.engine.scripting.lua.compiler;

import io.ringbolt.engine.scripting.lua.Instruction;
import io.ringbolt.engine.scripting.lua.compiler.Expression.Kind;

import static io.ringbolt.engine.scripting.lua.compiler.Expression.NO_JUMP;

/**
 * Writes the code that brings values into registers and stores them in variables.
 */
/*
 * A condition used as a value jumps to loads of false and true behind it.
 */
class ValueGenerator extends InstructionWriter
{
    private static final int MAX_REGISTERS = 250;

    final Constants constants;
    /** The first register that is free. */
    int freeRegister;
    /** Registers below belong to local variables. */
    int activeLocals;
    int maxRegisters = 2;
    /** Registers that are relied upon to be nil when the function begins, and those below them. */
    int firstRegisters;

    ValueGenerator(final Lexer lexer)
    {
        super(lexer);
        this.constants = new Constants(lexer);
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

    void free(final Expression e)
    {
        if (e.kind == Kind.FIXED)
        {
            free(e.info);
        }
    }

    void emitNil(final int from, final int count)
    {
        if (isStraight())
        {
            if (pc() == 0)
            {
                if (from >= activeLocals)
                {
                    firstRegisters = Math.max(firstRegisters, from + count);
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

    void emitReturn(final int first, final int count)
    {
        emit(Instruction.RETURN, first, count + 1, 0);
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

    void dischargeToAny(final Expression e)
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

    void index(final Expression table, final Expression key)
    {
        table.aux = toOperand(key);
        table.kind = Kind.INDEXED;
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
