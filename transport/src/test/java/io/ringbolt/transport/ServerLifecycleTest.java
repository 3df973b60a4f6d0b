package io.ringbolt.transport;

import io.ringbolt.config.ConfigException;
import io.ringbolt.config.ConfigOrigin;
import io.ringbolt.config.DirectiveLine;
import io.ringbolt.config.FileParameters;
import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static io.ringbolt.transport.TestServers.await;
import static io.ringbolt.transport.TestServers.config;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class ServerLifecycleTest
{
    @Test
    void shouldLeaveNothingBehindAfterManyServers() throws Exception
    {
        final Set<String> threadsBefore = ringboltThreads();
        for (int i = 0; i < 50; i++)
        {
            final Server server = Server.start(
                config(0 == i % 2 ? ThreadingMode.SHARED : ThreadingMode.DEDICATED).build());
            try (RawClient client = new RawClient(server.port()))
            {
                assertEquals("+OK", client.ask("SET key value"));
                client.send("*3\r\n$3\r\nSET\r\n$1\r\nb\r\n$100\r\nunfinished");
                server.close();
                server.close();
            }
            assertEquals(0, server.offHeapBytes(), "server " + i);
        }
        assertEquals(threadsBefore, ringboltThreads());
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldNameItsThreadsAfterItself(final ThreadingMode mode)
    {
        try (Server server = Server.start(config(mode).build()))
        {
            assertTrue(server.port() > 0);
            final Set<String> expected = ThreadingMode.SHARED == mode ?
                Set.of("ringbolt") : Set.of("ringbolt-engine", "ringbolt-selector-0", "ringbolt-selector-1");
            assertTrue(ringboltThreads().containsAll(expected), ringboltThreads().toString());
        }
    }

    @Test
    void shouldLeaveNoFileOpenWhenItCannotStart(@TempDir final Path folder) throws IOException
    {
        final ServerConfig wrongName = config(ThreadingMode.DEDICATED)
            .set(FileParameters.RENAME_COMMAND, List.of(
                new DirectiveLine(List.of("NOSUCH", "x"), ConfigOrigin.PROGRAM))).build();
        final ServerConfig wrongFolder = config(ThreadingMode.DEDICATED)
            .set(NetworkParameters.UNIXSOCKET, folder.resolve("missing").resolve("socket").toString()).build();
        assertThrows(UncheckedIOException.class, () -> Server.start(wrongFolder));
        final long openBefore = openFileCount();
        for (int i = 0; i < 5; i++)
        {
            assertThrows(ConfigException.class, () -> Server.start(wrongName));
            assertThrows(UncheckedIOException.class, () -> Server.start(wrongFolder));
        }
        assertEquals(openBefore, openFileCount());
    }

    @Test
    void shouldRunSeveralServersAtOnce() throws Exception
    {
        final List<Server> servers = new ArrayList<>();
        for (int i = 0; i < 5; i++)
        {
            servers.add(Server.start(config(ThreadingMode.SHARED).build()));
        }
        for (int i = 0; i < 5; i++)
        {
            try (RawClient client = new RawClient(servers.get(i).port()))
            {
                assertEquals("+OK", client.ask("SET me " + i));
                assertEquals(":1", client.ask("DBSIZE"));
            }
        }
        servers.forEach(Server::close);
    }

    @Test
    void shouldSayWhichAddressItCannotHave()
    {
        try (Server server = Server.start(config(ThreadingMode.SHARED).build()))
        {
            final ServerConfig same =
                config(ThreadingMode.SHARED).set(NetworkParameters.PORT, server.port()).build();
            final UncheckedIOException refused = assertThrows(UncheckedIOException.class, () -> Server.start(same));
            assertTrue(refused.getMessage().contains("Failed listening on port " + server.port()),
                refused.getMessage());
        }
    }

    @Test
    void shouldDoNothingByItselfInInvokerMode() throws Exception
    {
        try (Server server = Server.start(config(ThreadingMode.INVOKER).build());
            RawClient client = new RawClient(server.port()))
        {
            client.send("SET a 1\r\n");
            for (int i = 0; i < 1000 && 0 == client.socket.getInputStream().available(); i++)
            {
                server.doWork();
            }
            assertEquals("+OK", client.reply());
        }
    }

    /** A client that reconnects as soon as it has been let go must not reach a server that has ended. */
    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldListenNoLongerOnceItsClientsAreLetGo(final ThreadingMode mode) throws Exception
    {
        for (int i = 0; i < 10; i++)
        {
            final Server server = Server.start(config(mode).build());
            final int port = server.port();
            try (RawClient waiting = new RawClient(port); RawClient client = new RawClient(port))
            {
                waiting.send("BLPOP nokey 0\r\n");
                client.send("SHUTDOWN NOSAVE\r\n");
                assertTrue((0 == i % 2 ? waiting : client).isClosed());
                assertThrows(ConnectException.class, () -> new RawClient(port).close(), "server " + i);
            }
            finally
            {
                server.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldEndOnShutdown(final ThreadingMode mode) throws Exception
    {
        final Server server = Server.start(config(mode).build());
        try (RawClient client = new RawClient(server.port()))
        {
            client.send("SHUTDOWN NOSAVE\r\n");
            assertTrue(client.isClosed());
        }
        await("everything is freed", () -> 0 == server.offHeapBytes());
        assertTrue(server.isStopping());
        server.close();
    }

    private static long openFileCount() throws IOException
    {
        final Path ownFiles = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(ownFiles));
        try (Stream<Path> files = Files.list(ownFiles))
        {
            return files.count();
        }
    }

    private static Set<String> ringboltThreads()
    {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
            .filter(name -> name.startsWith("ringbolt")).collect(Collectors.toSet());
    }
}
