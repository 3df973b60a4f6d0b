package io.ringbolt.engine.scripting.lua;

import io.ringbolt.engine.scripting.lua.jit.CodeSource;
import io.ringbolt.engine.scripting.lua.jit.CodeWriter;
import io.ringbolt.engine.scripting.lua.jit.Region;

import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;

/**
 * Finds the functions of a machine that run long, and has them compiled to bytecode of the JVM.
 */
/*
 * The interpreter looks at its host every so many turns, and says where it is: a function that is found twice runs
 * long, and one that compiled code calls often is worth it too. So nothing is counted while the interpreter runs.
 *
 * A compiled class goes when its function goes, or when many others have been compiled since. A function of which only
 * a loop fits is compiled again when another of its loops runs long, each time after twice as many findings, so that
 * two loops that take turns do not keep the compiler busy.
 */
final class HotCode
{
    private static final int HOT = 1000;
    private static final int HEAT_WHEN_RUNNING = 500;
    /** After a function was found too long to be compiled, so that this is not found out again and again. */
    private static final int HEAT_WHEN_REFUSED = -100 * HEAT_WHEN_RUNNING;
    /** More instructions seldom fit into a method that HotSpot compiles. */
    private static final int MOST_INSTRUCTIONS = 400;
    private static final int MOST_COMPILED = 256;
    private static final int MOST_DOUBLINGS = 16;

    private final MemoryMeter memory;
    private final WeakReference<?>[] compiled = new WeakReference<?>[MOST_COMPILED];
    private int next;
    private boolean isEager;

    HotCode(final MemoryMeter memory)
    {
        this.memory = memory;
    }

    /** Every function is to be compiled before it runs: for tests. */
    void compileEverything()
    {
        isEager = true;
    }

    /** A function has been loaded. */
    void noteLoaded(final Prototype prototype)
    {
        if (isEager)
        {
            compile(prototype, 0);
            for (final Prototype inner : prototype.inner)
            {
                noteLoaded(inner);
            }
        }
    }

    /** The interpreter is in a function. */
    void noteRunning(final Prototype prototype, final int pc)
    {
        prototype.heat += HEAT_WHEN_RUNNING;
        if (prototype.heat >= HOT)
        {
            compile(prototype, pc);
        }
    }

    /** Compiled code is about to call a function that is not compiled. */
    void noteCall(final Prototype prototype)
    {
        if (++prototype.heat >= HOT)
        {
            compile(prototype, 0);
        }
    }

    private void compile(final Prototype prototype, final int pc)
    {
        final byte[] classFile = write(prototype, pc);
        if (classFile == null)
        {
            prototype.heat = HEAT_WHEN_REFUSED;
            return;
        }
        prototype.heat = HEAT_WHEN_RUNNING - (HEAT_WHEN_RUNNING << prototype.compilations);
        prototype.compilations = Math.min(prototype.compilations + 1, MOST_DOUBLINGS);
        prototype.compiled = define(classFile);
        prototype.classFileLength = classFile.length;
        memory.noted((long)classFile.length * MemoryMeter.BYTES_PER_CLASS_FILE_BYTE);
        forgetOldest();
        compiled[next] = new WeakReference<>(prototype);
        next = (next + 1) % MOST_COMPILED;
    }

    private void forgetOldest()
    {
        final WeakReference<?> oldest = compiled[next];
        if (oldest != null && oldest.get() instanceof Prototype prototype)
        {
            prototype.compiled = null;
            prototype.classFileLength = 0;
        }
    }

    private static byte[] write(final Prototype prototype, final int pc)
    {
        final CodeSource source = new CodeSource(
            prototype.code, prototype.quickCode, operands(prototype), prototype.constantBits);
        for (int limit = MOST_INSTRUCTIONS; limit > 0; limit /= 2)
        {
            final Region region = Region.around(source, pc, limit);
            if (region == null)
            {
                return null;
            }
            final byte[] classFile = CodeWriter.write(source, region);
            if (classFile != null)
            {
                return classFile;
            }
        }
        return null;
    }

    /** The places that say what a closure captures, and long counts of list elements. */
    private static boolean[] operands(final Prototype prototype)
    {
        final int[] code = prototype.code;
        final boolean[] isOperand = new boolean[code.length];
        for (int pc = 0; pc < code.length; pc++)
        {
            int count = 0;
            if (Instruction.op(code[pc]) == Instruction.CLOSURE)
            {
                count = prototype.inner[Instruction.bx(code[pc])].upValueCount();
            }
            else if (Instruction.op(code[pc]) == Instruction.SETLIST && Instruction.c(code[pc]) == 0)
            {
                count = 1;
            }
            for (; count > 0; count--)
            {
                isOperand[++pc] = true;
            }
        }
        return isOperand;
    }

    private static CompiledCode define(final byte[] classFile)
    {
        try
        {
            return (CompiledCode)MethodHandles.lookup().defineHiddenClass(classFile, true).lookupClass()
                .getDeclaredConstructor().newInstance();
        }
        catch (final ReflectiveOperationException e)
        {
            throw new IllegalStateException("compiled code can't be loaded: bytes=" + classFile.length, e);
        }
    }
}
