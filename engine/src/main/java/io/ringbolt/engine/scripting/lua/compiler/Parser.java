package io.ringbolt.engine.scripting.lua.compiler;

import io.ringbolt.engine.scripting.lua.Instruction;
import io.ringbolt.engine.scripting.lua.LuaString;
import io.ringbolt.engine.scripting.lua.Prototype;
import io.ringbolt.engine.scripting.lua.compiler.Expression.Kind;

import static io.ringbolt.engine.scripting.lua.compiler.Expression.NO_JUMP;

/** Statements: recursive descent over Lua 5.1's grammar, generating code on the way. */
final class Parser extends ExpressionParser
{
    private static final LuaString FOR_INDEX = LuaString.of("(for index)");
    private static final LuaString FOR_LIMIT = LuaString.of("(for limit)");
    private static final LuaString FOR_STEP = LuaString.of("(for step)");
    private static final LuaString FOR_GENERATOR = LuaString.of("(for generator)");
    private static final LuaString FOR_STATE = LuaString.of("(for state)");
    private static final LuaString FOR_CONTROL = LuaString.of("(for control)");

    /** The left sides of an assignment, last first. */
    private static final class Target
    {
        private final Target previous;
        private final Expression variable = new Expression();

        private Target(final Target previous)
        {
            this.previous = previous;
        }
    }

    Parser(final Lexer lexer, final int levels)
    {
        super(lexer, levels);
    }

    Prototype parseChunk()
    {
        f = new FunctionBuilder(lexer, null, 0);
        f.varargFlags = Prototype.IS_VARARG;
        lexer.next();
        chunk();
        check(Token.END_OF_TEXT);
        return f.finish();
    }

    @Override
    void chunk()
    {
        enterLevel();
        boolean isLast = false;
        while (!isLast && !isBlockEnd(lexer.token))
        {
            isLast = statement();
            skip(';');
            f.freeRegister = f.activeLocals;
        }
        leaveLevel();
    }

    private static boolean isBlockEnd(final int token)
    {
        return token == Token.ELSE || token == Token.ELSEIF || token == Token.END || token == Token.UNTIL ||
            token == Token.END_OF_TEXT;
    }

    /** @return whether it must be the last of its block. */
    private boolean statement()
    {
        final int line = lexer.line;
        switch (lexer.token)
        {
            case Token.IF -> ifStatement(line);
            case Token.WHILE -> whileStatement(line);
            case Token.DO ->
            {
                lexer.next();
                block();
                checkMatch(Token.END, Token.DO, line);
            }
            case Token.FOR -> forStatement(line);
            case Token.REPEAT -> repeatStatement(line);
            case Token.FUNCTION -> functionStatement(line);
            case Token.LOCAL ->
            {
                lexer.next();
                if (skip(Token.FUNCTION))
                {
                    localFunction();
                }
                else
                {
                    localStatement();
                }
            }
            case Token.RETURN ->
            {
                returnStatement();
                return true;
            }
            case Token.BREAK ->
            {
                lexer.next();
                breakStatement();
                return true;
            }
            default -> expressionStatement();
        }
        return false;
    }

    private void block()
    {
        f.enterBlock(false);
        chunk();
        f.leaveBlock();
    }

    private int condition()
    {
        final Expression e = new Expression();
        expression(e);
        if (e.kind == Kind.NIL)
        {
            e.kind = Kind.FALSE;
        }
        f.goIfTrue(e);
        return e.falseList;
    }

    private int testThenBlock()
    {
        lexer.next();
        final int exit = condition();
        checkNext(Token.THEN);
        block();
        return exit;
    }

    private void ifStatement(final int line)
    {
        int escapes = NO_JUMP;
        int otherwise = testThenBlock();
        while (lexer.token == Token.ELSEIF)
        {
            escapes = f.join(escapes, f.jump());
            f.patchToHere(otherwise);
            otherwise = testThenBlock();
        }
        if (lexer.token == Token.ELSE)
        {
            escapes = f.join(escapes, f.jump());
            f.patchToHere(otherwise);
            lexer.next();
            block();
        }
        else
        {
            escapes = f.join(escapes, otherwise);
        }
        f.patchToHere(escapes);
        checkMatch(Token.END, Token.IF, line);
    }

    private void whileStatement(final int line)
    {
        lexer.next();
        final int start = f.label();
        final int exit = condition();
        f.enterBlock(true);
        checkNext(Token.DO);
        block();
        f.patch(f.jump(), start);
        checkMatch(Token.END, Token.WHILE, line);
        f.leaveBlock();
        f.patchToHere(exit);
    }

    private void repeatStatement(final int line)
    {
        final int start = f.label();
        f.enterBlock(true);
        f.enterBlock(false);
        lexer.next();
        chunk();
        checkMatch(Token.UNTIL, Token.REPEAT, line);
        final int exit = condition();
        if (f.block.hasCaptured)
        {
            breakStatement();
            f.patchToHere(exit);
            f.leaveBlock();
            f.patch(f.jump(), start);
        }
        else
        {
            f.leaveBlock();
            f.patch(exit, start);
        }
        f.leaveBlock();
    }

    private void breakStatement()
    {
        Block target = f.block;
        boolean hasCaptured = false;
        while (target != null && !target.isLoop)
        {
            hasCaptured |= target.hasCaptured;
            target = target.outer;
        }
        if (target == null)
        {
            throw lexer.syntaxError("no loop to break");
        }
        if (hasCaptured)
        {
            f.emit(Instruction.CLOSE, target.outerLocals, 0, 0);
        }
        target.breakList = f.join(target.breakList, f.jump());
    }

    private void forStatement(final int line)
    {
        f.enterBlock(true);
        lexer.next();
        final LuaString name = name();
        switch (lexer.token)
        {
            case '=' -> numericLoop(name, line);
            case ',', Token.IN -> genericLoop(name);
            default -> throw lexer.syntaxError("'=' or 'in' expected");
        }
        checkMatch(Token.END, Token.FOR, line);
        f.leaveBlock();
    }

    private void numericLoop(final LuaString name, final int line)
    {
        final int base = f.freeRegister;
        f.declareLocal(FOR_INDEX, 0);
        f.declareLocal(FOR_LIMIT, 1);
        f.declareLocal(FOR_STEP, 2);
        f.declareLocal(name, 3);
        checkNext('=');
        toNextRegister();
        checkNext(',');
        toNextRegister();
        if (skip(','))
        {
            toNextRegister();
        }
        else
        {
            f.emit(Instruction.abx(Instruction.LOADK, f.freeRegister, f.constants.ofNumber(1)));
            f.reserve(1);
        }
        loopBody(base, line, 1, true);
    }

    private void toNextRegister()
    {
        final Expression e = new Expression();
        expression(e);
        f.toNextRegister(e);
    }

    private void genericLoop(final LuaString firstName)
    {
        final int base = f.freeRegister;
        int count = 0;
        f.declareLocal(FOR_GENERATOR, count++);
        f.declareLocal(FOR_STATE, count++);
        f.declareLocal(FOR_CONTROL, count++);
        f.declareLocal(firstName, count++);
        while (skip(','))
        {
            f.declareLocal(name(), count++);
        }
        checkNext(Token.IN);
        final int line = lexer.line;
        final Expression e = new Expression();
        adjust(3, expressionList(e), e);
        f.checkRegisters(3);
        loopBody(base, line, count - 3, false);
    }

    private void loopBody(final int base, final int line, final int variables, final boolean isNumeric)
    {
        f.activateLocals(3);
        checkNext(Token.DO);
        final int prepare = isNumeric ? f.emitJumping(Instruction.FORPREP, base) : f.jump();
        f.enterBlock(false);
        f.activateLocals(variables);
        f.reserve(variables);
        block();
        f.leaveBlock();
        f.patchToHere(prepare);
        final int end = isNumeric ?
            f.emitJumping(Instruction.FORLOOP, base) : f.emit(Instruction.TFORLOOP, base, 0, variables);
        f.code.setLastLine(line);
        f.patch(isNumeric ? end : f.jump(), prepare + 1);
    }

    private void functionStatement(final int line)
    {
        lexer.next();
        final Expression variable = new Expression();
        f.resolve(name(), variable);
        boolean isMethod = false;
        while (lexer.token == '.')
        {
            field(variable);
        }
        if (lexer.token == ':')
        {
            isMethod = true;
            field(variable);
        }
        final Expression body = new Expression();
        body(body, isMethod, line);
        f.store(variable, body);
        f.code.setLastLine(line);
    }

    private void localFunction()
    {
        f.declareLocal(name(), 0);
        final Expression variable = new Expression();
        variable.set(Kind.LOCAL, f.freeRegister);
        f.reserve(1);
        f.activateLocals(1);
        final Expression body = new Expression();
        body(body, false, lexer.line);
        f.store(variable, body);
        f.restartLastLocal();
    }

    private void localStatement()
    {
        int count = 0;
        do
        {
            f.declareLocal(name(), count++);
        }
        while (skip(','));
        final Expression e = new Expression();
        final int given = skip('=') ? expressionList(e) : 0;
        adjust(count, given, e);
        f.activateLocals(count);
    }

    /** Makes as many values as there are variables. */
    private void adjust(final int variables, final int expressions, final Expression last)
    {
        int extra = variables - expressions;
        if (last.hasManyResults())
        {
            extra = Math.max(extra + 1, 0);
            f.wantResults(last, extra);
            if (extra > 1)
            {
                f.reserve(extra - 1);
            }
            return;
        }
        if (last.kind != Kind.VOID)
        {
            f.toNextRegister(last);
        }
        if (extra > 0)
        {
            final int register = f.freeRegister;
            f.reserve(extra);
            f.emitNil(register, extra);
        }
    }

    private void expressionStatement()
    {
        final Target target = new Target(null);
        primary(target.variable);
        if (target.variable.kind == Kind.CALL)
        {
            f.code.set(target.variable.info, Instruction.withC(f.code.get(target.variable.info), 1));
        }
        else
        {
            assignment(target, 1);
        }
    }

    private void assignment(final Target target, final int variables)
    {
        final Kind kind = target.variable.kind;
        if (kind != Kind.LOCAL && kind != Kind.UPVALUE && kind != Kind.GLOBAL && kind != Kind.INDEXED)
        {
            throw lexer.syntaxError("syntax error");
        }
        final Expression e = new Expression();
        if (skip(','))
        {
            final Target next = new Target(target);
            primary(next.variable);
            if (next.variable.kind == Kind.LOCAL)
            {
                avoidConflict(target, next.variable);
            }
            f.checkLimit(variables, levelsLeft(), "variables in assignment");
            assignment(next, variables + 1);
        }
        else
        {
            checkNext('=');
            final int expressions = expressionList(e);
            if (expressions == variables)
            {
                f.wantOneResult(e);
                f.store(target.variable, e);
                return;
            }
            adjust(variables, expressions, e);
            if (expressions > variables)
            {
                f.freeRegister -= expressions - variables;
            }
        }
        e.set(Kind.FIXED, f.freeRegister - 1);
        f.store(target.variable, e);
    }

    /** A local variable that is assigned and also indexes an earlier target is copied first. */
    private void avoidConflict(final Target targets, final Expression local)
    {
        final int copy = f.freeRegister;
        boolean hasConflict = false;
        for (Target target = targets; target != null; target = target.previous)
        {
            final Expression variable = target.variable;
            if (variable.kind == Kind.INDEXED)
            {
                if (variable.info == local.info)
                {
                    hasConflict = true;
                    variable.info = copy;
                }
                if (variable.aux == local.info)
                {
                    hasConflict = true;
                    variable.aux = copy;
                }
            }
        }
        if (hasConflict)
        {
            f.emit(Instruction.MOVE, f.freeRegister, local.info, 0);
            f.reserve(1);
        }
    }

    private void returnStatement()
    {
        lexer.next();
        if (isBlockEnd(lexer.token) || lexer.token == ';')
        {
            f.emitReturn(0, 0);
            return;
        }
        final Expression e = new Expression();
        final int count = expressionList(e);
        if (e.hasManyResults())
        {
            f.wantResults(e, -1);
            if (e.kind == Kind.CALL && count == 1)
            {
                f.code.set(e.info, Instruction.withOp(f.code.get(e.info), Instruction.TAILCALL));
            }
            f.emitReturn(f.activeLocals, -1);
        }
        else if (count == 1)
        {
            f.emitReturn(f.toAnyRegister(e), 1);
        }
        else
        {
            f.toNextRegister(e);
            f.emitReturn(f.activeLocals, count);
        }
    }
}
