package io.ringbolt.transport.metrics;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PrometheusFiguresTest
{
    private static String text(final String... lines) throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        new PrometheusTextFormatWriter(false).write(
            out, PrometheusFigures.of(FigureSource.parse("# Stats\r\n" + String.join("\r\n", lines))));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldShowNumbersAsGauges() throws IOException
    {
        final String text = text("connected_clients:3", "mem_fragmentation_ratio:1.25", "redis_version:7.4.0");

        assertTrue(text.contains("# TYPE ringbolt_connected_clients gauge\nringbolt_connected_clients 3.0\n"), text);
        assertTrue(text.contains("ringbolt_mem_fragmentation_ratio 1.25\n"), text);
        assertFalse(text.contains("redis_version"), text);
    }

    @Test
    void shouldShowWhatOnlyGrowsAsCounters() throws IOException
    {
        final String text = text("total_commands_processed:42", "keyspace_hits:7");

        assertTrue(text.contains("# TYPE ringbolt_commands_processed_total counter\n"), text);
        assertTrue(text.contains("ringbolt_commands_processed_total 42.0\n"), text);
        assertTrue(text.contains("ringbolt_keyspace_hits_total 7.0\n"), text);
    }

    @Test
    void shouldTellCommandsApartByLabels() throws IOException
    {
        final String text = text("cmdstat_get:calls=2,usec=3000000,usec_per_call=1.50,rejected_calls=0,failed_calls=1",
            "cmdstat_config|set:calls=1,usec=5,usec_per_call=5.00,rejected_calls=0,failed_calls=0");

        assertTrue(text.contains("ringbolt_command_calls_total{command=\"get\"} 2.0\n"), text);
        assertTrue(text.contains("ringbolt_command_seconds_total{command=\"get\"} 3.0\n"), text);
        assertTrue(text.contains("ringbolt_command_failed_calls_total{command=\"get\"} 1.0\n"), text);
        assertTrue(text.contains("ringbolt_command_calls_total{command=\"config|set\"} 1.0\n"), text);
        assertEquals(1, text.split("# TYPE ringbolt_command_calls_total", -1).length - 1);
    }

    @Test
    void shouldShowQuantilesInSeconds() throws IOException
    {
        final String text = text("latency_stage_ring_usec:p50=2.000,p99=7.5,p99.9=9,max=10",
            "latency_percentiles_usec_get:p50=1.003,p99.9=2");

        assertTrue(text.contains("ringbolt_stage_latency_seconds{quantile=\"0.5\",stage=\"ring\"} 2.0E-6\n"), text);
        assertTrue(text.contains("ringbolt_stage_latency_seconds{quantile=\"1\",stage=\"ring\"} 1.0E-5\n"), text);
        assertTrue(text.contains("ringbolt_command_latency_seconds{command=\"get\",quantile=\"0.5\"} 1.003E-6"), text);
    }

    @Test
    void shouldTellDatabasesAndErrorsApart() throws IOException
    {
        final String text = text("db0:keys=5,expires=1,avg_ttl=0", "db3:keys=7,expires=0,avg_ttl=0",
            "errorstat_WRONGTYPE:count=4");

        assertTrue(text.contains("ringbolt_db_keys{db=\"0\"} 5.0\n"), text);
        assertTrue(text.contains("ringbolt_db_keys{db=\"3\"} 7.0\n"), text);
        assertTrue(text.contains("ringbolt_errors_total{error=\"WRONGTYPE\"} 4.0\n"), text);
    }
}
