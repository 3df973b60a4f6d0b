package io.ringbolt.engine.scripting.lua;

/** A value with an identity: table, function, userdata or coroutine. */
public abstract class LuaObject
{
    private static final long FIRST_ADDRESS = 0x5581_4000_0000L;
    private static final int ADDRESS_STEP = 0x20;

    final LuaVm vm;
    /** Counted per machine, so that traversals and {@code tostring} give the same on every replay. */
    final int id;
    /** The round of counting that last reached this object. */
    int mark;

    LuaObject(final LuaVm vm)
    {
        this.vm = vm;
        this.id = vm.nextId();
    }

    /** What {@code tostring} shows: unique in its machine, and no address of anything. */
    public long address()
    {
        return FIRST_ADDRESS + (long)id * ADDRESS_STEP;
    }
}
