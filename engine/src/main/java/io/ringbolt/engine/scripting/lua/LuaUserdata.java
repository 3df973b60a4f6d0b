package io.ringbolt.engine.scripting.lua;

/** A value of the host that scripts can hold, pass and compare. */
public final class LuaUserdata extends LuaObject
{
    private final boolean isNull;
    private final Object payload;
    LuaTable metatable;

    LuaUserdata(final LuaVm vm, final Object payload, final boolean isNull)
    {
        super(vm);
        this.payload = payload;
        this.isNull = isNull;
    }

    public Object payload()
    {
        return payload;
    }

    public LuaTable metatable()
    {
        return metatable;
    }

    public void setMetatable(final LuaTable metatable)
    {
        this.metatable = metatable;
    }

    @Override
    public long address()
    {
        return isNull ? 0 : super.address();
    }
}
