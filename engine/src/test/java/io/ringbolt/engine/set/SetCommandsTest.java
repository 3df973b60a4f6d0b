package io.ringbolt.engine.set;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SetCommandsTest
{
    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldAddRemoveAndTellMembers()
    {
        assertEquals(":2", redis.line("SADD s 1 2 2"));
        assertEquals("$6 intset", redis.line("OBJECT ENCODING s"));
        assertEquals(":1", redis.line("SADD s a 1"));
        assertEquals("$8 listpack", redis.line("OBJECT ENCODING s"));
        assertEquals("*3 $1 1 $1 2 $1 a", redis.line("SMEMBERS s"));
        assertEquals(":1", redis.line("SISMEMBER s a"));
        assertEquals("*3 :1 :0 :1", redis.line("SMISMEMBER s 1 3 a"));
        assertEquals("*2 :0 :0", redis.line("SMISMEMBER nope 1 3"));
        assertEquals(":2", redis.line("SREM s 1 a b"));
        assertEquals(":1", redis.line("SCARD s"));
        assertEquals(":1", redis.line("SREM s 2"));
        assertEquals(":0", redis.line("EXISTS s"));
    }

    @Test
    void shouldPopEachMemberOnceAndReplayRemovals()
    {
        redis.line("SADD s a b c d e");
        redis.recordEffects();
        final Set<String> popped = new TreeSet<>();
        popped.add(redis.line("SPOP s").substring(3));
        final String[] two = redis.line("SPOP s 2").split(" ");
        popped.add(two[2]);
        popped.add(two[4]);
        final String replayed = String.join(" ", redis.effects());
        assertTrue(replayed.matches("SREM s [a-e] SREM s [a-e] [a-e]"), replayed);
        final String[] rest = redis.line("SPOP s 9").split(" ");
        popped.add(rest[2]);
        popped.add(rest[4]);
        assertEquals(Set.of("a", "b", "c", "d", "e"), popped);
        assertEquals(List.of("DEL s"), redis.effects());
        assertEquals(":0", redis.line("EXISTS s"));
    }

    @Test
    void shouldReplyNothingInTheFormTheCountAsksFor()
    {
        assertEquals("$-1", redis.line("SPOP nope"));
        assertEquals("*0", redis.line("SPOP nope 3"));
        assertEquals("$-1", redis.line("SRANDMEMBER nope"));
        assertEquals("*0", redis.line("SRANDMEMBER nope 3"));
        assertEquals("-ERR value is out of range, must be positive", redis.line("SPOP nope -1"));
        assertEquals("-ERR value is not an integer or out of range", redis.line("SRANDMEMBER nope x"));
        assertEquals("-ERR syntax error", redis.line("SRANDMEMBER nope 1 2"));
        redis.protocol(3);
        assertEquals("~0", redis.line("SPOP nope 3"));
        assertEquals("*0", redis.line("SRANDMEMBER nope 3"));
        assertEquals("~0", redis.line("SMEMBERS nope"));
        assertEquals("_", redis.line("SPOP nope"));
    }

    @Test
    void shouldSampleDifferentMembersUnlessToldToRepeat()
    {
        for (int i = 0; i < 1_000; i++)
        {
            redis.line("SADD large m" + i);
        }
        redis.line("SADD small 1 2 3");
        for (final String command : new String[] {"large 5", "large 700", "small 2", "small 3"})
        {
            final String[] words = redis.line("SRANDMEMBER " + command).split(" ");
            final int count = Integer.parseInt(command.split(" ")[1]);
            assertEquals("*" + count, words[0]);
            final Set<String> members = new TreeSet<>();
            for (int i = 2; i < words.length; i += 2)
            {
                members.add(words[i]);
            }
            assertEquals(count, members.size(), command);
        }
        assertEquals(1 + 2 * 50, redis.line("SRANDMEMBER small -50").split(" ").length);
    }

    @Test
    void shouldScanAllMembersOfEveryEncoding()
    {
        redis.line("SADD s 1 2 3");
        assertEquals("*2 $1 0 *3 $1 1 $1 2 $1 3", redis.line("SSCAN s 0"));
        assertEquals("*2 $1 0 *1 $1 3", redis.line("SSCAN s 0 MATCH [3-9] COUNT 1"));
        assertEquals("*2 $1 0 *0", redis.line("SSCAN nope 0"));
        assertEquals("-ERR invalid cursor", redis.line("SSCAN nope x"));
        assertEquals("-ERR syntax error", redis.line("SSCAN s 0 COUNT 0"));
        for (int i = 0; i < 1_000; i++)
        {
            redis.line("SADD large m" + i);
        }
        final Set<String> seen = new TreeSet<>();
        String cursor = "0";
        do
        {
            final String[] words = redis.line("SSCAN large " + cursor + " COUNT 50").split(" ");
            cursor = words[2];
            seen.addAll(Arrays.asList(words).subList(4, words.length));
        }
        while (!"0".equals(cursor));
        seen.removeIf(word -> word.startsWith("$"));
        assertEquals(1_000, seen.size());
    }

    @Test
    void shouldAllocateNothing()
    {
        for (int i = 0; i < 1_000; i++)
        {
            redis.line("SADD s m" + i);
        }
        redis.line("SADD t m1 m2 m3 4 5");
        for (final String command : new String[] {"SINTER s t", "SINTERCARD 2 s t", "SDIFF t s", "SUNION t t",
            "SINTERSTORE d s t", "SMOVE t t m1", "SRANDMEMBER s 7", "SRANDMEMBER s -7", "SRANDMEMBER t 3", "SADD s m1",
            "SISMEMBER s m1", "SADD n 1", "SREM n 1", "SMEMBERS s"})
        {
            final byte[][] words = Arrays.stream(command.split(" ")).map(String::getBytes).toArray(byte[][]::new);
            assertTrue(redis.loop(words).allocatedBytes(1_000) < 1_000, command);
        }
        for (int i = 0; i < 3_000; i++)
        {
            redis.line("SADD p m" + i);
        }
        final byte[][] pop = {"SPOP".getBytes(), "p".getBytes()};
        assertTrue(redis.loop(pop).allocatedBytes(1_000) < 1_000, "SPOP");
    }
}
