package io.ringbolt.transport.log;

import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * SLF4J's way to {@link ProcessLog}. It is named by the process's own start-up and not in META-INF, so that a Java
 * program that embeds a server keeps the logging it has.
 */
public final class ProcessLogProvider implements SLF4JServiceProvider
{
    private static final String REQUESTED_API_VERSION = "2.0.99";

    private final ProcessLog log = new ProcessLog();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter contexts = new NOPMDCAdapter();

    @Override
    public ILoggerFactory getLoggerFactory()
    {
        return log;
    }

    @Override
    public IMarkerFactory getMarkerFactory()
    {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter()
    {
        return contexts;
    }

    @Override
    public String getRequestedApiVersion()
    {
        return REQUESTED_API_VERSION;
    }

    @Override
    public void initialize()
    {
    }
}
