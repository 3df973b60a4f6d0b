package io.ringbolt.transport;

import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ServerConfigBuilder;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.config.ThreadingMode;

import java.util.List;
import java.util.function.BooleanSupplier;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Configurations of servers for tests, small and on loopback.
 */
final class TestServers
{
    private static final long PATIENCE_NS = 60_000_000_000L;

    private TestServers()
    {
    }

    static ServerConfigBuilder config(final ThreadingMode mode)
    {
        return ServerConfig.builder()
            .set(NetworkParameters.PORT, 0)
            .set(NetworkParameters.BIND, List.of("127.0.0.1"))
            .set(ThreadParameters.THREADING_MODE, mode)
            .set(ThreadParameters.IO_THREADS, ThreadingMode.DEDICATED == mode ? 2 : 1)
            .set(ThreadParameters.RING_SIZE, 1024)
            .set(ThreadParameters.ARENA_CHUNK_BYTES, 1L << 20);
    }

    /** Waits, for a bounded time, until a claim holds. */
    static void await(final String claim, final BooleanSupplier holds) throws InterruptedException
    {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        boolean held = holds.getAsBoolean();
        while (!held && System.nanoTime() < deadlineNs)
        {
            Thread.sleep(1);
            held = holds.getAsBoolean();
        }
        assertTrue(held, claim);
    }
}
