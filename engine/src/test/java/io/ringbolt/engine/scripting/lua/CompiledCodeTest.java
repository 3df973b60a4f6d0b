package io.ringbolt.engine.scripting.lua;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What runs long is compiled to bytecode of the JVM, and can be killed, followed and forgotten as before.
 * <p>
 * That it gives the same is shown by {@link LuaDifferentialTest}.
 */
class CompiledCodeTest
{
    private static final String HOT_LOOP = "local x = 0 for i = 1, 50000 do x = x + i end return x";

    private final QuietHost host = new QuietHost();
    private final SandboxedLua lua = new SandboxedLua(host);
    private final LuaVm vm = lua.vm();

    private LuaFunction load(final String script)
    {
        return vm.load(script.getBytes(StandardCharsets.ISO_8859_1), LuaString.of("@user_script"));
    }

    private void call(final LuaFunction function)
    {
        final LuaState state = vm.mainState();
        state.setTop(0);
        state.pushFunction(function);
        state.call(0, 1);
    }

    @Test
    void shouldCompileWhatRunsLong()
    {
        final LuaFunction hot = load(HOT_LOOP);
        final LuaFunction cold = load("local x = 0 for i = 1, 50 do x = x + i end return x");

        call(hot);
        call(cold);

        assertNotNull(hot.prototype.compiled);
        assertNull(cold.prototype.compiled);
    }

    @Test
    void shouldCompileWhatCompiledCodeCallsOften()
    {
        final LuaFunction hot = load("local function f(a) return a + 1 end local x = 0 " +
            "for i = 1, 50000 do x = f(x) end return x");

        call(hot);

        assertNotNull(hot.prototype.inner[0].compiled);
    }

    @Test
    void shouldCompileTheLoopOfAFunctionThatIsTooLongItself()
    {
        final LuaFunction function = load("local x = 0 " + "x = x * 2 + 1 ".repeat(2000) +
            "x = 0 for i = 1, 50000 do x = x + i end return x");

        call(function);

        assertNotNull(function.prototype.compiled);
        assertEquals(1_250_025_000.0, vm.mainState().toNumber(-1));
    }

    @Test
    void shouldInterpretALoopThatIsTooLong()
    {
        final LuaFunction function = load("local x = 0 for i = 1, 40 do " + "x = x * 0 + i ".repeat(2000) +
            "for j = 1, 1000 do " + "x = x + 1 ".repeat(4000) + " end end return x");

        call(function);

        assertNull(function.prototype.compiled);
        assertEquals(4_000_040.0, vm.mainState().toNumber(-1));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "while true do end",
        "repeat local x = 1 until x == 2",
        "for i = 1, 1e15 do end",
        "local function f() return f() end f()",
        "local function f(n) if n > 0 then f(n - 1) f(n - 1) end end f(1000)",
        "while true do pcall(function() for i = 1, 10 do end end) end",
        "local co = coroutine.wrap(function() while true do coroutine.yield() end end) while true do co() end"})
    void shouldBeInterruptedWhileCompiledCodeRuns(final String script)
    {
        final LuaFunction function = load(script);
        vm.hot.compileEverything();
        vm.hot.noteLoaded(function.prototype);
        host.interrupt();

        assertThrows(LuaInterrupt.class, () -> call(function));

        vm.mainState().reset();
        assertEquals(0, vm.nestedCalls);
    }

    @Test
    void shouldCountNestedCallsDownAfterErrors()
    {
        vm.hot.compileEverything();
        final String script = "local function f(n) if n == 0 then error('deep', 0) end return 1 + f(n - 1) end " +
            "local co = coroutine.create(f) coroutine.resume(co, 20) " +
            "for i = 1, 500 do pcall(f, 30) end return select(2, pcall(f, 30))";

        assertEquals("deep", lua.run(script));
        assertEquals(0, vm.nestedCalls);
    }

    @Test
    void shouldFollowLinesOfAFunctionWhileOthersAreCompiled()
    {
        call(load(HOT_LOOP));
        final LuaFunction function = load("local x = 0\nfor i = 1, 20000 do\nx = x + i\nend\nreturn x");
        final List<Integer> lines = new ArrayList<>();
        vm.trap(function, new LineHook()
        {
            @Override
            public void onLine(final LuaState state, final int line)
            {
                lines.add(line);
            }

            @Override
            public void onManyInstructions(final LuaState state, final int line)
            {
            }
        });

        call(function);

        assertEquals(List.of(1, 2, 3, 2, 3, 2), lines.subList(0, 6));
        assertTrue(lines.size() > 40_000, "lines: " + lines.size());
        assertNull(function.prototype.compiled);
    }

    @Test
    void shouldBoundHowManyClassesThereAre()
    {
        final List<LuaFunction> functions = new ArrayList<>();
        vm.hot.compileEverything();
        for (int i = 0; i < 300; i++)
        {
            functions.add(load("return " + i));
        }

        final long compiled = functions.stream().filter(function -> function.prototype.compiled != null).count();

        assertEquals(256, compiled);
        assertNull(functions.get(0).prototype.compiled);
        call(functions.get(0));
        assertEquals(0.0, vm.mainState().toNumber(-1));
    }

    @Test
    void shouldCountTheClassesOfFunctionsWhileTheyLive()
    {
        final LuaFunction function = load(HOT_LOOP);
        vm.globals().put("f", function);
        vm.memory().collect();
        final long interpreted = vm.memory().used();

        vm.hot.compileEverything();
        vm.hot.noteLoaded(function.prototype);

        final long counted = 3L * function.prototype.classFileLength;
        assertTrue(counted > 1000, "class file: " + function.prototype.classFileLength);
        assertEquals(interpreted + counted, vm.memory().used());
        vm.memory().collect();
        assertEquals(interpreted + counted, vm.memory().used());
        vm.mainState().reset();
        vm.globals().put("f", null);
        vm.memory().collect();
        assertTrue(vm.memory().used() < interpreted, "still counted: " + vm.memory().used());
    }

    @Test
    void shouldUnloadTheClassOfAFunctionThatIsGone()
    {
        final WeakReference<Class<?>> loaded = compiledClass();
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (loaded.get() != null && System.nanoTime() < deadlineNs)
        {
            System.gc();
        }

        assertNull(loaded.get());
    }

    private WeakReference<Class<?>> compiledClass()
    {
        final SandboxedLua other = new SandboxedLua(host);
        final LuaFunction function = other.vm().load(
            HOT_LOOP.getBytes(StandardCharsets.ISO_8859_1), LuaString.of("@user_script"));
        other.vm().mainState().pushFunction(function);
        other.vm().mainState().call(0, 1);
        return new WeakReference<>(function.prototype.compiled.getClass());
    }
}
