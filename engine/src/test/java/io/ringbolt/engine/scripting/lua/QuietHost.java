package io.ringbolt.engine.scripting.lua;

/** A host whose clock stands and that never interrupts, unless a test says so. */
final class QuietHost implements LuaHost
{
    private boolean isInterrupting;
    private int pulseCount;

    @Override
    public double clock()
    {
        return 1.5;
    }

    @Override
    public void onPulse()
    {
        pulseCount++;
        if (isInterrupting)
        {
            throw new LuaInterrupt("killed");
        }
    }

    void interrupt()
    {
        isInterrupting = true;
    }

    int pulseCount()
    {
        return pulseCount;
    }
}
