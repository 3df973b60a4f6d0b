package io.ringbolt.engine.sort;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * What SORT replies. The expectations were compared with redis-server 7.0.15.
 */
class SortCommandsTest
{
    private static final String NOT_A_NUMBER = "-ERR One or more scores can't be converted into double";
    private static final long SEED = 3;

    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldSortNumbersAndText(final int protocol)
    {
        redis.protocol(protocol);
        redis.line("RPUSH l 10 9 1.5 -3 100");
        assertEquals("*5 $2 -3 $3 1.5 $1 9 $2 10 $3 100", redis.line("SORT l"));
        assertEquals("*5 $3 100 $2 10 $1 9 $3 1.5 $2 -3", redis.line("SORT l DESC"));
        assertEquals("*5 $2 -3 $3 1.5 $2 10 $3 100 $1 9", redis.line("SORT l ALPHA"));
        assertEquals("*2 $3 1.5 $1 9", redis.line("SORT_RO l LIMIT 1 2"));
        assertEquals("*1 $3 100", redis.line("SORT l LIMIT 4 -1"));
        assertEquals("*0", redis.line("SORT l LIMIT 5 2"));
        assertEquals("*5 $2 10 $1 9 $3 1.5 $2 -3 $3 100", redis.line("SORT l BY nosort"));
        assertEquals("*2 $2 -3 $3 1.5", redis.line("SORT l BY nosort DESC LIMIT 1 2"));
        assertEquals("*0", redis.line("SORT nokey"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldSortByAndGetOtherKeys(final int protocol)
    {
        redis.protocol(protocol);
        final String none = 3 == protocol ? "_" : "$-1";
        redis.line("RPUSH l 1 2 3");
        redis.line("MSET w1 30 w2 20 w3 10 n1 one n3 three w*x 1");
        redis.line("HSET h1 f 7 -> x");
        redis.line("HSET h2 f 5");
        assertEquals("*3 $1 3 $1 2 $1 1", redis.line("SORT l BY w*"));
        assertEquals("*3 $5 three " + none + " $3 one", redis.line("SORT l BY w* GET n*"));
        assertEquals("*6 $1 3 $5 three $1 2 " + none + " $1 1 $3 one", redis.line("SORT l BY w* GET # GET n*"));
        assertEquals("*3 $1 3 $1 2 $1 1", redis.line("SORT l BY h*->f"));
        assertEquals("*3 $1 7 $1 5 " + none, redis.line("SORT l GET h*->f"));
        assertEquals("*3 " + none + " " + none + " " + none, redis.line("SORT l GET h*->"));
        assertEquals("*3 " + none + " " + none + " " + none, redis.line("SORT l GET l"));
        assertEquals("*3 $1 2 $1 1 $1 3", redis.line("SORT l BY n* ALPHA"));
        assertEquals("*3 $1 1 $1 2 $1 3", redis.line("SORT l BY x*"));
    }

    @Test
    void shouldSortSetsAndSortedSets()
    {
        redis.line("SADD s b 3 a 10");
        assertEquals("*4 $2 10 $1 3 $1 a $1 b", redis.line("SORT s ALPHA"));
        assertEquals(NOT_A_NUMBER, redis.line("SORT s"));
        redis.line("ZADD z 1 30 2 20 3 10");
        assertEquals("*3 $2 10 $2 20 $2 30", redis.line("SORT z"));
        assertEquals("*3 $2 30 $2 20 $2 10", redis.line("SORT z BY nosort"));
        assertEquals("*3 $2 10 $2 20 $2 30", redis.line("SORT z BY nosort DESC"));
        assertEquals("*2 $2 20 $2 30", redis.line("SORT z BY nosort DESC LIMIT 1 2"));
        assertEquals("$8 listpack", redis.line("OBJECT ENCODING z"));
    }

    @Test
    void shouldStoreTheResultAsAListInPlaceOfWhatWasThere()
    {
        redis.line("RPUSH l 3 1 2");
        redis.line("SET n1 one");
        redis.line("SET d x EX 100");
        redis.recordEffects();
        assertEquals(":3", redis.line("SORT l GET n* STORE d"));
        assertEquals("*3 $3 one $0  $0 ", redis.line("LRANGE d 0 -1"));
        assertEquals(":-1", redis.line("TTL d"));
        assertEquals(List.of("SORT l GET n* STORE d"), redis.effects());
        assertEquals(":3", redis.line("SORT l STORE l"));
        assertEquals("*3 $1 1 $1 2 $1 3", redis.line("LRANGE l 0 -1"));
        assertEquals(":0", redis.line("SORT nokey STORE d"));
        assertEquals(":0", redis.line("EXISTS d"));
        redis.line("SADD s b a c");
        assertEquals(":3", redis.line("SORT s BY nosort STORE d"));
        assertEquals("*3 $1 a $1 b $1 c", redis.line("LRANGE d 0 -1"));
    }

    @Test
    void shouldRefuseWhatItCannotSort()
    {
        redis.line("SET k v");
        redis.line("RPUSH l a b");
        assertEquals("-WRONGTYPE Operation against a key holding the wrong kind of value", redis.line("SORT k"));
        assertEquals(NOT_A_NUMBER, redis.line("SORT l"));
        assertEquals("-ERR syntax error", redis.line("SORT l FOO"));
        assertEquals("-ERR syntax error", redis.line("SORT l LIMIT 1"));
        assertEquals("-ERR value is not an integer or out of range", redis.line("SORT l LIMIT 1 x"));
        assertEquals("-ERR syntax error", redis.line("SORT_RO l STORE d"));
        redis.line("SET wa x");
        assertEquals(NOT_A_NUMBER, redis.line("SORT l BY w*"));
        assertEquals("*2 $1 b $1 a", redis.line("SORT l BY w* ALPHA"));
    }

    @Test
    void shouldReadNumbersAsTheCLibraryDoes()
    {
        for (final String number :
            List.of("", "-0", "007", "+5", " 7", "\t3", "3.0e3", "inf", "-inf", "0x10", "12.5", "\0x", "5."))
        {
            redis.line("DEL l");
            redis.run("RPUSH", "l", number);
            assertEquals("*1 $" + number.length() + " " + number, redis.line("SORT l"), number);
        }
        for (final String text : List.of("a", "\r\n", "nan", "1e400", "1e-400", "-", "+", ".", "1e", " ", "3 "))
        {
            redis.line("DEL l");
            redis.run("RPUSH", "l", text);
            assertEquals(NOT_A_NUMBER, redis.line("SORT l"), text);
        }
    }

    @Test
    void shouldFindItsKeysForClients()
    {
        assertEquals("*2 $1 l $1 d", redis.line("COMMAND GETKEYS SORT l BY w* STORE d"));
        assertEquals("*1 $1 l", redis.line("COMMAND GETKEYS SORT_RO l"));
        assertEquals("*2 $1 l $1 d", redis.line("COMMAND GETKEYS SORT l STORE a STORE b STORE d"));
        assertEquals("*2 $1 l $1 d", redis.line("COMMAND GETKEYS SORT l BY store STORE d"));
        assertEquals("*2 $1 l $1 d", redis.line("COMMAND GETKEYS SORT l GET store LIMIT store store STORE d"));
        assertEquals("*1 $1 l", redis.line("COMMAND GETKEYS SORT l STORE"));
    }

    @Test
    void shouldSortAsCollectionsSort()
    {
        final Random random = new Random(SEED);
        for (int round = 0; round < 300; round++)
        {
            redis.line("DEL l");
            final List<String> twin = new ArrayList<>();
            for (int i = random.nextInt(200); i >= 0; i--)
            {
                final String element = Integer.toString(random.nextInt(90) - 30) + (random.nextInt(4) == 0 ? ".5" : "");
                twin.add(element);
                redis.line("RPUSH l " + element);
            }
            final Comparator<String> order = round % 3 == 0 ? Comparator.naturalOrder() :
                Comparator.comparingDouble(Double::parseDouble).thenComparing(Comparator.naturalOrder());
            twin.sort(order);
            if (round % 2 == 0)
            {
                Collections.reverse(twin);
            }
            final StringBuilder expected = new StringBuilder("*" + twin.size());
            twin.forEach(element -> expected.append(" $").append(element.length()).append(' ').append(element));
            assertEquals(expected.toString(),
                redis.line("SORT l" + (round % 3 == 0 ? " ALPHA" : "") + (round % 2 == 0 ? " DESC" : "")),
                "seed=" + SEED + " round=" + round);
        }
    }

    @Test
    void shouldNotAllocateForEachElement()
    {
        for (int i = 0; i < 1_000; i++)
        {
            redis.line("RPUSH l " + i * 7 % 1_000);
        }
        final var loop = redis.loop(
            "SORT".getBytes(), "l".getBytes(), "LIMIT".getBytes(), "0".getBytes(), "1".getBytes());
        loop.run(2_000);
        assertEquals(0, loop.allocatedBytes(100));
    }
}
