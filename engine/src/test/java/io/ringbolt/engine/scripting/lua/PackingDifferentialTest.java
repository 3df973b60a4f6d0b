package io.ringbolt.engine.scripting.lua;

import io.ringbolt.engine.scripting.library.JsonLibrary;
import io.ringbolt.engine.scripting.library.MessagePackLibrary;
import io.ringbolt.engine.scripting.library.StructLibrary;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * cjson, cmsgpack and struct pack to the same bytes as in a real redis-server, and make the same of what either packed.
 */
class PackingDifferentialTest
{
    private static final int SCRIPT_COUNT = Integer.getInteger("ringbolt.lua.packings", 150);
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

    @Test
    void shouldPackAndUnpackAlike() throws Exception
    {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SCRIPT_COUNT; seed++)
        {
            final String script = RandomPacking.of(seed);
            final SandboxedLua lua = new SandboxedLua(new QuietHost());
            final LuaTable globals = lua.vm().globals();
            globals.put("cjson", JsonLibrary.table(lua.vm()));
            globals.put("cmsgpack", MessagePackLibrary.table(lua.vm()));
            globals.put("struct", StructLibrary.table(lua.vm()));
            assertEquals(redis.run(script), lua.run(script), "seed " + seed);
        }
    }
}
