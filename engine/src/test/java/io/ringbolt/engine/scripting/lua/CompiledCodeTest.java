package io.ringbolt.engine.scripting.lua;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

/**
 * Functions give the same compiled to bytecode of the JVM as they give in the interpreter.
 */
class CompiledCodeTest
{
    private static final int PROGRAM_COUNT = Integer.getInteger("ringbolt.lua.programs", 400);
    private static final long FIRST_SEED = Long.getLong("ringbolt.lua.seed", 1L);

    private static String interpreted(final String script)
    {
        return new SandboxedLua(new QuietHost()).run(script);
    }

    private static String compiled(final String script)
    {
        final SandboxedLua lua = new SandboxedLua(new QuietHost());
        lua.vm().hot.compileEverything();
        return lua.run(script);
    }

    @Test
    void shouldRunRandomProgramsAlike()
    {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + PROGRAM_COUNT; seed++)
        {
            final String program = RandomProgram.of(seed);
            assertEquals(interpreted(program), compiled(program), "seed " + seed);
        }
    }
}
