package io.ringbolt.transport;

import io.ringbolt.config.AppendOnlyParameters;
import io.ringbolt.config.ConfigException;
import io.ringbolt.config.ConfigFile;
import io.ringbolt.config.ConfigParameter;
import io.ringbolt.config.ConfigParameters;
import io.ringbolt.config.LogLevel;
import io.ringbolt.config.LoggingParameters;
import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.SystemParameters;
import io.ringbolt.config.TlsParameters;
import io.ringbolt.engine.EngineHost;
import io.ringbolt.engine.HostStatistics;
import io.ringbolt.engine.ShutdownRequest;
import io.ringbolt.engine.migrate.Migration;
import io.ringbolt.engine.session.FanOut;
import io.ringbolt.engine.session.Session;
import io.ringbolt.transport.tls.TlsEngines;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/**
 * What a server is for its engine: listeners, files, process, and the way to the end. Called on the engine thread.
 */
final class ServerHost implements EngineHost
{
    private static final Logger LOGGER = LoggerFactory.getLogger(ServerHost.class);

    private static final List<ConfigParameter<?>> TLS_ROWS =
        ConfigParameters.all().stream().filter(row -> row.name().startsWith("tls-")).toList();

    private static final List<ConfigParameter<?>> OOM_ROWS =
        List.of(SystemParameters.OOM_SCORE_ADJ, SystemParameters.OOM_SCORE_ADJ_VALUES);

    private final Server server;
    private final ServerOptions options;
    private final DistinctErrors errors;
    private final SecureRandom entropy = new SecureRandom();
    private final HostStatistics statistics = new HostStatistics();
    private final ProcessFigures process = new ProcessFigures();
    private final CollectorFigures collector = new CollectorFigures();
    private final HostStatistics atReset = new HostStatistics();
    private final OomScore oomScore = OomScore.ofProcess();

    ServerHost(final Server server, final ServerOptions options, final DistinctErrors errors)
    {
        this.server = server;
        this.options = options;
        this.errors = errors;
    }

    @Override
    public FanOut fanOut()
    {
        return server.fanOut();
    }

    @Override
    public String applyConfig(final ServerConfig current, final ServerConfig next)
    {
        final TlsEngines formerTls = server.listeners().tls();
        final String tlsRefusal = applyTls(current, next);
        if (null != tlsRefusal)
        {
            return tlsRefusal;
        }
        final boolean isTlsPortNew = current.intValue(TlsParameters.TLS_PORT) != next.intValue(TlsParameters.TLS_PORT);
        final boolean isPortNew = isTlsPortNew ||
            current.intValue(NetworkParameters.PORT) != next.intValue(NetworkParameters.PORT);
        final boolean isBindNew = !current.get(NetworkParameters.BIND).equals(next.get(NetworkParameters.BIND));
        if (isPortNew || isBindNew)
        {
            try
            {
                server.listeners().reopenTcp(current, next);
            }
            catch (final ListenException refused)
            {
                LOGGER.warn("{}", refused.getMessage());
                server.listeners().restoreTls(formerTls);
                return isPortNew ? "Unable to listen on this port. Check server logs." :
                    "Failed to bind to specified addresses.";
            }
        }
        if (!current.get(AppendOnlyParameters.APPENDONLY).equals(next.get(AppendOnlyParameters.APPENDONLY)))
        {
            final String journalRefusal = server.appendOnly(next.get(AppendOnlyParameters.APPENDONLY));
            if (null != journalRefusal)
            {
                server.listeners().restoreTls(formerTls);
                return journalRefusal;
            }
        }
        if (OOM_ROWS.stream().anyMatch(row -> !current.get(row).equals(next.get(row))))
        {
            final String scoreRefusal = oomScore.configure(next);
            if (null != scoreRefusal)
            {
                return scoreRefusal;
            }
        }
        server.limits(next);
        if (current.get(LoggingParameters.LOGLEVEL) != next.get(LoggingParameters.LOGLEVEL))
        {
            options.onLogLevel().accept(next.get(LoggingParameters.LOGLEVEL));
        }
        return null;
    }

    @Override
    public void onPasswordRequired(final boolean isRequired)
    {
        server.passwordRequired(isRequired);
    }

    /** The server's configuration holds from now on. */
    void onStart(final ServerConfig config)
    {
        oomScore.configure(config);
    }

    /** The server is closed. */
    void onClose()
    {
        oomScore.close();
    }

    @Override
    public void onRole(final boolean isReplica)
    {
        oomScore.onRole(isReplica);
    }

    @Override
    public void fillWithEntropy(final byte[] bytes)
    {
        entropy.nextBytes(bytes);
    }

    @Override
    public byte[] readFile(final Path file) throws IOException
    {
        return Files.readAllBytes(file);
    }

    @Override
    public void replaceFile(final Path file, final byte[] content) throws IOException
    {
        DurableFile.replace(file, content);
    }

    /**
     * Reads certificates and keys anew when a row has been set: also to the same file, which may hold another
     * certificate by now. A row that has not been set is the same object in both configurations.
     */
    private String applyTls(final ServerConfig current, final ServerConfig next)
    {
        if (!TlsEngines.isNeeded(next) || TLS_ROWS.stream().noneMatch(row -> current.get(row) != next.get(row)))
        {
            return null;
        }
        try
        {
            server.listeners().configureTls(next);
            return null;
        }
        catch (final ListenException unusable)
        {
            LOGGER.debug("{}", unusable.getMessage());
            return "Unable to update TLS configuration. Check server logs.";
        }
    }

    @Override
    public String rewriteConfig(
        final ServerConfig config, final List<String> userLines, final boolean isComplete)
    {
        try
        {
            ConfigFile.rewrite(config, userLines, isComplete);
            return null;
        }
        catch (final ConfigException refused)
        {
            return refused.getMessage();
        }
    }

    @Override
    public void shutdown(final ShutdownRequest request)
    {
        server.requestStop(null);
    }

    @Override
    public void migrate(final Migration migration, final Runnable onReturn)
    {
        server.migrate(migration, onReturn);
    }

    @Override
    public void migrateNow(final Migration migration)
    {
        server.migrateNow(migration);
    }

    @Override
    public void onFatal(final Throwable cause)
    {
        LOGGER.error("The engine is broken and stops rather than serve wrong data", cause);
        server.requestStop(cause);
    }

    @Override
    public void onLoadFailed(final Throwable cause)
    {
        LOGGER.warn("Fatal error loading the DB, check server logs. Exiting. {}", cause.toString());
        server.requestStop(cause);
    }

    @Override
    public void onHandlerError(final Session session, final String commandName, final Throwable cause)
    {
        errors.onError("command " + commandName, cause);
    }

    @Override
    public void onTimerChanged()
    {
        server.onTimerChanged();
    }

    @Override
    public HostStatistics statistics()
    {
        process.fill(statistics);
        collector.fill(statistics);
        return traffic();
    }

    @Override
    public long clientBytes()
    {
        return server.clientBytes();
    }

    @Override
    public HostStatistics traffic()
    {
        server.fill(statistics);
        statistics.connectionsReceived -= atReset.connectionsReceived;
        statistics.connectionsRejected -= atReset.connectionsRejected;
        statistics.bytesIn -= atReset.bytesIn;
        statistics.bytesOut -= atReset.bytesOut;
        statistics.readsProcessed -= atReset.readsProcessed;
        statistics.writesProcessed -= atReset.writesProcessed;
        statistics.queryBufferLimitDisconnections -= atReset.queryBufferLimitDisconnections;
        statistics.outputBufferLimitDisconnections -= atReset.outputBufferLimitDisconnections;
        return statistics;
    }

    @Override
    public void resetStatistics()
    {
        server.fill(atReset);
    }

    @Override
    public void serveBeside()
    {
        server.serveBeside();
    }

    @Override
    public void log(final LogLevel level, final String message)
    {
        switch (level)
        {
            case DEBUG -> LOGGER.trace("{}", message);
            case VERBOSE -> LOGGER.debug("{}", message);
            case NOTICE -> LOGGER.info("{}", message);
            default -> LOGGER.warn("{}", message);
        }
    }

    @Override
    public void notice(final String message)
    {
        LOGGER.info("{}", message);
    }

    @Override
    public void log(final String message)
    {
        LOGGER.warn("{}", message);
    }
}
