package io.ringbolt.engine.scripting.lua.compiler;

import io.ringbolt.engine.scripting.lua.Instruction;

/** Unary and binary operators with how tightly they bind to either side. */
enum Operator
{
    ADD(6, 6, Instruction.ADD),
    SUB(6, 6, Instruction.SUB),
    MUL(7, 7, Instruction.MUL),
    DIV(7, 7, Instruction.DIV),
    MOD(7, 7, Instruction.MOD),
    POW(10, 9, Instruction.POW),
    CONCAT(5, 4, Instruction.CONCAT),
    NE(3, 3, Instruction.EQ),
    EQ(3, 3, Instruction.EQ),
    LT(3, 3, Instruction.LT),
    LE(3, 3, Instruction.LE),
    GT(3, 3, Instruction.LT),
    GE(3, 3, Instruction.LE),
    AND(2, 2, 0),
    OR(1, 1, 0),
    MINUS(0, 8, Instruction.UNM),
    NOT(0, 8, Instruction.NOT),
    LENGTH(0, 8, Instruction.LEN);

    private final int left;
    private final int right;
    private final int instruction;

    Operator(final int left, final int right, final int instruction)
    {
        this.left = left;
        this.right = right;
        this.instruction = instruction;
    }

    int left()
    {
        return left;
    }

    int right()
    {
        return right;
    }

    int instruction()
    {
        return instruction;
    }

    static Operator unary(final int token)
    {
        return switch (token)
        {
            case Token.NOT -> NOT;
            case '-' -> MINUS;
            case '#' -> LENGTH;
            default -> null;
        };
    }

    static Operator binary(final int token)
    {
        return switch (token)
        {
            case '+' -> ADD;
            case '-' -> SUB;
            case '*' -> MUL;
            case '/' -> DIV;
            case '%' -> MOD;
            case '^' -> POW;
            case Token.CONCAT -> CONCAT;
            case Token.NE -> NE;
            case Token.EQ -> EQ;
            case '<' -> LT;
            case Token.LE -> LE;
            case '>' -> GT;
            case Token.GE -> GE;
            case Token.AND -> AND;
            case Token.OR -> OR;
            default -> null;
        };
    }
}
