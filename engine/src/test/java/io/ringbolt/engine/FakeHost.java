package io.ringbolt.engine;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.session.Session;

/**
 * A world around the engine that accepts everything and turns the engine's own bugs into failures of the test.
 */
public final class FakeHost implements EngineHost
{
    private final HostStatistics statistics = new HostStatistics();
    private ShutdownRequest shutdown;

    ShutdownRequest shutdownRequest()
    {
        return shutdown;
    }

    @Override
    public String applyConfig(final ServerConfig current, final ServerConfig next)
    {
        return null;
    }

    @Override
    public String rewriteConfig(final ServerConfig config)
    {
        return null;
    }

    @Override
    public void shutdown(final ShutdownRequest request)
    {
        this.shutdown = request;
    }

    @Override
    public void onFatal(final Throwable cause)
    {
        throw new AssertionError("the engine broke", cause);
    }

    @Override
    public void onHandlerError(final Session session, final String commandName, final Throwable cause)
    {
        throw new AssertionError("a handler broke: command=" + commandName, cause);
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
