package io.ringbolt.engine.scripting.lua;

import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Has a hook told of each line of a function, and of those made in it, before it runs.
 */
/*
 * All quick instructions of such functions are replaced by one that comes here. The one that is about to run is put
 * back until the next one comes. Only a jump to itself could then escape, so the next turn that is counted puts the
 * trap back too. Functions that are not followed run at full speed.
 */
final class LineTrap
{
    private static final int OPERATION = 0xFF;
    private static final int MANY_INSTRUCTIONS = 100_000;

    private final LineHook hook;
    private final Map<Prototype, int[]> plainCodes = new IdentityHashMap<>();
    /** Where the instruction before this one was, in the same call; jumps do not leave it in their frame. */
    private CallInfo lastFrame;
    private int lastPc;
    private Prototype opened;
    private int openedPc;
    private int instructionsLeft = MANY_INSTRUCTIONS;
    private boolean isInHook;

    LineTrap(final LineHook hook, final Prototype prototype)
    {
        this.hook = hook;
        set(prototype);
    }

    private void set(final Prototype prototype)
    {
        final int[] code = prototype.quickCode;
        plainCodes.put(prototype, code.clone());
        for (int pc = 0; pc < code.length; pc++)
        {
            code[pc] = trapped(code[pc]);
        }
        for (final Prototype inner : prototype.inner)
        {
            set(inner);
        }
    }

    /** Operands stay, for tests read the jump that follows them. */
    private static int trapped(final int instruction)
    {
        return instruction & ~OPERATION | QuickCode.TRAP;
    }

    /** Looks at an instruction that is next, and lets it run. */
    void onInstruction(final LuaState s, final CallInfo frame, final int pc)
    {
        final Prototype prototype = frame.function.prototype;
        final int previous = frame == lastFrame ? lastPc : frame.pc - 1;
        frame.pc = pc + 1;
        if (!isInHook)
        {
            lastFrame = frame;
            lastPc = pc;
            final int top = s.top;
            isInHook = true;
            try
            {
                tell(s, prototype, previous, pc);
            }
            finally
            {
                isInHook = false;
            }
            s.top = top;
        }
        close();
        opened = prototype;
        openedPc = pc;
        prototype.quickCode[pc] = plainCodes.get(prototype)[pc];
        s.vm.turnsLeft = 1;
    }

    private void tell(final LuaState s, final Prototype prototype, final int previous, final int pc)
    {
        final int[] lines = prototype.lines;
        if (--instructionsLeft == 0)
        {
            instructionsLeft = MANY_INSTRUCTIONS;
            hook.onManyInstructions(s, lines[pc]);
        }
        if (pc == 0 || pc <= previous || lines[pc] != lines[previous])
        {
            hook.onLine(s, lines[pc]);
        }
    }

    /** Puts the trap back where an instruction was let through. */
    void close()
    {
        if (opened != null)
        {
            opened.quickCode[openedPc] = trapped(opened.quickCode[openedPc]);
            opened = null;
        }
    }
}
