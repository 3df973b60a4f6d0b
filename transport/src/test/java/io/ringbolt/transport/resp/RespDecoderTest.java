package io.ringbolt.transport.resp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static io.ringbolt.transport.resp.DecoderHarness.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RespDecoderTest
{
    private static final String MIXED = "*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$5\r\nv\r\nal\r\n" +
        "GET key\r\n\r\n*0\r\n*-1\r\n*2\r\n$3\r\ngEt\r\n$0\r\n\r\nset 'a b' \"\\x41\\n\"\nNONE\r\n";
    private static final List<String> MIXED_DECODED =
        List.of("set[SET, key, v\r\nal]", "get[GET, key]", "get[gEt, ]", "set[set, a b, A\n]", "?[NONE]");

    @Test
    void shouldDecodeWhateverWayTheBytesAreCutInTwo()
    {
        final byte[] input = bytes(MIXED);
        for (int cut = 0; cut <= input.length; cut++)
        {
            try (DecoderHarness harness = new DecoderHarness(64))
            {
                harness.feed(Arrays.copyOf(input, cut));
                harness.feed(Arrays.copyOfRange(input, cut, input.length));
                assertEquals(MIXED_DECODED, harness.decoded, "cut=" + cut);
                assertEquals(0, harness.keptLength(), "cut=" + cut);
            }
        }
    }

    @Test
    void shouldDecodeBytesThatComeOneByOne()
    {
        try (DecoderHarness harness = new DecoderHarness(2))
        {
            for (final byte single : bytes(MIXED))
            {
                harness.feed(new byte[]{single});
            }
            assertEquals(MIXED_DECODED, harness.decoded);
        }
    }

    @Test
    void shouldLoseNothingWhenTheRingIsFull()
    {
        try (DecoderHarness harness = new DecoderHarness(2))
        {
            harness.feed(bytes(MIXED.repeat(50)));
            assertEquals(50 * MIXED_DECODED.size(), harness.decoded.size());
            assertEquals(MIXED_DECODED, harness.decoded.subList(245, 250));
        }
    }

    @Test
    void shouldAgreeWithWhatWasEncodedUnderRandomSplits()
    {
        for (long seed = 1; seed <= 300; seed++)
        {
            final Random random = new Random(seed);
            final List<String> expected = new ArrayList<>();
            final byte[] input = randomCommands(random, expected);
            try (DecoderHarness harness = new DecoderHarness(1 << random.nextInt(8) + 1))
            {
                int at = 0;
                while (at < input.length)
                {
                    final int piece = Math.min(input.length - at, 1 + random.nextInt(1 + random.nextInt(20_000)));
                    harness.feed(Arrays.copyOfRange(input, at, at + piece));
                    assertTrue(harness.keptLength() < 64, "seed=" + seed + " kept=" + harness.keptLength());
                    at += piece;
                }
                assertEquals(expected, harness.decoded, "seed=" + seed);
            }
        }
    }

    private static byte[] randomCommands(final Random random, final List<String> expected)
    {
        final ByteArrayOutputStream output = new ByteArrayOutputStream();
        for (int i = 1 + random.nextInt(20); i > 0; i--)
        {
            final List<String> arguments = new ArrayList<>(List.of("SET"));
            final int count = 0 == random.nextInt(10) ? random.nextInt(5000) : 1 + random.nextInt(6);
            for (int k = 0; k < count; k++)
            {
                final byte[] argument = new byte[random.nextInt(
                    0 == random.nextInt(15) ? 100_000 / (1 + count / 6) : 30)];
                random.nextBytes(argument);
                arguments.add(new String(argument, StandardCharsets.ISO_8859_1));
            }
            output.writeBytes(bytes("*" + arguments.size() + "\r\n"));
            for (final String argument : arguments)
            {
                output.writeBytes(bytes("$" + argument.length() + "\r\n" + argument + "\r\n"));
            }
            expected.add("set" + arguments);
        }
        return output.toByteArray();
    }

    @Test
    void shouldAcceptMoreArgumentsThanAnyTableIsMadeFor()
    {
        final int count = 200_000;
        final String input = "*" + count + "\r\n" + "$1\r\nx\r\n".repeat(count);
        try (DecoderHarness harness = new DecoderHarness(2))
        {
            harness.feed(bytes(input.substring(0, 500_000)));
            harness.feed(bytes(input.substring(500_000)));
            assertEquals(1, harness.decoded.size());
            assertEquals("?[x" + ", x".repeat(count - 1) + "]", harness.decoded.get(0));
        }
    }

    @Test
    void shouldNotReserveWhatIsOnlyAnnounced()
    {
        try (DecoderHarness harness = new DecoderHarness(2))
        {
            harness.feed(bytes("*2147483647\r\n$536870912\r\nabc"));
            assertEquals(RespDecoder.NEEDS_INPUT, harness.outcome);
            assertTrue(harness.allocator.liveBytes() < 2 << 20, "live=" + harness.allocator.liveBytes());
        }
    }

    /** The error texts are redis-server 7.0.15's own answers to these bytes. */
    @ParameterizedTest
    @CsvSource({
        "*2147483648~, invalid multibulk length",
        "*~, invalid multibulk length",
        "*01~, invalid multibulk length",
        "*+1~, invalid multibulk length",
        "*9223372036854775808~, invalid multibulk length",
        "*1~+PING~, 'expected ''$'', got ''+'''",
        "*1~~, 'expected ''$'', got '' '''",
        "*1~$-1~, invalid bulk length",
        "*1~$536870913~, invalid bulk length",
        "*1~$04~, invalid bulk length",
        "PING \"a~, unbalanced quotes in request",
        "PING 'a'b~, unbalanced quotes in request"
    })
    void shouldRefuseInRedisWordsHoweverTheBytesArrive(final String escaped, final String reason)
    {
        final byte[] input = bytes(escaped.replace("~", "\r\n"));
        final String expected = "!ERR Protocol error: " + reason;
        try (DecoderHarness whole = new DecoderHarness(4); DecoderHarness single = new DecoderHarness(4))
        {
            whole.feed(input);
            assertEquals(List.of(expected), normalized(whole.decoded));
            assertEquals(RespDecoder.FAILED, whole.outcome);
            for (final byte next : input)
            {
                single.feed(new byte[]{next});
            }
            assertEquals(List.of(expected), normalized(single.decoded));
        }
    }

    private static List<String> normalized(final List<String> decoded)
    {
        return decoded.stream().map(text -> text.replace('\r', ' ')).toList();
    }

    @Test
    void shouldTellAnErrorAfterTheCommandsBeforeIt()
    {
        try (DecoderHarness harness = new DecoderHarness(1))
        {
            harness.feed(bytes("GET a\r\n*2\r\n$3\r\nGET\r\n$-5\r\nGET b\r\n"));
            assertEquals(List.of("get[GET, a]", "!ERR Protocol error: invalid bulk length"), harness.decoded);
        }
    }

    @Test
    void shouldBoundUnfinishedLines()
    {
        for (final String start : List.of("*", "a", "*1\r\n$"))
        {
            try (DecoderHarness harness = new DecoderHarness(4))
            {
                harness.feed(bytes(start + "1".repeat(65_000)));
                assertTrue(harness.decoded.isEmpty());
                harness.feed(bytes("1".repeat(1000)));
                final String name = "*".equals(start) ? "mbulk count string" : "a".equals(start) ? "inline request" :
                    "bulk count string";
                assertEquals(List.of("!ERR Protocol error: too big " + name), harness.decoded);
            }
        }
    }

    @Test
    void shouldEndAnInlineCommandAtAZeroByte()
    {
        try (DecoderHarness harness = new DecoderHarness(4))
        {
            harness.feed(bytes("GET a\0 b 'c\r\n\0 x\r\nGET b\r\n"));
            assertEquals(List.of("get[GET, a]", "get[GET, b]"), harness.decoded);
        }
        try (DecoderHarness harness = new DecoderHarness(4))
        {
            harness.feed(bytes("GET 'a\0'\r\n"));
            assertEquals(List.of("!ERR Protocol error: unbalanced quotes in request"), harness.decoded);
        }
    }

    @Test
    void shouldLimitClientsThatHaveNotAuthenticated()
    {
        try (DecoderHarness harness = new DecoderHarness(4))
        {
            harness.publisher.limits(DecoderHarness.MAX_BULK_LENGTH, true);
            harness.feed(bytes("*2\r\n$3\r\nGET\r\n$1\r\na\r\n*11\r\n"));
            assertEquals(
                List.of("get[GET, a]", "!ERR Protocol error: unauthenticated multibulk length"), harness.decoded);
        }
        try (DecoderHarness harness = new DecoderHarness(4))
        {
            harness.publisher.limits(DecoderHarness.MAX_BULK_LENGTH, true);
            harness.feed(bytes("*2\r\n$3\r\nGET\r\n$16385\r\n"));
            assertEquals(List.of("!ERR Protocol error: unauthenticated bulk length"), harness.decoded);
        }
    }

    @Test
    void shouldNoticeBrowsers()
    {
        for (final String line : List.of("POST / HTTP/1.1\r\n", "host: localhost\r\n", "*1\r\n$4\r\nPost\r\n"))
        {
            try (DecoderHarness harness = new DecoderHarness(4))
            {
                harness.feed(bytes(line));
                assertEquals(RespDecoder.ATTACKED, harness.outcome, line);
                assertTrue(harness.decoded.isEmpty(), line);
            }
        }
    }
}
