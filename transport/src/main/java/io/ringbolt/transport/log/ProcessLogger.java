package io.ringbolt.transport.log;

import io.ringbolt.config.LogLevel;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * A name in the process's log. SLF4J's levels are Redis's one by one: trace is debug, debug is verbose, info is notice,
 * and warn and error are warning.
 */
final class ProcessLogger extends LegacyAbstractLogger
{
    private static final long serialVersionUID = 1L;

    private final transient ProcessLog log;

    ProcessLogger(final String name, final ProcessLog log)
    {
        this.name = name;
        this.log = log;
    }

    @Override
    public boolean isTraceEnabled()
    {
        return log.isEnabled(LogLevel.DEBUG);
    }

    @Override
    public boolean isDebugEnabled()
    {
        return log.isEnabled(LogLevel.VERBOSE);
    }

    @Override
    public boolean isInfoEnabled()
    {
        return log.isEnabled(LogLevel.NOTICE);
    }

    @Override
    public boolean isWarnEnabled()
    {
        return log.isEnabled(LogLevel.WARNING);
    }

    @Override
    public boolean isErrorEnabled()
    {
        return log.isEnabled(LogLevel.WARNING);
    }

    @Override
    protected String getFullyQualifiedCallerName()
    {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
        final Level level, final Marker marker, final String pattern, final Object[] arguments, final Throwable error)
    {
        log.write(redisLevel(level), MessageFormatter.basicArrayFormat(pattern, arguments), error);
    }

    private static LogLevel redisLevel(final Level level)
    {
        return switch (level)
        {
            case TRACE -> LogLevel.DEBUG;
            case DEBUG -> LogLevel.VERBOSE;
            case INFO -> LogLevel.NOTICE;
            default -> LogLevel.WARNING;
        };
    }
}
