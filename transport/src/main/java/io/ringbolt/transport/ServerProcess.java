package io.ringbolt.transport;

import io.ringbolt.config.ConfigException;
import io.ringbolt.config.GeneralParameters;
import io.ringbolt.config.RedisCompatibility;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.config.ThreadingMode;
import io.ringbolt.persistence.aof.RecoveryPoint;
import io.ringbolt.transport.log.ProcessLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The life of a server that is its process: banner, pid file, readiness, signals, farewell.
 */
final class ServerProcess
{
    private static final String DEFAULT_PID_FILE = "/var/run/redis.pid";
    private static final int FAILURE = 1;

    private final Logger logger = LoggerFactory.getLogger(ServerProcess.class);
    private final ServerConfig config;
    private final boolean isConfigured;
    private final ProcessLog log;
    private final Path pidFile;
    private final RecoveryPoint recoverTo;

    /**
     * @param isConfigured true if the command line names a file, directives or standard input.
     * @param recoverTo    up to where an append-only file is loaded.
     */
    ServerProcess(
        final ServerConfig config,
        final boolean isConfigured,
        final ProcessLog log,
        final String pidFile,
        final RecoveryPoint recoverTo)
    {
        this.recoverTo = recoverTo;
        this.config = withPidFile(config);
        this.isConfigured = isConfigured;
        this.log = log;
        final boolean isNamed = !pidFile.isEmpty();
        this.pidFile = isNamed ? config.resolve(pidFile) : this.config == config ? null : Path.of(DEFAULT_PID_FILE);
    }

    /** @return the configuration of a daemon, which has a pid file also if none is named. */
    static ServerConfig withPidFile(final ServerConfig config)
    {
        final boolean needsOne = config.booleanValue(GeneralParameters.DAEMONIZE) &&
            config.get(GeneralParameters.PIDFILE).isEmpty();
        return needsOne ? config.with(GeneralParameters.PIDFILE, DEFAULT_PID_FILE) : config;
    }

    static String ringboltVersion()
    {
        final String version = ServerProcess.class.getPackage().getImplementationVersion();
        return null == version ? "unpackaged" : version;
    }

    /**
     * Runs until the end. @param daemonizer told when the server serves; null in the foreground. @return
     * the exit status.
     */
    int run(final Daemonizer daemonizer) throws IOException, InterruptedException
    {
        greet();
        log.role('M');
        if (ThreadingMode.INVOKER == config.get(ThreadParameters.THREADING_MODE))
        {
            logger.warn("threading-mode invoker is for programs that embed the server and call Server.doWork().");
            return FAILURE;
        }
        final ServerConfig fitting = DescriptorLimit.fit(config, ProcessFigures.maxDescriptors());
        if (null == fitting)
        {
            return FAILURE;
        }
        final Server server;
        try
        {
            server = Server.start(fitting, ServerOptions.ofProcess(log::threshold, recoverTo));
        }
        catch (final ListenException refused)
        {
            logger.warn("{}", refused.getMessage());
            return FAILURE;
        }
        catch (final UncheckedIOException broken)     // told in the log where it happened
        {
            return FAILURE;
        }
        catch (final ConfigException refused)         // by the engine, which alone knows the commands to be renamed
        {
            tell(refused, null != daemonizer);
            return FAILURE;
        }
        new StopSignals(server, () -> Runtime.getRuntime().halt(FAILURE)).install();
        writePidFile();
        if (config.booleanValue(GeneralParameters.ALWAYS_SHOW_LOGO))
        {
            logger.info("(o) Ringbolt  Port: {}  PID: {}", server.port(), ProcessHandle.current().pid());
        }
        logger.info("Running mode=standalone, port={}.", server.port());
        logger.info("Server initialized");
        if (server.awaitLoaded())
        {
            // What the start has made stays: collected now, it is not copied in pauses that clients would see.
            System.gc();
            tellReady(server);
        }
        if (null != daemonizer)
        {
            daemonizer.ready();
        }
        final Throwable failure = server.awaitStop();
        if (null == failure)
        {
            stop(server);
            return 0;
        }
        server.close();
        deletePidFile();
        logger.warn("Exiting because of: {}", failure.toString());       // the last line tells why, as Redis's does
        return FAILURE;
    }

    private void tellReady(final Server server)
    {
        if (server.listeners().hasTcp())
        {
            logger.info("Ready to accept connections tcp");
        }
        if (server.listeners().hasUnix())
        {
            logger.info("Ready to accept connections unix");
        }
    }

    /** Where the other errors in a configuration are told; a daemon has only its log. */
    private void tell(final ConfigException refused, final boolean isDaemon)
    {
        if (isDaemon)
        {
            logger.warn("{}", refused.getMessage());
        }
        else
        {
            System.err.println(refused.getMessage());
        }
    }

    private void greet()
    {
        logger.info("oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo");
        logger.info("Redis version={}, bits=64, commit=00000000, modified=0, pid={}, just started",
            RedisCompatibility.VERSION, ProcessHandle.current().pid());
        logger.info("Ringbolt version={}, java={}", ringboltVersion(), Runtime.version());
        if (isConfigured)
        {
            logger.info("Configuration loaded");
        }
        else
        {
            logger.warn("Warning: no config file specified, using the default config. " +
                "In order to specify a config file use ringbolt-server /path/to/redis.conf");
        }
    }

    private void writePidFile()
    {
        if (null == pidFile)
        {
            return;
        }
        try
        {
            Files.writeString(pidFile, ProcessHandle.current().pid() + "\n");
        }
        catch (final IOException refused)
        {
            logger.warn("Failed to write PID file: {}", refused.toString());
        }
    }

    private void stop(final Server server)
    {
        server.close();
        if (null != pidFile)
        {
            logger.info("Removing the pid file.");
        }
        deletePidFile();
        logger.warn("Redis is now ready to exit, bye bye...");
    }

    private void deletePidFile()
    {
        if (null == pidFile)
        {
            return;
        }
        try
        {
            Files.deleteIfExists(pidFile);
        }
        catch (final IOException refused)
        {
            logger.warn("Failed to remove PID file: {}", refused.toString());
        }
    }
}
