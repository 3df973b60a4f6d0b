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
 * Hypothesis: all but what makes strings, tables and coroutines allocate nothing, so run it with {@code -prof gc} too;
 * the same text given to redis-server's EVAL takes two thirds of the time or more.
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
        WHILE("local x, i = 0, 0 while i < 100000 do i = i + 1 if i % 3 == 0 then x = x + i end end " +
            "return x", 1666683333),
        TAIL_CALLS("local function down(n, x) if n == 0 then return x end return down(n - 1, x + n) end " +
            "return down(10000, 0)", 50005000),
        METHODS("local c = {n = 0} c.__index = c function c:add(i) self.n = self.n + i end " +
            "local o = setmetatable({}, c) for i = 1, 10000 do o:add(i) end return o.n", 50005000),
        VARIABLE_ARGUMENTS("local function f(...) local a, b = ... return a + b + select('#', ...) end " +
            "local x = 0 for i = 1, 10000 do x = x + f(i, 1, 2) end return x", 50045000),
        PROTECTED_CALLS("local f, n = function(i) return i end, 0 for i = 1, 10000 do " +
            "local ok, v = pcall(f, i) n = n + v end return n", 50005000),
        PAIRS("local t, n = {}, 0 for i = 1, 1000 do t['k' .. i] = i end " +
            "for j = 1, 10 do for k, v in pairs(t) do n = n + v end end return n", 5005000),
        GROWING_TABLE("local t = {} for i = 1, 1000 do t[#t + 1] = i end local n = 0 " +
            "while #t > 0 do n = n + table.remove(t) end return n", 500500),
        SORT("local t = {} for i = 1, 1000 do t[i] = i * 7919 % 1009 end table.sort(t) " +
            "return t[1] + t[500] * 10000", 5050001),
        CONCATENATION("local t = {} for i = 1, 1000 do t[i] = i end return #table.concat(t, ',')", 3892),
        FORMAT("local n = 0 for i = 1, 1000 do n = n + #string.format('%05d:%s:%.2f', i, 'x', i / 3) end return n",
            13672),
        FIND("local s, n = ('x'):rep(100) .. 'key=42;', 0 for i = 1, 1000 do " +
            "local _, _, k, v = s:find('(%a+)=(%d+);', 90) n = n + #k + v end return n", 56000),
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
