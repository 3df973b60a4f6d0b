package io.ringbolt.engine.scripting.lua.compiler;

import io.ringbolt.engine.scripting.lua.Instruction;
import io.ringbolt.engine.scripting.lua.LuaString;
import io.ringbolt.engine.scripting.lua.Prototype;
import io.ringbolt.engine.scripting.lua.compiler.Expression.Kind;

import java.util.ArrayList;
import java.util.List;

/** A function being compiled: its code, its variables in sight, its inner functions. */
final class FunctionBuilder extends CodeGenerator
{
    private static final int MAX_LOCALS = 200;
    private static final int MAX_UP_VALUES = 60;
    private static final int MAX_LOCAL_RECORDS = Short.MAX_VALUE;

    /** A local variable's life, in instructions. */
    private static final class Local
    {
        private final LuaString name;
        private int startPc;
        private int endPc;

        private Local(final LuaString name)
        {
            this.name = name;
        }
    }

    /** What a captured variable is in the enclosing function. */
    record UpValue(LuaString name, Kind kind, int index)
    {
    }

    final FunctionBuilder outer;
    final int lineDefined;
    final List<UpValue> upValues = new ArrayList<>();
    int lastLineDefined;
    int parameterCount;
    int varargFlags;
    Block block;
    private final List<Local> locals = new ArrayList<>();
    /** The variables in sight and those about to be, in the order of their registers. */
    private final List<Local> active = new ArrayList<>();
    private final List<Prototype> inner = new ArrayList<>();

    FunctionBuilder(final Lexer lexer, final FunctionBuilder outer, final int lineDefined)
    {
        super(lexer);
        this.outer = outer;
        this.lineDefined = lineDefined;
    }

    /** Declares a variable that {@link #activateLocals} brings into sight. */
    void declareLocal(final LuaString name, final int pending)
    {
        checkLimit(activeLocals + pending + 1, MAX_LOCALS, "local variables");
        if (locals.size() >= MAX_LOCAL_RECORDS)
        {
            throw lexer.error("too many local variables");
        }
        final Local local = new Local(name);
        locals.add(local);
        while (active.size() > activeLocals + pending)
        {
            active.remove(active.size() - 1);
        }
        active.add(local);
    }

    void checkLimit(final int value, final int limit, final String what)
    {
        if (value > limit)
        {
            throw lexer.error(lineDefined == 0 ? "main function has more than " + limit + " " + what :
                "function at line " + lineDefined + " has more than " + limit + " " + what);
        }
    }

    void activateLocals(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            active.get(activeLocals++).startPc = pc();
        }
    }

    /** The last variable's life begins here and not earlier. */
    void restartLastLocal()
    {
        active.get(activeLocals - 1).startPc = pc();
    }

    private void removeLocals(final int remaining)
    {
        while (activeLocals > remaining)
        {
            active.get(--activeLocals).endPc = pc();
            active.remove(activeLocals);
        }
    }

    void enterBlock(final boolean isLoop)
    {
        block = new Block(block, isLoop, activeLocals);
    }

    void leaveBlock()
    {
        final Block left = block;
        block = left.outer;
        while (active.size() > activeLocals)
        {
            active.remove(active.size() - 1);
        }
        removeLocals(left.outerLocals);
        if (left.hasCaptured)
        {
            emit(Instruction.CLOSE, left.outerLocals, 0, 0);
        }
        freeRegister = activeLocals;
        patchToHere(left.breakList);
    }

    /** Finds a name: a local variable, a captured one or a global. */
    void resolve(final LuaString name, final Expression e)
    {
        if (resolve(name, e, true) == Kind.GLOBAL)
        {
            e.info = constants.ofString(name);
        }
    }

    private Kind resolve(final LuaString name, final Expression e, final boolean isOwn)
    {
        for (int i = activeLocals - 1; i >= 0; i--)
        {
            if (active.get(i).name.equals(name))
            {
                e.set(Kind.LOCAL, i);
                if (!isOwn)
                {
                    markCaptured(i);
                }
                return Kind.LOCAL;
            }
        }
        if (outer == null || outer.resolve(name, e, false) == Kind.GLOBAL)
        {
            e.set(Kind.GLOBAL, NO_REGISTER);
            return Kind.GLOBAL;
        }
        e.info = capture(name, e);
        e.kind = Kind.UPVALUE;
        return Kind.UPVALUE;
    }

    private void markCaptured(final int local)
    {
        Block candidate = block;
        while (candidate != null && candidate.outerLocals > local)
        {
            candidate = candidate.outer;
        }
        if (candidate != null)
        {
            candidate.hasCaptured = true;
        }
    }

    private int capture(final LuaString name, final Expression e)
    {
        for (int i = 0; i < upValues.size(); i++)
        {
            if (upValues.get(i).kind == e.kind && upValues.get(i).index == e.info)
            {
                return i;
            }
        }
        checkLimit(upValues.size() + 1, MAX_UP_VALUES, "upvalues");
        upValues.add(new UpValue(name, e.kind, e.info));
        return upValues.size() - 1;
    }

    /** Makes an inner function's value. */
    void closure(final FunctionBuilder function, final Prototype prototype, final Expression e)
    {
        if (inner.size() > Instruction.MAX_BX)
        {
            throw lexer.error("constant table overflow");
        }
        inner.add(prototype);
        e.set(Kind.RELOCATABLE, emit(Instruction.abx(Instruction.CLOSURE, 0, inner.size() - 1)));
        for (final UpValue upValue : function.upValues)
        {
            final int op = upValue.kind == Kind.LOCAL ? Instruction.MOVE : Instruction.GETUPVAL;
            emit(op, 0, upValue.index, 0);
        }
    }

    Prototype finish()
    {
        removeLocals(0);
        emitReturn(0, 0);
        final Prototype.LocalVariable[] variables = new Prototype.LocalVariable[locals.size()];
        for (int i = 0; i < variables.length; i++)
        {
            final Local local = locals.get(i);
            variables[i] = new Prototype.LocalVariable(local.name.toString(), local.startPc, local.endPc);
        }
        final String[] upValueNames = upValues.stream().map(upValue -> upValue.name.toString()).toArray(String[]::new);
        final int givenRegisters = parameterCount + ((varargFlags & Prototype.HAS_ARG) != 0 ? 1 : 0);
        return new Prototype(lexer.source, lineDefined, lastLineDefined, parameterCount, varargFlags, maxRegisters,
            Math.max(givenRegisters, firstRegisters), code.instructions(), code.lines(), constants.values(),
            inner.toArray(Prototype[]::new), variables, upValueNames);
    }
}
