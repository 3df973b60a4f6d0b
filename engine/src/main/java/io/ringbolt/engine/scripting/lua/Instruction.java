package io.ringbolt.engine.scripting.lua;

/**
 * One instruction of the register machine, as the compiler writes it.
 * <pre>
 *   0      6        14        23        32
 *  +------+--------+---------+---------+
 *  |  op  |   A    |    C    |    B    |    or, in place of C and B, the 18 bits of Bx; sBx is Bx less 131071
 *  +------+--------+---------+---------+
 * </pre>
 * A is a register. B and C are registers or, from 256 on, constants. Operations and formats are those of Lua 5.1, because
 * its messages name variables by looking at the instructions.
 */
public final class Instruction
{
    public static final int MOVE = 0;
    public static final int LOADK = 1;
    public static final int LOADBOOL = 2;
    public static final int LOADNIL = 3;
    public static final int GETUPVAL = 4;
    public static final int GETGLOBAL = 5;
    public static final int GETTABLE = 6;
    public static final int SETGLOBAL = 7;
    public static final int SETUPVAL = 8;
    public static final int SETTABLE = 9;
    public static final int NEWTABLE = 10;
    public static final int SELF = 11;
    public static final int ADD = 12;
    public static final int SUB = 13;
    public static final int MUL = 14;
    public static final int DIV = 15;
    public static final int MOD = 16;
    public static final int POW = 17;
    public static final int UNM = 18;
    public static final int NOT = 19;
    public static final int LEN = 20;
    public static final int CONCAT = 21;
    public static final int JMP = 22;
    public static final int EQ = 23;
    public static final int LT = 24;
    public static final int LE = 25;
    public static final int TEST = 26;
    public static final int TESTSET = 27;
    public static final int CALL = 28;
    public static final int TAILCALL = 29;
    public static final int RETURN = 30;
    public static final int FORLOOP = 31;
    public static final int FORPREP = 32;
    public static final int TFORLOOP = 33;
    public static final int SETLIST = 34;
    public static final int CLOSE = 35;
    public static final int CLOSURE = 36;
    public static final int VARARG = 37;

    public static final int MAX_A = 255;
    public static final int MAX_C = 511;
    public static final int MAX_BX = (1 << 18) - 1;
    public static final int MAX_SBX = MAX_BX >> 1;
    /** The bit that tells a constant from a register. */
    public static final int CONSTANT = 256;
    /** The greatest constant that B or C can name. */
    public static final int MAX_CONSTANT_INDEX = CONSTANT - 1;
    /** List elements that one SETLIST stores. */
    public static final int FIELDS_PER_FLUSH = 50;

    private static final int A_SHIFT = 6;
    private static final int C_SHIFT = 14;
    private static final int B_SHIFT = 23;
    private static final int OP_MASK = 0x3F;

    private Instruction()
    {
    }

    public static int op(final int instruction)
    {
        return instruction & OP_MASK;
    }

    public static int a(final int instruction)
    {
        return instruction >>> A_SHIFT & MAX_A;
    }

    public static int b(final int instruction)
    {
        return instruction >>> B_SHIFT;
    }

    public static int c(final int instruction)
    {
        return instruction >>> C_SHIFT & MAX_C;
    }

    public static int bx(final int instruction)
    {
        return instruction >>> C_SHIFT;
    }

    public static int sbx(final int instruction)
    {
        return (instruction >>> C_SHIFT) - MAX_SBX;
    }

    public static int abc(final int op, final int a, final int b, final int c)
    {
        return op | a << A_SHIFT | b << B_SHIFT | c << C_SHIFT;
    }

    public static int abx(final int op, final int a, final int bx)
    {
        return op | a << A_SHIFT | bx << C_SHIFT;
    }

    public static int withOp(final int instruction, final int op)
    {
        return instruction & ~OP_MASK | op;
    }

    public static int withA(final int instruction, final int a)
    {
        return instruction & ~(MAX_A << A_SHIFT) | a << A_SHIFT;
    }

    public static int withB(final int instruction, final int b)
    {
        return instruction & (1 << B_SHIFT) - 1 | b << B_SHIFT;
    }

    public static int withC(final int instruction, final int c)
    {
        return instruction & ~(MAX_C << C_SHIFT) | c << C_SHIFT;
    }

    public static int withSbx(final int instruction, final int sbx)
    {
        return instruction & (1 << C_SHIFT) - 1 | sbx + MAX_SBX << C_SHIFT;
    }

    public static boolean isConstant(final int operand)
    {
        return (operand & CONSTANT) != 0;
    }

    public static int constantIndex(final int operand)
    {
        return operand & MAX_CONSTANT_INDEX;
    }

    /** Whether the next instruction is the jump that this one decides about. */
    public static boolean isTest(final int op)
    {
        return op >= EQ && op <= TESTSET || op == TFORLOOP;
    }

    /** Whether register A receives a value. */
    static boolean setsA(final int op)
    {
        return op <= GETTABLE || op >= NEWTABLE && op <= CONCAT || op >= TEST && op <= TAILCALL ||
            op == FORLOOP || op == FORPREP || op == CLOSURE || op == VARARG;
    }
}
