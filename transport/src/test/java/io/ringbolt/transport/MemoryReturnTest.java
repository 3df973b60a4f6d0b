package io.ringbolt.transport;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadingMode;
import io.ringbolt.engine.agent.WakeSignal;
import io.ringbolt.engine.memory.OffHeapAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.ringbolt.transport.TestServers.await;
import static io.ringbolt.transport.TestServers.config;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MemoryReturnTest
{
    private static final int LENGTH = 4096;

    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private int wakeUps;
    private final WakeSignal signal = new WakeSignal(() -> wakeUps++);
    private final MemoryReturn memoryReturn = new MemoryReturn(allocator, signal);

    @Test
    void shouldFreeNothingOnTheThreadThatReleases()
    {
        signal.aboutToPark();
        memoryReturn.release(allocator.allocate(LENGTH), LENGTH);

        assertEquals(LENGTH, allocator.liveBytes());
        assertEquals(1, wakeUps);
        assertTrue(memoryReturn.hasWork());
        assertEquals(1, memoryReturn.doWork());
        assertEquals(0, allocator.liveBytes());
        assertFalse(memoryReturn.hasWork());
        assertEquals(0, memoryReturn.doWork());
    }

    @Test
    void shouldFreeWhatIsLeftWhenClosed()
    {
        memoryReturn.release(allocator.allocate(LENGTH), LENGTH);
        memoryReturn.release(allocator.allocate(LENGTH), LENGTH);

        memoryReturn.close();

        assertEquals(0, allocator.liveBytes());
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldReturnTheMemoryOfABigValueSoonAfterItsKeyIsGone(final ThreadingMode mode) throws Exception
    {
        final ServerConfig config = config(mode).build();
        try (Server server = Server.start(config); RawClient client = new RawClient(server.port()))
        {
            assertEquals(":67108864", client.ask("SETRANGE big 67108863 x"));
            final long withBig = server.offHeapBytes();
            assertEquals(":1", client.ask("DEL big"));
            await("memory is returned", () -> server.offHeapBytes() < withBig - (60L << 20));
        }
    }
}
