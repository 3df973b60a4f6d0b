package io.ringbolt.transport.log;

import io.ringbolt.config.LogLevel;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The log of a server that is its process, in redis-server's form: process id and role, time, level sign, message.
 * <p>
 * The file is opened for each line, as redis-server does, so that it can be rotated away at any time. Any thread.
 */
public final class ProcessLog implements ILoggerFactory
{
    private static final String[] MONTHS =
        {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    private static final String LEVEL_SIGNS = ".-*#";
    private static final int TWO_DIGITS = 2;
    private static final int THREE_DIGITS = 3;
    private static final int NS_PER_MS = 1_000_000;

    private final Map<String, Logger> loggerByName = new ConcurrentHashMap<>();
    private final long processId = ProcessHandle.current().pid();
    private final Clock clock = Clock.systemDefaultZone();
    private final OutputStream standardOutput = new FileOutputStream(FileDescriptor.out);
    private final AtomicLong lostLineCount = new AtomicLong();
    private volatile char role = 'C';
    private volatile LogLevel threshold = LogLevel.NOTICE;
    private volatile Path file;

    @Override
    public Logger getLogger(final String name)
    {
        return loggerByName.computeIfAbsent(name, key -> new ProcessLogger(key, this));
    }

    /** @param role C while starting, M for a primary, S for a replica. */
    public void role(final char role)
    {
        this.role = role;
    }

    /** Sets the least level that is written. */
    public void threshold(final LogLevel level)
    {
        this.threshold = level;
    }

    /** @param file to append to; null for standard output. */
    public void file(final Path file)
    {
        this.file = file;
    }

    /** @return lines that could not be written. */
    public long lostLineCount()
    {
        return lostLineCount.get();
    }

    boolean isEnabled(final LogLevel level)
    {
        return level.ordinal() >= threshold.ordinal();
    }

    void write(final LogLevel level, final String message, final Throwable error)
    {
        final StringBuilder line = new StringBuilder(message.length() + 64);
        line.append(processId).append(':').append(role).append(' ');
        appendTime(line);
        line.append(' ').append(LEVEL_SIGNS.charAt(level.ordinal())).append(' ').append(message).append('\n');
        if (null != error)
        {
            final StringWriter stack = new StringWriter();
            error.printStackTrace(new PrintWriter(stack));
            line.append(stack);
        }
        write(line.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void appendTime(final StringBuilder line)
    {
        final LocalDateTime now = LocalDateTime.now(clock);
        appendPadded(line, now.getDayOfMonth(), TWO_DIGITS).append(' ').append(MONTHS[now.getMonthValue() - 1]);
        line.append(' ').append(now.getYear()).append(' ');
        appendPadded(line, now.getHour(), TWO_DIGITS).append(':');
        appendPadded(line, now.getMinute(), TWO_DIGITS).append(':');
        appendPadded(line, now.getSecond(), TWO_DIGITS).append('.');
        appendPadded(line, now.getNano() / NS_PER_MS, THREE_DIGITS);
    }

    private static StringBuilder appendPadded(final StringBuilder line, final int number, final int digits)
    {
        final String text = Integer.toString(number);
        for (int i = text.length(); i < digits; i++)
        {
            line.append('0');
        }
        return line.append(text);
    }

    private void write(final byte[] line)
    {
        final Path target = file;
        try
        {
            if (null == target)
            {
                standardOutput.write(line);
                return;
            }
            try (OutputStream output =
                Files.newOutputStream(target, StandardOpenOption.CREATE, StandardOpenOption.APPEND))
            {
                output.write(line);
            }
        }
        catch (final IOException lost)
        {
            lostLineCount.incrementAndGet();          // a log that can't be written can't say so
        }
    }
}
