package io.ringbolt.perf.load;

import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ServerConfigBuilder;
import io.ringbolt.config.TlsAuthClients;
import io.ringbolt.config.TlsParameters;
import io.ringbolt.transport.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The whole program against a server.
 */
class BenchMainTest
{
    private static final Machine MACHINE = new Machine("ringbolt-bench", "test", "now");
    private static final Path TLS = Path.of("../transport/src/test/resources/tls").toAbsolutePath();

    private static ServerConfigBuilder config()
    {
        return ServerConfig.builder().set(NetworkParameters.PORT, 0);
    }

    private static String run(final String line) throws Exception
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final BenchOptions options = BenchArguments.parse(line.split(" "), InputStream.nullInputStream());
        try (BenchMain bench = new BenchMain(options, MACHINE, new PrintStream(out, true, StandardCharsets.UTF_8),
            new BenchProgress(new PrintStream(OutputStream.nullOutputStream()), false)))
        {
            bench.start("none");
            bench.run();
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Object call(final Server server, final String... words) throws IOException
    {
        final Target target = new Target("server", "127.0.0.1", server.port(), null);
        try (ControlConnection connection = new ControlConnection(target, Access.OPEN))
        {
            return connection.call(List.of(words));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "-n 500 -t set,get,mset,ping,xadd", "-n 500 -3 -P 10 -r 100 -c 5 --threads 2 --mix get:50,set:30,hset:20",
        "-n 300 --ycsb all --records 100 -c 5", "--rate 2000 --duration 500ms --warmup 100ms -c 5 -r 50 --fill GET " +
        "key:__rand_int__", "-n 400 -d 10-5000 -r 10 SET key:__rand_int__ __data__",
        "--rate 50% --duration 300ms --warmup 0 --rounds 2 -c 3 PING"})
    void shouldRunWithoutAnError(final String line) throws Exception
    {
        try (Server server = Server.start(config().build()))
        {
            final String table = run("-p " + server.port() + " " + line);

            assertTrue(table.contains(TextReport.TABLE_HEADER), table);
            for (final String row : table.substring(table.indexOf("---:|\n") + 6).split("\n"))
            {
                assertTrue(row.endsWith(" 0 | 0 |") || row.endsWith(" |  |  |"), row);
            }
        }
    }

    @Test
    void shouldLoadOneStringForEachKeyNumber() throws Exception
    {
        try (Server server = Server.start(config().build()))
        {
            run("-p " + server.port() + " -n 10 -r 1234 --threads 3 --fill GET key:__rand_int__");

            assertEquals(1234L, call(server, "DBSIZE"));
        }
    }

    @Test
    void shouldInsertRecordsThatDidNotExist() throws Exception
    {
        try (Server server = Server.start(config().build()))
        {
            run("-p " + server.port() + " -n 1000 --ycsb d --records 100 -c 3 --seed 5");

            final long count = (Long)call(server, "DBSIZE");
            assertTrue(count > 110 && count < 200, "records: " + count);
        }
    }

    @Test
    void shouldTellErrorsOfTheServer() throws Exception
    {
        try (Server server = Server.start(config().build()))
        {
            call(server, "SET", "text", "a");

            assertTrue(run("-p " + server.port() + " -n 7 INCR text").contains(" | 7 | 0 |"));
        }
    }

    @Test
    void shouldTellOfAWrongPassword() throws Exception
    {
        try (Server server = Server.start(config().build()))
        {
            final Exception refused = assertThrows(IllegalStateException.class,
                () -> run("-p " + server.port() + " -n 7 --user nobody -a wrong PING"));

            assertTrue(refused.getMessage().contains("WRONGPASS"), refused.getMessage());
        }
    }

    @Test
    void shouldCompareTargetsAndWriteAllReports(@TempDir final Path folder) throws Exception
    {
        try (Server server = Server.start(config().build()); Server other = Server.start(config().build()))
        {
            final String table = run("--target a=127.0.0.1:" + server.port() + " --target b=127.0.0.1:" + other.port() +
                " -n 300 --rounds 3 -t set,get --json " + folder.resolve("r.json") + " --html " +
                folder.resolve("r.html") + " --hgrm " + folder.resolve("r") + " --interval 1ms" +
                " --watch used_memory,total_commands_processed/s,nothing --meanwhile PING");

            assertTrue(table.contains("| GET | a : b | **"), table);
            assertTrue(table.contains("| a, s | op/s |") && table.contains(" total_commands_processed/s |"), table);
            assertTrue(Files.readString(folder.resolve("r.html")).contains("used_memory over time"));
            assertTrue(Files.readString(folder.resolve("r.json")).contains("\"target\":\"b\""));
            assertTrue(Files.readString(folder.resolve("r-a-GET.hgrm")).contains("#[Max"));
        }
    }

    @Test
    void shouldWriteTheCsvThatToolsForRedisBenchmarkRead() throws Exception
    {
        try (Server server = Server.start(config().build()))
        {
            final String[] lines = run("-p " + server.port() + " -n 100 -t set,get --csv").split("\n");

            assertEquals(TextReport.CSV_HEADER, lines[0]);
            assertTrue(lines[1].startsWith("\"SET\",\"") && lines[2].startsWith("\"GET\",\""), lines[1]);
        }
    }

    @Test
    void shouldSpeakEncrypted() throws Exception
    {
        final int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            port = free.getLocalPort();
        }
        final ServerConfig config = config().set(TlsParameters.TLS_PORT, port)
            .set(TlsParameters.TLS_CERT_FILE, TLS.resolve("server.crt").toString())
            .set(TlsParameters.TLS_KEY_FILE, TLS.resolve("server.key").toString())
            .set(TlsParameters.TLS_CA_CERT_FILE, TLS.resolve("ca.crt").toString())
            .set(TlsParameters.TLS_AUTH_CLIENTS, TlsAuthClients.NO).build();
        try (Server server = Server.start(config))
        {
            assertTrue(server.port() > 0);
            final String table = run("-h localhost -p " + port + " --tls --cacert " + TLS.resolve("ca.crt") +
                " -n 400 -c 4 -P 8 -d 20000 --watch used_memory SET key __data__");

            assertTrue(table.contains(" | 0 | 0 |"), table);
            assertTrue(run("-p " + port + " --tls --insecure -n 100 -q PING").startsWith("PING: "));
        }
    }
}
