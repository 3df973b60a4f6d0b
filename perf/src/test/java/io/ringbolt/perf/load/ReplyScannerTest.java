package io.ringbolt.perf.load;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class ReplyScannerTest
{
    private static final int SEED_COUNT = 200;

    /** Outcomes of scanning bytes that arrive in pieces. */
    private static List<Integer> scan(final String text, final int pieceLength)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        final ReplyScanner scanner = new ReplyScanner();
        final List<Integer> outcomes = new ArrayList<>();
        for (int begin = 0; begin < bytes.length; begin += pieceLength)
        {
            final int end = Math.min(bytes.length, begin + pieceLength);
            int position = begin;
            while (position < end)
            {
                final int outcome = scanner.scan(bytes, position, end);
                position = scanner.position();
                if (ReplyScanner.MORE != outcome)
                {
                    outcomes.add(outcome);
                }
            }
        }
        return outcomes;
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "+OK| ; 1", ":-12|; 1", "$-1|; 1", "$0||; 1", "$5|ab$-1|; 1", "*-1|; 1", "*0|; 1", "*2|:1|*2|+a|$1|b|; 1",
        "-ERR no|; 1", "%2|+a|:1|+b|*1|:2|; 1", "~1|_|; 1", "=7|txt:abc|; 1", "!5|ERR a|; 1", ",1.5|#t|(123|; 3",
        ">2|+message|$1|a|:1|; 1", "|1|+ttl|*2|:1|:2|:7|; 1", "*1|*1|*1|*0|+PONG|; 2"})
    void shouldFindTheEndOfEachReplyWhereverBytesAreCut(final String marked, final int replyCount)
    {
        final String text = marked.strip().replace("|", "\r\n").replaceFirst("^\r\n1\r\n", "|1\r\n");
        for (int length = 1; length <= text.length(); length++)
        {
            assertEquals(replyCount, scan(text, length).size(), "pieces of " + length);
        }
    }

    @Test
    void shouldTellErrors()
    {
        final ReplyScanner scanner = new ReplyScanner();
        final byte[] bytes = "-WRONGTYPE no\r\n*1\r\n-ERR inside\r\n".getBytes(StandardCharsets.ISO_8859_1);

        assertEquals(ReplyScanner.ERROR, scanner.scan(bytes, 0, bytes.length));
        assertEquals("WRONGTYPE no", scanner.error());
        assertEquals(ReplyScanner.REPLY, scanner.scan(bytes, scanner.position(), bytes.length));
    }

    @Test
    void shouldRefuseWhatIsNoReply()
    {
        assertThrows(IllegalStateException.class, () -> scan("HTTP/1.1 200 OK\r\n", 3));
    }

    @Test
    void shouldCountRandomRepliesAsTheyWereMade()
    {
        for (int seed = 0; seed < SEED_COUNT; seed++)
        {
            final SplittableRandom random = new SplittableRandom(seed);
            final StringBuilder text = new StringBuilder();
            final int count = 1 + random.nextInt(20);
            for (int i = 0; i < count; i++)
            {
                append(text, random, 3);
            }
            assertEquals(count, scan(text.toString(), 1 + random.nextInt(40)).size(), "seed " + seed);
        }
    }

    private static void append(final StringBuilder text, final SplittableRandom random, final int depth)
    {
        final int kind = random.nextInt(depth == 0 ? 3 : 5);
        if (kind == 0)
        {
            text.append(':').append(random.nextInt(-50, 50)).append("\r\n");
        }
        else if (kind == 1)
        {
            final int length = random.nextInt(40);
            text.append('$').append(length).append("\r\n").append("\n".repeat(length)).append("\r\n");
        }
        else if (kind == 2)
        {
            text.append("+fine\r\n");
        }
        else
        {
            final int count = random.nextInt(4);
            text.append(kind == 3 ? '*' : '%').append(count).append("\r\n");
            for (int i = 0; i < count * (kind - 2); i++)
            {
                append(text, random, depth - 1);
            }
        }
    }
}
