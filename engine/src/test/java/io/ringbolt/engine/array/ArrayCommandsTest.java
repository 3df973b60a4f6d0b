package io.ringbolt.engine.array;

import io.ringbolt.config.GuardedAccess;
import io.ringbolt.config.SecurityParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The commands on arrays, with the examples of Redis's manual and the behaviour of its newest release.
 */
class ArrayCommandsTest
{
    private final EngineHarness redis = new EngineHarness(
        ServerConfig.defaults().with(SecurityParameters.ENABLE_DEBUG_COMMAND, GuardedAccess.YES));

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldSetAndGetByIndex()
    {
        expect("ARSET myarray 0 hello", ":1");
        expect("ARGET myarray 0", "$5 hello");
        expect("ARSET myarray 2 a b c", ":3");
        expect("ARGET myarray 2", "$1 a");
        expect("ARGET myarray 4", "$1 c");
        expect("ARSET myarray 0 world again", ":1");
        expect("ARGET myarray 1", "$5 again");
        expect("ARGET myarray 999", "$-1");
        expect("TYPE myarray", "+array");
        expect("OBJECT ENCODING myarray", "$12 sliced-array");
        redis.protocol(3);
        expect("ARGET myarray 999", "_");
    }

    @Test
    void shouldSetAndGetScatteredIndexes()
    {
        expect("ARMSET metrics 0 10 5 20 100 30", ":3");
        expect("ARMGET metrics 0 5 100 999", "*4 $2 10 $2 20 $2 30 $-1");
        expect("ARMSET metrics 0 11 6 21", ":1");
        expect("ARMGET nope 1 2", "*2 $-1 $-1");
        expect("ARMSET metrics 0 11 6", "-ERR wrong number of arguments for 'armset' command");
        expect("ARMSET metrics 0 11 x 6", "-ERR invalid array index");
        expect("ARGET metrics 0", "$2 11");
    }

    @Test
    void shouldTellLengthAndCount()
    {
        expect("ARSET sparse 0 a", ":1");
        expect("ARSET sparse 1000000 b", ":1");
        expect("ARLEN sparse", ":1000001");
        expect("ARCOUNT sparse", ":2");
        expect("ARLEN nope", ":0");
        expect("ARCOUNT nope", ":0");
        expect("ARSET sparse 18446744073709551614 last", ":1");
    }

    @Test
    void shouldReplyWhatSignedIntegersDoNotReachAsBigNumbers()
    {
        expect("ARSET a 9223372036854775806 v", ":1");
        expect("ARLEN a", ":9223372036854775807");
        expect("ARSET a 18446744073709551614 last", ":1");
        expect("ARLEN a", "$20 18446744073709551615");
        expect("ARSCAN a 18446744073709551614 18446744073709551614", "*1 *2 $20 18446744073709551614 $4 last");
        redis.protocol(3);
        expect("ARLEN a", "(18446744073709551615");
        expect("ARSCAN a 18446744073709551614 18446744073709551614", "*1 *2 (18446744073709551614 $4 last");
    }

    @Test
    void shouldRejectWhatIsNoIndex()
    {
        for (final String index : new String[] {"-1", "x", "1.5", "18446744073709551615", "18446744073709551616", "-"})
        {
            expect("ARSET a " + index + " v", "-ERR invalid array index");
            expect("ARGET a " + index, "-ERR invalid array index");
            expect("ARDEL a " + index, "-ERR invalid array index");
            expect("ARGETRANGE a 0 " + index, "-ERR invalid array index");
        }
        expect("ARSET a 18446744073709551614 v w", "-ERR array index overflow");
        expect("EXISTS a", ":0");
        redis.line("SET s v");
        for (final String command : new String[] {"ARGET s 0", "ARSET s 0 v", "ARLEN s", "ARCOUNT s", "ARMGET s 0",
            "ARMSET s 0 v", "ARDEL s 0", "ARDELRANGE s 0 1", "ARGETRANGE s 0 1", "ARSCAN s 0 1", "ARGREP s 0 1 RE a",
            "AROP s 0 1 SUM", "ARINSERT s v", "ARRING s 1 v", "ARNEXT s", "ARSEEK s 1", "ARLASTITEMS s 1", "ARINFO s"})
        {
            expect(command, "-WRONGTYPE Operation against a key holding the wrong kind of value");
        }
    }

    @Test
    void shouldDeleteAndRemoveTheEmptyKey()
    {
        redis.line("ARSET a 0 v0 v1 v2 v3 v4 v5");
        expect("ARDEL a 1 1 9", ":1");
        expect("ARDELRANGE a 3 2 100 18446744073709551614", ":2");
        expect("ARSCAN a 0 9", "*3 *2 :0 $2 v0 *2 :4 $2 v4 *2 :5 $2 v5");
        expect("ARDELRANGE a 0 1 2", "-ERR wrong number of arguments for 'ardelrange' command");
        expect("ARDELRANGE nope 0 1", ":0");
        expect("ARDEL a 0 4 5", ":3");
        expect("EXISTS a", ":0");
    }

    @Test
    void shouldReplyRangesInBothDirections()
    {
        redis.line("ARMSET a 0 a 1 b 3 d");
        expect("ARGETRANGE a 0 4", "*5 $1 a $1 b $-1 $1 d $-1");
        expect("ARGETRANGE a 3 1", "*3 $1 d $-1 $1 b");
        expect("ARGETRANGE nope 1 2", "*2 $-1 $-1");
        expect("ARGETRANGE a 0 1000000", "-ERR range exceeds maximum of 1000000 items");
        expect("ARGETRANGE a 1000000 0", "-ERR range exceeds maximum of 1000000 items");
        expect("ARSCAN a 3 0", "*3 *2 :3 $1 d *2 :1 $1 b *2 :0 $1 a");
        expect("ARSCAN a 0 9 LIMIT 1", "*1 *2 :0 $1 a");
        expect("ARSCAN nope 0 9", "*0");
        expect("ARSCAN a 0 9 LIMIT 0", "-ERR LIMIT must be positive");
        expect("ARSCAN a 0 9 LIMIT x", "-ERR value is not an integer or out of range");
        expect("ARSCAN a 0 9 COUNT 1", "-ERR syntax error");
        expect("ARSCAN a 0 9 LIMIT", "-ERR wrong number of arguments for 'arscan' command");
    }

    @Test
    void shouldInsertAtACursor()
    {
        expect("ARNEXT a", ":0");
        expect("ARSEEK a 5", ":0");
        expect("ARINSERT a x", ":0");
        expect("ARINSERT a y z", ":2");
        expect("ARNEXT a", ":3");
        expect("ARSEEK a 10", ":1");
        expect("ARINSERT a w", ":10");
        expect("ARNEXT a", ":11");
        expect("ARLASTITEMS a 2", "*2 $-1 $1 w");
        expect("ARSEEK a 0", ":1");
        expect("ARNEXT a", ":0");
        expect("ARSEEK a 18446744073709551615", ":1");
        expect("ARNEXT a", "$-1");
        expect("ARINSERT a v", "-ERR insert index overflow");
        expect("ARSEEK a 18446744073709551614", ":1");
        expect("ARINSERT a v w", "-ERR insert index overflow");
        expect("ARINSERT a v", "$20 18446744073709551614");
        expect("ARSEEK a x", "-ERR invalid array index");
    }

    @Test
    void shouldTurnARing()
    {
        expect("ARRING readings 3 v0", ":0");
        expect("ARRING readings 3 v1", ":1");
        expect("ARRING readings 3 v2", ":2");
        expect("ARRING readings 3 v3", ":0");
        expect("ARGET readings 0", "$2 v3");
        expect("ARCOUNT readings", ":3");
        expect("ARLASTITEMS readings 3", "*3 $2 v1 $2 v2 $2 v3");
        expect("ARLASTITEMS readings 9 REV", "*3 $2 v3 $2 v2 $2 v1");
        expect("ARRING readings 5 v4", ":3");
        expect("ARGETRANGE readings 0 4", "*5 $2 v1 $2 v2 $2 v3 $2 v4 $-1");
        expect("ARRING readings 2 v5 v6 v7", ":0");
        expect("ARLASTITEMS readings 5", "*2 $2 v6 $2 v7");
        expect("ARRING readings 0 v", "-ERR size must be positive");
        expect("ARRING readings x v", "-ERR invalid size");
    }

    @Test
    void shouldKeepTheNewestRunOfARingThatShrinks()
    {
        redis.line("ARINSERT a 0 1 2 3 4 5 6 7 8 9");
        redis.line("ARDEL a 6");
        expect("ARRING a 5 x", ":3");
        expect("ARGETRANGE a 0 4", "*5 $1 7 $1 8 $1 9 $1 x $-1");
        redis.line("ARSEEK a 0");
        expect("ARRING a 9 y", ":0");
        expect("ARGETRANGE a 0 4", "*5 $1 y $1 8 $1 9 $1 x $-1");
    }

    @Test
    void shouldReplyTheLastItems()
    {
        redis.line("ARINSERT a 0 10 20 30 40");
        expect("ARLASTITEMS a 3", "*3 $2 20 $2 30 $2 40");
        expect("ARLASTITEMS a 3 REV", "*3 $2 40 $2 30 $2 20");
        redis.line("ARSEEK a 0");
        expect("ARLASTITEMS a 3", "*3 $2 20 $2 30 $2 40");
        redis.line("DEL a");
        redis.line("ARINSERT a a b c d e");
        redis.line("ARDEL a 1 4");
        expect("ARLASTITEMS a 10", "*4 $1 a $-1 $1 c $1 d");
        expect("ARLASTITEMS a 0", "*0");
        expect("ARLASTITEMS a -1 X", "*0");
        expect("ARLASTITEMS nope 3", "*0");
        expect("ARLASTITEMS a x", "-ERR invalid COUNT");
        expect("ARLASTITEMS a 1 BACK", "-ERR syntax error");
        expect("ARLASTITEMS a 1 REV x", "-ERR wrong number of arguments for 'arlastitems' command");
        redis.line("ARSET a 2000000 far");
        expect("ARLASTITEMS a 1000001", "-ERR count exceeds maximum of 1000000 items");
    }

    @Test
    void shouldAggregate()
    {
        redis.line("ARMSET a 0 10 1 20 2 30");
        expect("AROP a 0 2 SUM", "$2 60");
        expect("AROP a 0 2 MIN", "$2 10");
        expect("AROP a 2 0 MAX", "$2 30");
        expect("AROP a 0 2 MATCH 10", ":1");
        expect("AROP a 0 2 USED", ":3");
        redis.line("ARMSET flags 0 255 1 15 2 240");
        expect("AROP flags 0 2 AND", ":0");
        expect("AROP flags 0 2 OR", ":255");
        expect("AROP flags 0 2 XOR", ":0");
        redis.line("ARMSET f 0 7.9 1 3.2 2 1.8 3 text 4 1e30");
        expect("AROP f 0 4 AND", ":1");
        expect("AROP f 0 4 OR", ":7");
        expect("AROP f 0 4 XOR", ":5");
        expect("AROP f 0 3 SUM", "$4 12.9");
        expect("AROP f 0 4 MAX", "$5 1e+30");
        expect("AROP f 0 4 MIN", "$3 1.8");
        expect("AROP f 3 3 SUM", "$-1");
        expect("AROP f 3 3 AND", "$-1");
        expect("AROP nope 0 1 USED", ":0");
        expect("AROP nope 0 1 MIN", "$-1");
        expect("AROP a 0 1 AVG", "-ERR unknown operation");
        expect("AROP a 0 1 MATCH", "-ERR MATCH requires a value argument");
        expect("AROP a 0 1 SUM x", "-ERR wrong number of arguments for 'arop' command");
        redis.line("ARMSET big 0 9223372036854775807 1 9223372036854775807 2 -1 3 inf 4 0.00001");
        expect("AROP big 0 1 SUM", "$22 1.8446744073709552e+19");
        expect("AROP big 0 3 SUM", "$3 inf");
        expect("AROP big 0 3 MIN", "$2 -1");
        expect("AROP big 4 4 SUM", "$5 1e-05");
    }

    @Test
    void shouldSearch()
    {
        redis.run("ARMSET", "log", "0", "boot: ok", "1", "warn: disk", "2", "ERROR: cpu", "3", "info: ready", "4",
            "error: net");
        expect("ARGREP log - + MATCH error NOCASE", "*2 :2 :4");
        expect("ARGREP log - + MATCH error NOCASE WITHVALUES", "*2 *2 :2 $10 ERROR: cpu *2 :4 $10 error: net");
        expect("ARGREP log 0 4 GLOB warn:* OR GLOB error:*", "*2 :1 :4");
        assertEquals("*2 *2 :2 $10 ERROR: cpu *2 :4 $10 error: net",
            redis.run("ARGREP", "log", "0", "4", "RE", "^[A-Za-z]+: (cpu|net)$", "NOCASE", "WITHVALUES"));
        assertEquals("*1 :3", redis.run("ARGREP", "log", "0", "4", "EXACT", "info: ready"));
        expect("ARGREP log - + MATCH error NOCASE LIMIT 1", "*1 :2");
        expect("ARGREP log + - MATCH error NOCASE LIMIT 1", "*1 :4");
        expect("ARGREP log - + MATCH o GLOB *t AND", "*1 :4");
        redis.line("ARMSET a 0 RedisArray 1 redis-match 2 array-only 3 plain 4 1234");
        expect("ARGREP a - + OR MATCH redis LIMIT 3 GLOB *array* AND LIMIT 1 NOCASE", "*1 :0");
        expect("ARGREP a - + RE ^[0-9]+$ WITHVALUES", "*1 *2 :4 $4 1234");
        expect("ARGREP nope - + MATCH x", "*0");
    }

    @Test
    void shouldRejectSearchesThatMakeNoSense()
    {
        redis.line("ARSET a 0 v");
        expect("ARGREP a - + LIMIT 1", "-ERR syntax error");
        expect("ARGREP a - + MATCH x WHAT", "-ERR syntax error");
        expect("ARGREP a - + NOCASE MATCH", "-ERR syntax error");
        expect("ARGREP a x + MATCH v", "-ERR invalid array index");
        expect("ARGREP a - + MATCH v LIMIT -1", "-ERR LIMIT must be positive");
        expect("ARGREP a - + RE (", "-ERR invalid regular expression: Missing ')'");
        expect("ARGREP a - + RE (a)\\1", "-ERR regular expression backreferences are not supported");
        assertEquals("-ERR regular expression is empty", redis.run("ARGREP", "a", "-", "+", "RE", ""));
        expect("ARGREP a - + RE " + "a".repeat(2049), "-ERR regular expression is too long, maximum is 2048 bytes");
        expect("ARGREP a - +" + " MATCH v".repeat(250), "*1 :0");
        expect("ARGREP a - +" + " MATCH v".repeat(251), "-ERR too many predicates, maximum is 250");
    }

    @Test
    void shouldTellHowAnArrayIsMadeUp()
    {
        redis.line("ARMSET a 0 a 1 b 4096 c");
        expect("ARINFO a", "*14 $5 count :3 $3 len :4097 $17 next-insert-index :0 $6 slices :2 $14 directory-size :2 " +
            "$17 super-dir-entries :0 $10 slice-size :4096");
        redis.line("ARSEEK a 100");
        redis.line("ARINSERT a" + " v".repeat(100));
        redis.protocol(3);
        expect("ARINFO a FULL", "%12 $5 count :103 $3 len :4097 $17 next-insert-index :200 $6 slices :2 " +
            "$14 directory-size :2 $17 super-dir-entries :0 $10 slice-size :4096 $12 dense-slices :1 " +
            "$13 sparse-slices :1 $14 avg-dense-size ,256 $14 avg-dense-fill ,0.3984375 $15 avg-sparse-size ,1");
        expect("ARINFO nope", "-ERR no such key");
        expect("ARINFO a HALF", "-ERR syntax error");
    }

    @Test
    void shouldBeAKeyLikeAnyOther()
    {
        redis.line("ARINSERT a 1 2 a-value-that-needs-a-block-of-its-own");
        redis.line("ARSET s 5 x");
        expect("COPY a b", ":1");
        redis.line("ARDEL a 0");
        expect("ARSCAN b 0 1", "*2 *2 :0 $1 1 *2 :1 $1 2");
        expect("ARNEXT b", ":3");
        expect("RENAME b c", "+OK");
        expect("ARCOUNT c", ":3");
        expect("SCAN 0 TYPE array COUNT 100", redis.line("SCAN 0 COUNT 100"));
        final int own = Integer.parseInt(redis.line("MEMORY USAGE c").substring(1));
        assertTrue(own >= 40 + 16 + 32 + 40 && own < 300, "header, two nodes, block and entry: " + own);
        final String digest = redis.line("DEBUG DIGEST-VALUE c");
        redis.line("COPY c d");
        expect("DEBUG DIGEST-VALUE d", digest);
        redis.line("ARSEEK d 9");
        assertNotEquals(digest, redis.line("DEBUG DIGEST-VALUE d"));
        expect("DEL a c d", ":3");
    }

    @Test
    void shouldComeBackFromItsDump()
    {
        redis.line("ARMSET a 0 12 1 text 5 -3 4095 a-text-of-more-than-seven-bytes 4096 x 9223372036854775808 y");
        redis.line("ARSET a 70" + " 007 3.14 9223372036854775807".repeat(50));
        redis.line("ARINSERT a first");
        assertEquals("+OK", restore());
        expect("ARSCAN b 0 18446744073709551614", redis.line("ARSCAN a 0 18446744073709551614"));
        expect("DEBUG DIGEST-VALUE b", redis.line("DEBUG DIGEST-VALUE a"));
        expect("ARNEXT b", ":1");
        redis.line("DEL a b");
        redis.line("ARSET a 3 x");
        assertEquals("+OK", restore());
        expect("ARNEXT b", ":0");
    }

    private String restore()
    {
        final String dump = redis.runRaw("DUMP", "a");
        return redis.run("RESTORE", "b", "0", dump.substring(dump.indexOf('\n') + 1, dump.length() - 2));
    }

    @Test
    void shouldReplayWhatItWasTold()
    {
        redis.recordEffects();
        redis.line("ARINSERT a x");
        redis.line("ARDEL a 7");
        redis.line("ARSEEK nope 1");
        redis.line("ARRING a 3 y z w");
        redis.line("ARDELRANGE a 0 9");
        assertEquals(List.of("ARINSERT a x", "ARRING a 3 y z w", "ARDELRANGE a 0 9"), redis.effects());
    }

    @ParameterizedTest
    @ValueSource(strings =
    {
        "ARSET a 5 text", "ARSET a 5 12345", "ARSET a 5 a-text-of-more-than-seven-bytes", "ARMSET a 1 x 70 y",
        "ARGET a 5", "ARMGET a 1 2 3", "ARGETRANGE a 0 50", "ARLEN a", "ARCOUNT a", "ARDEL a 999", "ARRING r 50 v",
        "ARNEXT a", "ARSEEK a 3", "ARLASTITEMS a 10", "AROP a 0 100 SUM", "AROP a 0 100 XOR",
        "ARDELRANGE a 1000 2000", "ARSCAN a 0 100", "ARSCAN a 100 3 LIMIT 10", "ARINSERT a more",
        "ARLASTITEMS a 10 REV", "AROP a 0 100 MATCH 12"
    })
    void shouldAllocateNothing(final String command)
    {
        redis.line("ARINSERT a" + " 12".repeat(100));
        final byte[][] words = Arrays.stream(command.split(" ")).map(String::getBytes).toArray(byte[][]::new);
        assertEquals(0, redis.loop(words).allocatedBytes(10_000), command);
    }

    private void expect(final String command, final String reply)
    {
        assertEquals(reply, redis.line(command), command);
    }

    @Test
    void shouldCallSlicesSparseAsConfigured()
    {
        redis.line("ARSET a 0 x y z");
        redis.line("ARSET a 100000 x");
        assertTrue(redis.line("ARINFO a FULL").contains("$12 dense-slices :0 $13 sparse-slices :2"));
        assertEquals("+OK", redis.line("CONFIG SET array-sparse-kmin 1 array-sparse-kmax 2"));
        assertTrue(redis.line("ARINFO a FULL").contains("$12 dense-slices :1 $13 sparse-slices :1"));
        assertTrue(redis.line("CONFIG SET array-slice-size 1000").contains("power of two"));
    }
}
