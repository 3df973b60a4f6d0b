package io.ringbolt.engine.scripting.lua.compiler;

import io.ringbolt.engine.scripting.lua.Instruction;
import io.ringbolt.engine.scripting.lua.compiler.Expression.Kind;

import static io.ringbolt.engine.scripting.lua.compiler.Expression.NO_JUMP;

/**
 * Writes the code of expressions: applies operators, folds constants, turns conditions into jumps.
 */
/*
 * The order of instructions and the choice of registers are those of Lua 5.1's one-pass compiler; messages that name
 * variables and limits on registers depend on them.
 */
class CodeGenerator extends ValueGenerator
{
    CodeGenerator(final Lexer lexer)
    {
        super(lexer);
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

    private void invert(final Expression e)
    {
        final int at = testOf(e.info);
        code.set(at, Instruction.withA(code.get(at), Instruction.a(code.get(at)) == 0 ? 1 : 0));
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
}
