package io.ringbolt.perf.bench;

import io.ringbolt.engine.scripting.lua.LuaFunction;
import io.ringbolt.engine.scripting.lua.LuaHost;
import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaString;
import io.ringbolt.engine.scripting.lua.LuaVm;
import io.ringbolt.engine.scripting.lua.library.Libraries;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * What a script's loops, calls, tables and strings cost. Each script returns a number that is checked.
 * <p>
 * Hypothesis: all but the strings allocate nothing, so run it with {@code -prof gc} too; the same text given to
 * redis-server's EVAL takes two thirds of the time or more.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LuaBenchmark
{
    /** A script and what it returns. */
    public enum Script
    {
        LOOP("local x = 0 for i = 1, 100000 do x = x + i end return x", 5000050000.0),
        CALLS("local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end " +
            "return fib(20)", 6765),
        NATIVE_CALLS("local floor, x = math.floor, 0 for i = 1, 10000 do x = x + floor(i / 3) end return x", 16665000),
        ARRAY("local t = {} for i = 1, 100 do t[i] = i end local x = 0 " +
            "for j = 1, 100 do for i = 1, 100 do x = x + t[i] end end return x", 505000),
        FIELDS("local t = {x = 0, y = 1} for i = 1, 10000 do t.x = t.x + t.y end return t.x", 10000),
        CLOSURES("local n = 0 local function f() n = n + 1 end for i = 1, 10000 do f() end return n", 10000),
        STRINGS("local n = 0 for i = 1, 1000 do n = n + #('key:' .. i):gsub('%d', 'x') end return n", 6893),
        COROUTINE("local f = coroutine.wrap(function() for i = 1, 1000 do coroutine.yield(i) end return 0 end) " +
            "local n = 0 for i = 1, 1000 do n = n + f() end return n", 500500);

        private final String text;
        private final double result;

        Script(final String text, final double result)
        {
            this.text = text;
            this.result = result;
        }
    }

    @Param
    private Script script;

    private LuaState lua;
    private LuaFunction function;

    @Setup
    public void load()
    {
        final LuaVm vm = new LuaVm(new SilentHost());
        Libraries.openAll(vm);
        lua = vm.mainState();
        function = vm.load(script.text.getBytes(StandardCharsets.ISO_8859_1), LuaString.of("@benchmark"));
    }

    @Benchmark
    public double run()
    {
        lua.pushFunction(function);
        lua.call(0, 1);
        final double result = lua.toNumber(-1);
        lua.pop(1);
        if (result != script.result)
        {
            throw new IllegalStateException(script + " returned " + result);
        }
        return result;
    }

    private static final class SilentHost implements LuaHost
    {
        @Override
        public double clock()
        {
            return 0;
        }

        @Override
        public void onPulse()
        {
            // Nothing else to serve.
        }
    }
}
