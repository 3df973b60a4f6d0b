package io.ringbolt.engine.scripting.lua.compiler;

/** An expression while it is compiled: where its value is or how it can be had. */
final class Expression
{
    /** What an expression is so far. */
    enum Kind
    {
        /** No value. */
        VOID,
        NIL,
        TRUE,
        FALSE,
        /** {@code info} is a constant's index. */
        CONSTANT,
        /** {@code number} is the value. */
        NUMBER,
        /** {@code info} is a local variable's register. */
        LOCAL,
        /** {@code info} is a captured variable's index. */
        UPVALUE,
        /** {@code info} is the index of a constant, the name. */
        GLOBAL,
        /** {@code info} is a table's register, {@code aux} the key. */
        INDEXED,
        /** {@code info} is the instruction of a test's jump. */
        JUMP,
        /** {@code info} is an instruction that can put its result anywhere. */
        RELOCATABLE,
        /** {@code info} is the register with the value. */
        FIXED,
        /** {@code info} is a call instruction. */
        CALL,
        /** {@code info} is a vararg instruction. */
        VARARG
    }

    static final int NO_JUMP = -1;

    Kind kind = Kind.VOID;
    int info;
    int aux;
    double number;
    /** Jumps that leave when the expression is true. */
    int trueList = NO_JUMP;
    /** Jumps that leave when the expression is false. */
    int falseList = NO_JUMP;

    void set(final Kind newKind, final int newInfo)
    {
        kind = newKind;
        info = newInfo;
        trueList = NO_JUMP;
        falseList = NO_JUMP;
    }

    void copyFrom(final Expression other)
    {
        kind = other.kind;
        info = other.info;
        aux = other.aux;
        number = other.number;
        trueList = other.trueList;
        falseList = other.falseList;
    }

    boolean hasJumps()
    {
        return trueList != falseList;
    }

    boolean isNumeral()
    {
        return kind == Kind.NUMBER && trueList == NO_JUMP && falseList == NO_JUMP;
    }

    boolean hasManyResults()
    {
        return kind == Kind.CALL || kind == Kind.VARARG;
    }
}
