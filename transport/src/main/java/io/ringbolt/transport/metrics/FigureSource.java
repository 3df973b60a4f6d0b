package io.ringbolt.transport.metrics;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.server.InfoCommand;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * All that INFO tells, for threads other than the engine's: the engine writes it, between two commands, and the caller
 * waits. So each figure has one source. What was just asked for is not asked for again.
 */
final class FigureSource
{
    private static final long FRESH_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long PATIENCE_MS = 5_000;

    private final InfoCommand info;
    private final Consumer<Runnable> toEngine;
    private Map<String, Map<String, String>> last = Map.of();
    private long lastNs;

    FigureSource(final Engine engine, final Consumer<Runnable> toEngine)
    {
        this.info = new InfoCommand(engine);
        this.toEngine = toEngine;
    }

    /**
     * @return fields by section, both in INFO's order.
     * @throws IOException if the engine does not come to it, because it is busy with something long or has stopped.
     */
    synchronized Map<String, Map<String, String>> sections() throws IOException
    {
        if (last.isEmpty() || System.nanoTime() - lastNs > FRESH_NS)
        {
            last = parse(ask());
            lastNs = System.nanoTime();
        }
        return last;
    }

    private String ask() throws IOException
    {
        final CompletableFuture<String> answer = new CompletableFuture<>();
        toEngine.accept(() -> answer.complete(info.text(Set.of("everything"))));
        try
        {
            return answer.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        }
        catch (final InterruptedException stopped)
        {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking for figures", stopped);
        }
        catch (final ExecutionException | TimeoutException busy)
        {
            throw new IOException("the engine has not answered within " + PATIENCE_MS + " ms", busy);
        }
    }

    /** Reads INFO's text back. */
    static Map<String, Map<String, String>> parse(final String text)
    {
        final Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        Map<String, String> section = new LinkedHashMap<>();
        for (final String line : text.split("\r\n"))
        {
            final int colon = line.indexOf(':');
            if (line.startsWith("# "))
            {
                section = new LinkedHashMap<>();
                sections.put(line.substring(2), section);
            }
            else if (colon > 0)
            {
                section.put(line.substring(0, colon), line.substring(colon + 1));
            }
        }
        return sections;
    }
}
