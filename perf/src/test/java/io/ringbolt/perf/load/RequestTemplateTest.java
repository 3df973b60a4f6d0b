package io.ringbolt.perf.load;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RequestTemplateTest
{
    private final Draw draw =
        new Draw(1, KeyChooser.of("sequential", new AtomicLong(1000)), ValueLengths.of("4"), new AtomicLong(1000));

    private String encode(final RequestTemplate template, final int times)
    {
        final RequestBuffer out = new RequestBuffer();
        for (int i = 0; i < times; i++)
        {
            template.encode(out, draw, 42);
        }
        final ByteBuffer bytes = out.toSend();
        final byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return new String(copy, StandardCharsets.UTF_8).replace("\r\n", "|");
    }

    @Test
    void shouldDrawAKeyAtEachPlace()
    {
        final RequestTemplate template = RequestTemplate.of(List.of("mget", "a:__rand_int__:b", "__rand_int__"), true);

        assertEquals("*3|$4|mget|$16|a:000000000000:b|$12|000000000001|", encode(template, 1));
        assertEquals("MGET", template.name());
    }

    @Test
    void shouldLeaveThePlaceAsItIsWithoutAKeyspace()
    {
        assertEquals("*2|$3|GET|$16|key:__rand_int__|",
            encode(RequestTemplate.of(List.of("GET", "key:__rand_int__"), false), 1));
    }

    @Test
    void shouldPutTheSameKeyIntoAllOfAnOperation()
    {
        assertEquals("*3|$3|DEL|$13|u000000000042|$12|000000000042|",
            encode(RequestTemplate.of(List.of("DEL", "u__key__", "__key__"), true), 1));
    }

    @Test
    void shouldWriteValuesOfTheLengthDrawn()
    {
        final String request = encode(RequestTemplate.of(List.of("SET", "k", "<__data__>"), true), 1);

        assertTrue(request.matches("\\*3\\|\\$3\\|SET\\|\\$1\\|k\\|\\$6\\|<[a-z]{4}>\\|"), request);
    }

    @Test
    void shouldWriteCountsWithoutZerosInFront()
    {
        final String requests = encode(RequestTemplate.of(List.of("LIMIT", "__count__"), true), 200);

        for (final String request : requests.split("\\*2\\|\\$5\\|LIMIT\\|"))
        {
            assertTrue(request.isEmpty() || request.matches("\\$1\\|[1-9]\\||\\$2\\|[1-9][0-9]\\||\\$3\\|100\\|"),
                request);
        }
    }

    @Test
    void shouldGrowWithWhatIsToBeSent()
    {
        final String one = encode(RequestTemplate.of(List.of("SET", "k", "x".repeat(3000)), true), 1);

        assertEquals(one.repeat(5), encode(RequestTemplate.of(List.of("SET", "k", "x".repeat(3000)), true), 5));
    }

    @Test
    void shouldRefuseTwoValuesInAWord()
    {
        assertThrows(IllegalArgumentException.class,
            () -> RequestTemplate.of(List.of("SET", "__data____data__"), true));
    }
}
