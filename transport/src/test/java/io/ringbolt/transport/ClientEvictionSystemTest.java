package io.ringbolt.transport;

import io.ringbolt.config.ThreadingMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import static io.ringbolt.transport.TestServers.await;
import static io.ringbolt.transport.TestServers.config;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Which clients {@code maxmemory-clients} disconnects. The asking client is spared by CLIENT NO-EVICT.
 */
class ClientEvictionSystemTest
{
    private static final int DEAD_CLIENTS = 30;
    private static final int ARGUMENTS = 250;
    private static final int ARGUMENT_LENGTH = 1_000;

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldCountCommandsThatHaveNotComeWhole(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).build()); RawClient asking = new RawClient(server.port()))
        {
            asking.ask("CLIENT NO-EVICT ON");
            for (int i = 0; i < 50; i++)
            {
                assertEquals(":100001", asking.ask("SETRANGE key" + i + " 100000 x"));
            }
            assertEquals("+OK", asking.ask("CONFIG SET maxmemory-policy allkeys-lru maxmemory 11mb"));
            assertEquals("+OK", asking.ask("CONFIG SET maxmemory-clients 3mb"));
            final List<RawClient> dead = new ArrayList<>();
            for (int i = 0; i < DEAD_CLIENTS; i++)
            {
                dead.add(new RawClient(server.port()));
                sendAllButTheLastArgument(dead.get(i));
            }
            await("some are gone", () -> evictedClients(asking) > 0);
            assertEquals(":50", asking.ask("DBSIZE"));
            assertTrue(asking.ask("INFO stats").contains("evicted_keys:0\r\n"));
            close(dead);
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldShowWhatAnUnfinishedCommandTakes(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).build()); RawClient asking = new RawClient(server.port());
            RawClient slow = new RawClient(server.port()))
        {
            assertEquals("+OK", slow.ask("CLIENT SETNAME slow"));
            slow.send("*4\r\n$4\r\nMSET\r\n$3\r\nkey\r\n$5000\r\n" + "x".repeat(5_000) + "\r\n");
            await("what it sent counts", () -> field(asking, "argv-mem") > 5_000 && field(asking, "tot-mem") > 5_000);
            slow.send("$5\r\nother\r\n");
            assertEquals("-ERR wrong number of arguments for 'mset' command", slow.reply());
            await("nothing is left", () -> 0 == field(asking, "argv-mem") + field(asking, "qbuf"));
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldCountPrefixes(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).build()); RawClient asking = new RawClient(server.port());
            RawClient greedy = new RawClient(server.port()))
        {
            asking.ask("CLIENT NO-EVICT ON");
            assertEquals("+OK", asking.ask("CONFIG SET maxmemory-clients 100000"));
            greedy.ask("HELLO 3");
            final StringBuilder commands = new StringBuilder();
            for (int i = 0; i < 2_000; i++)
            {
                commands.append("CLIENT TRACKING ON BCAST PREFIX name").append(10_000 + i).append("\r\n");
            }
            try
            {
                greedy.send(commands.toString());
            }
            catch (final IOException gone)
            {
                assertEquals(1, evictedClients(asking), gone::toString);
            }
            await("the client is gone", () -> 1 == evictedClients(asking));
            await("its prefixes are gone", () -> info(asking, "clients").contains("tracking_clients:0\r\n"));
            assertTrue(info(asking, "stats").contains("tracking_total_prefixes:0\r\n"));
        }
    }

    private static void sendAllButTheLastArgument(final RawClient client) throws IOException
    {
        try
        {
            client.send("*" + ARGUMENTS + "\r\n" +
                ("$" + ARGUMENT_LENGTH + "\r\n" + "x".repeat(ARGUMENT_LENGTH) + "\r\n").repeat(ARGUMENTS - 1));
        }
        catch (final IOException evicted)
        {
            assertTrue(evicted.getMessage().matches("Broken pipe.*|Connection reset.*|.*aborted.*"), evicted::toString);
        }
    }

    private static long evictedClients(final RawClient asking)
    {
        return Long.parseLong(info(asking, "stats").replaceAll("(?s).*evicted_clients:(\\d+).*", "$1"));
    }

    private static long field(final RawClient asking, final String name)
    {
        final String line = ask(asking, "CLIENT LIST").lines().filter(text -> text.contains("name=slow ")).findAny()
            .orElseThrow();
        return Long.parseLong(line.replaceAll(".* " + name + "=(\\d+).*", "$1"));
    }

    private static String info(final RawClient asking, final String section)
    {
        return ask(asking, "INFO " + section);
    }

    private static String ask(final RawClient asking, final String command)
    {
        try
        {
            return asking.ask(command);
        }
        catch (final IOException gone)
        {
            throw new AssertionError(gone);
        }
    }

    private static void close(final List<RawClient> clients) throws IOException
    {
        for (final RawClient client : clients)
        {
            client.close();
        }
    }
}
