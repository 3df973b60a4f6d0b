package io.ringbolt.engine.scripting.lua;

/**
 * The frames of a stack: which calls are in progress, which of their variables are captured.
 */
public abstract sealed class LuaFrames extends LuaStack permits LuaErrors
{
    static final int FIRST_FRAMES = 8;
    static final int NATIVE_ROOM = 20;

    CallInfo[] frames = new CallInfo[FIRST_FRAMES];
    /** Index of the running call's frame. */
    int depth;
    /** The topmost captured slot, linked downwards. */
    UpValue openUpValues;
    private LuaTable globals;

    LuaFrames(final LuaVm vm, final LuaTable globals)
    {
        super(vm);
        this.globals = globals;
        for (int i = 0; i < frames.length; i++)
        {
            frames[i] = new CallInfo();
        }
        top = 1;
        base = 1;
        frames[0].base = 1;
        frames[0].top = NATIVE_ROOM + 1;
    }

    abstract LuaState self();

    /** The table of globals for chunks loaded here and for this coroutine's natives. */
    public final LuaTable globals()
    {
        return globals;
    }

    public final void setGlobals(final LuaTable table)
    {
        globals = table;
    }

    /** Past the last slot that may be read again. */
    final int liveEnd()
    {
        int end = top;
        for (int i = 0; i <= depth; i++)
        {
            end = Math.max(end, frames[i].top);
        }
        return Math.min(end, bits.length);
    }

    /** "chunk:line: " of the function at a level, 0 being the running one; empty if that is not in Lua. */
    public final String where(final int level)
    {
        final CallInfo frame = frameAt(level);
        return frame != null && frame.isLua() ? CallNames.position(frame) : "";
    }

    /** The frame at a level; null past the last and for frames that tail calls have replaced. */
    final CallInfo frameAt(final int level)
    {
        final int index = frameIndex(level);
        return index > 0 ? frames[index] : null;
    }

    /** Index of the frame at a level, 0 for one replaced by a tail call, -1 past the last. */
    final int frameIndex(final int level)
    {
        int remaining = level;
        int index = depth;
        for (; remaining > 0 && index > 0; index--)
        {
            remaining--;
            if (frames[index].isLua())
            {
                remaining -= frames[index].tailCalls;
            }
        }
        if (remaining == 0 && index > 0)
        {
            return index;
        }
        return remaining < 0 ? 0 : -1;
    }

    /** The function that runs at a level, or null for one replaced by a tail call. */
    public final LuaFunction runningFunction(final int level)
    {
        final CallInfo frame = frameAt(level);
        return frame == null ? null : frame.function;
    }

    /** What the host may know of a call, for its own messages; null past the last. */
    public final CallSite callSite(final int level)
    {
        final int index = frameIndex(level);
        if (index < 0)
        {
            return null;
        }
        return index == 0 ? CallSite.TAIL_CALL : CallNames.site(frames[index]);
    }

    /**
     * Pushes a local variable that is alive at a level.
     *
     * @param number counted from 1.
     * @return its name; null, and nothing is pushed, if there are fewer.
     */
    public final String pushLocal(final int level, final int number)
    {
        final CallInfo frame = frameAt(level);
        final String name = frame == null || !frame.isLua() ? null :
            frame.function.prototype.localName(number, frame.pc - 1);
        if (name != null)
        {
            final int at = frame.base + number - 1;
            pushSlot(bits[at], refs[at]);
        }
        return name;
    }

    /** The name by which the function of a level was called, or null if none is known. */
    public final String calledName(final int level)
    {
        final int index = frameIndex(level);
        final String described = index <= 0 ? null : CallNames.calledAs(frames[index - 1], frames[index]);
        return described == null ? null : described.substring(described.indexOf('\'') + 1, described.length() - 1);
    }

    /** The captured variable of a slot, shared by all functions that capture it. */
    final UpValue capture(final int index)
    {
        UpValue previous = null;
        UpValue upValue = openUpValues;
        while (upValue != null && upValue.index >= index)
        {
            if (upValue.index == index)
            {
                return upValue;
            }
            previous = upValue;
            upValue = upValue.next;
        }
        vm.memory.allocated(MemoryMeter.UP_VALUE_BYTES);
        final UpValue created = new UpValue(self(), index, upValue);
        if (previous == null)
        {
            openUpValues = created;
        }
        else
        {
            previous.next = created;
        }
        return created;
    }

    final void closeUpValues(final int fromIndex)
    {
        while (openUpValues != null && openUpValues.index >= fromIndex)
        {
            final UpValue upValue = openUpValues;
            openUpValues = upValue.next;
            upValue.close();
        }
    }
}
