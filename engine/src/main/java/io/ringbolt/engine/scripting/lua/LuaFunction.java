package io.ringbolt.engine.scripting.lua;

/** A function value: a prototype with its captured variables, or a function of the host. */
public final class LuaFunction extends LuaObject
{
    private static final UpValue[] NO_UP_VALUES = new UpValue[0];

    /** Null for a native function. */
    final Prototype prototype;
    final UpValue[] upValues;
    final NativeFunction nativeFunction;
    /** The table of its globals. */
    LuaTable environment;
    /** What a native function holds on to, or null. */
    LuaObject kept;

    LuaFunction(final LuaVm vm, final Prototype prototype, final LuaTable environment)
    {
        super(vm);
        this.prototype = prototype;
        this.upValues = prototype.upValueCount() == 0 ? NO_UP_VALUES : new UpValue[prototype.upValueCount()];
        this.nativeFunction = null;
        this.environment = environment;
    }

    LuaFunction(final LuaVm vm, final NativeFunction nativeFunction, final LuaTable environment)
    {
        super(vm);
        this.prototype = null;
        this.upValues = NO_UP_VALUES;
        this.nativeFunction = nativeFunction;
        this.environment = environment;
    }

    public boolean isNative()
    {
        return prototype == null;
    }

    /** The bytes that {@code string.dump} gives of a function that is not native: the binary form of Lua 5.1 on x86-64. */
    public byte[] dump()
    {
        return new PrototypeWriter().write(prototype);
    }

    /** The table that its global names are looked up in. */
    public LuaTable environment()
    {
        return environment;
    }

    public void setEnvironment(final LuaTable environment)
    {
        this.environment = environment;
    }
}
