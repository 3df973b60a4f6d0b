package io.ringbolt.engine.scripting.lua.jit;

import io.ringbolt.engine.scripting.lua.Instruction;
import io.ringbolt.engine.scripting.lua.QuickCode;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the class that runs a region of a Lua function.
 */
/*
 * A label stands before every instruction. The operand stack is empty there and the variables have the same types, so
 * all stack maps are the same. What leaves the region stores where the interpreter is to go on.
 */
public final class CodeWriter
{
    /** The most that HotSpot compiles of one method. */
    private static final int MAX_METHOD_BYTES = 8000;
    private static final String SUPER_CLASS = OperationWriter.LUA + "CompiledCode";
    private static final String RUN = "(L" + OperationWriter.STATE + ";L" + OperationWriter.FRAME + ";L" +
        OperationWriter.FUNCTION + ";I)I";
    private static final Object[] VARIABLES = {
        SUPER_CLASS, OperationWriter.STATE, OperationWriter.FRAME, OperationWriter.FUNCTION, Opcodes.INTEGER,
        "[J", "[Ljava/lang/Object;", Opcodes.INTEGER, OperationWriter.VM, "[L" + OperationWriter.STRING + ";"};

    private final CodeSource source;
    private final Region region;
    private final Label[] labels;
    private final Map<Integer, Label> exits = new TreeMap<>();
    private final Map<Integer, Label> entrances = new TreeMap<>();
    private MethodVisitor code;
    private OperationWriter operations;

    private CodeWriter(final CodeSource source, final Region region)
    {
        this.source = source;
        this.region = region;
        this.labels = new Label[region.length()];
        for (int i = 0; i < labels.length; i++)
        {
            labels[i] = new Label();
        }
    }

    /** @return a class file, or null if the region is too long. */
    public static byte[] write(final CodeSource source, final Region region)
    {
        return new CodeWriter(source, region).write();
    }

    private byte[] write()
    {
        final ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, SUPER_CLASS + "Of", null, SUPER_CLASS, null);
        writeConstructor(writer);
        code = writer.visitMethod(0, "run", RUN, null, null);
        operations = new OperationWriter(code, source);
        code.visitCode();
        operations.writePrologue();
        final Label interpreter = new Label();
        mark(interpreter);
        findEntrances();
        writeEntrances();
        for (int pc = region.from(); pc < region.to(); pc++)
        {
            if (!source.isOperand()[pc])
            {
                mark(labels[pc - region.from()]);
                writeInstruction(pc);
            }
        }
        exits.forEach((pc, label) ->
        {
            mark(label);
            operations.writeExit(pc);
        });
        final Label end = new Label();
        code.visitLabel(end);
        code.visitMaxs(OperationWriter.MAX_STACK, VARIABLES.length);
        code.visitEnd();
        return end.getOffset() > MAX_METHOD_BYTES ? null : writer.toByteArray();
    }

    private static void writeConstructor(final ClassWriter writer)
    {
        final MethodVisitor constructor = writer.visitMethod(0, "<init>", "()V", null, null);
        constructor.visitCode();
        constructor.visitVarInsn(Opcodes.ALOAD, 0);
        constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, SUPER_CLASS, "<init>", "()V", false);
        constructor.visitInsn(Opcodes.RETURN);
        constructor.visitMaxs(1, 1);
        constructor.visitEnd();
    }

    private void mark(final Label label)
    {
        code.visitLabel(label);
        if (entrances.isEmpty())
        {
            code.visitFrame(Opcodes.F_FULL, VARIABLES.length, VARIABLES, 0, null);
        }
        else
        {
            code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        }
    }

    /** Where the function begins, where a call returns to, and where a loop begins. */
    private void findEntrances()
    {
        entrances.put(region.from(), label(region.from()));
        for (int pc = region.from(); pc < region.to(); pc++)
        {
            if (!source.isOperand()[pc])
            {
                final int i = source.quickCode()[pc];
                switch (QuickCode.operation(i))
                {
                    case QuickCode.CALL -> addEntrance(pc + 1);
                    case QuickCode.JUMP -> addEntrance(i < 0 ? pc + 1 + (i >> 8) : region.from());
                    case QuickCode.FORLOOP -> addEntrance(pc + 1 + (i >> 16));
                    default ->
                    {
                    }
                }
            }
        }
    }

    private void addEntrance(final int pc)
    {
        if (region.contains(pc))
        {
            entrances.put(pc, label(pc));
        }
    }

    private void writeEntrances()
    {
        final int[] keys = entrances.keySet().stream().mapToInt(Integer::intValue).toArray();
        final Label elsewhere = new Label();
        operations.loadPc();
        code.visitLookupSwitchInsn(elsewhere, keys, entrances.values().toArray(new Label[0]));
        mark(elsewhere);
        operations.returnLeft();
    }

    /** The label of an instruction, within the region or of the way out. */
    private Label label(final int pc)
    {
        return region.contains(pc) ? labels[pc - region.from()] : exits.computeIfAbsent(pc, key -> new Label());
    }

    private void writeInstruction(final int pc)
    {
        final int i = source.quickCode()[pc];
        final int next = pc + 1;
        switch (QuickCode.operation(i))
        {
            case QuickCode.LOADBOOL ->
            {
                operations.write(pc);
                if (i >>> 24 != 0)
                {
                    code.visitJumpInsn(Opcodes.GOTO, label(pc + 2));
                }
            }
            case QuickCode.JUMP -> writeJump(i < 0, next + (i >> 8));
            case QuickCode.FORLOOP ->
            {
                operations.writePlain(pc);
                code.visitJumpInsn(Opcodes.IFEQ, label(next));
                writeJump(true, next + (i >> 16));
            }
            case QuickCode.FORPREP ->
            {
                operations.write(pc);
                code.visitJumpInsn(Opcodes.GOTO, label(next + (i >> 16)));
            }
            case QuickCode.EQ_RR, QuickCode.EQ_RK, QuickCode.LT_RR, QuickCode.LT_RN, QuickCode.LT_NR,
                QuickCode.LE_RR, QuickCode.LE_RN, QuickCode.LE_NR -> writeComparison(pc);
            case QuickCode.COMPARE ->
            {
                operations.writeGeneral(pc);
                writeTest(pc, (i >>> 8 & 0xFF) != 0);
            }
            case QuickCode.TEST, QuickCode.TESTSET, QuickCode.TFORLOOP ->
            {
                operations.write(pc);
                writeTest(pc, true);
            }
            default -> operations.write(pc);
        }
        if (next == region.to())
        {
            mark(new Label());
            code.visitJumpInsn(Opcodes.GOTO, label(next));
        }
    }

    private void writeJump(final boolean isBackward, final int target)
    {
        if (isBackward)
        {
            operations.writeTurn(label(target), target);
        }
        code.visitJumpInsn(Opcodes.GOTO, label(target));
    }

    private void writeComparison(final int pc)
    {
        final boolean expected = (source.quickCode()[pc] >>> 8 & 0xFF) != 0;
        final Label general = new Label();
        operations.writeCheck(pc);
        code.visitJumpInsn(Opcodes.IFEQ, general);
        operations.writePlain(pc);
        writeTest(pc, expected);
        mark(general);
        operations.writeGeneral(pc);
        writeTest(pc, expected);
    }

    /** Goes to the jump that follows a test, or past it. */
    private void writeTest(final int pc, final boolean expected)
    {
        code.visitJumpInsn(expected ? Opcodes.IFNE : Opcodes.IFEQ, label(pc + 1));
        code.visitJumpInsn(Opcodes.GOTO, label(pc + 2));
    }
}
