package io.ringbolt.engine.scripting.lua;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The machine as its host meets it: natives, protection, interrupts, memory. */
class LuaVmTest
{
    private final QuietHost host = new QuietHost();
    private SandboxedLua lua;
    private LuaVm vm;

    @BeforeEach
    void makeMachine()
    {
        lua = new SandboxedLua(host);
        vm = lua.vm();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "x = 1 | ERR:user_script:1: Attempt to modify a readonly table",
        "rawset(_G, 'x', 1) | ERR:Attempt to modify a readonly table",
        "setmetatable(_G, {}) | ERR:Attempt to modify a readonly table",
        "string.x = 1 | ERR:user_script:1: Attempt to modify a readonly table",
        "table.insert(string, 1) | ERR:Attempt to modify a readonly table",
        "return x | ERR:user_script:1: Script attempted to access nonexistent global variable 'x'",
    })
    void shouldProtectReadOnlyTables(final String script, final String expected)
    {
        assertEquals(expected, lua.run(script));
    }

    @Test
    void shouldRepeatLongStringsWhole()
    {
        assertEquals("true", new SandboxedLua(new QuietHost()).run(
            "for _, n in ipairs({1, 3, 1000, 65537}) do local p = ('x'):rep(n - 1) .. 'y' " +
            "local s = p:rep(3e6 / n) if s:gsub(p, '') ~= '' then return n end end return true"));
    }

    @Test
    void shouldCallNativeFunctionsAndNameThemInErrors()
    {
        LuaState.register(vm.globals(), "twice", state ->
        {
            state.pushNumber(state.checkNumber(1) * 2);
            return 1;
        });

        assertEquals("42.0", lua.run("return twice(21)"));
        assertEquals("ERR:user_script:1: bad argument #1 to 'twice' (number expected, got nil)", lua.run("twice(nil)"));
    }

    @Test
    void shouldShowTheHandlerOfAProtectedCallWhereTheErrorHappened()
    {
        final LuaState state = vm.mainState();
        final CallSite[] site = new CallSite[1];
        state.pushFunction(vm.newFunction(inner ->
        {
            site[0] = inner.callSite(1);
            return 1;
        }));
        state.load("\n\nlocal x = nil + 1".getBytes(StandardCharsets.ISO_8859_1), LuaString.of("@user_script"));

        final LuaError error = state.protectedCall(0, 0, 1);

        assertEquals("user_script:3: attempt to perform arithmetic on a nil value", error.getMessage());
        assertEquals(new CallSite("@user_script", "user_script", 3), site[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "while true do end",
        "while true do pcall(function() while true do end end) end",
        "coroutine.wrap(function() while true do end end)()",
        "local co = coroutine.create(function() repeat until false end) while true do coroutine.resume(co) end",
        "local function f() return f() end f()",
        "for i = 1, 1e15 do end",
        "return ('a'):rep(30):find(('a*'):rep(30) .. 'b')",
        "local t = {} for i = 1, 4000 do t[i] = i end table.sort(t, function(a, b) return a > b end) " +
            "while true do table.sort(t) end",
        "local s = ('x'):rep(1000000) while true do s:gsub('x', 'y') end",
        "while true do local s = ('x'):rep(10000000) end",
        "local t = {} for i = 1, 10000 do t[i] = 'x' end while true do table.concat(t) end",
        "local s = ('a'):rep(1000000) while true do s:find('ab', 1, true) end"})
    void shouldEndAScriptThatTheHostInterrupts(final String script)
    {
        host.interrupt();
        assertThrows(LuaInterrupt.class, () -> lua.run(script));
        vm.mainState().reset();

        assertEquals("2.0", lua.run("return 1 + 1"));
    }

    @Test
    void shouldLookAtTheHostAsOftenAsItLoops()
    {
        lua.run("for i = 1, 1000000 do end");

        assertTrue(host.pulseCount() > 100, host.pulseCount() + " pulses");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "local t = {} while true do t[#t + 1] = {} end",
        "local s = 'x' while true do s = s .. s end",
        "return ('x'):rep(1e9)",
        "local t = {} while true do t[#t + 1] = function() return t end end",
        "local t = {} for i = 1, 1e7 do t[i] = i end",
        "local t = {} for i = 1, 1e7 do t[-i] = i end",
        "local t = {} while true do t[#t + 1] = coroutine.create(function() end) end",
        "local s = ('x'):rep(1e6) local t = {} for i = 1, 100 do t[i] = s end return table.concat(t)",
        "return (('x'):rep(1e6):gsub('x', ('y'):rep(100)))"})
    void shouldRefuseMemoryBeyondTheLimit(final String script)
    {
        vm.memory().setLimit(32 << 20);

        assertEquals("ERR:not enough memory", lua.run(script));
        assertEquals("false not enough memory",
            lua.run("local ok, e = pcall(function() " + script + " end) return tostring(ok) .. ' ' .. e"));
        vm.mainState().setTop(0);
        vm.memory().collect();
        assertTrue(vm.memory().used() < 4 << 20, "still counted: " + vm.memory().used());
    }

    @Test
    void shouldRunOnWhenGarbageExceedsTheLimit()
    {
        vm.memory().setLimit(8 << 20);

        assertEquals("done", lua.run("for i = 1, 200 do local s = ('x'):rep(1e6) end return 'done'"));
    }

    /** Memory is counted now and then where something grows, and what lies above a stack's top is cleared then. */
    @Test
    void shouldKeepResultsUntilTheyAreInTheirTable()
    {
        assertEquals("0.0", lua.run("local t = {} for i = 1, 60 do t[i] = i end " +
            "for i = 1, 50000 do local copy = {unpack(t)} if copy[60] ~= 60 then return i end end return 0"));
    }

    @Test
    void shouldForgetWeakEntriesThatNothingElseReaches()
    {
        assertEquals("1.0", lua.run(
            "local w = setmetatable({}, {__mode = 'v'}) local kept = {} w.a = kept w.b = {} w = {w} " +
            "collectgarbage() local n = 0 for _ in pairs(w[1]) do n = n + 1 end return n"));
    }

    @Test
    void shouldSwitchEnvironments()
    {
        vm.globals().put("setfenv", null);
        final LuaFunction function = vm.load("return x".getBytes(StandardCharsets.ISO_8859_1), LuaString.of("=e"));
        final LuaTable environment = vm.newTable();
        environment.put("x", 5.0);
        function.setEnvironment(environment);
        final LuaState state = vm.mainState();
        state.pushFunction(function);

        assertNull(state.protectedCall(0, 1, 0));
        assertEquals(5.0, state.toObject(-1));
    }

    @Test
    void shouldReportSyntaxErrorsWithTheirKind()
    {
        final LuaError error = assertThrows(LuaError.class, () ->
            vm.load("x = = 1".getBytes(StandardCharsets.ISO_8859_1), LuaString.of("@user_script")));

        assertEquals(LuaError.Kind.SYNTAX, error.kind());
        assertEquals("user_script:1: unexpected symbol near '='", error.getMessage());
    }

    @Test
    void shouldGiveTheSameAddressesOnEveryRun()
    {
        final String script = "return tostring({}) .. tostring(function() end)";

        assertEquals(new SandboxedLua(host).run(script), new SandboxedLua(host).run(script));
        assertNotNull(vm.registry());
    }
}
