package io.ringbolt.engine.scripting.lua;

/** What a machine asks of whoever runs it. Called on the thread that runs the script. */
public interface LuaHost
{
    /** Seconds of processor time, for {@code os.clock}; the source decides what a replay sees. */
    double clock();

    /**
     * Called every few thousand turns of loops, calls and library steps, some tens of microseconds apart.
     *
     * @throws LuaInterrupt to end the script.
     */
    void onPulse();
}
