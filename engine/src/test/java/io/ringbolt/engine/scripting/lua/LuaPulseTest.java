package io.ringbolt.engine.scripting.lua;

import io.ringbolt.engine.scripting.library.JsonLibrary;
import io.ringbolt.engine.scripting.library.MessagePackLibrary;
import io.ringbolt.engine.scripting.library.StructLibrary;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * However a script spends its time, the machine looks at its host again soon, so that a kill reaches it. The time is
 * the thread's own, so that other processes don't count.
 */
class LuaPulseTest
{
    private static final int WARM_UP_PULSES = 100;
    private static final int PULSES = 61;
    private static final long LONGEST_MEDIAN_NS = 4_000_000;

    @ParameterizedTest
    @ValueSource(strings = {
        "while true do end",
        "while true do pcall(error, 'x') end",
        "while true do pcall(function() for i = 1, 10 do end end) end",
        "local co = coroutine.wrap(function() while true do coroutine.yield() end end) while true do co() end",
        "local function f() return f() end f()",
        "while true do local s = ('x'):rep(1e6) end",
        "local s = ('a'):rep(200000) while true do s:gsub('.', '%0') end",
        "local s = ('a'):rep(200000) while true do s:gsub('.', function(c) return c end) end",
        "local s = ('a'):rep(1000) s:find(('a-'):rep(20) .. 'b')",
        "local t = {} for i = 1, 100000 do t[i] = (i * 7919) % 100003 end " +
            "while true do table.sort(t) table.sort(t, function(a, b) return a > b end) end",
        "local t = {} for i = 1, 100000 do t[i] = 'x' end while true do table.concat(t, ',') end",
        "local t = {} while true do for i = 1, 1000 do table.insert(t, 1, i) end t = {} end",
        "while true do local s = '' for i = 1, 1000 do s = s .. i end end",
        "local t = setmetatable({}, {__index = function(t, k) return t[k + 1] end}) " +
            "while true do pcall(function() return t[1] end) end",
        "local t = {} for i = 1, 200000 do t['k' .. i] = i end while true do for k, v in pairs(t) do end end",
        "while true do string.format('%20d%s', 1, ('x'):rep(1000)) end",
        "while true do select(2, pcall(error, {})) end",
        "while true do xpcall(function() error('x') end, function(e) return e end) end",
        "while true do pcall(function() local x = nil + 1 end) end",
        "while true do coroutine.wrap(function() end)() end",
        "while true do coroutine.resume(coroutine.create(function() error('x') end)) end",
        "local function f(n) if n == 0 then return 0 end return f(n - 1) end while true do f(100000) end",
        "local function f(n) if n == 0 then error('x') end return 1 + f(n - 1) end while true do pcall(f, 150) end",
        "while true do loadstring('local a, b = 1, {} return function() return a + #b end') end",
        "local s = ('x'):rep(1e6) while true do s:upper() s:reverse() s:byte(1, 5000) end",
        "local s = ('1'):rep(5000) while true do tonumber(s) end",
        "local t = {} for i = 1, 100000 do t[i] = 'v' .. i end while true do unpack(t, 1, 5000) end",
        "local s = '[' .. ('1,'):rep(200000) .. '1]' while true do cjson.decode(s) end",
        "local s = '\"' .. ('x'):rep(8000000) .. '\"' while true do cjson.decode(s) end",
        "local s = '\"' .. ('\\\\n'):rep(2000000) .. '\"' while true do cjson.decode(s) end",
        "local s = '[' .. (' '):rep(8000000) .. ']' while true do cjson.decode(s) end",
        "local s = '[' .. ('1'):rep(5000) .. ']' while true do cjson.decode(s) end",
        "local t = {} for i = 1, 100000 do t['k' .. i] = {i, tostring(i)} end while true do cjson.encode(t) end",
        "local s = ('\\n'):rep(4000000) while true do cjson.encode(s) end",
        "local t = {} for i = 1, 100000 do t['k' .. i] = {i, tostring(i)} end " +
            "local s = cmsgpack.pack(t) while true do cmsgpack.unpack(s) end",
        "local t = {} for i = 1, 100000 do t['k' .. i] = {i, tostring(i)} end while true do cmsgpack.pack(t) end",
        "local f = ('i4'):rep(1000) local s = ('x'):rep(4000) while true do pcall(struct.unpack, f, s) end",
        "local function f(...) return f(1, 2, 3, 4, 5, 6, 7, 8, ...) end f()",
        "local s = ('x = 1 '):rep(5000) while true do loadstring(s) end",
        "local t = {} for i = 1, 7000 do t[i] = i end while true do unpack(t) end",
        "local s = ('x'):rep(7000) while true do s:byte(1, -1) end",
        "local t = {} for i = 1, 100000 do t[i] = {} end while true do collectgarbage() end"})
    void shouldLookAtItsHostOften(final String script)
    {
        final PulseMeter meter = new PulseMeter();
        final LuaVm vm = new SandboxedLua(meter).vm();
        vm.globals().setReadOnly(false);
        vm.globals().put("cjson", JsonLibrary.table(vm));
        vm.globals().put("cmsgpack", MessagePackLibrary.table(vm));
        vm.globals().put("struct", StructLibrary.table(vm));
        final LuaState lua = vm.mainState();
        lua.load(script.getBytes(StandardCharsets.ISO_8859_1), LuaString.of("@user_script"));
        assertThrows(LuaInterrupt.class, () -> lua.call(0, 0));
        Arrays.sort(meter.gapsNs);
        final long median = meter.gapsNs[PULSES / 2];
        final long longest = meter.gapsNs[PULSES - 1];
        assertTrue(median < LONGEST_MEDIAN_NS, "median ns: " + median + " longest: " + longest);
    }

    private static final class PulseMeter implements LuaHost
    {
        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        private final long[] gapsNs = new long[PULSES];
        private int count = -WARM_UP_PULSES;
        private long lastNs;

        @Override
        public double clock()
        {
            return 0;
        }

        @Override
        public void onPulse()
        {
            final long nowNs = threads.getCurrentThreadCpuTime();
            if (count >= 0)
            {
                gapsNs[count] = nowNs - lastNs;
            }
            lastNs = nowNs;
            if (++count == PULSES)
            {
                throw new LuaInterrupt("enough");
            }
        }
    }
}
