package io.ringbolt.engine.scripting.lua.compiler;

import io.ringbolt.engine.scripting.lua.Instruction;
import io.ringbolt.engine.scripting.lua.LuaString;
import io.ringbolt.engine.scripting.lua.Prototype;
import io.ringbolt.engine.scripting.lua.compiler.Expression.Kind;

/** Expressions: recursive descent with operator precedence. */
abstract class ExpressionParser
{
    private static final LuaString SELF = LuaString.of("self");
    private static final LuaString ARG = LuaString.of("arg");
    private static final int ALL_RESULTS = -1;

    final Lexer lexer;
    /** The function being compiled. */
    FunctionBuilder f;
    private final int maxLevels;
    private int levels;

    ExpressionParser(final Lexer lexer, final int maxLevels)
    {
        this.lexer = lexer;
        this.maxLevels = maxLevels;
    }

    abstract void chunk();

    void enterLevel()
    {
        if (++levels > maxLevels)
        {
            throw lexer.error("chunk has too many syntax levels");
        }
    }

    void leaveLevel()
    {
        levels--;
    }

    int levelsLeft()
    {
        return maxLevels - levels;
    }

    boolean skip(final int token)
    {
        if (lexer.token == token)
        {
            lexer.next();
            return true;
        }
        return false;
    }

    void check(final int token)
    {
        if (lexer.token != token)
        {
            throw lexer.syntaxError("'" + Token.text(token) + "' expected");
        }
    }

    void checkNext(final int token)
    {
        check(token);
        lexer.next();
    }

    void checkMatch(final int what, final int opening, final int line)
    {
        if (!skip(what))
        {
            if (line == lexer.line)
            {
                check(what);
            }
            throw lexer.syntaxError("'" + Token.text(what) + "' expected (to close '" + Token.text(opening) +
                "' at line " + line + ")");
        }
    }

    LuaString name()
    {
        check(Token.NAME);
        final LuaString name = lexer.string;
        lexer.next();
        return name;
    }

    private void string(final Expression e, final LuaString value)
    {
        e.set(Kind.CONSTANT, f.constants.ofString(value));
    }

    int expressionList(final Expression e)
    {
        int count = 1;
        expression(e);
        while (skip(','))
        {
            f.toNextRegister(e);
            expression(e);
            count++;
        }
        return count;
    }

    void expression(final Expression e)
    {
        binary(e, 0);
    }

    /** Reads operators that bind tighter than a limit. @return the first that does not. */
    private Operator binary(final Expression e, final int limit)
    {
        enterLevel();
        final Operator unary = Operator.unary(lexer.token);
        if (unary != null)
        {
            lexer.next();
            binary(e, unary.right());
            f.prefix(unary, e);
        }
        else
        {
            simple(e);
        }
        Operator operator = Operator.binary(lexer.token);
        while (operator != null && operator.left() > limit)
        {
            lexer.next();
            f.infix(operator, e);
            final Expression right = new Expression();
            final Operator next = binary(right, operator.right());
            f.postfix(operator, e, right);
            operator = next;
        }
        leaveLevel();
        return operator;
    }

    private void simple(final Expression e)
    {
        switch (lexer.token)
        {
            case Token.NUMBER ->
            {
                e.set(Kind.NUMBER, 0);
                e.number = lexer.number;
            }
            case Token.STRING -> string(e, lexer.string);
            case Token.NIL -> e.set(Kind.NIL, 0);
            case Token.TRUE -> e.set(Kind.TRUE, 0);
            case Token.FALSE -> e.set(Kind.FALSE, 0);
            case Token.DOTS ->
            {
                if (f.varargFlags == 0)
                {
                    throw lexer.syntaxError("cannot use '...' outside a vararg function");
                }
                f.varargFlags &= ~Prototype.NEEDS_ARG;
                e.set(Kind.VARARG, f.emit(Instruction.VARARG, 0, 1, 0));
            }
            case '{' ->
            {
                constructor(e);
                return;
            }
            case Token.FUNCTION ->
            {
                lexer.next();
                body(e, false, lexer.line);
                return;
            }
            default ->
            {
                primary(e);
                return;
            }
        }
        lexer.next();
    }

    private void prefix(final Expression e)
    {
        switch (lexer.token)
        {
            case '(' ->
            {
                final int line = lexer.line;
                lexer.next();
                expression(e);
                checkMatch(')', '(', line);
                f.discharge(e);
            }
            case Token.NAME -> f.resolve(name(), e);
            default -> throw lexer.syntaxError("unexpected symbol");
        }
    }

    void primary(final Expression e)
    {
        prefix(e);
        while (true)
        {
            switch (lexer.token)
            {
                case '.' -> field(e);
                case '[' ->
                {
                    f.toAnyRegister(e);
                    final Expression key = new Expression();
                    bracketed(key);
                    f.index(e, key);
                }
                case ':' ->
                {
                    lexer.next();
                    final Expression key = new Expression();
                    string(key, name());
                    f.self(e, key);
                    arguments(e);
                }
                case '(', Token.STRING, '{' ->
                {
                    f.toNextRegister(e);
                    arguments(e);
                }
                default ->
                {
                    return;
                }
            }
        }
    }

    void field(final Expression e)
    {
        f.toAnyRegister(e);
        lexer.next();
        final Expression key = new Expression();
        string(key, name());
        f.index(e, key);
    }

    private void bracketed(final Expression key)
    {
        lexer.next();
        expression(key);
        f.toValue(key);
        checkNext(']');
    }

    private void arguments(final Expression function)
    {
        final int line = lexer.line;
        final Expression last = new Expression();
        switch (lexer.token)
        {
            case '(' ->
            {
                if (line != lexer.lastLine)
                {
                    throw lexer.syntaxError("ambiguous syntax (function call x new statement)");
                }
                lexer.next();
                if (lexer.token != ')')
                {
                    expressionList(last);
                    f.wantResults(last, ALL_RESULTS);
                }
                checkMatch(')', '(', line);
            }
            case '{' -> constructor(last);
            case Token.STRING ->
            {
                string(last, lexer.string);
                lexer.next();
            }
            default -> throw lexer.syntaxError("function arguments expected");
        }
        final int base = function.info;
        int count = ALL_RESULTS;
        if (!last.hasManyResults())
        {
            if (last.kind != Kind.VOID)
            {
                f.toNextRegister(last);
            }
            count = f.freeRegister - base - 1;
        }
        function.set(Kind.CALL, f.emit(Instruction.CALL, base, count + 1, 2));
        f.code.setLastLine(line);
        f.freeRegister = base + 1;
    }

    /** A function's parameters and statements. */
    void body(final Expression e, final boolean isMethod, final int line)
    {
        final FunctionBuilder function = new FunctionBuilder(lexer, f, line);
        f = function;
        checkNext('(');
        if (isMethod)
        {
            f.declareLocal(SELF, 0);
            f.activateLocals(1);
        }
        parameters();
        checkNext(')');
        chunk();
        f.lastLineDefined = lexer.line;
        checkMatch(Token.END, Token.FUNCTION, line);
        final Prototype prototype = function.finish();
        f = function.outer;
        f.closure(function, prototype, e);
    }

    private void parameters()
    {
        int count = 0;
        if (lexer.token != ')')
        {
            do
            {
                switch (lexer.token)
                {
                    case Token.NAME -> f.declareLocal(name(), count++);
                    case Token.DOTS ->
                    {
                        lexer.next();
                        f.declareLocal(ARG, count++);
                        f.varargFlags = Prototype.HAS_ARG | Prototype.NEEDS_ARG | Prototype.IS_VARARG;
                    }
                    default -> throw lexer.syntaxError("<name> or '...' expected");
                }
            }
            while (f.varargFlags == 0 && skip(','));
        }
        f.activateLocals(count);
        f.parameterCount = f.activeLocals - ((f.varargFlags & Prototype.HAS_ARG) != 0 ? 1 : 0);
        f.reserve(f.activeLocals);
    }

    private void constructor(final Expression table)
    {
        final int line = lexer.line;
        final int pc = f.emit(Instruction.NEWTABLE, 0, 0, 0);
        int fields = 0;
        int elements = 0;
        int pending = 0;
        final Expression item = new Expression();
        table.set(Kind.RELOCATABLE, pc);
        f.toNextRegister(table);
        checkNext('{');
        while (lexer.token != '}')
        {
            if (item.kind != Kind.VOID)
            {
                f.toNextRegister(item);
                item.set(Kind.VOID, 0);
                if (pending == Instruction.FIELDS_PER_FLUSH)
                {
                    f.setList(table.info, elements, pending);
                    pending = 0;
                }
            }
            if (lexer.token == '[' || lexer.token == Token.NAME && lexer.lookAhead() == '=')
            {
                recordField(table);
                fields++;
            }
            else
            {
                expression(item);
                elements++;
                pending++;
            }
            if (!skip(',') && !skip(';'))
            {
                break;
            }
        }
        checkMatch('}', '{', line);
        if (pending > 0)
        {
            if (item.hasManyResults())
            {
                f.wantResults(item, ALL_RESULTS);
                f.setList(table.info, elements, ALL_RESULTS);
                elements--;
            }
            else
            {
                if (item.kind != Kind.VOID)
                {
                    f.toNextRegister(item);
                }
                f.setList(table.info, elements, pending);
            }
        }
        final int sized = Instruction.withB(f.code.get(pc), toFloatingByte(elements));
        f.code.set(pc, Instruction.withC(sized, toFloatingByte(fields)));
    }

    private void recordField(final Expression table)
    {
        final int register = f.freeRegister;
        final Expression key = new Expression();
        if (lexer.token == Token.NAME)
        {
            string(key, name());
        }
        else
        {
            bracketed(key);
        }
        checkNext('=');
        final int keyOperand = f.toOperand(key);
        final Expression value = new Expression();
        expression(value);
        f.emit(Instruction.SETTABLE, table.info, keyOperand, f.toOperand(value));
        f.freeRegister = register;
    }

    /** Rounds a size up to one that three bits of mantissa and five of exponent can say. */
    private static int toFloatingByte(final int size)
    {
        int mantissa = size;
        int exponent = 0;
        while (mantissa >= 16)
        {
            mantissa = mantissa + 1 >> 1;
            exponent++;
        }
        return mantissa < 8 ? mantissa : exponent + 1 << 3 | mantissa - 8;
    }
}
