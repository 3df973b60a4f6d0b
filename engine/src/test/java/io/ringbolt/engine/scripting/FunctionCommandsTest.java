package io.ringbolt.engine.scripting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * FUNCTION and FCALL, as a client meets them.
 */
class FunctionCommandsTest
{
    private static final String LIBRARY = "#!lua name=lib\n" +
        "redis.register_function('put', function(keys, args) return redis.call('SET', keys[1], args[1]) end)\n" +
        "redis.register_function{function_name='get', description='reads', flags={'no-writes'}, " +
        "callback=function(keys) return redis.call('GET', keys[1]) end}";

    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    private String load(final String code)
    {
        return redis.run("FUNCTION", "LOAD", code);
    }

    @Test
    void shouldCallFunctions()
    {
        assertEquals("$3 lib", load(LIBRARY));
        assertEquals("+OK", redis.line("FCALL put 1 k v"));
        assertEquals("$1 v", redis.line("FCALL get 1 k"));
        assertEquals("$1 v", redis.line("FCALL_RO GET 1 k"));
        assertEquals("-ERR Can not execute a script with write flag using *_ro command.",
            redis.line("FCALL_RO put 1 k v"));
        assertEquals("-ERR Function not found", redis.line("FCALL nosuch 0"));
        assertEquals("-ERR Bad number of keys provided", redis.line("FCALL put x"));
        assertEquals("-ERR Number of keys can't be greater than number of args", redis.line("FCALL put 1"));
        assertEquals("-ERR Number of keys can't be negative", redis.line("FCALL put -1 k"));
    }

    @Test
    void shouldListLibrariesInBothProtocols()
    {
        load("#!lua name=lib\nredis.register_function{function_name='f', description='d', flags={'no-writes'}, " +
            "callback=function() return 1 end}");
        assertEquals("*1 *6 $12 library_name $3 lib $6 engine $3 LUA $9 functions *1 *6 $4 name $1 f $11 " +
            "description $1 d " +
            "$5 flags *1 +no-writes", redis.line("FUNCTION LIST"));
        assertEquals("*0", redis.line("FUNCTION LIST LIBRARYNAME x*"));
        redis.protocol(3);
        assertEquals("*1 %3 $12 library_name $3 lib $6 engine $3 LUA $9 functions *1 %3 $4 name $1 f $11 " +
            "description $1 d " +
            "$5 flags ~1 +no-writes", redis.line("FUNCTION LIST LIBRARYNAME l*"));
        assertTrue(redis.line("FUNCTION LIST WITHCODE").contains("$12 library_code"));
        assertEquals("-ERR library name argument was not given", redis.line("FUNCTION LIST LIBRARYNAME"));
        assertEquals("-ERR Unknown argument foo", redis.line("FUNCTION LIST foo"));
        assertEquals("%2 $14 running_script _ $7 engines %1 $3 LUA %2 $15 libraries_count :1 $15 functions_count :1",
            redis.line("FUNCTION STATS"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "return 1 | Missing library metadata",
        "#!lua | Invalid library metadata",
        "#!lua~return 1 | Library name was not given",
        "#!lua foo=bar~return 1 | Invalid metadata value given: foo=bar",
        "#!lua name=a name=b~return 1 | Invalid metadata value, name argument was given multiple times",
        "#!lua name=a-b~return 1 | Library names can only contain letters, numbers, or underscores(_) and must be " +
            "at least one character long",
        "#!ruby name=a~return 1 | Engine 'ruby' not found",
        "#!lua name=a~return 1 | No functions registered",
        "#!lua name=a~redis.call('PING') | Error registering functions: ERR user_function:2: Script attempted to " +
            "access nonexistent global variable 'call'",
        "#!lua name=a~redis.register_function('f') | Error registering functions: ERR calling " +
            "redis.register_function with a single argument is only applicable to Lua table (representing named " +
                "arguments).",
        "#!lua name=a~redis.register_function('f', 1) | Error registering functions: ERR second argument to " +
            "redis.register_function must be a function"})
    void shouldRefuseWhatIsNoLibrary(final String code, final String error)
    {
        final String reply = load(code.replace('~', '\n'));
        assertEquals("-ERR " + error, reply);
        assertEquals("*0", redis.line("FUNCTION LIST"));
    }

    @Test
    void shouldTakeNumbersAsNamesAndDescriptions()
    {
        assertEquals("$1 a", load("#!lua name=a\nredis.register_function{function_name=7, description=1.5, " +
            "callback=function() return 'seven' end}"));
        assertEquals("$5 seven", redis.line("FCALL 7 0"));
        assertTrue(redis.line("FUNCTION LIST").contains("$11 description $3 1.5"));
        assertEquals("$1 b", load("#!lua name=b\nredis.register_function(8, function() return 'eight' end)"));
        assertEquals("$5 eight", redis.line("FCALL 8 0"));
        assertEquals("-ERR Error registering functions: ERR unknown argument given to redis.register_function",
            load("#!lua name=c\nredis.register_function{'f'}"));
    }

    @Test
    void shouldReplaceOnlyWhenAsked()
    {
        load(LIBRARY);
        assertEquals("-ERR Library 'lib' already exists", load(LIBRARY));
        assertEquals("$3 lib", redis.run("FUNCTION", "LOAD", "REPLACE", LIBRARY));
        assertEquals("-ERR Function put already exists", load(LIBRARY.replace("=lib", "=other")));
        assertEquals("-ERR Unknown option given: FOO", redis.run("FUNCTION", "LOAD", "FOO", LIBRARY));
        assertEquals("+OK", redis.line("FUNCTION DELETE lib"));
        assertEquals("-ERR Library not found", redis.line("FUNCTION DELETE lib"));
        assertEquals("-ERR Function not found", redis.line("FCALL put 1 k v"));
    }

    @Test
    void shouldRestoreWhatWasDumped()
    {
        load(LIBRARY);
        final String reply = redis.runRaw("FUNCTION", "DUMP");
        final byte[] dump = reply.substring(reply.indexOf('\n') + 1, reply.length() - 2)
            .getBytes(StandardCharsets.ISO_8859_1);
        assertEquals("-ERR Library lib already exists", restore(dump));
        assertEquals("+OK", restore(dump, "REPLACE"));
        assertEquals("+OK", redis.line("FUNCTION FLUSH"));
        assertEquals("+OK", restore(dump));
        load("#!lua name=b\nredis.register_function('b', function() return 1 end)");
        assertEquals("+OK", restore(dump, "FLUSH"));
        assertEquals("-ERR Function not found", redis.line("FCALL b 0"));
        assertEquals("+OK", redis.line("FCALL put 1 k v"));
        dump[3] ^= 1;
        assertEquals("-ERR DUMP payload version or checksum are wrong", restore(dump, "FLUSH"));
        assertEquals("-ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.",
            restore(dump, "FOO"));
        assertEquals("$1 v", redis.line("FCALL get 1 k"));
    }

    private String restore(final byte[] dump, final String... policy)
    {
        final byte[][] words = new byte[3 + policy.length][];
        words[0] = "FUNCTION".getBytes(StandardCharsets.US_ASCII);
        words[1] = "RESTORE".getBytes(StandardCharsets.US_ASCII);
        words[2] = dump;
        if (policy.length > 0)
        {
            words[3] = policy[0].getBytes(StandardCharsets.US_ASCII);
        }
        return redis.runBytes(words).trim();
    }

    @Test
    void shouldReplicateLibrariesAndTheEffectsOfFunctions()
    {
        redis.recordEffects();
        load(LIBRARY);
        redis.line("FCALL put 1 k v");
        redis.line("FUNCTION DELETE lib");
        assertEquals(List.of("FUNCTION LOAD " + LIBRARY, "SET k v", "FUNCTION DELETE lib"),
            redis.effects().stream().filter(effect -> !effect.startsWith("SELECT")).toList());
    }

    @Test
    void shouldNotKillWhatDoesNotRun()
    {
        assertEquals("-NOTBUSY No scripts in execution right now.", redis.line("FUNCTION KILL"));
        assertEquals("-ERR FUNCTION FLUSH only supports SYNC|ASYNC option", redis.line("FUNCTION FLUSH foo"));
    }

    @Test
    void shouldKeepGlobalsFromFunctions()
    {
        load("#!lua name=lib\nredis.register_function('f', function() x = 1 end)" +
            "redis.register_function('g', function() return y end)");
        assertTrue(redis.line("FCALL f 0").startsWith("-ERR user_function:2: Attempt to modify a readonly table " +
            "script: f"),
            redis.line("FCALL f 0"));
        assertTrue(redis.line("FCALL g 0")
            .startsWith("-ERR user_function:2: Script attempted to access nonexistent global variable 'y' script: g"));
    }

    @Test
    void shouldCountWhatLibrariesKeep()
    {
        assertEquals("+OK", redis.line("CONFIG SET lua-memory-limit 4mb"));
        for (int i = 0; i < 8; i++)
        {
            assertEquals("$4 lib" + i, load("#!lua name=lib" + i + "\nlocal kept, weak = {} " +
                "redis.register_function('fill" + i + "', function() " +
                "weak = setmetatable({}, {__mode = 'v'}) " +
                "for i = 1, 100 do kept[i] = ('x'):rep(10000) .. i weak[i] = kept end return #kept end)" +
                "redis.register_function('count" + i + "', function() return #kept - #weak end)"));
        }
        int full = 0;
        while (":100".equals(redis.line("FCALL fill" + full + " 0")))
        {
            full++;
        }
        assertEquals(4, full, "libraries that find room");
        final String reply = redis.line("FCALL fill" + full + " 0");
        assertTrue(reply.startsWith("-ERR") && reply.contains("not enough memory"), reply);
        for (int i = 0; i < full; i++)
        {
            assertEquals(":0", redis.line("FCALL count" + i + " 0"), "what a library keeps is not taken from it");
        }
        assertEquals("+OK", redis.line("FUNCTION DELETE lib0"));
        assertEquals(":100", redis.line("FCALL fill" + full + " 0"));
    }

    @Test
    void shouldRefuseArgumentsThatAreTooMuch()
    {
        load(LIBRARY);
        assertEquals("+OK", redis.line("CONFIG SET lua-memory-limit 4mb"));
        final String text = "x".repeat(5 << 20);
        for (final String command : new String[]{"EVAL return(1) 0 ", "EVAL return(1) 1 ", "FCALL put 1 k "})
        {
            final String reply = redis.line(command + text);
            assertTrue(reply.startsWith("-ERR") && reply.contains("not enough memory"), reply);
        }
        assertEquals("+OK", redis.line("FCALL put 1 k v"));
        assertEquals(":1", redis.line("EVAL return(1) 0"));
    }
}
