package io.ringbolt.engine.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.config.GuardedAccess;
import io.ringbolt.config.SecurityParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.Test;

class ModuleCommandsTest
{
    private static ServerConfig config(final GuardedAccess access)
    {
        return ServerConfig.defaults().with(SecurityParameters.ENABLE_MODULE_COMMAND, access);
    }

    @Test
    void shouldListNone()
    {
        try (EngineHarness redis = new EngineHarness(config(GuardedAccess.NO)))
        {
            assertEquals("*0", redis.line("MODULE LIST"));
            assertTrue(redis.line("MODULE HELP").contains("LOADEX"));
        }
    }

    @Test
    void shouldRefuseToLoadUnlessThatIsAllowed()
    {
        try (EngineHarness redis = new EngineHarness(config(GuardedAccess.NO)))
        {
            assertTrue(redis.line("MODULE LOAD /lib.so").startsWith("-ERR MODULE command not allowed."));
            assertTrue(redis.line("MODULE UNLOAD lib").startsWith("-ERR MODULE command not allowed."));
        }
    }

    @Test
    void shouldLoadAndUnloadNothing()
    {
        try (EngineHarness redis = new EngineHarness(config(GuardedAccess.YES)))
        {
            final String failed = "-ERR Error loading the extension. Please check the server logs.";
            assertEquals(failed, redis.line("MODULE LOAD /lib.so"));
            assertEquals(failed, redis.line("MODULE LOADEX /lib.so CONFIG name value ARGS a"));
            assertEquals("-ERR Error unloading module: no such module with that name", redis.line("MODULE UNLOAD lib"));
        }
    }
}
