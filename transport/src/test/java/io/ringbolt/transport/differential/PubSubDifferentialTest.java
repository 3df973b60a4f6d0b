package io.ringbolt.transport.differential;

import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.config.ThreadingMode;
import io.ringbolt.transport.Server;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Subscribes, publishes and asks at random over the same connections to Ringbolt and to a real redis-server, and
 * compares what reaches each connection. There are as many subscribers as it takes for messages to go by the selectors.
 */
class PubSubDifferentialTest
{
    private static final int STEP_COUNT = Integer.getInteger("pubsub.steps", 600);
    private static final int CONNECTION_COUNT = 14;
    private static final int STEPS_BETWEEN_COMPARISONS = 12;
    private static final List<String> TEMPLATES = List.of(
        "SUBSCRIBE c", "SUBSCRIBE c", "SUBSCRIBE c", "SUBSCRIBE c c", "SUBSCRIBE", "PSUBSCRIBE p", "PSUBSCRIBE p",
        "PSUBSCRIBE p p", "SSUBSCRIBE c", "SSUBSCRIBE c", "UNSUBSCRIBE c", "UNSUBSCRIBE c c", "PUNSUBSCRIBE p",
        "SUNSUBSCRIBE c", "UNSUBSCRIBE", "PUNSUBSCRIBE", "SUNSUBSCRIBE", "RESET", "PUBLISH c m", "PUBLISH c m",
        "PUBLISH c m", "PUBLISH c m", "PUBLISH c m", "PUBLISH c long", "SPUBLISH c m", "SPUBLISH c m", "PUBLISH c",
        "PUBSUB CHANNELS", "PUBSUB CHANNELS p", "PUBSUB NUMSUB", "PUBSUB NUMSUB c c", "PUBSUB NUMPAT",
        "PUBSUB SHARDCHANNELS", "PUBSUB SHARDNUMSUB c c", "PUBSUB FOO", "PUBSUB NUMPAT x", "PING", "PING m", "GET c",
        "MULTI;PUBLISH c m;PUBSUB NUMPAT;PUBLISH c m;EXEC", "MULTI;SUBSCRIBE c;PUBLISH c m;EXEC",
        "EVAL return+redis.call('publish',ARGV[1],ARGV[2]) 0 c m");
    private static final List<String> PATTERNS = List.of("*", "a*", "[ab]", "n?ws", "news", "\\*", "");
    private static final List<String> CHANNELS = List.of("a", "a", "a", "b", "news", "*", "");

    @TempDir
    static Path directory;

    private final List<RespConnection> expected = new ArrayList<>();
    private final List<RespConnection> actual = new ArrayList<>();
    private int number;

    @ParameterizedTest
    @CsvSource({"SHARED, 1", "DEDICATED, 2", "SHARED, 3", "DEDICATED, 4"})
    void shouldDeliverAsRedisDoes(final ThreadingMode mode, final long seed) throws Exception
    {
        try (RedisProcess redis = RedisProcess.start(directory); Server ringbolt = start(mode))
        {
            for (int i = 0; i < CONNECTION_COUNT; i++)
            {
                expected.add(connect(redis.port(), i));
                actual.add(connect(ringbolt.port(), i));
            }
            final Random random = new Random(seed);
            for (int step = 1; step <= STEP_COUNT; step++)
            {
                final String where = "seed=" + seed + " step=" + step;
                play(random.nextInt(CONNECTION_COUNT), random, where);
                if (0 == step % STEPS_BETWEEN_COMPARISONS)
                {
                    for (int i = 0; i < CONNECTION_COUNT; i++)
                    {
                        compare(i, List.of(), where + " connection=" + i);
                    }
                }
            }
            for (int i = 0; i < CONNECTION_COUNT; i++)
            {
                expected.get(i).close();
                actual.get(i).close();
            }
        }
    }

    private static Server start(final ThreadingMode mode)
    {
        return Server.start(ServerConfig.builder()
            .set(NetworkParameters.PORT, 0)
            .set(NetworkParameters.BIND, List.of("127.0.0.1"))
            .set(ThreadParameters.THREADING_MODE, mode)
            .set(ThreadParameters.ARENA_CHUNK_BYTES, 1L << 20)
            .build());
    }

    /** Every other connection speaks RESP3. */
    private static RespConnection connect(final int port, final int index) throws Exception
    {
        final RespConnection connection = new RespConnection(port);
        connection.ask("HELLO", isResp3(index) ? "3" : "2");
        return connection;
    }

    private static boolean isResp3(final int index)
    {
        return 0 != (index & 1);
    }

    /**
     * RESET would make a connection forget its protocol. What a client publishes to itself stands before the reply
     * in Redis 7.0 and inside that of EXEC; since 7.2 it follows, as here.
     */
    private static boolean isForResp2(final String template)
    {
        return "RESET".equals(template) || template.toUpperCase(Locale.ROOT).contains("PUBLISH");
    }

    private void play(final int index, final Random random, final String where) throws Exception
    {
        final String template = TEMPLATES.get(random.nextInt(TEMPLATES.size()));
        if (isResp3(index) && isForResp2(template))
        {
            return;
        }
        final List<List<String>> commands = new ArrayList<>();
        for (final String command : template.split(";"))
        {
            final List<String> arguments = new ArrayList<>();
            for (final String word : command.split(" "))
            {
                arguments.add(argument(word, random));
            }
            commands.add(arguments);
        }
        compare(index, commands, where + " connection=" + index + " commands=" + commands);
    }

    private String argument(final String word, final Random random)
    {
        return switch (word)
        {
            case "c" -> CHANNELS.get(random.nextInt(CHANNELS.size()));
            case "p" -> PATTERNS.get(random.nextInt(PATTERNS.size()));
            case "m" -> "message-" + ++number;
            case "long" -> "message-" + ++number + "x".repeat(20_000 + random.nextInt(20_000));
            default -> word.replace('+', ' ');
        };
    }

    /** Sends commands and a PING behind them, and compares all that comes until that is answered. */
    private void compare(final int index, final List<List<String>> commands, final String where) throws Exception
    {
        final String mark = "mark-" + ++number;
        final List<List<String>> marked = new ArrayList<>(commands);
        marked.add(List.of("PING", mark));
        expected.get(index).send(marked);
        actual.get(index).send(marked);
        final boolean isOrdered = commands.stream().noneMatch(command ->
            command.get(0).contains("UNSUBSCRIBE") && 1 == command.size());
        assertEquals(
            told(expected.get(index), mark, isOrdered), told(actual.get(index), mark, isOrdered), where);
    }

    private static String told(final RespConnection connection, final String mark, final boolean isOrdered)
        throws Exception
    {
        final List<Reply> replies = new ArrayList<>();
        Reply reply = connection.reply();
        while (!isAnswerTo(mark, reply))
        {
            replies.add(listing(reply));
            reply = connection.reply();
        }
        replies.add(reply);
        orderByPattern(replies);
        return isOrdered ? replies.toString() : unordered(replies);
    }

    private static boolean isAnswerTo(final String mark, final Reply reply)
    {
        return reply.head().equals("$" + mark) ||
            2 == reply.elements().size() && reply.elements().get(1).head().equals("$" + mark);
    }

    /** PUBSUB CHANNELS lists in the order of a hash table. */
    private static Reply listing(final Reply reply)
    {
        final boolean isMessage = !reply.elements().isEmpty() && reply.elements().stream()
            .anyMatch(element -> element.head().startsWith(":") || element.head().contains("message"));
        return isMessage ? reply : reply.sorted(1);
    }

    /** Of one message the copies for several patterns of a client come in the order of a hash table. */
    private static void orderByPattern(final List<Reply> replies)
    {
        for (int begin = 0; begin < replies.size(); begin++)
        {
            int end = begin + 1;
            while (end < replies.size() && isSameMessage(replies.get(begin), replies.get(end)))
            {
                end++;
            }
            replies.subList(begin, end).sort((a, b) -> a.toString().compareTo(b.toString()));
        }
    }

    private static boolean isSameMessage(final Reply one, final Reply other)
    {
        return 4 == one.elements().size() && 4 == other.elements().size() &&
            one.elements().get(0).head().equals("$pmessage") && one.elements().get(3).equals(other.elements().get(3));
    }

    /** Who ends all subscriptions is told of them in the order of a hash table, while the count goes down. */
    private static String unordered(final List<Reply> replies)
    {
        final List<String> names = new ArrayList<>();
        final List<String> rest = new ArrayList<>();
        for (final Reply reply : replies)
        {
            if (3 == reply.elements().size() && reply.elements().get(0).head().contains("unsubscribe"))
            {
                names.add(reply.elements().get(1).head());
                rest.add(reply.elements().get(0) + " " + reply.elements().get(2));
            }
            else
            {
                rest.add(reply.toString());
            }
        }
        names.sort(String::compareTo);
        return names + " " + rest;
    }
}
