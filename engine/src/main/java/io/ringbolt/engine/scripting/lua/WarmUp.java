package io.ringbolt.engine.scripting.lua;

import java.nio.charset.StandardCharsets;

/**
 * Loads what compiles functions, on a thread of its own, while the machine that will need it begins to run: a first
 * script with a long loop would otherwise wait for it.
 */
/*
 * The library that writes classes is of a format too old for the JVM's class-data archive, so that it is read from its
 * jar and verified: 30 to 50 ms. The thread has a machine of its own and compiles a loop with it.
 */
public final class WarmUp implements Runnable, LuaHost
{
    private static final String LOOP = "local s = 0 for i = 1, 10 do if i % 2 == 0 then s = s + i end end return s";

    private WarmUp()
    {
    }

    /** Starts a thread that ends by itself and keeps nothing alive. */
    public static void start()
    {
        final Thread thread = new Thread(new WarmUp(), "lua-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run()
    {
        final LuaVm vm = new LuaVm(this);
        vm.hot.compileEverything();
        vm.mainState().pushFunction(vm.load(LOOP.getBytes(StandardCharsets.ISO_8859_1), LuaString.of("=warm-up")));
        vm.mainState().call(0, 1);
    }

    @Override
    public double clock()
    {
        return 0;
    }

    @Override
    public void onPulse()
    {
    }
}
