package io.ringbolt.transport;

import io.ringbolt.config.MaxmemoryPolicy;
import io.ringbolt.config.MemoryParameters;
import io.ringbolt.config.ThreadingMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static io.ringbolt.transport.TestServers.config;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What many clients have sent that the engine has not executed yet must not drive the data out: the sockets keep it.
 */
class PipelinedEvictionSystemTest
{
    private static final int CLIENTS = 40;
    private static final int WRITES = 4_000;
    private static final long LIMIT = 4L << 20;
    private static final int LEAST_KEPT = 5_000;
    private static final String VALUE = "v".repeat(100);

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldFindRoomForClientsThatSendFasterThanTheEngineExecutes(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode)
            .set(MemoryParameters.MAXMEMORY, LIMIT)
            .set(MemoryParameters.MAXMEMORY_POLICY, MaxmemoryPolicy.ALLKEYS_LRU).build());
            RawClient asking = new RawClient(server.port()))
        {
            final List<Future<Integer>> writers = new ArrayList<>();
            final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
            for (int i = 0; i < CLIENTS; i++)
            {
                final int number = i;
                writers.add(threads.submit(() -> refusedOf(server.port(), number)));
            }
            int refused = 0;
            for (final Future<Integer> writer : writers)
            {
                refused += writer.get();
            }
            threads.shutdown();
            assertEquals(0, refused);
            final String size = asking.ask("DBSIZE");
            assertTrue(Integer.parseInt(size.substring(1)) >= LEAST_KEPT, size);
        }
    }

    /** Sends all at once; replies fit into the socket's buffers. @return how many SETs found no room. */
    private static int refusedOf(final int port, final int number) throws IOException
    {
        final StringBuilder commands = new StringBuilder();
        for (int i = 0; i < WRITES; i++)
        {
            commands.append("SET key:").append(number).append(':').append(i).append(' ').append(VALUE).append("\r\n");
        }
        int refused = 0;
        try (RawClient client = new RawClient(port))
        {
            client.send(commands.toString());
            for (int i = 0; i < WRITES; i++)
            {
                refused += "+OK".equals(client.reply()) ? 0 : 1;
            }
        }
        return refused;
    }
}
