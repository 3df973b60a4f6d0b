package io.ringbolt.transport;

import io.ringbolt.config.ServerConfig;
import org.junit.jupiter.api.Test;

import java.nio.channels.ServerSocketChannel;

import static org.junit.jupiter.api.Assertions.assertFalse;

class ListenerTest
{
    private static final long NOW_MS = 0;

    @Test
    void shouldSayThatAskingAgainIsNoUseWhenItCannotAccept() throws Exception
    {
        final Acceptor acceptor = new Acceptor(
            new SelectorAgent[0], null, null, null, null, null, new ConnectionCounts(), Runnable::run,
            (session, names) -> { });
        acceptor.limits(new ConnectionLimits(ServerConfig.defaults(), false));
        final ServerSocketChannel failing = ServerSocketChannel.open();
        failing.close();

        assertFalse(new Listener(failing, null, acceptor, false).onAcceptable(NOW_MS));
    }
}
