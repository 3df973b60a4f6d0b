package io.ringbolt.engine.scripting.lua.jit;

import io.ringbolt.engine.scripting.lua.QuickCode;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes the calls that single instructions become, and the variables of compiled code.
 */
final class OperationWriter
{
    static final String LUA = "io/ringbolt/engine/scripting/lua/";
    static final String STATE = LUA + "LuaState";
    static final String FRAME = LUA + "CallInfo";
    static final String FUNCTION = LUA + "LuaFunction";
    static final String STRING = LUA + "LuaString";
    static final String VM = LUA + "LuaVm";
    static final int MAX_STACK = 8;

    private static final String QUICK = LUA + "QuickOperations";
    private static final String META = LUA + "MetaOperations";
    private static final String FRAMES = LUA + "FrameOperations";
    private static final String CALLS = LUA + "CompiledCalls";
    private static final String PROTOTYPE = LUA + "Prototype";
    private static final String REFS = "[Ljava/lang/Object;";
    private static final String NAMES = "[L" + STRING + ";";
    private static final String STATE_AND_FRAME = "(L" + STATE + ";L" + FRAME + ";";
    private static final int BYTE = 0xFF;
    private static final int S = 1;
    private static final int FRAME_VARIABLE = 2;
    private static final int FUNCTION_VARIABLE = 3;
    /** The instruction to begin at; then the outcome of a call. */
    private static final int PC = 4;
    private static final int BITS = 5;
    private static final int REFS_VARIABLE = 6;
    private static final int BASE = 7;
    private static final int VM_VARIABLE = 8;
    private static final int NAMES_VARIABLE = 9;
    /** LuaCalls.COMPLETED and LEFT. */
    private static final int COMPLETED = 1;
    private static final int LEFT = 4;

    private final MethodVisitor code;
    private final CodeSource source;

    OperationWriter(final MethodVisitor code, final CodeSource source)
    {
        this.code = code;
        this.source = source;
    }

    void writePrologue()
    {
        reload();
        code.visitVarInsn(Opcodes.ALOAD, FRAME_VARIABLE);
        code.visitFieldInsn(Opcodes.GETFIELD, FRAME, "base", "I");
        code.visitVarInsn(Opcodes.ISTORE, BASE);
        code.visitVarInsn(Opcodes.ALOAD, S);
        code.visitFieldInsn(Opcodes.GETFIELD, STATE, "vm", "L" + VM + ";");
        code.visitVarInsn(Opcodes.ASTORE, VM_VARIABLE);
        code.visitVarInsn(Opcodes.ALOAD, FUNCTION_VARIABLE);
        code.visitFieldInsn(Opcodes.GETFIELD, FUNCTION, "prototype", "L" + PROTOTYPE + ";");
        code.visitFieldInsn(Opcodes.GETFIELD, PROTOTYPE, "names", NAMES);
        code.visitVarInsn(Opcodes.ASTORE, NAMES_VARIABLE);
    }

    /** The stack may have moved. */
    private void reload()
    {
        code.visitVarInsn(Opcodes.ALOAD, S);
        code.visitFieldInsn(Opcodes.GETFIELD, STATE, "bits", "[J");
        code.visitVarInsn(Opcodes.ASTORE, BITS);
        code.visitVarInsn(Opcodes.ALOAD, S);
        code.visitFieldInsn(Opcodes.GETFIELD, STATE, "refs", REFS);
        code.visitVarInsn(Opcodes.ASTORE, REFS_VARIABLE);
    }

    void loadPc()
    {
        code.visitVarInsn(Opcodes.ILOAD, PC);
    }

    void returnLeft()
    {
        code.visitInsn(Opcodes.ICONST_0 + LEFT);
        code.visitInsn(Opcodes.IRETURN);
    }

    void writeExit(final int pc)
    {
        storePc(pc);
        returnLeft();
    }

    private void storePc(final int pc)
    {
        code.visitVarInsn(Opcodes.ALOAD, FRAME_VARIABLE);
        pushInt(pc);
        code.visitFieldInsn(Opcodes.PUTFIELD, FRAME, "pc", "I");
    }

    private void pushInt(final int value)
    {
        if (value >= -1 && value <= 5)
        {
            code.visitInsn(Opcodes.ICONST_0 + value);
        }
        else if (value == (byte)value)
        {
            code.visitIntInsn(Opcodes.BIPUSH, value);
        }
        else if (value == (short)value)
        {
            code.visitIntInsn(Opcodes.SIPUSH, value);
        }
        else
        {
            code.visitLdcInsn(value);
        }
    }

    /** Counts a turn, and looks at the host when it is time. */
    void writeTurn(final Label target, final int targetPc)
    {
        code.visitVarInsn(Opcodes.ALOAD, VM_VARIABLE);
        invoke(QUICK, "isPulseDue", "(L" + VM + ";)Z");
        code.visitJumpInsn(Opcodes.IFEQ, target);
        storePc(targetPc);
        code.visitVarInsn(Opcodes.ALOAD, VM_VARIABLE);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, VM, "pulse", "()V", false);
    }

    private void invoke(final String owner, final String name, final String descriptor)
    {
        code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
    }

    /** All of an instruction but its jump; a test leaves whether to take it. */
    void write(final int pc)
    {
        final int i = source.quickCode()[pc];
        switch (QuickCode.operation(i))
        {
            case QuickCode.MOVE, QuickCode.LOADK, QuickCode.LOADBOOL, QuickCode.LOADNIL, QuickCode.GETUPVAL,
                QuickCode.SETUPVAL, QuickCode.NOT, QuickCode.TEST, QuickCode.TESTSET -> writePlain(pc);
            case QuickCode.GETGLOBAL, QuickCode.GETTABLE_R, QuickCode.GETTABLE_S, QuickCode.SELF_S,
                QuickCode.SETTABLE_RR, QuickCode.SETTABLE_SR, QuickCode.ADD_RR, QuickCode.ADD_RN, QuickCode.SUB_RR,
                QuickCode.SUB_RN, QuickCode.MUL_RR, QuickCode.MUL_RN, QuickCode.DIV_RR, QuickCode.DIV_RN,
                QuickCode.MOD_RR, QuickCode.MOD_RN, QuickCode.UNM, QuickCode.LEN -> writeWithFallback(pc);
            case QuickCode.CALL -> writeCall(pc);
            case QuickCode.TAILCALL ->
            {
                writeCallOf("tailCall", pc);
                writeOutcome();
            }
            case QuickCode.RETURN -> writeReturn(i);
            case QuickCode.CLOSE ->
            {
                code.visitVarInsn(Opcodes.ALOAD, S);
                pushRegister(i);
                code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, STATE, "closeUpValues", "(I)V", false);
            }
            case QuickCode.LOADK_FAR, QuickCode.GETGLOBAL_FAR, QuickCode.FORLOOP_FAR, QuickCode.FORPREP_FAR,
                QuickCode.TRAP -> writeExit(pc);
            default -> writeGeneral(pc);
        }
    }

    private void pushRegister(final int i)
    {
        code.visitVarInsn(Opcodes.ILOAD, BASE);
        pushInt(i >>> 8 & BYTE);
        code.visitInsn(Opcodes.IADD);
    }

    private void writeWithFallback(final int pc)
    {
        final Label done = new Label();
        writePlain(pc);
        code.visitJumpInsn(Opcodes.IFNE, done);
        writeGeneral(pc);
        code.visitLabel(done);
        code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    }

    private void writeCall(final int pc)
    {
        writeCallOf("call", pc);
        writeOutcome();
        reload();
    }

    private void writeCallOf(final String name, final int pc)
    {
        code.visitVarInsn(Opcodes.ALOAD, S);
        code.visitVarInsn(Opcodes.ALOAD, FRAME_VARIABLE);
        code.visitVarInsn(Opcodes.ILOAD, BASE);
        pushInt(source.quickCode()[pc]);
        pushInt(pc + 1);
        invoke(CALLS, name, STATE_AND_FRAME + "III)I");
    }

    /** Returns what a call gave unless it has been completed. */
    private void writeOutcome()
    {
        final Label completed = new Label();
        code.visitVarInsn(Opcodes.ISTORE, PC);
        code.visitVarInsn(Opcodes.ILOAD, PC);
        code.visitInsn(Opcodes.ICONST_0 + COMPLETED);
        code.visitJumpInsn(Opcodes.IF_ICMPEQ, completed);
        code.visitVarInsn(Opcodes.ILOAD, PC);
        code.visitInsn(Opcodes.IRETURN);
        code.visitLabel(completed);
        code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    }

    private void writeReturn(final int i)
    {
        code.visitVarInsn(Opcodes.ALOAD, S);
        code.visitVarInsn(Opcodes.ILOAD, BASE);
        pushInt(i);
        invoke(CALLS, "leave", "(L" + STATE + ";II)V");
        code.visitInsn(Opcodes.ICONST_0 + COMPLETED);
        code.visitInsn(Opcodes.IRETURN);
    }

    /** Whether the plain case of a comparison applies. */
    void writeCheck(final int pc)
    {
        final int i = source.quickCode()[pc];
        switch (QuickCode.operation(i))
        {
            case QuickCode.EQ_RR -> writeQuick("areBitsEnough", i, "Z");
            case QuickCode.EQ_RK -> writeQuickWith("areBitsEnoughFor", i, i >>> 24, "Z");
            case QuickCode.LT_RR, QuickCode.LE_RR -> writeQuick("areNumbers", i, "Z");
            case QuickCode.LT_RN, QuickCode.LE_RN -> writeQuick("isLeftNumber", i, "Z");
            default -> writeQuick("isRightNumber", i, "Z");
        }
    }

    /** The plain case; leaves whether it applied, or what a test found. */
    void writePlain(final int pc)
    {
        final int i = source.quickCode()[pc];
        switch (QuickCode.operation(i))
        {
            case QuickCode.MOVE -> writeQuickOfRefs("move", i, "V");
            case QuickCode.LOADK -> writeConstant(i);
            case QuickCode.LOADBOOL -> writeLoad(i, QuickCode.booleanOf(i));
            case QuickCode.LOADNIL -> writeQuick("loadNil", i, "V");
            case QuickCode.GETUPVAL -> writeQuickOfFunction("getUpValue", i);
            case QuickCode.SETUPVAL -> writeQuickOfFunction("setUpValue", i);
            case QuickCode.GETGLOBAL -> writeGlobal(i);
            case QuickCode.GETTABLE_R -> writeQuickOfRefs("getElement", i, "Z");
            case QuickCode.GETTABLE_S -> writeQuickOfNames("getField", i, "Z");
            case QuickCode.SELF_S -> writeQuickOfNames("getMethod", i, "Z");
            case QuickCode.SETTABLE_RR -> writeQuickOfRefs("setElement", i, "Z");
            case QuickCode.SETTABLE_SR -> writeQuickOfNames("setField", i, "Z");
            case QuickCode.ADD_RR -> writeQuick("add", i, "Z");
            case QuickCode.ADD_RN -> writeQuickWith("addNumber", i, i >>> 24, "Z");
            case QuickCode.SUB_RR -> writeQuick("subtract", i, "Z");
            case QuickCode.SUB_RN -> writeQuickWith("subtractNumber", i, i >>> 24, "Z");
            case QuickCode.MUL_RR -> writeQuick("multiply", i, "Z");
            case QuickCode.MUL_RN -> writeQuickWith("multiplyNumber", i, i >>> 24, "Z");
            case QuickCode.DIV_RR -> writeQuick("divide", i, "Z");
            case QuickCode.DIV_RN -> writeQuickWith("divideNumber", i, i >>> 24, "Z");
            case QuickCode.MOD_RR -> writeQuick("modulo", i, "Z");
            case QuickCode.MOD_RN -> writeQuickWith("moduloNumber", i, i >>> 24, "Z");
            case QuickCode.UNM -> writeQuick("negate", i, "Z");
            case QuickCode.NOT -> writeQuick("not", i, "V");
            case QuickCode.LEN -> writeQuickOfRefs("length", i, "Z");
            case QuickCode.EQ_RR -> writeQuick("areBitsEqual", i, "Z");
            case QuickCode.EQ_RK -> writeQuickWith("areBitsEqualTo", i, i >>> 24, "Z");
            case QuickCode.LT_RR -> writeQuick("isLess", i, "Z");
            case QuickCode.LT_RN -> writeQuickWith("isLessThanNumber", i, i >>> 24, "Z");
            case QuickCode.LT_NR -> writeQuickWith("isNumberLess", i, i >>> 16 & BYTE, "Z");
            case QuickCode.LE_RR -> writeQuick("isAtMost", i, "Z");
            case QuickCode.LE_RN -> writeQuickWith("isAtMostNumber", i, i >>> 24, "Z");
            case QuickCode.LE_NR -> writeQuickWith("isNumberAtMost", i, i >>> 16 & BYTE, "Z");
            case QuickCode.TEST -> writeQuick("test", i, "Z");
            case QuickCode.TESTSET -> writeQuickOfRefs("testAndSet", i, "Z");
            case QuickCode.FORLOOP -> writeQuick("advanceLoop", i, "Z");
            default -> throw new IllegalStateException("no plain case: operation=" + QuickCode.operation(i));
        }
    }

    private void writeQuick(final String name, final int i, final String result)
    {
        code.visitVarInsn(Opcodes.ALOAD, BITS);
        code.visitVarInsn(Opcodes.ILOAD, BASE);
        pushInt(i);
        invoke(QUICK, name, "([JII)" + result);
    }

    private void writeQuickWith(final String name, final int i, final int constant, final String result)
    {
        writeQuickWith(name, i, source.constants()[constant], result);
    }

    private void writeQuickWith(final String name, final int i, final long value, final String result)
    {
        code.visitVarInsn(Opcodes.ALOAD, BITS);
        code.visitVarInsn(Opcodes.ILOAD, BASE);
        pushInt(i);
        code.visitLdcInsn(value);
        invoke(QUICK, name, "([JIIJ)" + result);
    }

    private void writeConstant(final int i)
    {
        final long value = source.constants()[i >>> 16];
        if (QuickCode.isString(value))
        {
            writeQuickOfNames("loadName", i, "V");
        }
        else
        {
            writeLoad(i, value);
        }
    }

    private void writeLoad(final int i, final long value)
    {
        writeQuickWith("load", i, value, "V");
    }

    private void writeQuickOfRefs(final String name, final int i, final String result)
    {
        code.visitVarInsn(Opcodes.ALOAD, BITS);
        code.visitVarInsn(Opcodes.ALOAD, REFS_VARIABLE);
        code.visitVarInsn(Opcodes.ILOAD, BASE);
        pushInt(i);
        invoke(QUICK, name, "([J" + REFS + "II)" + result);
    }

    private void writeQuickOfNames(final String name, final int i, final String result)
    {
        code.visitVarInsn(Opcodes.ALOAD, NAMES_VARIABLE);
        code.visitVarInsn(Opcodes.ALOAD, BITS);
        code.visitVarInsn(Opcodes.ALOAD, REFS_VARIABLE);
        code.visitVarInsn(Opcodes.ILOAD, BASE);
        pushInt(i);
        invoke(QUICK, name, "(" + NAMES + "[J" + REFS + "II)" + result);
    }

    private void writeQuickOfFunction(final String name, final int i)
    {
        code.visitVarInsn(Opcodes.ALOAD, FUNCTION_VARIABLE);
        code.visitVarInsn(Opcodes.ALOAD, BITS);
        code.visitVarInsn(Opcodes.ALOAD, REFS_VARIABLE);
        code.visitVarInsn(Opcodes.ILOAD, BASE);
        pushInt(i);
        invoke(QUICK, name, "(L" + FUNCTION + ";[J" + REFS + "II)V");
    }

    private void writeGlobal(final int i)
    {
        code.visitVarInsn(Opcodes.ALOAD, FUNCTION_VARIABLE);
        code.visitVarInsn(Opcodes.ALOAD, NAMES_VARIABLE);
        code.visitVarInsn(Opcodes.ALOAD, BITS);
        code.visitVarInsn(Opcodes.ALOAD, REFS_VARIABLE);
        code.visitVarInsn(Opcodes.ILOAD, BASE);
        pushInt(i);
        invoke(QUICK, "getGlobal", "(L" + FUNCTION + ";" + NAMES + "[J" + REFS + "II)Z");
    }

    /** An instruction by way of what does all its cases; a test leaves whether to take its jump. */
    void writeGeneral(final int pc)
    {
        final int i = source.quickCode()[pc];
        storePc(pc + 1);
        code.visitVarInsn(Opcodes.ALOAD, S);
        switch (QuickCode.operation(i))
        {
            case QuickCode.GETGLOBAL -> writeOfFrame(META, "getGlobal", "V");
            case QuickCode.SETGLOBAL -> writeOfFrame(META, "setGlobal", "V");
            case QuickCode.GETTABLE_R, QuickCode.GETTABLE_S, QuickCode.GETTABLE, QuickCode.SELF_S ->
                writeOfFrame(META, "getTable", "V");
            case QuickCode.SETTABLE_RR, QuickCode.SETTABLE_SR, QuickCode.SETTABLE ->
                writeOfFrame(META, "setTable", "V");
            case QuickCode.LEN -> writeOfFrame(META, "length", "V");
            case QuickCode.CONCAT -> writeOfFrame(META, "concat", "V");
            case QuickCode.EQ_RR, QuickCode.EQ_RK, QuickCode.LT_RR, QuickCode.LT_RN, QuickCode.LT_NR, QuickCode.LE_RR,
                QuickCode.LE_RN, QuickCode.LE_NR, QuickCode.COMPARE -> writeOfFrame(META, "compare", "Z");
            case QuickCode.NEWTABLE -> writeOfFrame(FRAMES, "newTable", "V");
            case QuickCode.FORPREP -> writeOfRegister(META, "beginLoop", i);
            case QuickCode.SETLIST -> writeOfFrameAndRegister("setList", i);
            case QuickCode.CLOSURE -> writeOfFrameAndRegister("makeClosure", i);
            case QuickCode.TFORLOOP -> writeOfFrameAndCount("nextOfLoop", i, i >>> 24, "Z");
            case QuickCode.VARARG -> writeOfFrameAndCount("spread", i, (i >>> 16 & BYTE) - 1, "V");
            default -> writeOfFrame(META, "arithmetic", "V");
        }
        reload();
    }

    private void writeOfFrame(final String owner, final String name, final String result)
    {
        code.visitVarInsn(Opcodes.ALOAD, FRAME_VARIABLE);
        invoke(owner, name, STATE_AND_FRAME + ")" + result);
    }

    private void writeOfRegister(final String owner, final String name, final int i)
    {
        pushRegister(i);
        invoke(owner, name, "(L" + STATE + ";I)V");
    }

    private void writeOfFrameAndRegister(final String name, final int i)
    {
        code.visitVarInsn(Opcodes.ALOAD, FRAME_VARIABLE);
        pushRegister(i);
        invoke(FRAMES, name, STATE_AND_FRAME + "I)I");
        code.visitInsn(Opcodes.POP);
    }

    private void writeOfFrameAndCount(final String name, final int i, final int count, final String result)
    {
        code.visitVarInsn(Opcodes.ALOAD, FRAME_VARIABLE);
        pushRegister(i);
        pushInt(count);
        invoke(FRAMES, name, STATE_AND_FRAME + "II)" + result);
    }
}
