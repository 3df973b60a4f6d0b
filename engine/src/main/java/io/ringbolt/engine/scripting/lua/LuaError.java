package io.ringbolt.engine.scripting.lua;

/**
 * An error that a script raised or ran into; {@code pcall} catches it. It carries no Java stack trace.
 */
public final class LuaError extends RuntimeException
{
    /** What kind of error, as {@code lua_pcall} tells. */
    public enum Kind
    {
        RUNTIME, SYNTAX, MEMORY, HANDLER
    }

    private final transient Object value;
    private final Kind kind;

    /** @param value boxed as {@link LuaState#toObject} boxes. */
    public LuaError(final Object value, final Kind kind)
    {
        super(null, null, false, false);
        this.value = value;
        this.kind = kind;
    }

    /** The error object: mostly a message, at times a table. */
    public Object value()
    {
        return value;
    }

    public Kind kind()
    {
        return kind;
    }

    @Override
    public String getMessage()
    {
        return value instanceof LuaString ? value.toString() : "(error object is a " + typeName() + " value)";
    }

    private String typeName()
    {
        return Tags.typeName(Tags.ofObject(value));
    }
}
