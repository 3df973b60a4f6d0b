package io.ringbolt.transport;

import io.ringbolt.config.ByteText;
import io.ringbolt.config.ConfigException;
import io.ringbolt.config.ConfigLoader;
import io.ringbolt.config.GeneralParameters;
import io.ringbolt.config.LaunchRequest;
import io.ringbolt.config.LoggingParameters;
import io.ringbolt.config.RedisCompatibility;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.persistence.aof.RecoveryPoint;
import io.ringbolt.transport.log.ProcessLog;
import io.ringbolt.transport.log.ProcessLogProvider;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * The program: it takes redis-server's command line and runs one server until it is told to stop.
 */
public final class ServerMain
{
    private static final String STANDARD_INPUT = "-";
    private static final String LOG_PROVIDER_PROPERTY = "slf4j.provider";
    private static final String LOG_VERBOSITY_PROPERTY = "slf4j.internal.verbosity";
    private static final int FAILURE = 1;

    private static final String USAGE = """
        Usage: ./ringbolt-server [/path/to/redis.conf] [options] [-]
               ./ringbolt-server - (read config from stdin)
               ./ringbolt-server -v or --version
               ./ringbolt-server -h or --help

        Examples:
               ./ringbolt-server (run the server with default conf)
               echo 'maxmemory 128mb' | ./ringbolt-server -
               ./ringbolt-server /etc/redis/6379.conf
               ./ringbolt-server --port 7777
               ./ringbolt-server --port 7777 --appendonly yes --save ""
               ./ringbolt-server /etc/myredis.conf --loglevel verbose -
               ./ringbolt-server /etc/myredis.conf --recover-list (what the append-only file can be recovered to)
               ./ringbolt-server /etc/myredis.conf --recover-to sequence:1234
               ./ringbolt-server /etc/myredis.conf --recover-to time:2026-11-21T13:00:00Z
        """;

    private ServerMain()
    {
    }

    /** @param args as redis-server takes them. */
    public static void main(final String[] args) throws Exception
    {
        final int status = run(args);
        if (0 != status)
        {
            System.exit(status);
        }
    }

    private static int run(final String[] args) throws IOException, InterruptedException
    {
        final byte[] standardInput = Arrays.asList(args).contains(STANDARD_INPUT) ?
            System.in.readAllBytes() : new byte[0];
        final RecoveryOptions recovery = RecoveryOptions.of(args);
        final RecoveryPoint recoverTo;
        final LaunchRequest request;
        try
        {
            recoverTo = recovery.point();
            request = ConfigLoader.load(recovery.otherArguments(), new ByteArrayInputStream(standardInput));
        }
        catch (final ConfigException | IllegalArgumentException refused)
        {
            System.err.println(refused.getMessage());
            return FAILURE;
        }
        switch (request.kind())
        {
            case VERSION:
                System.out.println("Redis server v=" + RedisCompatibility.VERSION +
                    " sha=00000000:0 malloc=ringbolt-arena bits=64 build=" + ServerProcess.ringboltVersion());
                return 0;

            case HELP:
                System.out.print(USAGE);
                return 0;

            case START:
                return recovery.isListing() ? RecoveryListing.print(request.config(), System.out) :
                    start(request.config(), args.length > 0, standardInput, recoverTo);

            default:
                System.err.println("This is a JVM: use the operating system's own tools for that");
                return FAILURE;
        }
    }

    private static int start(
        final ServerConfig config,
        final boolean isConfigured,
        final byte[] standardInput,
        final RecoveryPoint recoverTo)
        throws IOException, InterruptedException
    {
        final Daemonizer daemonizer = config.booleanValue(GeneralParameters.DAEMONIZE) ?
            Daemonizer.ofThisProcess() : null;
        if (null != daemonizer && daemonizer.isForeground())
        {
            return daemonizer.spawn(standardInput);
        }
        System.setProperty(LOG_VERBOSITY_PROPERTY, "WARN");
        System.setProperty(LOG_PROVIDER_PROPERTY, ProcessLogProvider.class.getName());
        final ProcessLog log = (ProcessLog)LoggerFactory.getILoggerFactory();
        final String logFile = config.get(LoggingParameters.LOGFILE);
        log.threshold(config.get(LoggingParameters.LOGLEVEL));
        log.file(logFile.isEmpty() ? null : config.resolve(logFile));
        final String pidFile = ByteText.decode(config.get(GeneralParameters.PIDFILE));
        return new ServerProcess(config, isConfigured, log, pidFile, recoverTo).run(daemonizer);
    }
}
