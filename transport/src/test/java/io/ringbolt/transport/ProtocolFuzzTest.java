package io.ringbolt.transport;

import io.ringbolt.config.ThreadingMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import static io.ringbolt.transport.TestServers.await;
import static io.ringbolt.transport.TestServers.config;
import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Bytes that no sane client sends: the server answers an error or closes, and goes on.
 */
class ProtocolFuzzTest
{
    private static final int ROUNDS = 300;
    private static final String[] LENGTHS = {"-1", "0", "1", "2147483647", "2147483648", "-9223372036854775808",
        "9223372036854775807", "536870912", "536870913", "1e3", "", "007", "65536"};

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldSurviveAnything(final ThreadingMode mode) throws Exception
    {
        final Server server = Server.start(config(mode).build());
        for (long seed = 1; seed <= ROUNDS; seed++)
        {
            final byte[] bytes = nonsense(new Random(seed));
            try (RawClient client = new RawClient(server.port()))
            {
                sendQuietly(client, bytes);
                if (seed % 3 == 0)
                {
                    client.socket.shutdownOutput();
                    client.rest();
                }
            }
            if (seed % 20 == 0)
            {
                try (RawClient sane = new RawClient(server.port()))
                {
                    assertEquals("+PONG", sane.ask("PING"), "seed=" + seed);
                }
            }
        }
        await("all connections are gone", () -> 0 == server.connectionCount());
        server.close();
        assertEquals(0, server.offHeapBytes());
    }

    private static void sendQuietly(final RawClient client, final byte[] bytes)
    {
        try
        {
            client.send(bytes);
        }
        catch (final IOException closedMeanwhile)
        {
            assertEquals(false, client.socket.isClosed(), "only the server may have closed");
        }
    }

    private static byte[] nonsense(final Random random)
    {
        if (random.nextBoolean())
        {
            final byte[] bytes = new byte[random.nextInt(200_000)];
            random.nextBytes(bytes);
            return bytes;
        }
        final StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i >= 0; i--)
        {
            text.append(piece(random));
        }
        text.setLength(random.nextInt(text.length() + 1));
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String piece(final Random random)
    {
        return switch (random.nextInt(7))
        {
            case 0 -> "*" + LENGTHS[random.nextInt(LENGTHS.length)] + "\r\n";
            case 1 -> "$" + LENGTHS[random.nextInt(LENGTHS.length)] + "\r\n";
            case 2 -> "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$" + random.nextInt(100_000) + "\r\n" +
                "v".repeat(random.nextInt(50_000));
            case 3 -> "SET k 'v\" \\x4\r\n";
            case 4 -> "*2\r\n$3\r\nGET\r\n$1\r\nk\r\n";
            case 5 -> "\r\n".repeat(random.nextInt(100));
            default -> "GET k\r\n".repeat(random.nextInt(500));
        };
    }
}
