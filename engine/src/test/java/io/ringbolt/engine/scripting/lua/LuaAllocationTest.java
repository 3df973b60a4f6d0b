package io.ringbolt.engine.scripting.lua;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Running a loaded function allocates nothing but what its script makes. */
class LuaAllocationTest
{
    private static final int WARM_UP_COUNT = 3000;
    private static final int MEASURED_COUNT = 1000;
    private static final int ATTEMPT_COUNT = 20;

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @ValueSource(strings = {
        "local x = 0 for i = 1, 100 do x = x + i * 2 % 7 end return x",
        "for i = 1, 20 do fields.x = fields.x + fields.y end return fields.x",
        "local t = list for i = 1, #t do t[i] = t[i] + 1 end return t[1]",
        "local n = 0 for k, v in pairs(list) do n = n + v end return n",
        "local n = 0 for i, v in ipairs(list) do n = n + v end return n",
        "local n = 0 for i = 1, 20 do n = n + add(i, n) end return n",
        "return math.floor(math.max(1.5, 2.5)) + #tostring('x')"})
    void shouldAllocateNothing(final String script)
    {
        assertEquals(0, leastBytesAllocatedBy(script), script);
    }

    @Test
    void shouldNoticeWhatAllocates()
    {
        assertTrue(leastBytesAllocatedBy("return {}") > MEASURED_COUNT);
    }

    private long leastBytesAllocatedBy(final String script)
    {
        final LuaVm vm = new SandboxedLua(new QuietHost()).vm();
        final LuaState lua = vm.mainState();
        final LuaTable fields = vm.newTable();
        fields.put("x", 0.0);
        fields.put("y", 1.0);
        vm.globals().put("fields", fields);
        final LuaTable list = vm.newTable(10, 0);
        for (int i = 1; i <= 10; i++)
        {
            list.put((double)i, (double)i);
        }
        vm.globals().put("list", list);
        vm.globals().put("add", load(vm, "local a, b = ... return a + b"));
        final LuaFunction function = load(vm, script);
        repeat(lua, function, WARM_UP_COUNT);

        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPT_COUNT && least > 0; attempt++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            repeat(lua, function, MEASURED_COUNT);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private static LuaFunction load(final LuaVm vm, final String script)
    {
        return vm.load(script.getBytes(StandardCharsets.ISO_8859_1), LuaString.of("@user_script"));
    }

    private static void repeat(final LuaState lua, final LuaFunction function, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            lua.pushFunction(function);
            if (lua.protectedCall(0, 1, 0) != null)
            {
                throw new IllegalStateException(String.valueOf(lua.toObject(-1)));
            }
            lua.setTop(0);
        }
    }
}
