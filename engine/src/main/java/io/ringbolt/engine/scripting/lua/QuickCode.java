package io.ringbolt.engine.scripting.lua;

/**
 * The instructions that the interpreter runs: the compiler's, one for one, with the kinds of their operands decided.
 * <pre>
 *   0        8        16       24       32
 *  +--------+--------+--------+--------+
 *  |   op   |   A    |   B    |   C    |    or B and C together as a constant or signed jump; JUMP is signed from 8 on
 *  +--------+--------+--------+--------+
 * </pre>
 * Suffixes: R a register, N a constant number, S a constant string. What fits no form keeps its position and becomes a
 * general instruction, which looks at the compiler's.
 */
public final class QuickCode
{
    public static final int MOVE = 0;
    public static final int LOADK = 1;
    public static final int LOADBOOL = 2;
    public static final int LOADNIL = 3;
    public static final int GETUPVAL = 4;
    public static final int GETGLOBAL = 5;
    public static final int GETTABLE_R = 6;
    public static final int GETTABLE_S = 7;
    public static final int GETTABLE = 8;
    public static final int SETGLOBAL = 9;
    public static final int SETUPVAL = 10;
    public static final int SETTABLE_RR = 11;
    public static final int SETTABLE_SR = 12;
    public static final int SETTABLE = 13;
    public static final int NEWTABLE = 14;
    public static final int SELF_S = 15;
    public static final int ADD_RR = 16;
    public static final int ADD_RN = 17;
    public static final int SUB_RR = 18;
    public static final int SUB_RN = 19;
    public static final int MUL_RR = 20;
    public static final int MUL_RN = 21;
    public static final int DIV_RR = 22;
    public static final int DIV_RN = 23;
    public static final int MOD_RR = 24;
    public static final int MOD_RN = 25;
    public static final int ARITHMETIC = 26;
    public static final int UNM = 27;
    public static final int NOT = 28;
    public static final int LEN = 29;
    public static final int CONCAT = 30;
    public static final int JUMP = 31;
    public static final int EQ_RR = 32;
    public static final int EQ_RK = 33;
    public static final int LT_RR = 34;
    public static final int LT_RN = 35;
    public static final int LT_NR = 36;
    public static final int LE_RR = 37;
    public static final int LE_RN = 38;
    public static final int LE_NR = 39;
    public static final int COMPARE = 40;
    public static final int TEST = 41;
    public static final int TESTSET = 42;
    public static final int CALL = 43;
    public static final int TAILCALL = 44;
    public static final int RETURN = 45;
    public static final int FORLOOP = 46;
    public static final int FORPREP = 47;
    public static final int TFORLOOP = 48;
    public static final int SETLIST = 49;
    public static final int CLOSE = 50;
    public static final int CLOSURE = 51;
    public static final int VARARG = 52;
    public static final int LOADK_FAR = 53;
    public static final int GETGLOBAL_FAR = 54;
    public static final int FORLOOP_FAR = 55;
    public static final int FORPREP_FAR = 56;
    /** In place of an instruction before which a {@link LineTrap} is asked; never made by {@link #translate}. */
    public static final int TRAP = 57;

    private static final int LONGEST_B = 0xFFFF;
    private static final int NONE = -1;

    private QuickCode()
    {
    }

    /** Which instruction it is. */
    public static int operation(final int instruction)
    {
        return instruction & 0xFF;
    }

    /** Bits of the value that LOADBOOL loads. */
    public static long booleanOf(final int instruction)
    {
        return Tags.bool((instruction >>> 16 & 0xFF) != 0);
    }

    /** Whether a constant is a string, by its bits. */
    public static boolean isString(final long constant)
    {
        return constant == Tags.STRING;
    }

    static int[] translate(final int[] code, final long[] constants)
    {
        final int[] quick = new int[code.length];
        for (int pc = 0; pc < code.length; pc++)
        {
            quick[pc] = translate(code[pc], constants);
        }
        return quick;
    }

    private static int translate(final int i, final long[] constants)
    {
        final int a = Instruction.a(i);
        final int b = Instruction.b(i);
        final int c = Instruction.c(i);
        final int bx = Instruction.bx(i);
        return switch (Instruction.op(i))
        {
            case Instruction.MOVE -> abc(MOVE, a, b, 0);
            case Instruction.LOADK -> bx > LONGEST_B ? abc(LOADK_FAR, a, 0, 0) : abx(LOADK, a, bx);
            case Instruction.LOADBOOL -> abc(LOADBOOL, a, b, c);
            case Instruction.LOADNIL -> abc(LOADNIL, a, b, 0);
            case Instruction.GETUPVAL -> abc(GETUPVAL, a, b, 0);
            case Instruction.GETGLOBAL -> bx > LONGEST_B ? abc(GETGLOBAL_FAR, a, 0, 0) : abx(GETGLOBAL, a, bx);
            case Instruction.GETTABLE -> byKey(i, constants, c, GETTABLE_R, GETTABLE_S, GETTABLE);
            case Instruction.SETGLOBAL -> abc(SETGLOBAL, 0, 0, 0);
            case Instruction.SETUPVAL -> abc(SETUPVAL, a, b, 0);
            case Instruction.SETTABLE -> Instruction.isConstant(c) ? abc(SETTABLE, 0, 0, 0) :
                byKey(i, constants, b, SETTABLE_RR, SETTABLE_SR, SETTABLE);
            case Instruction.NEWTABLE -> abc(NEWTABLE, a, b, c);
            case Instruction.SELF -> byKey(i, constants, c, GETTABLE, SELF_S, GETTABLE);
            case Instruction.ADD -> arithmetic(i, constants, ADD_RR);
            case Instruction.SUB -> arithmetic(i, constants, SUB_RR);
            case Instruction.MUL -> arithmetic(i, constants, MUL_RR);
            case Instruction.DIV -> arithmetic(i, constants, DIV_RR);
            case Instruction.MOD -> arithmetic(i, constants, MOD_RR);
            case Instruction.POW -> abc(ARITHMETIC, 0, 0, 0);
            case Instruction.UNM -> abc(UNM, a, b, 0);
            case Instruction.NOT -> abc(NOT, a, b, 0);
            case Instruction.LEN -> abc(LEN, a, b, 0);
            case Instruction.CONCAT -> abc(CONCAT, 0, 0, 0);
            case Instruction.JMP -> JUMP | Instruction.sbx(i) << 8;
            case Instruction.EQ -> comparison(i, constants, EQ_RR, EQ_RK, NONE, false);
            case Instruction.LT -> comparison(i, constants, LT_RR, LT_RN, LT_NR, true);
            case Instruction.LE -> comparison(i, constants, LE_RR, LE_RN, LE_NR, true);
            case Instruction.TEST -> abc(TEST, a, 0, c);
            case Instruction.TESTSET -> abc(TESTSET, a, b, c);
            case Instruction.CALL -> abc(CALL, a, b, c);
            case Instruction.TAILCALL -> abc(TAILCALL, a, b, c);
            case Instruction.RETURN -> abc(RETURN, a, b, 0);
            case Instruction.FORLOOP -> loop(i, FORLOOP, FORLOOP_FAR);
            case Instruction.FORPREP -> loop(i, FORPREP, FORPREP_FAR);
            case Instruction.TFORLOOP -> abc(TFORLOOP, a, 0, c);
            case Instruction.SETLIST -> abc(SETLIST, a, 0, 0);
            case Instruction.CLOSE -> abc(CLOSE, a, 0, 0);
            case Instruction.CLOSURE -> abc(CLOSURE, a, 0, 0);
            case Instruction.VARARG -> abc(VARARG, a, b, 0);
            default -> 0;
        };
    }

    private static int byKey(
        final int i, final long[] constants, final int key, final int register, final int string, final int general)
    {
        final int op = !Instruction.isConstant(key) ? register :
            constants[Instruction.constantIndex(key)] == Tags.STRING ? string : general;
        return narrow(i, op);
    }

    private static int arithmetic(final int i, final long[] constants, final int registers)
    {
        final int right = Instruction.c(i);
        if (Instruction.isConstant(Instruction.b(i)) || Instruction.isConstant(right) && !isNumber(constants, right))
        {
            return ARITHMETIC;
        }
        return narrow(i, Instruction.isConstant(right) ? registers + 1 : registers);
    }

    private static int comparison(
        final int i,
        final long[] constants,
        final int registers,
        final int rightConstant,
        final int leftConstant,
        final boolean onlyNumbers)
    {
        final int left = Instruction.b(i);
        final int right = Instruction.c(i);
        final boolean isLeftConstant = Instruction.isConstant(left);
        final boolean isRightConstant = Instruction.isConstant(right);
        if (isLeftConstant && (isRightConstant || leftConstant == NONE || !isNumber(constants, left)) ||
            isRightConstant && onlyNumbers && !isNumber(constants, right))
        {
            return narrow(i, COMPARE);
        }
        return narrow(i, isLeftConstant ? leftConstant : isRightConstant ? rightConstant : registers);
    }

    private static boolean isNumber(final long[] constants, final int operand)
    {
        return Tags.isNumber(constants[Instruction.constantIndex(operand)]);
    }

    private static int loop(final int i, final int near, final int far)
    {
        final int offset = Instruction.sbx(i);
        return offset == (short)offset ? abx(near, Instruction.a(i), offset) : abc(far, Instruction.a(i), 0, 0);
    }

    private static int narrow(final int i, final int op)
    {
        return abc(op, Instruction.a(i), Instruction.b(i) & 0xFF, Instruction.c(i) & 0xFF);
    }

    private static int abc(final int op, final int a, final int b, final int c)
    {
        return op | a << 8 | b << 16 | c << 24;
    }

    private static int abx(final int op, final int a, final int bx)
    {
        return op | a << 8 | bx << 16;
    }
}
