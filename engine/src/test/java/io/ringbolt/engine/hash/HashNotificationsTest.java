package io.ringbolt.engine.hash;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Of what a subscriber learns when fields of a hash are written, expire, or go.
 */
class HashNotificationsTest
{
    private static final String CHANNEL = "__keyspace@0__:h";

    private final EngineHarness redis = new EngineHarness();
    private int client;
    private int seen;

    @BeforeEach
    void subscribe()
    {
        redis.line("CONFIG SET notify-keyspace-events KA");
        redis.line("SUBSCRIBE " + CHANNEL);
        seen = redis.received().length();
        client = redis.openSession();
    }

    @AfterEach
    void close()
    {
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 512})
    void shouldTellAsRedisDoes(final int threshold)
    {
        redis.use(client);
        redis.line("CONFIG SET hash-max-listpack-entries " + threshold);
        expect("HSET h a 1 b 2 c 3", "hset");
        expect("HEXPIRE h 10 FIELDS 2 a b", "hexpire");
        expect("HEXPIRE h 10 NX FIELDS 2 a b");
        expect("HPERSIST h FIELDS 2 a c", "hpersist");
        expect("HPERSIST h FIELDS 1 c");
        expect("HEXPIRE h 0 FIELDS 1 b", "hdel");
        expect("HINCRBY h n 1", "hincrby");
        expect("HINCRBYFLOAT h n 1.5", "hincrbyfloat");
        expect("HSETEX h EX 10 FIELDS 1 x 1", "hset", "hexpire");
        expect("HSETEX h PXAT 1 FIELDS 1 x 1", "hset", "hdel");
        expect("HSETEX h FXX FIELDS 1 x 1");
        expect("HGETEX h EX 10 FIELDS 1 a", "hexpire");
        expect("HGETEX h PERSIST FIELDS 1 a", "hpersist");
        expect("HGETEX h FIELDS 1 a");
        expect("HGETDEL h FIELDS 2 a nope", "hdel");
        expect("HDEL h c", "hdel");
        expect("HPEXPIRE h 5 FIELDS 1 n", "hexpire");
        redis.advanceMs(6);
        redis.tick();
        expect("PING", "hexpired", "del");
        expect("HSETEX h PX 5 FIELDS 1 x 1", "hset", "hexpire");
        redis.advanceMs(6);
        expect("HGET h x", "hexpired", "del");
        expect("HSETEX h PX 5 FIELDS 2 x 1 y 2", "hset", "hexpire");
        redis.advanceMs(6);
        expect("HSET h x 1", "hexpired", "del", "hset");
        expect("HGETEX h PXAT 1 FIELDS 1 x", "hdel", "del");
        expect("HSETEX h PXAT 1 FIELDS 1 x 1", "hset", "hdel", "del");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 512})
    void shouldNameFields(final int threshold)
    {
        redis.use(client);
        redis.line("CONFIG SET notify-keyspace-events hS");
        redis.use(0);
        redis.line("PSUBSCRIBE __subkey*");
        seen = redis.received().length();
        redis.use(client);
        redis.line("CONFIG SET hash-max-listpack-entries " + threshold);
        redis.line("HIMPORT PREPARE names x y");
        expect("HSET h a 1 b 2 a 3", "hset|1:a,1:b,1:a");
        expect("HSETNX h a 1");
        expect("HSETNX h n 1", "hset|1:n");
        expect("HMSET h longer 1", "hset|6:longer");
        expect("HINCRBY h n 1", "hincrby|1:n");
        expect("HINCRBYFLOAT h n 1.5", "hincrbyfloat|1:n");
        expect("HEXPIRE h 10 FIELDS 2 a none", "hexpire|1:a");
        expect("HPERSIST h FIELDS 2 a b", "hpersist|1:a");
        expect("HGETEX h EX 10 FIELDS 2 a b", "hexpire|1:a,1:b");
        expect("HPEXPIREAT h 1 FIELDS 1 a", "hdel|1:a");
        expect("HSETEX h PX 5 FIELDS 2 x 1 y 2", "hset|1:x,1:y", "hexpire|1:x,1:y");
        expect("HGETDEL h FIELDS 2 nope n", "hdel|1:n");
        expect("HDEL h nope b nope", "hdel|1:b");
        expect("DEL nope");
        redis.advanceMs(6);
        expect("HSET h x 1", "hexpired|1:x,1:y", "hset|1:x");
        expect("HIMPORT SET h names 1 2", "hset|1:x,1:y");
        expect("DEL h");
    }

    @ParameterizedTest
    @CsvSource({
        "hT, __subkeyevent@0__:hset, '1:h|1:a,2:bc'",
        "AV, __subkeyspaceevent@0__:hset|h, '1:a,2:bc'",
        "AKS, __subkeyspace@0__:h, 'hset|1:a,2:bc'"})
    void shouldUseTheChannelsAskedFor(final String classes, final String channel, final String message)
    {
        redis.use(client);
        redis.line("CONFIG SET notify-keyspace-events " + classes);
        redis.use(0);
        redis.line("PSUBSCRIBE __subkey*");
        seen = redis.received().length();
        redis.use(client);
        redis.line("HSET h a 1 bc 2");
        redis.use(0);
        final String received = redis.received().substring(seen);
        assertEquals("*4\r\n$8\r\npmessage\r\n$9\r\n__subkey*\r\n$" + channel.length() + "\r\n" + channel + "\r\n$" +
            message.length() + "\r\n" + message + "\r\n",
            received.substring(received.indexOf("*4")).replace("$10\r\n__subkey*", "$9\r\n__subkey*"));
    }

    @Test
    void shouldTellOfEachFieldAloneUnlessTheKeyHasALinesEnd()
    {
        redis.use(client);
        redis.line("CONFIG SET notify-keyspace-events hI");
        redis.use(0);
        redis.line("PSUBSCRIBE __subkey*");
        seen = redis.received().length();
        redis.use(client);
        redis.run("HSET", "h", "a:,1", "1", "bc", "2");
        redis.run("HSET", "h\n", "a", "1");
        redis.line("SET s v");
        redis.use(0);
        final String prefix = "*4\r\n$8\r\npmessage\r\n$9\r\n__subkey*\r\n";
        assertEquals(prefix + "$28\r\n__subkeyspaceitem@0__:h\na:,1\r\n$4\r\nhset\r\n" + prefix +
            "$26\r\n__subkeyspaceitem@0__:h\nbc\r\n$4\r\nhset\r\n", redis.received().substring(seen));
    }

    private void expect(final String command, final String... events)
    {
        redis.line(command);
        redis.use(0);
        final String received = redis.received();
        final List<String> told = new ArrayList<>();
        for (final String message : received.substring(seen).split("\\*[34]\r\n\\$[78]\r\np?message\r\n"))
        {
            if (!message.isEmpty())
            {
                final String[] lines = message.split("\r\n");
                told.add(lines[lines.length - 1]);
            }
        }
        seen = received.length();
        redis.use(client);
        assertEquals(List.of(events), told, command);
    }
}
