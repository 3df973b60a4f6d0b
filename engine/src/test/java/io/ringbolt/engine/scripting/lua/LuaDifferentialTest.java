package io.ringbolt.engine.scripting.lua;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Scripts give the same in this machine, interpreted and compiled, and in the Lua of a real redis-server: results,
 * messages, order of traversals. Random programs are also given to the original Lua 5.1.
 */
class LuaDifferentialTest
{
    private static final int PROGRAM_COUNT = Integer.getInteger("ringbolt.lua.programs", 60);
    private static final long FIRST_SEED = Long.getLong("ringbolt.lua.seed", 1L);

    @TempDir
    static Path directory;

    private static RedisScripts redis;

    @BeforeAll
    static void startRedis() throws Exception
    {
        redis = RedisScripts.start(directory);
    }

    @AfterAll
    static void stopRedis() throws Exception
    {
        if (null != redis)
        {
            redis.close();
        }
    }

    private static void assertSame(final String script, final String hint) throws Exception
    {
        final String expected = redis.run(script);
        assertEquals(expected, new SandboxedLua(new QuietHost()).run(script), hint);
        final SandboxedLua compiling = new SandboxedLua(new QuietHost());
        compiling.vm().hot.compileEverything();
        assertEquals(expected, compiling.run(script), hint + " compiled");
    }

    @Test
    void shouldRunRandomProgramsAlike() throws Exception
    {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + PROGRAM_COUNT; seed++)
        {
            assertSame(RandomProgram.of(seed), "seed " + seed);
        }
    }

    @Test
    void shouldRunRandomProgramsAsTheOriginalDoes()
    {
        final OriginalLua original = new OriginalLua();
        for (long seed = FIRST_SEED; seed < FIRST_SEED + PROGRAM_COUNT; seed++)
        {
            final String program = OriginalLua.comparable(RandomProgram.of(seed));
            final String actual = new SandboxedLua(new QuietHost()).run(program);
            assertEquals(original.run(program), actual, "seed " + seed);
        }
    }

    /**
     * The compiled form holds every decision of the compiler: registers, constants, jumps, lines, lives of variables.
     */
    @Test
    void shouldCompileRandomProgramsAlike() throws Exception
    {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + PROGRAM_COUNT; seed++)
        {
            final String program = RandomProgram.of(seed).replace("]===]", "");
            final String script = "return string.dump(loadstring([===[" + program + "]===], '@p'))";
            assertSame(script, "seed " + seed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "local n = 0 local function r() n = n + 1 return 1 + r() end " +
            "pcall(r) local m = n n = 0 pcall(r) return m .. ' ' .. n",
        "local function f(n) if n == 0 then return 'ok' end return f(n - 1) end return f(100000)",
        "local function f(n) return 1 + f(n + 1) end return f(1)",
        "local function p(n) if n == 0 then return 'deep' end return select(2, pcall(p, n - 1)) end return p(150)",
        "local function p(n) if n == 0 then return 'deep' end return select(2, pcall(p, n - 1)) end return p(250)",
        "return select(2, loadstring(('('):rep(250) .. '1' .. (')'):rep(250)))",
        "local s = 'local a1' for i = 2, 201 do s = s .. ',a' .. i end return select(2, loadstring(s))",
        "local s = '' for i = 1, 61 do s = s .. 'local a' .. i .. ' ' end s = s .. 'return function() return a1' " +
            "for i = 2, 61 do s = s .. '+a' .. i end return select(2, loadstring(s .. ' end'))",
        "local t = {} for i = 1, 300 do t[i] = 'x' .. i .. '=' .. i end " +
            "local f = loadstring('local t={' .. table.concat(t, ',') .. '} local s = 0 " +
            "for k, v in pairs(t) do s = s * 3 % 65521 + v end return s') " +
            "return tostring(f())",
        "local t = {} for i = 1, 500 do t['key:' .. i * 7 % 500] = i end " +
            "local s = {} for k in pairs(t) do s[#s + 1] = k end return table.concat(s, ' ')",
        "local t = {} for i = 1, 200 do t[i * 37 % 211] = i t[-i / 4] = i end " +
            "local s = {} for k in pairs(t) do s[#s + 1] = k end return table.concat(s, ' ')",
        "math.randomseed(7) return math.random(100) .. ' ' .. math.random(1, 6) .. ' ' .. math.random(1000)",
        "return table.concat({tostring(0/0), tostring(-(0/0)), tostring(math.sqrt(-1)), tostring(math.acos(2)), " +
            "tostring(5 % 0)}, ' ')",
        "return tostring(loadstring('\\27Lua')) .. select(2, loadstring('\\27Lua', '@b'))",
        "return select(2, pcall(string.find, ('a'):rep(100), '(a*)(a*)%1%2%3'))",
        "local t = {} for i = 1, 100 do t[i] = (i * 7919) % 101 end " +
            "table.sort(t, function(a, b) return a > b end) return table.concat(t, ',')",
        "return select(2, pcall(table.sort, {3, 1, 2, 5, 4, 7, 6}, function() return true end))",
        "local x = 0 for i = 1, 50000 do if i % 3 == 0 then x = x + i elseif i < 9e4 then x = x - 1 end end " +
            "return '' .. x",
        "local s, n = 0, 0 repeat n = n + 1 s = s + n / 2 local stop = n >= 50000 until stop return s .. ' ' .. n",
        "local t, n = {}, 0 while n < 50000 do n = n + 1 t[n % 50 + 1] = n t.last = n end return t[7] .. ' ' .. t.last",
        "local function f(n) if n == 0 then return nil + 1 end return f(n - 1) + 1 end " +
            "local e for i = 1, 300 do e = select(2, pcall(f, 150)) end return e",
        "local co = coroutine.wrap(function() local function deep(n) if n == 0 then coroutine.yield(1) return 1 end " +
            "return 1 + deep(n - 1) end while true do coroutine.yield(deep(150)) end end) " +
            "local s = 0 for i = 1, 400 do s = s + co() end return '' .. s",
        "local function odd(n) if n == 0 then return 'even' end return (function(m) return odd(m) end)(n - 1) end " +
            "return odd(60000)",
        "local x = 0 for i = 1, 40000 do if i == 39999 then x = x + nil end x = x + i end return x",
        "local t = setmetatable({}, {__index = function(_, k) return k * 2 end, __add = function(a, b) return b end})" +
            " local x = 0 for i = 1, 30000 do x = x + t[i] + (t + 1) end return '' .. x",
        "local fs = {} for i = 1, 20000 do local j = i fs[i % 10 + 1] = function() j = j + 1 return j end end " +
            "return fs[3]() + fs[3]() .. ''",
        "local function f(...) local x return tostring(x) .. tostring(arg and arg.n) end return f(1, 2)",
        "local function f(...) local x, y, z z = arg.n return z .. tostring(y) .. arg[2] end return f(1, 2)",
        "local function f(a, ...) local x return tostring(x) .. a .. arg.n end return f(1, 2) .. f(3)",
        "local function k(a) local d, e, f = {}, {}, {} return a end " +
            "local function g(...) local x = ... return type(arg) end k({}) return g() .. g(1, {})",
        "local function v(...) local a, b = ... return select('#', ...), b, a end " +
            "local x = 0 for i = 1, 20000 do local n, p, q = v(i, nil, 3) x = x + n + q end return '' .. x"})
    void shouldGiveTheSameAsRedis(final String script) throws Exception
    {
        assertSame(script, script);
    }
}
