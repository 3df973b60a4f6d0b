package io.ringbolt.engine.scripting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.config.GuardedAccess;
import io.ringbolt.config.MemoryParameters;
import io.ringbolt.config.SecurityParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * EVAL, EVALSHA and their read-only kin, as a client meets them.
 */
class EvalCommandsTest
{
    private static final String GET = "return redis.call('GET', KEYS[1])";
    private static final String GET_SHA = "d3c21d0c2b9ca22f82737626a27bcaf5d288f99f";

    private EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    private String eval(final String script)
    {
        return redis.run("EVAL", script, "0");
    }

    @Test
    void shouldPassKeysAndArguments()
    {
        assertEquals("*4 $1 a $1 b $1 c :1", redis.run("EVAL", "return {KEYS[1],KEYS[2],ARGV[1],#ARGV}", "2", "a",
            "b", "c"));
        assertEquals("*2 :0 :0", eval("return {#KEYS,#ARGV}"));
    }

    /** An error that a command gave the script counts once, however the script passes it on. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "return redis.call('LPUSH', KEYS[1], 'x') | 1",
        "return redis.pcall('LPUSH', KEYS[1], 'x') | 1",
        "redis.pcall('LPUSH', KEYS[1], 'x') return 1 | 1",
        "redis.pcall('LPUSH', KEYS[1], 'x') return redis.error_reply('WRONGTYPE own') | 2",
        "return {redis.pcall('LPUSH', KEYS[1], 'x'), redis.pcall('LPUSH', KEYS[1], 'x')} | 2",
        "error({err = 'WRONGTYPE own'}) | 1"})
    void shouldCountAnErrorOnce(final String script, final int count)
    {
        redis.run("SET", "key", "value");
        redis.run("CONFIG", "RESETSTAT");
        redis.run("EVAL", script, "1", "key");
        assertErrorCount(count);

        redis.run("CONFIG", "RESETSTAT");
        redis.run("MULTI");
        redis.run("EVAL", script, "1", "key");
        redis.run("EXEC");
        assertErrorCount(count);
    }

    private void assertErrorCount(final int count)
    {
        final String figures = redis.run("INFO", "errorstats");
        assertTrue(figures.contains("errorstat_WRONGTYPE:count=" + count), figures);
    }

    /* As Redis: a script fails once for each error of a command that it replies, and once for all of its own. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "redis.call('LPUSH', KEYS[1], 'x') | 1 | 1",
        "return redis.pcall('LPUSH', KEYS[1], 'x') | 1 | 1",
        "redis.pcall('LPUSH', KEYS[1], 'x') return 1 | 0 | 1",
        "local e = redis.pcall('LPUSH', KEYS[1], 'x') return {e, {e}, e} | 3 | 1",
        "return {redis.error_reply('A b'), redis.error_reply('C d')} | 1 | 2",
        "local e = redis.pcall('LPUSH', KEYS[1], 'x') return {e, redis.error_reply('A b'), {err = 'C d'}} | 2 | 3",
        "return {redis.pcall('GET'), redis.error_reply('A b')} | 2 | 2"})
    void shouldCountFailedCallsAndErrorsAsRedis(final String script, final int failedCalls, final int errors)
    {
        redis.run("SET", "key", "value");
        redis.run("CONFIG", "RESETSTAT");
        redis.run("EVAL", script, "1", "key");
        assertFigures(failedCalls, errors);

        redis.run("CONFIG", "RESETSTAT");
        redis.run("MULTI");
        redis.run("EVAL", script, "1", "key");
        redis.run("EXEC");
        assertFigures(failedCalls, errors);
    }

    private void assertFigures(final int failedCalls, final int errors)
    {
        final String commands = redis.run("INFO", "commandstats");
        assertTrue(commands.matches("(?s).*cmdstat_eval:calls=1,\\S*failed_calls=" + failedCalls + "\\s.*"), commands);
        final String figures = redis.run("INFO", "stats");
        assertTrue(figures.matches("(?s).*total_error_replies:" + errors + "\\s.*"), figures);
    }

    @Test
    void shouldReadSetsInOrderBySort()
    {
        redis.run("SADD", "set", "b", "aa", "c", "a");

        assertEquals("*4 $1 a $2 aa $1 b $1 c", eval("return redis.call('SORT', 'set', 'BY', '_')"));
    }

    @Test
    void shouldPassOverAttributesOfReplies()
    {
        redis.close();
        redis = new EngineHarness(
            ServerConfig.defaults().with(SecurityParameters.ENABLE_DEBUG_COMMAND, GuardedAccess.YES));
        redis.run("DEBUG", "SET-DISABLE-DENY-SCRIPTS", "1");

        assertEquals("$39 Some real reply following the attribute",
            eval("redis.setresp(3) return redis.call('DEBUG', 'PROTOCOL', 'attrib')"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "-1 | ERR Number of keys can't be negative",
        "2  | ERR Number of keys can't be greater than number of args",
        "x  | ERR value is not an integer or out of range"})
    void shouldRefuseWrongKeyCounts(final String count, final String error)
    {
        for (final String command : List.of("EVAL", "EVAL_RO", "EVALSHA", "EVALSHA_RO"))
        {
            final String script = command.startsWith("EVALSHA") ? GET_SHA : GET;
            assertEquals("-" + error, redis.run(command, script, count, "k"), command);
        }
    }

    @Test
    void shouldFindScriptsByTheirShaInAnyCase()
    {
        redis.run("SET", "k", "v");
        assertEquals("-NOSCRIPT No matching script. Please use EVAL.", redis.run("EVALSHA", GET_SHA, "1", "k"));
        assertEquals("$1 v", redis.run("EVAL", GET, "1", "k"));
        assertEquals("$1 v", redis.run("EVALSHA", GET_SHA, "1", "k"));
        assertEquals("$1 v", redis.run("EVALSHA_RO", GET_SHA.toUpperCase(Locale.ROOT), "1", "k"));
        assertEquals("-NOSCRIPT No matching script. Please use EVAL.", redis.run("EVALSHA", "abc", "0"));
    }

    @Test
    void shouldConvertRepliesInBothProtocols()
    {
        final String all = "return {1, 1.9, 'a', true, false, {ok='fine'}, {double=3.5}, {map={a=1}}, {set={a=true}}," +
            "{big_number='12'}, {verbatim_string={format='txt',string='hi'}}}";
        assertEquals("*11 :1 :1 $1 a :1 $-1 +fine $3 3.5 *2 $1 a :1 *1 $1 a $2 12 $2 hi", eval(all));
        redis.protocol(3);
        assertEquals("*11 :1 :1 $1 a :1 _ +fine ,3.5 %1 $1 a :1 ~1 $1 a (12 =6 txt:hi", eval(all));
    }

    @Test
    void shouldConvertWhatCommandsReplyByTheProtocolOfTheScript()
    {
        redis.line("HSET h f v");
        redis.line("ZADD z 1.5 m");
        redis.protocol(3);
        assertEquals("*2 $1 f $1 v", eval("return redis.call('HGETALL','h')"));
        assertEquals("%1 $1 f $1 v", eval("redis.setresp(3) return redis.call('HGETALL','h')"));
        assertEquals(",1.5", eval("redis.setresp(3) return redis.call('ZSCORE','z','m')"));
        assertEquals("#t", eval("redis.setresp(3) return true"));
        assertEquals("$4 true", eval("redis.setresp(3) return tostring(redis.call('GET','nosuch') == nil)"));
        assertEquals("$1 1", eval("return tostring(type(redis.call('HGETALL','h').map) == 'nil' and 1)"));
    }

    @Test
    void shouldTellWhereAnErrorHappened()
    {
        assertEquals("-ERR user_script:1: q script: 4b3a9a7ad4f52a9a5f2a8c2f3b1a2ac0b9f1e1ff, on @user_script:1."
            .replaceAll("[0-9a-f]{40}", "SHA"), eval("error('q')").replaceAll("[0-9a-f]{40}", "SHA"));
        assertEquals("-ERR Error compiling script (new function): user_script:1: '=' expected near '<eof>'",
            eval("return1"));
        assertEquals("-MINE what", eval("return redis.error_reply('MINE what')"));
        assertEquals("-ERR Unknown Redis command called from script script: SHA, on @user_script:2.",
            eval("\nreturn redis.call('NOSUCH')").replaceAll("[0-9a-f]{40}", "SHA"));
        assertEquals("$44 ERR Unknown Redis command called from script", eval("return redis.pcall('NOSUCH').err"));
        assertEquals("-ERR user_script:1: Script attempted to access nonexistent global variable 'foo' script: SHA, " +
            "on @user_script:1.", eval("return foo").replaceAll("[0-9a-f]{40}", "SHA"));
        assertEquals("-ERR user_script:1: Attempt to modify a readonly table script: SHA, on @user_script:1.",
            eval("foo = 1").replaceAll("[0-9a-f]{40}", "SHA"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EVAL|a|0", "SUBSCRIBE|c", "MULTI", "EXEC", "MONITOR", "AUTH|a", "SCRIPT|LOAD|a",
        "FUNCTION|DELETE|a",
        "WATCH|k"})
    void shouldRefuseCommandsThatAreNotForScripts(final String words)
    {
        assertEquals("$49 ERR This Redis command is not allowed from script",
            eval("return redis.pcall('" + words.replace("|", "','") + "').err"));
    }

    @Test
    void shouldNotLetScriptsWaitForEntries()
    {
        assertEquals("$63 ERR xread command is not allowed with BLOCK option from scripts",
            eval("return redis.pcall('xread', 'BLOCK', 0, 'STREAMS', 's', '$').err"));
        assertEquals("$-1", eval("return redis.call('XREAD', 'STREAMS', 's', '0')"));
        assertEquals("$-1", eval("return redis.call('BLPOP', 'nosuch', 0)"));
    }

    @Test
    void shouldNotWriteWhereItMayOnlyRead()
    {
        final String refused = "-ERR Write commands are not allowed from read-only scripts. script: SHA, on " +
            "@user_script:1.";
        assertEquals(refused,
            redis.run("EVAL_RO", "return redis.call('SET','k','v')", "0").replaceAll("[0-9a-f]{40}", "SHA"));
        assertEquals(refused.replace(":1.", ":2."),
            eval("#!lua flags=no-writes\nreturn redis.call('SET','k','v')").replaceAll("[0-9a-f]{40}", "SHA"));
        assertEquals("-ERR Can not execute a script with write flag using *_ro command.",
            redis.run("EVAL_RO", "#!lua\nreturn 1", "0"));
        assertEquals(":0", redis.line("EXISTS k"));
        assertEquals(":1", redis.run("EVAL_RO", "#!lua flags=no-writes\nreturn 1", "0"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "#!lua name=x | ERR Unknown lua shebang option: name=x",
        "#!lua flags=a | ERR Unexpected flag in script shebang: a",
        "#!ruby | ERR Unexpected engine in script shebang: #!ruby",
        "#!lua flags=no-writes,allow-oom,allow-stale,no-cluster,allow-cross-slot-keys | 1",
        "#!lua flags= | 1"})
    void shouldReadTheFirstLine(final String shebang, final String reply)
    {
        final String got = eval(shebang + "\nreturn 1");
        assertEquals("1".equals(reply) ? ":1" : "-" + reply, got);
    }

    @Test
    void shouldMindTheMemoryLimit()
    {
        redis.line("SET k v");
        redis.line("CONFIG SET maxmemory 1");
        assertEquals("-OOM command not allowed when used memory > 'maxmemory'. script: SHA, on @user_script:1.",
            eval("return redis.call('SET','k','w')").replaceAll("[0-9a-f]{40}", "SHA"));
        assertEquals("$1 v", redis.run("EVAL", GET, "1", "k"));
        assertEquals(":1", eval("redis.call('DEL','k') return redis.call('SET','k','w') and 1"));
        assertEquals("-OOM command not allowed when used memory > 'maxmemory'.", eval("#!lua\nreturn 1"));
        assertEquals(":1", eval("#!lua flags=no-writes\nreturn 1"));
        assertEquals("+OK", eval("#!lua flags=allow-oom\nreturn redis.call('SET','k','x')"));
    }

    @Test
    void shouldLeaveCommandsToTheRightsOfItsCaller()
    {
        redis.line("ACL SETUSER default -set resetkeys %R~r* %RW~w*");
        assertEquals("-ERR ACL failure in script: User default has no permissions to run the 'set' command " +
            "script: SHA, on @user_script:1.", eval("return redis.call('SET','w','v')").replaceAll("[0-9a-f]{40}",
                "SHA"));
        redis.line("ACL SETUSER default +@all");
        assertEquals("$5 false", eval("return tostring(redis.acl_check_cmd('SET','r1','v'))"));
        assertEquals("$4 true", eval("return tostring(redis.acl_check_cmd('SET','w1','v'))"));
        assertTrue(eval("return redis.acl_check_cmd('NOSUCH')")
            .startsWith("-ERR Invalid command passed to redis.acl_check_cmd() script: "));
    }

    @Test
    void shouldRunInTransactions()
    {
        redis.line("MULTI");
        redis.line("SET k 1");
        redis.run("EVAL", "return redis.call('INCRBY', KEYS[1], ARGV[1])", "1", "k", "4");
        redis.run("EVAL", "return redis.call('LPUSH', KEYS[1], 'x')", "1", "k");
        redis.line("INCR k");
        assertEquals("*4 +OK :5 -WRONGTYPE Operation against a key holding the wrong kind of value script: SHA, " +
            "on @user_script:1. :6", redis.line("EXEC").replaceAll("[0-9a-f]{40}", "SHA"));
    }

    @Test
    void shouldReplicateItsEffectsAsOneUnit()
    {
        redis.recordEffects();
        eval("redis.call('SET','a','1') redis.call('INCR','a') return redis.call('GET','a')");
        assertEquals(List.of("SELECT 0", "MULTI", "SET a 1", "INCR a", "EXEC"), withSelect(redis.effects()));
        eval("return redis.call('INCR','a')");
        assertEquals(List.of("INCR a"), redis.effects());
        eval("redis.call('INCR','a') error('late')");
        assertEquals(List.of("INCR a"), redis.effects());
        eval("return redis.call('GET','a')");
        assertEquals(List.of(), redis.effects());
        eval("redis.set_repl(redis.REPL_NONE) redis.call('SET','x','1') redis.set_repl(redis.REPL_ALL) " +
            "redis.call('SET','y','1')");
        assertEquals(List.of("SET y 1"), redis.effects());
    }

    private static List<String> withSelect(final List<String> effects)
    {
        if (effects.get(0).startsWith("SELECT"))
        {
            return effects;
        }
        final List<String> all = new ArrayList<>(List.of("SELECT 0"));
        all.addAll(effects);
        return all;
    }

    @Test
    void shouldKeepTheSelectedDatabaseOfItsCaller()
    {
        assertEquals("+OK", eval("redis.call('SELECT',3) return redis.call('SET','k','3')"));
        assertEquals("$-1", redis.line("GET k"));
        redis.line("SELECT 3");
        assertEquals("$1 3", redis.line("GET k"));
    }

    @Test
    void shouldShowScriptsAndTheirCommandsToMonitors()
    {
        final int monitor = redis.openSession();
        redis.use(monitor);
        redis.line("MONITOR");
        redis.takeReceived();
        redis.use(0);
        redis.run("EVAL", "redis.call('SET','k','v') return 1", "0");
        redis.use(monitor);
        final List<String> lines = redis.takeReceived().lines().toList();
        assertTrue(lines.get(0).matches("\\+[0-9.]+ \\[0 .*\\] \"EVAL\" .*"), lines.toString());
        assertTrue(lines.get(1).matches("\\+[0-9.]+ \\[0 lua\\] \"SET\" \"k\" \"v\""), lines.toString());
        assertEquals(2, lines.size());
    }

    @Test
    void shouldCountAnErrorWithoutCodeAsErr()
    {
        redis.run("CONFIG", "RESETSTAT");
        eval("return {err='thing'}");
        final String figures = redis.run("INFO", "errorstats");
        assertTrue(figures.contains("errorstat_ERR:count=1") && !figures.contains("errorstat_thing"), figures);
    }

    @Test
    void shouldEncodeTablesWithKeysBeyondAnIntAsObjects()
    {
        assertEquals("$19 {\"1700000000000\":1}", eval("return cjson.encode({[1700000000000] = 1})"));
        assertEquals("$16 {\"2147483648\":1}", eval("return cjson.encode({[2147483648] = 1})"));
        assertTrue(eval("return cjson.encode({[2147483647] = 1})").contains("excessively sparse array"));
    }

    @Test
    void shouldReplyWithNumbersAsErrors()
    {
        assertTrue(eval("error({err=5})").startsWith("-5 script: "));
    }

    @Test
    void shouldSayWhatStructMisses()
    {
        final String prefix = "-ERR user_script:1: bad argument #2 to ";
        assertTrue(eval("return struct.pack('i')").startsWith(prefix + "'pack' (number expected, got nil)"));
        assertTrue(eval("return struct.pack('s')").startsWith(prefix + "'pack' (string expected, got nil)"));
        assertTrue(eval("return struct.unpack('b', 'a', -1)").startsWith(prefix + "'unpack' (data string too short)"));
        assertTrue(eval("return struct.unpack('b', 'a', 0)").contains("offset must be 1 or greater"));
    }

    @Test
    void shouldPassTheSignOfNotANumber()
    {
        assertEquals("$4 -nan", eval("return redis.call('ECHO', 0/0)"));
        assertEquals("$3 nan", eval("return redis.call('ECHO', -(0/0))"));
    }

    @Test
    void shouldSeeTimeStandStill()
    {
        assertEquals("*2 $10 1700000000 $1 0", eval("return redis.call('TIME')"));
        assertEquals("+OK", eval("return redis.call('SET','k','v','PX',10)"));
        assertEquals(":10", eval("return redis.call('PTTL','k')"));
    }

    @Test
    void shouldLimitTheMemoryOfScripts()
    {
        redis.close();
        redis = new EngineHarness(ServerConfig.builder().set(MemoryParameters.LUA_MEMORY_LIMIT, 4L << 20).build());
        final String reply = eval("local t = {} for i = 1, 1e8 do t[i] = ('x'):rep(1000) .. i end");
        assertTrue(reply.startsWith("-ERR") && reply.contains("not enough memory"), reply);
        assertEquals(":1", eval("return 1"));
        assertEquals("+OK", redis.line("CONFIG SET lua-memory-limit 0"));
        assertEquals(":1000", eval("local t = {} for i = 1, 1000 do t[i] = ('x'):rep(10000) .. i end return #t"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "local t = {} for i = 1, 1e6 do t[i] = redis.call('GET', 'long') end",
        "local t = {} for i = 1, 1e6 do t[i] = redis.call('LRANGE', 'list', 0, -1) end",
        "local t = {} for i = 1, 1e6 do t[i] = redis.call('HGETALL', 'hash') end",
        "return redis.call('MGET', 'long', 'long', 'long', 'long', 'long', 'long', 'long', 'long', 'long', 'long')"})
    void shouldLimitTheMemoryOfReplies(final String script)
    {
        redis.close();
        redis = new EngineHarness(ServerConfig.builder().set(MemoryParameters.LUA_MEMORY_LIMIT, 4L << 20).build());
        eval("redis.call('SET', 'long', ('x'):rep(500000)) " +
            "for i = 1, 1000 do redis.call('RPUSH', 'list', i) redis.call('HSET', 'hash', i, 'v') end");
        final String reply = eval("redis.call('INCR', 'runs') " + script);
        assertTrue(reply.startsWith("-ERR") && reply.contains("not enough memory"), reply);
        assertEquals("$1 1", redis.line("GET runs"));
        assertEquals(":500000", eval("return #redis.call('GET', 'long')"));
        assertEquals("$5 false", eval("return tostring(pcall(function() " + script + " end))"));
        assertEquals(":1000", eval("return #redis.call('LRANGE', 'list', 0, -1)"));
    }

    @Test
    void shouldNotLetScriptsChangeWhatStringsCan()
    {
        for (final String script : new String[]{
            "getmetatable('').__index = nil", "rawset(getmetatable(''), 'x', 1)", "getmetatable('').__index.rep = nil"})
        {
            final String reply = eval(script);
            assertTrue(reply.contains("Attempt to modify a readonly table"), reply);
        }
        assertEquals("$3 xxx", eval("return ('x'):rep(3)"));
    }

    @Test
    void shouldGiveBackAllMemoryAfterFailures()
    {
        for (int i = 0; i < 200; i++)
        {
            eval("return redis.call('SET', 'k" + i + "', ('v'):rep(" + i * 100 + "))");
            eval("redis.pcall('LPUSH', 'k" + i + "', 'x') error({err = 'own " + i + "'})");
            eval("return redis.call('MGET', unpack({'k1','k2','k" + i + "'}))");
            eval("local t = {} t[1] = t return t");
        }
        assertEquals("+PONG", redis.line("PING"));
    }
}
