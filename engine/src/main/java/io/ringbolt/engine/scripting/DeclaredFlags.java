package io.ringbolt.engine.scripting;

import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.ring.RingEntry;

/**
 * The flags of a call of EVAL, EVALSHA or FCALL: what a script or a function declares takes the place of what the
 * command's row says, so that a script that says it only reads may do so where nothing may be written. A script without
 * a first line of flags, an unknown one and one that makes no sense leave the row's. Owned by the engine thread.
 */
final class DeclaredFlags
{
    private static final long REPLACED = CommandFlag.WRITE.bit() | CommandFlag.DENYOOM.bit() |
        CommandFlag.STALE.bit() | CommandFlag.MAY_REPLICATE.bit();

    private final Scripting scripting;

    DeclaredFlags(final Scripting scripting)
    {
        this.scripting = scripting;
    }

    /** EVAL and EVAL_RO. */
    long ofText(final RingEntry entry, final long declared)
    {
        final long address = entry.argumentAddress(ScriptCommands.SCRIPT);
        final int length = entry.argumentLength(ScriptCommands.SCRIPT);
        if (length < 2 || '#' != OffHeap.getByte(address) || '!' != OffHeap.getByte(address + 1))
        {
            return declared;
        }
        try
        {
            return replaced(declared, ScriptHeader.of(OffHeap.toBytes(address, length)));
        }
        catch (final ScriptException senseless)
        {
            return declared;
        }
    }

    /** EVALSHA and EVALSHA_RO. */
    long ofSha(final RingEntry entry, final long declared)
    {
        final Script script = scripting.scripts().findSha(
            entry.argumentAddress(ScriptCommands.SCRIPT), entry.argumentLength(ScriptCommands.SCRIPT));
        return null == script ? declared : replaced(declared, script.header);
    }

    /** FCALL and FCALL_RO. */
    long ofFunction(final RingEntry entry, final long declared)
    {
        final Function function = scripting.functions().find(
            entry.argumentAddress(FunctionCommands.NAME), entry.argumentLength(FunctionCommands.NAME));
        return null == function ? declared : replaced(declared, function.flags());
    }

    private static long replaced(final long declared, final ScriptHeader header)
    {
        return header.isDeclared() ? replaced(declared, header.flags()) : declared;
    }

    private static long replaced(final long declared, final int flags)
    {
        final boolean isWriting = !ScriptFlag.NO_WRITES.in(flags);
        return declared & ~REPLACED |
            (isWriting ? CommandFlag.WRITE.bit() : 0) |
            (isWriting && !ScriptFlag.ALLOW_OOM.in(flags) ? CommandFlag.DENYOOM.bit() : 0) |
            (ScriptFlag.ALLOW_STALE.in(flags) ? CommandFlag.STALE.bit() : 0);
    }
}
