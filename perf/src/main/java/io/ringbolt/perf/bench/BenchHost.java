package io.ringbolt.perf.bench;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.EngineHost;
import io.ringbolt.engine.HostStatistics;
import io.ringbolt.engine.ShutdownRequest;
import io.ringbolt.engine.session.Session;

import java.util.List;

/**
 * A world around the engine that accepts everything and lets no bug pass as a figure.
 */
final class BenchHost implements EngineHost
{
    private final HostStatistics statistics = new HostStatistics();

    @Override
    public String applyConfig(final ServerConfig current, final ServerConfig next)
    {
        return null;
    }

    @Override
    public String rewriteConfig(
        final ServerConfig config, final List<String> userLines, final boolean isComplete)
    {
        return null;
    }

    @Override
    public void shutdown(final ShutdownRequest request)
    {
    }

    @Override
    public void onFatal(final Throwable cause)
    {
        throw new IllegalStateException("the engine broke", cause);
    }

    @Override
    public void onHandlerError(final Session session, final String commandName, final Throwable cause)
    {
        throw new IllegalStateException("a handler broke: command=" + commandName, cause);
    }

    @Override
    public void fillWithEntropy(final byte[] bytes)
    {
        throw new IllegalStateException("no benchmark makes passwords");
    }

    @Override
    public void onTimerChanged()
    {
    }

    @Override
    public HostStatistics statistics()
    {
        return statistics;
    }
}
