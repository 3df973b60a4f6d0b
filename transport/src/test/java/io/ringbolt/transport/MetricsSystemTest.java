package io.ringbolt.transport;

import io.ringbolt.config.LoggingParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadingMode;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

import static io.ringbolt.transport.TestServers.await;
import static io.ringbolt.transport.TestServers.config;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Figures as collectors get them: Prometheus, JMX, Flight Recorder.
 */
class MetricsSystemTest
{
    private static final int PATIENCE_MS = 60_000;

    private static int freePort() throws IOException
    {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            return socket.getLocalPort();
        }
    }

    private static HttpResponse<String> get(final int port, final String path) throws Exception
    {
        return HttpClient.newHttpClient().send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void shouldAnswerPrometheus() throws Exception
    {
        final int port = freePort();
        try (Server server = Server.start(
                config(ThreadingMode.SHARED).set(LoggingParameters.METRICS_PORT, port).build());
            Jedis jedis = new Jedis("127.0.0.1", server.port(), PATIENCE_MS))
        {
            jedis.set("key", "value");

            final HttpResponse<String> response = get(port, "/metrics");
            assertEquals(200, response.statusCode());
            assertTrue(response.headers().firstValue("Content-Type").orElse("").startsWith("text/plain"));
            assertTrue(response.body().contains("ringbolt_command_calls_total{command=\"set\"} 1.0"), response.body());
            assertTrue(response.body().contains("ringbolt_db_keys{db=\"0\"} 1.0"), response.body());
            assertEquals(404, get(port, "/").statusCode());
        }
        assertThrows(IOException.class, () -> get(port, "/metrics"));
    }

    @Test
    void shouldNotStartWhereTheMetricsPortIsTaken() throws Exception
    {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            final ServerConfig config =
                config(ThreadingMode.SHARED).set(LoggingParameters.METRICS_PORT, taken.getLocalPort()).build();
            final UncheckedIOException refused =
                assertThrows(UncheckedIOException.class, () -> Server.start(config));

            assertTrue(refused.getMessage().contains("metrics-port " + taken.getLocalPort()), refused.getMessage());
        }
    }

    @Test
    void shouldShowInfoAsBeansWhileTheServerRuns() throws Exception
    {
        final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        final ObjectName keyspace;
        try (Server server = Server.start(
                config(ThreadingMode.DEDICATED).set(LoggingParameters.JMX_BEANS, true).build());
            Jedis jedis = new Jedis("127.0.0.1", server.port(), PATIENCE_MS))
        {
            jedis.set("key", "value");
            keyspace = new ObjectName("io.ringbolt:type=Keyspace,port=" + server.port());
            final ObjectName memory = new ObjectName("io.ringbolt:type=Memory,port=" + server.port());

            await("the key is seen", () -> hasAttribute(beans, keyspace, "db0"));
            assertTrue(beans.getAttribute(keyspace, "db0").toString().startsWith("keys=1,"));
            assertTrue((Long)beans.getAttribute(memory, "used_memory") > 0);
            assertTrue(List.of(beans.getMBeanInfo(memory).getAttributes()).stream()
                .anyMatch(attribute -> "mem_fragmentation_ratio".equals(attribute.getName()) &&
                    "java.lang.Double".equals(attribute.getType())));
        }
        assertFalse(beans.isRegistered(keyspace));
    }

    private static boolean hasAttribute(final MBeanServer beans, final ObjectName bean, final String attribute)
    {
        try
        {
            return null != beans.getAttribute(bean, attribute);
        }
        catch (final JMException missing)
        {
            return false;
        }
    }

    @Test
    void shouldTellWhatTheCollectorHasDone() throws Exception
    {
        try (Server server = Server.start(config(ThreadingMode.SHARED).build());
            Jedis jedis = new Jedis("127.0.0.1", server.port(), PATIENCE_MS))
        {
            await("allocated bytes are told", () -> !jedis.info("memory").contains("jvm_allocated_bytes:0\r\n"));
            assertTrue(jedis.info("memory").contains("jvm_gc_count:"));
        }
    }

    @Test
    void shouldRecordStalls(@TempDir final Path folder) throws Exception
    {
        final Path file = folder.resolve("stalls.jfr");
        try (Recording recording = new Recording();
            Server server = Server.start(config(ThreadingMode.SHARED)
                .set(LoggingParameters.JFR_STALL_THRESHOLD, 5L).build());
            Jedis jedis = new Jedis("127.0.0.1", server.port(), PATIENCE_MS))
        {
            recording.enable("io.ringbolt.Stall");
            recording.start();
            jedis.ping();
            jedis.eval("local x = 0 for i = 1, 3000000 do x = x + i end return x");
            recording.stop();
            recording.dump(file);
        }

        final List<RecordedEvent> stalls = RecordingFile.readAllEvents(file);
        assertTrue(stalls.stream().anyMatch(event -> "execute".equals(event.getString("stage")) &&
            event.getDuration("timeNs").toMillis() >= 5), stalls.toString());
        assertFalse(stalls.stream().anyMatch(event -> event.getDuration("timeNs").toMillis() < 5), stalls.toString());
    }
}
