package io.ringbolt.engine.scripting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * SCRIPT and its subcommands, and which scripts are forgotten.
 */
class ScriptCacheCommandsTest
{
    private static final String ONE_SHA = "e0e1f9fabfc9d4800c877a703b823ac0578ff8db";
    private static final String NO_SCRIPT = "-NOSCRIPT No matching script. Please use EVAL.";

    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldLoadShowAndForgetScripts()
    {
        assertEquals("*1 :0", redis.line("SCRIPT EXISTS " + ONE_SHA));
        assertEquals("$40 " + ONE_SHA, redis.run("SCRIPT", "LOAD", "return 1"));
        assertEquals("*2 :1 :0", redis.line("SCRIPT EXISTS " + ONE_SHA + " abc"));
        assertEquals("$8 return 1", redis.line("SCRIPT SHOW " + ONE_SHA));
        assertEquals(":1", redis.line("EVALSHA " + ONE_SHA + " 0"));
        assertEquals("+OK", redis.line("SCRIPT FLUSH ASYNC"));
        assertEquals(NO_SCRIPT, redis.line("EVALSHA " + ONE_SHA + " 0"));
        assertEquals(NO_SCRIPT, redis.line("SCRIPT SHOW " + ONE_SHA));
    }

    @Test
    void shouldRefuseWhatIsNoScript()
    {
        assertEquals("-ERR Error compiling script (new function): user_script:1: unexpected symbol near '='",
            redis.run("SCRIPT", "LOAD", "= 1"));
        assertEquals("-ERR SCRIPT FLUSH only support SYNC|ASYNC option", redis.line("SCRIPT FLUSH NOW"));
        assertEquals("-ERR SCRIPT FLUSH only support SYNC|ASYNC option", redis.line("SCRIPT FLUSH SYNC x"));
        assertEquals("-ERR Use SCRIPT DEBUG YES/SYNC/NO", redis.line("SCRIPT DEBUG x"));
        assertEquals("+OK", redis.line("SCRIPT DEBUG no"));
        assertEquals("+OK", redis.line("SCRIPT DEBUG yes"));
        assertEquals("-ERR Please use EVAL instead of EVALSHA for debugging", redis.line("EVALSHA x 0"));
        assertEquals("+OK", redis.line("SCRIPT DEBUG NO"));
        assertEquals("-NOTBUSY No scripts in execution right now.", redis.line("SCRIPT KILL"));
        assertEquals("-ERR unknown subcommand 'NOSUCH'. Try SCRIPT HELP.", redis.line("SCRIPT NOSUCH"));
    }

    @Test
    void shouldForgetTheScriptThatWasNotUsedForLongest()
    {
        redis.run("SCRIPT", "LOAD", "return 'kept'");
        for (int i = 0; i < 500; i++)
        {
            redis.run("EVAL", "return " + i, "0");
        }
        assertEquals(501, number("number_of_cached_scripts"));
        assertEquals(0, number("evicted_scripts"));
        redis.run("EVAL", "return 0", "0");
        redis.run("EVAL", "return 500", "0");
        assertEquals(501, number("number_of_cached_scripts"));
        assertEquals(1, number("evicted_scripts"));
        assertEquals("*1 :0", redis.line("SCRIPT EXISTS " + ONE_SHA));
        redis.run("SCRIPT", "LOAD", "return 2");
        for (int i = 501; i < 1_200; i++)
        {
            redis.run("EVAL", "return " + i, "0");
        }
        assertEquals(502, number("number_of_cached_scripts"));
        redis.line("CONFIG RESETSTAT");
        assertEquals(0, number("evicted_scripts"));
    }

    @Test
    void shouldTellWhatScriptsTake()
    {
        assertEquals(0, number("used_memory_vm_eval"));
        redis.run("EVAL", "return 1", "0");
        assertTrue(number("used_memory_vm_eval") > 1_000);
        assertTrue(number("used_memory_scripts_eval") >= "return 1".length());
        assertEquals(number("used_memory_vm_eval"), number("used_memory_lua"));
        redis.line("SCRIPT FLUSH");
        assertEquals(0, number("number_of_cached_scripts"));
        assertEquals(0, number("used_memory_scripts_eval"));
        redis.run("FUNCTION", "LOAD", "#!lua name=lib\nredis.register_function('f', function() return 1 end)");
        assertEquals(1, number("number_of_libraries"));
        assertEquals(1, number("number_of_functions"));
        assertTrue(number("used_memory_functions") > 0);
        assertTrue(number("used_memory_vm_functions") > 0);
        assertEquals(number("used_memory_vm_functions") + number("used_memory_vm_eval"),
            number("used_memory_vm_total"));
    }

    private long number(final String field)
    {
        final String info = redis.line("INFO all");
        final int start = info.indexOf(field + ":");
        assertTrue(start >= 0, field);
        final int from = start + field.length() + 1;
        return Long.parseLong(info.substring(from, info.indexOf(' ', from)));
    }
}
