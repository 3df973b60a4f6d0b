package io.ringbolt.transport;

import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.ServerConfig;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class ListenersSystemTest
{
    @Test
    void shouldRefuseToStartWhenThePortIsTaken() throws IOException
    {
        try (ServerSocket taken = new ServerSocket())
        {
            taken.bind(new InetSocketAddress("::", 0));
            final ServerConfig config = ServerConfig.builder().set(NetworkParameters.PORT, taken.getLocalPort())
                .build();

            final UncheckedIOException refused =
                assertThrows(UncheckedIOException.class, () -> Server.start(config).close());

            assertEquals("Failed listening on port " + taken.getLocalPort() + " (tcp), aborting.",
                refused.getCause().getMessage());
        }
    }
}
