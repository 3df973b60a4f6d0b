package io.ringbolt.engine;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.migrate.Migration;
import io.ringbolt.engine.session.Session;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A world around the engine that accepts everything and turns the engine's own bugs into failures of the test.
 */
public final class FakeHost implements EngineHost
{
    private final HostStatistics statistics = new HostStatistics();
    private final Map<Path, byte[]> files = new HashMap<>();
    private ShutdownRequest shutdown;
    private Migration migration;
    private Runnable onMigrated;
    private byte nextEntropy;

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
    public String rewriteConfig(
        final ServerConfig config, final List<String> userLines, final boolean isComplete)
    {
        return null;
    }

    @Override
    public byte[] readFile(final Path file) throws IOException
    {
        final byte[] content = files.get(file);
        if (null == content)
        {
            throw new NoSuchFileException(file.toString());
        }
        return content;
    }

    @Override
    public void replaceFile(final Path file, final byte[] content)
    {
        files.put(file, content);
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
    public void fillWithEntropy(final byte[] bytes)
    {
        for (int i = 0; i < bytes.length; i++)
        {
            bytes[i] = nextEntropy++;
        }
    }

    @Override
    public void onTimerChanged()
    {
    }

    @Override
    public void migrate(final Migration begun, final Runnable onReturn)
    {
        migration = begun;
        onMigrated = onReturn;
    }

    /** @return what the engine hands over to another server, until {@link #takeMigrated()}. */
    Migration migration()
    {
        return migration;
    }

    /** @return what the engine wants to be run when the other server has answered. */
    Runnable takeMigrated()
    {
        return onMigrated;
    }

    @Override
    public HostStatistics statistics()
    {
        return statistics;
    }
}
