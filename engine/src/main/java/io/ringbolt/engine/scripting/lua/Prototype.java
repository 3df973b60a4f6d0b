package io.ringbolt.engine.scripting.lua;

/**
 * A compiled function: code, constants, inner functions, and what messages need to name lines and variables.
 */
public final class Prototype
{
    /** Has a local {@code arg}, which may hold further arguments. */
    public static final int HAS_ARG = 1;
    /** Takes further arguments. */
    public static final int IS_VARARG = 2;
    /** Does not mention {@code ...}, so {@code arg} is filled. */
    public static final int NEEDS_ARG = 4;

    /** A local variable's name and the instructions where it is alive. */
    public record LocalVariable(String name, int startPc, int endPc)
    {
    }

    final LuaString source;
    final int lineDefined;
    final int lastLineDefined;
    final int parameterCount;
    final int varargFlags;
    final int registerCount;
    /** Registers that hold parameters or nil when a call begins; the others are written before they are read. */
    final int firstRegisters;
    final int[] code;
    /** The same instructions, decided further; the interpreter runs these. */
    final int[] quickCode;
    final int[] lines;
    final long[] constantBits;
    final Object[] constantRefs;
    /** Those of the constants that are strings, their hashes computed; null elsewhere. */
    final LuaString[] names;
    final Prototype[] inner;
    final LocalVariable[] locals;
    final String[] upValueNames;
    int mark;
    /** What runs in place of the interpreter, or null; see {@link HotCode}. */
    CompiledCode compiled;
    /** Length of the class file of {@link #compiled}, which counts as memory of scripts. */
    int classFileLength;
    /** How often this was found running, or called by compiled code, since it was last compiled. */
    int heat;
    int compilations;

    public Prototype(
        final LuaString source,
        final int lineDefined,
        final int lastLineDefined,
        final int parameterCount,
        final int varargFlags,
        final int registerCount,
        final int firstRegisters,
        final int[] code,
        final int[] lines,
        final Object[] constants,
        final Prototype[] inner,
        final LocalVariable[] locals,
        final String[] upValueNames)
    {
        this.source = source;
        this.lineDefined = lineDefined;
        this.lastLineDefined = lastLineDefined;
        this.parameterCount = parameterCount;
        this.varargFlags = varargFlags;
        this.registerCount = registerCount;
        this.firstRegisters = firstRegisters;
        this.code = code;
        this.lines = lines;
        this.inner = inner;
        this.locals = locals;
        this.upValueNames = upValueNames;
        this.constantBits = new long[constants.length];
        this.constantRefs = new Object[constants.length];
        this.names = new LuaString[constants.length];
        for (int i = 0; i < constants.length; i++)
        {
            constantBits[i] = Tags.ofObject(constants[i]);
            constantRefs[i] = Tags.hasReference(constantBits[i]) ? constants[i] : null;
            if (constants[i] instanceof LuaString name)
            {
                name.hashCode();
                names[i] = name;
            }
        }
        this.quickCode = QuickCode.translate(code, constantBits);
    }

    int upValueCount()
    {
        return upValueNames.length;
    }

    boolean isVararg()
    {
        return varargFlags != 0;
    }

    /** The name of the n-th local variable alive at an instruction, or null. */
    String localName(final int number, final int pc)
    {
        int remaining = number;
        for (int i = 0; i < locals.length && locals[i].startPc() <= pc; i++)
        {
            if (pc < locals[i].endPc() && --remaining == 0)
            {
                return locals[i].name();
            }
        }
        return null;
    }
}
