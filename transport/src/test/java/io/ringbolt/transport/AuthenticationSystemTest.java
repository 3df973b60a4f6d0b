package io.ringbolt.transport;

import io.ringbolt.config.SecurityParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadingMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AuthenticationSystemTest
{
    private static final String LONG_COMMAND = "*13\r\n$4\r\nMSET\r\n" + "$1\r\nk\r\n$1\r\nv\r\n".repeat(6);
    private static final String LONG_BULK = "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$20000\r\n" + "x".repeat(20_000) + "\r\n";

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldAcceptLongCommandsRightBehindTheAuthentication(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(guarded(mode)))
        {
            for (int i = 0; i < 50; i++)
            {
                try (RawClient client = new RawClient(server.port()))
                {
                    client.send("AUTH secret\r\n" + LONG_COMMAND + LONG_BULK);
                    assertEquals("+OK", client.reply());
                    assertEquals("+OK", client.reply());
                    assertEquals("+OK", client.reply());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldRefuseLongCommandsWithoutOrAfterAFailedAuthentication(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(guarded(mode)))
        {
            assertRefused(server, "PING\r\n" + LONG_COMMAND, "unauthenticated multibulk length");
            assertRefused(server, "AUTH wrong\r\n" + LONG_COMMAND, "unauthenticated multibulk length");
            assertRefused(server, LONG_BULK, "unauthenticated bulk length");
        }
    }

    private static void assertRefused(final Server server, final String commands, final String reason) throws Exception
    {
        try (RawClient client = new RawClient(server.port()))
        {
            client.send(commands);
            final String answer = client.rest();
            assertTrue(answer.endsWith("-ERR Protocol error: " + reason + "\r\n"), answer);
        }
    }

    private static ServerConfig guarded(final ThreadingMode mode)
    {
        return TestServers.config(mode).set(SecurityParameters.REQUIREPASS, "secret").build();
    }
}
