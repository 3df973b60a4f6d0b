package io.ringbolt.engine.hash;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
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

    private void expect(final String command, final String... events)
    {
        redis.line(command);
        redis.use(0);
        final String received = redis.received();
        final List<String> told = new ArrayList<>();
        for (final String message : received.substring(seen).split("\\*3\r\n\\$7\r\nmessage\r\n"))
        {
            if (!message.isEmpty())
            {
                told.add(message.split("\r\n")[3]);
            }
        }
        seen = received.length();
        redis.use(client);
        assertEquals(List.of(events), told, command);
    }
}
