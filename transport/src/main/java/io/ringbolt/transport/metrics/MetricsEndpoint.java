package io.ringbolt.transport.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * {@code GET /metrics} on {@code metrics-port}, in Prometheus's text format. One thread of its own, which mostly waits.
 */
final class MetricsEndpoint implements AutoCloseable
{
    private static final String PATH = "/metrics";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;

    private final FigureSource source;
    private final HttpServer http;
    private final PrometheusTextFormatWriter writer = new PrometheusTextFormatWriter(false);

    MetricsEndpoint(final FigureSource source, final InetSocketAddress address) throws IOException
    {
        this.source = source;
        this.http = HttpServer.create(address, 0);
        http.createContext("/", this::answer);
        http.start();
    }

    private void answer(final HttpExchange exchange) throws IOException
    {
        try (exchange)
        {
            if (!PATH.equals(exchange.getRequestURI().getPath()))
            {
                send(exchange, NOT_FOUND, text("figures are at " + PATH + "\n"), "text/plain");
            }
            else if (!"GET".equals(exchange.getRequestMethod()))
            {
                send(exchange, NOT_ALLOWED, text("GET only\n"), "text/plain");
            }
            else
            {
                sendFigures(exchange);
            }
        }
    }

    private void sendFigures(final HttpExchange exchange) throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try
        {
            writer.write(out, PrometheusFigures.of(source.sections()));
        }
        catch (final IOException busy)
        {
            send(exchange, UNAVAILABLE, text(busy.getMessage() + "\n"), "text/plain");
            return;
        }
        send(exchange, OK, out.toByteArray(), writer.getContentType());
    }

    private static void send(final HttpExchange exchange, final int status, final byte[] body, final String type)
        throws IOException
    {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static byte[] text(final String text)
    {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close()
    {
        http.stop(0);
    }
}
