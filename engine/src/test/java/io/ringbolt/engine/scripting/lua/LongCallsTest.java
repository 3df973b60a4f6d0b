package io.ringbolt.engine.scripting.lua;

import io.ringbolt.engine.scripting.library.JsonLibrary;
import io.ringbolt.engine.scripting.library.MessagePackLibrary;
import io.ringbolt.engine.scripting.library.StructLibrary;
import io.ringbolt.engine.scripting.lua.library.Libraries;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * However long a single call of a script takes, the machine looks at its host within it, so that a kill reaches it.
 * Each row is a preparation and, after {@code @@}, the call; {@code N} is a length. With
 * {@code -Dringbolt.long-calls.timed=true} and a greater length the longest time between two looks in the course of a
 * call is measured, too, in the thread's own processor time, and of several calls the least.
 */
class LongCallsTest
{
    private static final String LENGTH = System.getProperty("ringbolt.long-calls.length", "400000");
    private static final boolean IS_TIMED = Boolean.getBoolean("ringbolt.long-calls.timed");
    private static final int WARM_UP = 2;
    private static final int CALLS = 5;
    private static final long ENOUGH_NS = 50_000_000;
    private static final long LONGEST_NS = 5_000_000;

    @ParameterizedTest
    @ValueSource(strings = {
        "local s = ('x = 1 '):rep(N / 20) @@ loadstring(s)",
        "local s = '--' .. ('x'):rep(N) @@ loadstring(s)",
        "local s = 'return \"' .. ('x'):rep(N) .. '\"' @@ loadstring(s)",
        "local s = 'return [[' .. ('x'):rep(N) .. ']]' @@ loadstring(s)",
        "local s = ('x'):rep(N) @@ loadstring(s)",
        "local s = 'return ' .. ('1'):rep(N) @@ loadstring(s)",
        "local s = ('function f() local function g() end end '):rep(N / 100) @@ loadstring(s)",
        "local s = ('x'):rep(N) @@ for i = 1, 50 do loadstring('x x', s) end",
        "local p = ('x'):rep(N / 10) @@ local n = 0 load(function() n = n + 1 return n < 10 and p or nil end)",
        "local s = ('1'):rep(N) @@ tonumber(s)",
        "local s = ('1'):rep(N) @@ tonumber(s, 36)",
        "local s = '0x' .. ('1'):rep(N) @@ tonumber(s)",
        "local s = '1' .. (' '):rep(N) @@ tonumber(s)",
        "local s = ('1'):rep(N) @@ local x = s + 1",
        "local s = ('1'):rep(N) @@ pcall(function() for i = s, 1 do end end)",
        "local x @@ x = ('abc'):rep(N * 2)",
        "local s = ('x'):rep(N) @@ string.format('%q', s)",
        "local s = ('x'):rep(N) @@ string.format(s)",
        "local s = ('x'):rep(N) @@ local x = s .. s .. s .. s .. s",
        "local a, b = ('x'):rep(N) .. 'a', ('x'):rep(N) .. 'b' @@ for i = 1, 50 do local x = a < b or a == b end",
        "local s = ('x'):rep(N) @@ s:find('y', 1, true)",
        "local s = ('x'):rep(N) @@ s:find(('x'):rep(N / 2) .. 'y', N / 2, true)",
        "local s = ('x'):rep(N) local p = '[' .. ('a'):rep(N / 10) .. ']' @@ s:sub(1, 100):find(p)",
        "local s = ('x'):rep(N) @@ s:match('^(.*)$')",
        "local s = ('x'):rep(N) @@ s:find('^(.*)%1$')",
        "local p = ('a'):rep(N) @@ ('x'):gsub('x', p)",
        "local s = ('x'):rep(N) @@ s:gsub('y', 'y')",
        "local t = {} for i = 1, N / 10 do t[i] = i end @@ table.concat(t)",
        "local t = {} for i = 1, N / 2 do t[i] = i end @@ table.insert(t, 1, table.remove(t, 1))",
        "local t = {} for i = 1, N / 20 do t[i] = (i * 7919) % 100003 end @@ table.sort(t)",
        "local s = ('x'):rep(N) @@ struct.unpack('s', struct.pack('s', s))",
        "local s = ('x'):rep(N) @@ for i = 1, 5 do cmsgpack.unpack(cmsgpack.pack(s)) end",
        "local t = {} for i = 1, N / 40 do t['k' .. i] = i end @@ cmsgpack.unpack(cmsgpack.pack(t))",
        "local s = '[' .. ('1'):rep(N) .. ']' @@ pcall(cjson.decode, s)",
        "local s = ('x'):rep(N) @@ cjson.encode(s)",
        "local s = ('x'):rep(N) @@ pcall(assert, false, s)",
        "local s = ('x'):rep(N) @@ local t = {[s .. 'a'] = 1}",
        "local t = {} for i = 1, N / 16 do t['k' .. i] = {} end @@ collectgarbage()",
        "local t = setmetatable({}, {__mode = 'k'}) for i = 1, N / 8 do t[i] = {} end @@ collectgarbage()",
        "local x @@ local t = {} for i = 1, N / 20 do t['k' .. i] = i end",
        "local x @@ local t = {} for i = N / 20, 1, -1 do t[i * 1.5] = i end",
        "local t = {} for i = 1, N / 2 do t[i] = i end for i = 1, N / 2 do t[i] = nil end @@ next(t)",
        "local x @@ for i = 1, N do end"})
    void shouldLookAtItsHostWithinACall(final String row)
    {
        final String[] parts = row.replace("N", LENGTH).split(" @@ ");
        final CallMeter meter = new CallMeter();
        final LuaVm vm = new LuaVm(meter);
        Libraries.openAll(vm);
        vm.globals().put("cjson", JsonLibrary.table(vm));
        vm.globals().put("cmsgpack", MessagePackLibrary.table(vm));
        vm.globals().put("struct", StructLibrary.table(vm));
        LuaState.register(vm.globals(), "endCall", caller ->
        {
            meter.endCall();
            caller.pushBoolean(meter.isDone());
            return 1;
        });
        final LuaState lua = vm.mainState();
        final String script = parts[0] + " repeat " + parts[1] + " until endCall()";
        lua.load(script.getBytes(StandardCharsets.ISO_8859_1), LuaString.of("@user_script"));
        lua.call(0, 0);
        assertTrue(meter.leastLooks > 0, "the call went unseen");
        if (IS_TIMED)
        {
            System.out.printf("%.2f ms of %.1f | %s%n", meter.leastNs / 1e6, meter.callNs / 1e6, row);
            assertTrue(meter.leastNs < LONGEST_NS, "ns without a look: " + meter.leastNs + " of " + meter.callNs);
        }
    }

    private static final class CallMeter implements LuaHost
    {
        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        private long leastNs = Long.MAX_VALUE;
        private long callNs = Long.MAX_VALUE;
        private long longestNs;
        private long startNs;
        private long lastNs;
        private long spentNs;
        private int calls;
        private int looks;
        private int leastLooks = Integer.MAX_VALUE;

        @Override
        public double clock()
        {
            return 0;
        }

        @Override
        public void onPulse()
        {
            final long nowNs = threads.getCurrentThreadCpuTime();
            longestNs = Math.max(longestNs, nowNs - lastNs);
            lastNs = threads.getCurrentThreadCpuTime();
            looks++;
        }

        void endCall()
        {
            onPulse();
            if (++calls > 1)
            {
                leastLooks = Math.min(leastLooks, looks - 1);       // one of them is this
            }
            if (calls > WARM_UP)
            {
                leastNs = Math.min(leastNs, longestNs);
                callNs = Math.min(callNs, lastNs - startNs);
            }
            spentNs += calls > 1 ? lastNs - startNs : 0;
            longestNs = 0;
            looks = 0;
            startNs = lastNs;
        }

        boolean isDone()
        {
            return calls >= (IS_TIMED ? WARM_UP + CALLS : WARM_UP) || calls > WARM_UP && spentNs > ENOUGH_NS;
        }
    }
}
