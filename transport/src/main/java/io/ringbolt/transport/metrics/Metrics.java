package io.ringbolt.transport.metrics;

import io.ringbolt.config.LoggingParameters;
import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.Engine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a server shows to collectors of figures: {@code metrics-port} and {@code jmx-beans}. Each server of a JVM has
 * beans of its own, told apart by its port.
 */
public final class Metrics implements AutoCloseable
{
    /** Sections of INFO that are beans; those that only other servers fill are left out. */
    static final List<String> SECTIONS = List.of("Server", "Clients", "Memory", "Persistence", "Stats", "Replication",
        "CPU", "Commandstats", "Errorstats", "Latencystats", "Stages", "Keyspace");

    private static final Logger LOGGER = LoggerFactory.getLogger(Metrics.class);
    private static final String ANY_IPV4 = "*";
    private static final String ANY_IPV6 = "::*";

    private final List<ObjectName> beans = new ArrayList<>();
    private MetricsEndpoint endpoint;

    private Metrics()
    {
    }

    /** @return true if there is anything to show. */
    public static boolean isWanted(final ServerConfig config)
    {
        return 0 != config.intValue(LoggingParameters.METRICS_PORT) ||
            config.booleanValue(LoggingParameters.JMX_BEANS);
    }

    /**
     * Begins to show figures.
     *
     * @param toEngine runs something on the engine thread, between two commands.
     * @param port     of the server, in the beans' names.
     * @return to be closed with the server.
     * @throws IOException if the port can't be listened on.
     */
    public static Metrics open(
        final ServerConfig config, final Engine engine, final Consumer<Runnable> toEngine, final int port)
        throws IOException
    {
        final FigureSource source = new FigureSource(engine, toEngine);
        final Metrics metrics = new Metrics();
        final int metricsPort = config.intValue(LoggingParameters.METRICS_PORT);
        if (0 != metricsPort)
        {
            metrics.endpoint = new MetricsEndpoint(source, address(config, metricsPort));
            LOGGER.info("Figures for Prometheus at port {}", metricsPort);
        }
        if (config.booleanValue(LoggingParameters.JMX_BEANS))
        {
            metrics.register(source, port);
        }
        return metrics;
    }

    /** Where the server itself listens first. */
    private static InetSocketAddress address(final ServerConfig config, final int port)
    {
        final List<String> bound = config.get(NetworkParameters.BIND);
        final String first = bound.isEmpty() ? ANY_IPV4 : bound.get(0).replaceFirst("^-", "");
        return ANY_IPV4.equals(first) || ANY_IPV6.equals(first) ?
            new InetSocketAddress(port) : new InetSocketAddress(first, port);
    }

    private void register(final FigureSource source, final int port)
    {
        final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (final String section : SECTIONS)
        {
            try
            {
                final ObjectName name = new ObjectName("io.ringbolt:type=" + section + ",port=" + port);
                server.registerMBean(new SectionBean(source, section), name);
                beans.add(name);
            }
            catch (final JMException taken)
            {
                LOGGER.warn("No JMX bean for {}: {}", section, taken.toString());
            }
        }
    }

    @Override
    public void close()
    {
        if (null != endpoint)
        {
            endpoint.close();
        }
        for (final ObjectName name : beans)
        {
            try
            {
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
            }
            catch (final JMException gone)
            {
                LOGGER.debug("Unregistering {}: {}", name, gone.toString());
            }
        }
    }
}
