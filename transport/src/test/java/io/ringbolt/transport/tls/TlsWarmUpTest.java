package io.ringbolt.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.TlsAuthClients;
import io.ringbolt.config.TlsParameters;
import io.ringbolt.transport.TlsFixture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * That a server comes to terms with itself: a handshake that failed would end the warming up after the first.
 */
class TlsWarmUpTest
{
    @ParameterizedTest
    @CsvSource({"server.crt, server.key, TLSv1.3", "ec.crt, ec-sec1.key, TLSv1.2", "server.crt, server.key, TLSv1.2"})
    void shouldTalkToItself(final String certificate, final String key, final String protocol) throws Exception
    {
        final ServerConfig config = TlsFixture.encrypted(ServerConfig.builder(), certificate, key)
            .set(TlsParameters.TLS_AUTH_CLIENTS, TlsAuthClients.YES)
            .set(TlsParameters.TLS_PROTOCOLS, protocol).build();
        final Deque<Runnable> tasks = new ArrayDeque<>();
        TlsWarmUp.begin(TlsEngines.of(config), tasks::add);
        for (int i = 0; i < 3; i++)
        {
            tasks.poll().run();
            assertEquals(1, tasks.size(), "handshake=" + i);
        }
    }
}
