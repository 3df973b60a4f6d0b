package io.ringbolt.engine.scripting.lua;

/** Where work that takes long tells its steps, so that a machine looks at its host between them. */
public interface Turns
{
    /** @throws LuaInterrupt if the host ends the script. */
    void spend(int turns);
}
